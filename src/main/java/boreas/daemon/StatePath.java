package boreas.daemon;

import boreas.address.Ip6;
import boreas.ffm.LibCProcess;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the file of known peers is, unless the operator says otherwise.
public final class StatePath {
    /// The setting that means: keep no such file.
    public static final String NONE = "none";

    private StatePath() {}

    /// For this process.
    ///
    /// @param setting a path, [#NONE], or null for the usual place
    /// @return null when no file is kept
    public static @Nullable Path of(@Nullable String setting, Ip6 node) {
        return of(setting, node, LibCProcess.geteuid() == 0, System.getenv());
    }

    /// @param setting a path, [#NONE], or null for the usual place
    /// @return null when no file is kept
    static @Nullable Path of(
            @Nullable String setting, Ip6 node, boolean isRoot, Map<String, String> environment) {
        if (setting != null) return setting.equals(NONE) ? null : Path.of(setting);
        var name = node + ".peers";
        if (isRoot) return Path.of("/var/lib/boreas", name);
        var state = environment.get("XDG_STATE_HOME");
        if (state != null && state.startsWith("/")) return Path.of(state, "boreas", name);
        var home = environment.get("HOME");
        return home == null ? null : Path.of(home, ".local/state/boreas", name);
    }
}
