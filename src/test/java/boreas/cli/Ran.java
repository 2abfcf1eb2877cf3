package boreas.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/// What a command said, and its exit code.
record Ran(int code, String out, String err) {
    /// Runs `boreas` in this process.
    static Ran boreas(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code =
                Main.commandLine(arguments)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments);
        return new Ran(code, out.toString(), err.toString());
    }
}
