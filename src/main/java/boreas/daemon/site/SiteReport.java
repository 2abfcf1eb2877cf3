package boreas.daemon.site;

import java.util.List;

/// What a run did, for the operator and the log.
///
/// @param done one line for each change, in the order in which they were made
/// @param warnings one line each: what is left to be seen to, such as a foreign chain that drops
public record SiteReport(List<String> done, List<String> warnings) {
    public SiteReport {
        done = List.copyOf(done);
        warnings = List.copyOf(warnings);
    }

    public boolean changedNothing() {
        return done.isEmpty();
    }
}
