package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.Ink;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A command that asks a running node.
abstract class AskingCommand implements Callable<Integer> {
    @Mixin private AdminAccess access = new AdminAccess();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /// @param patience how long to wait for each answer
    AdminClient connect(Duration patience) throws IOException {
        return access.connect(patience);
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /// Colours where stdout is a terminal and nobody has switched them off.
    Ink ink() {
        return Ink.of(spec.commandLine().getColorScheme().ansi().enabled());
    }

    /// While somebody waits: on stderr, so that redirected output stays clean.
    void tell(String doing) {
        spec.commandLine().getErr().println("... " + doing);
        spec.commandLine().getErr().flush();
    }

    /// The command line makes no sense.
    ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
