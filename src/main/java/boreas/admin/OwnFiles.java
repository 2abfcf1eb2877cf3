package boreas.admin;

import org.jspecify.annotations.Nullable;

/// The files that a node was started with, by their absolute names as they were before it gave up
/// its rights and its root. It may not be able to see them any more; others are.
///
/// @param configuration null: it came by a pipe
/// @param site null: the node is of no site
public record OwnFiles(@Nullable String configuration, @Nullable String site) {
    public static final OwnFiles NONE = new OwnFiles(null, null);
}
