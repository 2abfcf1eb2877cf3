package boreas.cli;

import boreas.daemon.SystemRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `boreas genconf`: the same file as `cjdroute --genconf` writes.
@Command(
        name = "genconf",
        description = "Writes a new configuration with fresh keys and passwords to stdout.",
        mixinStandardHelpOptions = true)
final class GenconfCommand implements Runnable {
    @Option(names = "--eth", description = "Switch the Ethernet section on.")
    private boolean withEthernet;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        out.print(ConfFile.generate(new SystemRandom(), withEthernet));
        out.flush();
    }
}
