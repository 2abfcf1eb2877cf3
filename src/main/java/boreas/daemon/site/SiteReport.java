package boreas.daemon.site;

import java.util.List;

/// What a run did, for the operator and the log.
///
/// @param done one line for each change, in the order in which they were made
/// @param warnings one line each: what is left to be seen to, such as a foreign chain that drops
/// @param devicesMade tun devices that were not there before: whoever had one of that name open
///   must open it anew
public record SiteReport(List<String> done, List<String> warnings, List<String> devicesMade) {
    public SiteReport {
        done = List.copyOf(done);
        warnings = List.copyOf(warnings);
        devicesMade = List.copyOf(devicesMade);
    }

    public boolean changedNothing() {
        return done.isEmpty();
    }
}
