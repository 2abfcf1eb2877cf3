package boreas.cli;

import boreas.address.PublicKey;
import boreas.admin.AdminClient;
import boreas.admin.RunningNode;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The configuration that `invite`, `join` and `revoke` change, and the node that runs with it.
final class PeeringFile {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "/etc/cjdroute.conf",
            description =
                    "The node's configuration, which is changed. Comments and layout stay; the"
                            + " version before is kept as FILE.bak. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path config;

    EditedConf open() throws IOException {
        return EditedConf.open(config);
    }

    Path path() {
        return config;
    }

    /// What to do with the running node.
    @FunctionalInterface
    interface Work<R> {
        /// @param node null when none runs
        R with(@Nullable RunningNode node) throws IOException;
    }

    /// Looks for the node that runs with this configuration.
    <R> R withNode(EditedConf conf, Work<R> work) throws IOException {
        try (var client = AdminAccess.connect(config, AdminClient.PATIENCE)) {
            return work.with(RunningNode.find(client, conf.conf().identity().ip6()));
        }
    }

    static PublicKey key(EditedConf conf) {
        return conf.conf().identity().publicKey();
    }
}
