package boreas.admin;

import boreas.admin.AdminException.Kind;
import boreas.env.Clock;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.value.Bencode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

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

    private static final int BUFFER_BYTES = 8 * 1024;

    /// Behind the last reply; no reply is empty.
    private static final byte[] END = {};

    private final Path path;
    private final ServerSocketChannel server;
    private final AdminProtocol protocol;
    private final Clock clock;
    private final EventLog log;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

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
            if (isAnswered(path))
                throw new AdminException(
                        Kind.CANNOT_START,
                        "admin.socket " + path + ": another program listens there already");
            var server = bind(path);
            var socket = new AdminSocket(path, server, protocol, clock, log);
            Thread.ofVirtual().name("admin-socket").start(socket::accept);
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

    private static boolean isAnswered(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return false;
        boolean isSocket =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther();
        if (!isSocket) throw new IOException("there is a file that is no socket");
        try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// In a folder that nobody else may enter until the mode is right: between bind(2) and chmod(2)
    /// the file has the mode of the process's umask.
    private static ServerSocketChannel bind(Path path) throws IOException {
        var parent = path.toAbsolutePath().getParent();
        if (parent == null) throw new IOException("a path of a file is needed");
        var owner = PosixFilePermissions.fromString("rwx------");
        var folder =
                Files.createTempDirectory(
                        parent, ".admin", PosixFilePermissions.asFileAttribute(owner));
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            var fresh = folder.resolve("s");
            server.bind(UnixDomainSocketAddress.of(fresh));
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            return server;
        } catch (AtomicMoveNotSupportedException e) {
            server.close();
            throw new IOException("cannot be made in its folder", e);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        } finally {
            Files.deleteIfExists(folder.resolve("s"));
            Files.deleteIfExists(folder);
        }
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
                log.event(Level.WARN, "admin", "admin.socket " + path + ": " + why(e));
                return;
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Behind a chroot, or in a folder of root: the next start replaces it.
            log.event(Level.DEBUG, "admin", "admin.socket " + path + ": " + why(e));
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
