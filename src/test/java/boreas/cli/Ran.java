package boreas.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/// What a command said, and its exit code.
record Ran(int code, String out, String err) {
    /// Runs `boreas` in this process.
    static Ran boreas(String... arguments) {
        return alone(Main.commandLine(arguments), arguments);
    }

    /// Runs a command line of a test's own making.
    static Ran alone(CommandLine line, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code =
                line.setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments);
        return new Ran(code, out.toString(), err.toString());
    }
}
