package boreas.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Takes a laboratory down when its maker dies without a word (`kill -9`).
///
/// A shell of its own waits at the end of a pipe whose other end only this JVM holds. A word on the
/// pipe lets it go; the end of the pipe without one means that the JVM is gone, and the shell ends
/// what runs in the laboratory's namespaces, by pid, and removes them and the folder.
final class LastWill implements AutoCloseable {
    /// $1 is how the namespaces' names begin, $2 the folder. Ctrl-C reaches the whole group of
    /// processes and is the JVM's business.
    private static final String SCRIPT =
            """
            trap '' INT TERM HUP
            read -r word && exit 0
            for file in /run/netns/"$1"*; do
                [ -e "$file" ] || continue
                name=${file##*/}
                for pid in $(ip netns pids "$name"); do kill -9 "$pid"; done
                ip netns del "$name"
            done
            rm -rf -- "$2"
            """;

    private final Process shell;
    private final OutputStream pipe;

    private LastWill(Process shell) {
        this.shell = shell;
        pipe = shell.getOutputStream();
    }

    /// @param prefix of the namespaces' names
    static LastWill write(String prefix, Path folder) {
        try {
            return new LastWill(
                    new ProcessBuilder("sh", "-c", SCRIPT, "boreas-lab", prefix, folder.toString())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new LabException("cannot start sh: " + e.getMessage(), e);
        }
    }

    /// What the death of the JVM does, and waits for the end of it.
    void execute() throws IOException, InterruptedException {
        pipe.close();
        shell.waitFor();
    }

    /// Revokes it: everything has been taken down already.
    @Override
    public void close() {
        try (pipe) {
            pipe.write("done\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // somebody else has ended it, which is as good
        }
    }
}
