package boreas.cli.service;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a machine's service is to be.
///
/// @param name of unit and script
/// @param program the folder with the launchers, built
/// @param javaHome the JDK
/// @param conf the node's configuration
/// @param site the site file, as an option; null: what the configuration says
/// @param hasSite there is one, by option or by configuration
/// @param user who runs it, of this machine; null: whom systemd makes up for it, and root for a
///   script
/// @param needsRawPackets Ethernet frames
/// @param needsLowPorts UDP ports below 1024
public record ServiceSettings(
        String name,
        Path program,
        Path javaHome,
        Path conf,
        @Nullable Path site,
        boolean hasSite,
        @Nullable String user,
        boolean needsRawPackets,
        boolean needsLowPorts) {
    public static final String NAME = "cjdns";

    /// As `pgrep` and `killall` of the field expect it.
    static final String PROCESS_NAME = "cjdroute";

    /// The unit or script that puts a site into force before the network is there.
    public String siteName() {
        return name + "-site";
    }

    /// The option that names the site file, with a blank before it; empty without one.
    String siteOption() {
        return site == null ? "" : " --site " + site;
    }
}
