package boreas.cli;

import boreas.daemon.SystemRandom;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `boreas genconf`: the same file as `cjdroute --genconf` writes.
@Command(
        name = "genconf",
        description = {
            "Writes a new configuration with fresh keys and passwords to stdout.",
            "Whoever reads it can be this node, so let nobody: umask 077 && boreas genconf >"
                    + " cjdroute.conf. Every setting is explained in it. Its admin password"
                    + " is NONE: every local user controls the node, until you set one. The same as"
                    + " `cjdroute --genconf`."
        },
        mixinStandardHelpOptions = true)
final class GenconfCommand implements Callable<Integer> {
    @Option(
            names = "--eth",
            description =
                    "Links in plain Ethernet frames too, on all devices, with neighbours found by"
                            + " beacons.")
    private boolean withEthernet;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        out.print(ConfFile.generate(new SystemRandom(), withEthernet));
        // A configuration that a full disk has cut must not pass for one.
        if (out.checkError()) throw new IOException("could not write it all to stdout");
        return 0;
    }
}
