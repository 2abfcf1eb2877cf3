package boreas.cli;

import boreas.config.CjdrouteConf;
import boreas.daemon.StatePath;
import boreas.site.SitePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What `boreas site up`, `down` and `status` are about: this machine, by the key of its node, and
/// where it is noted what was made on it.
final class SiteHere {
    @Mixin private OwnKey ownKey = new OwnKey();

    @Option(
            names = {"-s", "--site"},
            paramLabel = "FILE",
            description =
                    "The site file. Default: \"site\" of the configuration, else " + SiteFile.USUAL)
    private @Nullable Path site;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description =
                    "The node's file of known peers, as with `boreas run`: what is made is noted"
                            + " beside it. Default: in /var/lib/boreas for root, else in"
                            + " ~/.local/state/boreas")
    private @Nullable String state;

    private @Nullable CjdrouteConf conf;

    CjdrouteConf conf() throws IOException {
        var read = conf;
        if (read == null) conf = read = ownKey.conf("");
        return read;
    }

    Path config() {
        return ownKey.config();
    }

    private Path file() throws IOException {
        return site != null ? site : SiteFile.of(conf());
    }

    /// @param problems where those of the file go, a line each
    SitePlan plan(Consumer<String> problems) throws IOException {
        var read = SiteFile.read(file());
        read.printProblems(problems);
        var site = read.site();
        if (site == null) throw new IOException(file() + " cannot be used, see above");
        var key = conf().identity().publicKey();
        var own = site.byKey(key);
        if (own == null)
            throw new IOException(
                    "no machine in %s has the key of %s, %s; boreas site enroll prints the line to add"
                            .formatted(file(), ownKey.config(), key));
        return SitePlan.of(site, own);
    }

    Path ledger() throws IOException {
        return StatePath.siteLedger(state, conf().identity().ip6());
    }

    /// Those that other firewalls must let in.
    List<Integer> udpPorts() throws IOException {
        var ports = new ArrayList<Integer>();
        for (var udp : conf().udpInterfaces()) {
            int port = udp.bind().udpPort();
            if (port != 0 && !ports.contains(port)) ports.add(port);
        }
        return ports;
    }
}
