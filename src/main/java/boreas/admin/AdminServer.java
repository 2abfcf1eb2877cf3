package boreas.admin;

import boreas.env.Clock;
import boreas.env.EventLog;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The UDP socket of the admin interface, and the virtual thread that reads it; a Unix socket
/// beside it, where one is wanted.
///
/// One thread reads requests and starts their functions, one after the other, so the work is
/// bounded by what one thread can do; late replies are written on virtual threads of their own.
public final class AdminServer implements AutoCloseable {
    /// A socket that fails again and again must not keep a processor busy.
    private static final long PAUSE_AFTER_FAILURE_MS = 100;

    private final DatagramChannel channel;
    private final InetSocketAddress boundTo;
    private final AdminProtocol protocol;
    private @Nullable AdminSocket socket;
    private final Clock clock;
    private final EventLog log;

    private AdminServer(
            DatagramChannel channel,
            AdminPassword password,
            FunctionTable functions,
            Clock clock,
            EventLog log)
            throws IOException {
        this.channel = channel;
        this.boundTo = (InetSocketAddress) channel.getLocalAddress();
        this.clock = clock;
        this.log = log;
        this.protocol = new AdminProtocol(password, functions, Thread::startVirtualThread, log);
    }

    /// Binds and begins to answer.
    ///
    /// @throws AdminException when the address cannot be bound
    public static AdminServer start(
            InetSocketAddress bind,
            AdminPassword password,
            NodeGate node,
            Surroundings around,
            Clock clock,
            EventLog log) {
        // A platform thread: whoever logs wakes it, perhaps with rights that a carrier of virtual
        // threads, started just then, would inherit.
        var logs =
                new LogSubscriptions(
                        around.logFeed(),
                        work -> Thread.ofPlatform().daemon().name("admin-log").start(work));
        var standing = new Standing(logs, new PeerHistory(), new RouteGen());
        var table = FunctionTable.of(node, around, Thread::startVirtualThread, standing);
        var server = start(bind, password, table, clock, log);
        Thread.ofVirtual()
                .name("admin-history")
                .start(() -> server.keepHistory(standing.peers(), node));
        return server;
    }

    static AdminServer start(
            InetSocketAddress bind,
            AdminPassword password,
            FunctionTable functions,
            Clock clock,
            EventLog log) {
        try {
            var channel = open(bind);
            try {
                channel.bind(bind);
                var server = new AdminServer(channel, password, functions, clock, log);
                Thread.ofVirtual().name("admin").start(server::serve);
                return server;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new AdminException(
                    AdminException.Kind.CANNOT_START,
                    "admin.bind "
                            + AdminEndpoint.text(bind)
                            + ": "
                            + e.getMessage()
                            + "; is another node running here, or is the address of another"
                            + " machine?");
        }
    }

    private static DatagramChannel open(InetSocketAddress bind) throws IOException {
        return DatagramChannel.open(
                bind.getAddress() instanceof Inet6Address
                        ? StandardProtocolFamily.INET6
                        : StandardProtocolFamily.INET);
    }

    /// The actual address: the port is known here even when the setting was 0.
    public InetSocketAddress localAddress() {
        return boundTo;
    }

    /// Answers at a Unix socket too, from now on.
    ///
    /// @throws AdminException when it cannot be made
    public void listenAt(Path path) {
        socket = AdminSocket.open(path, protocol, clock, log);
    }

    @Override
    public void close() {
        if (socket != null) socket.close();
        try {
            channel.close();
        } catch (IOException e) {
            log.event(EventLog.Level.DEBUG, "admin", "closing the socket: " + e.getMessage());
        }
    }

    private void serve() {
        // One byte more than the limit is enough to see that a request is too long.
        var buffer = ByteBuffer.allocate(AdminProtocol.REQUEST_BYTES_MAX + 1);
        while (channel.isOpen()) {
            try {
                var from = (InetSocketAddress) channel.receive(buffer.clear());
                var datagram = new byte[buffer.flip().remaining()];
                buffer.get(datagram);
                if (from != null)
                    protocol.onDatagram(datagram, new Caller(this, from), clock.epochMillis());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                log.event(EventLog.Level.WARN, "admin", "receiving a request: " + e.getMessage());
                pause(PAUSE_AFTER_FAILURE_MS);
            }
        }
    }

    /// @param server never another for the same address
    private record Caller(AdminServer server, InetSocketAddress address) implements Correspondent {
        @Override
        public boolean send(byte[] datagram) {
            return server.send(address, datagram);
        }

        @Override
        public boolean isTrusted() {
            return false;
        }

        @Override
        public String toString() {
            return AdminEndpoint.text(address);
        }
    }

    private boolean send(InetSocketAddress to, byte[] datagram) {
        try {
            return channel.send(ByteBuffer.wrap(datagram), to) == datagram.length;
        } catch (IOException e) {
            log.event(
                    EventLog.Level.DEBUG,
                    "admin",
                    "reply to " + AdminEndpoint.text(to) + " not sent: " + e.getMessage());
            return false;
        }
    }

    private void keepHistory(PeerHistory history, NodeGate node) {
        while (channel.isOpen()) {
            try {
                history.sample(node.snapshot().get(), node);
            } catch (ExecutionException e) {
                log.event(EventLog.Level.DEBUG, "admin", "no history of links: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            pause(PeerHistory.SLOT_MS);
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
