package boreas.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The line to the launcher that waits: it goes home when the node says `ready`, and stays when it
/// says `foreground`. Without a launcher that waits, nothing is said.
///
/// The pipe is opened at the start, before rights are given up. Silence and the end of the process
/// tell the launcher that the start failed; the reason is on stderr and in the exit code.
public final class Readiness implements AutoCloseable {
    private final @Nullable OutputStream pipe;

    private Readiness(@Nullable OutputStream pipe) {
        this.pipe = pipe;
    }

    /// @param path as the launcher gives it (`boreas.ready`), null when nobody waits
    public static Readiness to(@Nullable String path) throws StartFailure {
        if (path == null) return new Readiness(null);
        try {
            return new Readiness(Files.newOutputStream(Path.of(path), StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.ABORTED,
                    "cannot tell the launcher (" + path + "): " + e.getMessage());
        }
    }

    /// Is there a launcher that goes home once the node runs?
    public boolean isAwaited() {
        return pipe != null;
    }

    /// The node runs: tun device and sockets are up.
    void ready() {
        say("ready\n");
    }

    /// The configuration wants a foreground node.
    void foreground() {
        say("foreground\n");
    }

    private void say(String word) {
        if (pipe == null) return;
        try {
            pipe.write(word.getBytes(StandardCharsets.US_ASCII));
            pipe.close();
        } catch (IOException _) {
            // The launcher was ended meanwhile; the node it started goes on.
        }
    }

    @Override
    public void close() {
        try {
            if (pipe != null) pipe.close();
        } catch (IOException _) {
            // Nobody left to tell.
        }
    }
}
