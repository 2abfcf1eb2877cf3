package boreas.admin;

import java.util.List;

/// The site that a node is a machine of, as far as the node itself does not know it; immutable.
///
/// @param machine this one, by its name in the file
/// @param repairs how often something of the plan had to be made again
public record SiteView(String machine, int repairs, List<Way> tunnels) {
    /// @param tunId the node's number of it
    /// @param machine at its far end
    /// @param repairs of this tunnel alone
    public record Way(int tunId, String device, String machine, int repairs) {}

    public SiteView {
        tunnels = List.copyOf(tunnels);
    }
}
