package boreas.cli;

import boreas.crypto.CryptoProviders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `boreas version`: for reports of faults.
@Command(
        name = "version",
        description = "Shows the versions of the program and of what it stands on.",
        mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        for (var line : new ProgramVersion().getVersion()) out.println(line);
        out.println("ciphers by " + CryptoProviders.choose().name());
        out.println(
                "Java %s (%s), %s %s on %s"
                        .formatted(
                                Runtime.version(),
                                System.getProperty("java.vendor"),
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")));
    }
}
