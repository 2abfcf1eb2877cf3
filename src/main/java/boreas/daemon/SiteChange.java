package boreas.daemon;

import java.util.List;

/// What became of a site that a running node was told anew; immutable.
///
/// @param differences between the old plan and the new one, `- ` and what is gone, `+ ` and what is
///   new; none: they are the same, and nothing was done
/// @param warnings one line each: what is left to be seen to
record SiteChange(List<String> differences, List<String> warnings) {
    SiteChange {
        differences = List.copyOf(differences);
        warnings = List.copyOf(warnings);
    }
}
