package boreas.daemon;

import boreas.address.Ip6;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.link.KnownPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the [KnownPeersFile] up to date, or does nothing where none is wanted or none can be had:
/// a node runs without memory too.
final class PeersMemory implements AutoCloseable {
    private final @Nullable KnownPeersFile file;
    private final ControlThread control;
    private final EventLog log;

    private PeersMemory(@Nullable KnownPeersFile file, ControlThread control, EventLog log) {
        this.file = file;
        this.control = control;
        this.log = log;
    }

    /// @param path null keeps no file
    static PeersMemory open(@Nullable Path path, Ip6 node, ControlThread control, EventLog log) {
        if (path == null) return new PeersMemory(null, control, log);
        try {
            return new PeersMemory(KnownPeersFile.open(path, node), control, log);
        } catch (IOException e) {
            log.event(
                    Level.WARN,
                    "daemon",
                    "no memory of peers over a restart: cannot open " + path + ": " + text(e));
            return new PeersMemory(null, control, log);
        }
    }

    /// Of the last run.
    List<KnownPeer> read() {
        if (file == null) return List.of();
        try {
            return file.read();
        } catch (IOException e) {
            log.event(Level.WARN, "daemon", "peers of the last run are not known: " + text(e));
            return List.of();
        }
    }

    /// Later, on the control thread. Called by the data loop.
    void remember(List<KnownPeer> peers) {
        if (file == null) return;
        var _ = control.later("known peers to " + file, () -> file.write(peers));
    }

    /// Some exceptions of files say only the name.
    private static String text(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }

    @Override
    public void close() {
        if (file == null) return;
        try {
            file.close();
        } catch (IOException e) {
            log.event(Level.WARN, "daemon", file + ": " + text(e));
        }
    }
}
