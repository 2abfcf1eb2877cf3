package boreas.daemon;

import boreas.address.Ip6;
import boreas.ffm.LibCProcess;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a node's state is, unless the operator says otherwise: the file of known peers, and the
/// ledger of what its site made on this machine. A service manager names its folder in
/// `STATE_DIRECTORY` (systemd.exec(5)), and so does the launcher for a node that is not root's.
public final class StatePath {
    /// The setting that means: keep no such file.
    public static final String NONE = "none";

    private static final Path ROOTS = Path.of("/var/lib/boreas");

    private StatePath() {}

    /// For this process.
    ///
    /// @param setting a path, [#NONE], or null for the usual place
    /// @return null when no file is kept
    public static @Nullable Path of(@Nullable String setting, Ip6 node) {
        return of(setting, node, LibCProcess.geteuid() == 0, System.getenv());
    }

    /// What a site made is remembered in any case, else nobody could take it back.
    ///
    /// @param setting of the file of known peers: the ledger is in its folder
    public static Path siteLedger(@Nullable String setting, Ip6 node) {
        return siteLedger(setting, node, LibCProcess.geteuid() == 0, System.getenv());
    }

    static Path siteLedger(
            @Nullable String setting, Ip6 node, boolean isRoot, Map<String, String> environment) {
        var name = node + ".site";
        if (setting != null && !setting.equals(NONE))
            return Path.of(setting).toAbsolutePath().resolveSibling(name);
        var usual = usual(name, isRoot, environment);
        return usual == null ? ROOTS.resolve(name) : usual;
    }

    /// @param setting a path, [#NONE], or null for the usual place
    /// @return null when no file is kept
    static @Nullable Path of(
            @Nullable String setting, Ip6 node, boolean isRoot, Map<String, String> environment) {
        if (setting != null) return setting.equals(NONE) ? null : Path.of(setting);
        return usual(node + ".peers", isRoot, environment);
    }

    private static @Nullable Path usual(
            String name, boolean isRoot, Map<String, String> environment) {
        var given = environment.get("STATE_DIRECTORY");
        if (given != null && given.startsWith("/"))
            return Path.of(given.split(":", 2)[0]).resolve(name);
        if (isRoot) return ROOTS.resolve(name);
        var state = environment.get("XDG_STATE_HOME");
        if (state != null && state.startsWith("/")) return Path.of(state, "boreas", name);
        var home = environment.get("HOME");
        return home == null ? null : Path.of(home, ".local/state/boreas", name);
    }
}
