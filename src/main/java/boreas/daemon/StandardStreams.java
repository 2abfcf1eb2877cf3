package boreas.daemon;

import boreas.ffm.LibC;
import boreas.ffm.LibCProcess;
import boreas.ffm.Linux;

/// The descriptors 0, 1 and 2 of a node in the background.
///
/// A node holds the caller's pipe or terminal open as long as it lives, so that an `ssh host
/// 'cjdroute < conf'` would never return. What is not used for the log is let go.
final class StandardStreams implements AutoCloseable {
    private static final int STDIN = 0, STDOUT = 1, STDERR = 2;

    private final int nowhere;

    /// Opens what will take their place now: later there may be no `/dev` for this process.
    StandardStreams() {
        nowhere = LibC.open("/dev/null", Linux.O_RDWR | Linux.O_CLOEXEC, 0);
    }

    /// @param keepsOutput the log goes there
    void release(boolean keepsOutput) {
        if (nowhere < 0) return; // a bare /dev: then they stay
        LibCProcess.dup2(nowhere, STDIN);
        if (keepsOutput) return;
        System.out.flush();
        LibCProcess.dup2(nowhere, STDOUT);
        LibCProcess.dup2(nowhere, STDERR);
    }

    @Override
    public void close() {
        if (nowhere >= 0) LibC.close(nowhere);
    }
}
