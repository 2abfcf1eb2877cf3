package boreas.cli;

import boreas.config.CjdrouteConf;
import boreas.daemon.StatePath;
import boreas.site.SitePlan;
import java.io.IOException;
import java.nio.file.Path;
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
        return SiteFile.read(file()).plan(conf().identity().publicKey(), config(), problems);
    }

    Path ledger() throws IOException {
        return StatePath.siteLedger(state, conf().identity().ip6());
    }
}
