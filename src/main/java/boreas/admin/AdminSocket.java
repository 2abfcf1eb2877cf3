package boreas.admin;

import boreas.admin.AdminException.Kind;
import boreas.env.Clock;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.value.Bencode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// The admin interface at a Unix stream socket: the same requests and replies, one behind the
/// other.
///
/// Who may open the file may command the node, without the password: its mode is 0600. A request is
/// signed or not, as over UDP, but a signature that is there must be right. On a stream nothing can
/// be passed over, so a connection ends at what is no request. A reader that does not read loses
/// what does not fit, never holds anybody up.
final class AdminSocket implements AutoCloseable {
    /// Ours: more tools than one machine runs at once.
    static final int CONNECTIONS_MAX = 32;

    /// Ours: replies and lines of the log on their way to one reader.
    private static final int WAITING_MAX = 256;

    private static final Duration END_PATIENCE = Duration.ofSeconds(1);

    private static final long AFTER_FAILURE_NS = 1_000_000_000;

    private static final int BUFFER_BYTES = 8 * 1024;

    /// Behind the last reply; no reply is empty.
    private static final byte[] END = {};

    private final Path path;
    private final ServerSocketChannel server;
    private final AdminProtocol protocol;
    private final Clock clock;
    private final EventLog log;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Thread acceptor = Thread.ofVirtual().name("admin-socket").unstarted(this::accept);

    private AdminSocket(
            Path path,
            ServerSocketChannel server,
            AdminProtocol protocol,
            Clock clock,
            EventLog log) {
        this.path = path;
        this.server = server;
        this.protocol = protocol;
        this.clock = clock;
        this.log = log;
    }

    /// Makes the file and begins to answer. A file that nobody listens behind is replaced.
    ///
    /// @throws AdminException when that cannot be
    static AdminSocket open(Path path, AdminProtocol protocol, Clock clock, EventLog log) {
        try {
            var server = SocketFile.listen(path, "rw-------");
            var socket = new AdminSocket(path, server, protocol, clock, log);
            socket.acceptor.start();
            return socket;
        } catch (IOException e) {
            throw new AdminException(Kind.CANNOT_START, "admin.socket " + path + ": " + why(e));
        }
    }

    private static String why(IOException e) {
        return e.getClass() == IOException.class || e.getMessage() == null
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName() + ", " + e.getMessage();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                var channel = server.accept();
                if (connections.size() >= CONNECTIONS_MAX) {
                    channel.close();
                    continue;
                }
                var connection = new Connection(channel);
                connections.add(connection);
                Thread.ofVirtual().start(connection::write);
                Thread.ofVirtual().start(connection::read);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // No descriptors, perhaps, for a moment.
                log.event(Level.WARN, "admin", "admin.socket " + path + ": " + why(e));
                LockSupport.parkNanos(AFTER_FAILURE_NS);
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            // The kernel takes callers until the thread that waited for them has gone.
            acceptor.join(END_PATIENCE);
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Behind a chroot, or in a folder of root: the next start replaces it.
            log.event(Level.DEBUG, "admin", "admin.socket " + path + ": " + why(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        for (var c : connections) c.close();
    }

    /// One caller: a thread that reads, and one that writes.
    private final class Connection implements Correspondent {
        private final SocketChannel channel;
        private final ArrayBlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING_MAX);

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public boolean send(byte[] reply) {
            return channel.isOpen() && waiting.offer(reply);
        }

        @Override
        public boolean isTrusted() {
            return true;
        }

        @Override
        public String toString() {
            return path.toString();
        }

        private void write() {
            try {
                for (var reply = waiting.take(); reply.length > 0; reply = waiting.take()) {
                    var bytes = ByteBuffer.wrap(reply);
                    while (bytes.hasRemaining()) channel.write(bytes);
                }
            } catch (IOException e) {
                log.event(Level.DEBUG, "admin", "reply at " + path + " not sent: " + why(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }

        private void read() {
            var buffer = ByteBuffer.allocate(BUFFER_BYTES);
            try {
                while (channel.read(buffer) >= 0) {
                    int taken = take(buffer.array(), buffer.position());
                    if (taken < 0) break;
                    buffer.flip().position(taken);
                    buffer.compact();
                }
            } catch (IOException e) {
                log.event(Level.DEBUG, "admin", "request at " + path + ": " + why(e));
            } finally {
                // What is still to be said is said first.
                if (!waiting.offer(END)) close();
            }
        }

        /// Answers all requests that are whole. @return how many bytes they are; -1 to end
        private int take(byte[] bytes, int length) {
            int at = 0;
            while (at < length) {
                switch (Bencode.read(bytes, at, length - at)) {
                    case Bencode.Read.Ok(_, int end) -> {
                        var request = Arrays.copyOfRange(bytes, at, end);
                        protocol.onDatagram(request, this, clock.epochMillis());
                        at = end;
                    }
                    case Bencode.Read.Malformed broken -> {
                        if (length - at > AdminProtocol.REQUEST_BYTES_MAX) {
                            var request = Arrays.copyOfRange(bytes, at, length);
                            protocol.onDatagram(request, this, clock.epochMillis());
                            return -1;
                        }
                        return broken.isCutShort(length) ? at : -1;
                    }
                }
            }
            return at;
        }

        private void close() {
            connections.remove(this);
            protocol.onGone(this);
            try {
                channel.close();
            } catch (IOException e) {
                log.event(Level.DEBUG, "admin", path + ": " + why(e));
            }
            // Ends the writer, should it wait; a full queue ends it by the closed channel.
            var _ = waiting.offer(END);
        }
    }
}
