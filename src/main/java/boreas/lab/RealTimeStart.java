package boreas.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Gives a genuine node real-time priority while it starts, and takes it back once it is up.
///
/// Its two processes race each other while one configures the other, and on a busy machine the race
/// is often lost: the node then ends and the start must be repeated. With priority it hardly ever
/// is. Ours needs and gets none.
final class RealTimeStart {
    private static final Path CHRT = Path.of("/usr/bin/chrt");

    private static final boolean IS_ALLOWED =
            Files.isExecutable(CHRT)
                    && Command.run(
                                    Duration.ofSeconds(5),
                                    List.of(CHRT.toString(), "-r", "5", "true"))
                            .isSuccess();

    private RealTimeStart() {}

    /// The command line to start.
    static List<String> commandLine(NodeProgram program, Path state) {
        if (!program.isGenuine() || !IS_ALLOWED) return program.foreground(state);
        var line = new ArrayList<>(List.of(CHRT.toString(), "-r", "5"));
        line.addAll(program.foreground(state));
        return line;
    }

    static void end(List<HostProcess> node) {
        if (!IS_ALLOWED) return;
        for (var one : node)
            Command.run(
                    Command.QUICK,
                    List.of(CHRT.toString(), "-a", "-o", "-p", "0", Long.toString(one.pid())));
    }
}
