package boreas.site;

import boreas.address.IpPrefix;
import boreas.host.Setting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one machine has to do by a site file. Holds no secret.
///
/// @param settings of the machine, in an order in which they can be made: what refuses comes first,
///   then devices, addresses, and routes that need them
/// @param peers whom the node accepts and calls
/// @param gates the firewall, one gate for each tunnel, and one for the mesh
/// @param notes for people: what the plan cannot do by itself
public record SitePlan(
        Site site,
        Machine own,
        List<Setting> settings,
        List<PlannedPeer> peers,
        List<Tunnel> tunnels,
        List<Gate> gates,
        List<String> notes) {
    /// The one table of nftables that a plan owns.
    public static final String TABLE_FAMILY = "inet", TABLE = "boreas_site";

    public SitePlan {
        settings = List.copyOf(settings);
        peers = List.copyOf(peers);
        tunnels = List.copyOf(tunnels);
        gates = List.copyOf(gates);
        notes = List.copyOf(notes);
    }

    /// @param own a machine of the site
    public static SitePlan of(Site site, Machine own) {
        return new Planner(site, own).plan();
    }

    /// The addresses of all other machines' nodes.
    List<IpPrefix> otherNodes() {
        var nodes = new ArrayList<IpPrefix>();
        for (var m : site.machines())
            if (!m.name().equals(own.name())) nodes.add(Machine.host(m.nodeAddress()));
        return nodes;
    }

    public @Nullable Gate gate(String device) {
        for (var g : gates) if (g.device().equals(device)) return g;
        return null;
    }
}
