package boreas.admin;

import boreas.value.Bencode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;

/// Carries a client's requests to a node and the replies back. By one thread.
interface AdminWire extends AutoCloseable {
    void send(byte[] request) throws IOException;

    /// The next reply.
    ///
    /// @throws SocketTimeoutException when none comes in time
    byte[] receive(long timeoutMs) throws IOException;

    @Override
    void close();

    /// Whether the way itself says who asks, so that requests need no signature.
    boolean isTrusted();

    static AdminWire to(AdminEndpoint node) throws IOException {
        var socket = node.socket();
        return socket == null ? new Udp(node.address()) : new Stream(socket);
    }

    /// One request and one reply are a datagram each.
    final class Udp implements AdminWire {
        private static final int DATAGRAM_BYTES_MAX = 65_535;

        private final DatagramSocket socket;
        private final byte[] buffer = new byte[DATAGRAM_BYTES_MAX];

        Udp(InetSocketAddress node) throws IOException {
            var fresh = new DatagramSocket(null);
            try {
                fresh.connect(node);
            } catch (IOException | RuntimeException e) {
                fresh.close();
                throw e;
            }
            socket = fresh;
        }

        @Override
        public void send(byte[] request) throws IOException {
            socket.send(new DatagramPacket(request, request.length));
        }

        @Override
        public byte[] receive(long timeoutMs) throws IOException {
            var datagram = new DatagramPacket(buffer, buffer.length);
            socket.setSoTimeout((int) timeoutMs);
            socket.receive(datagram);
            return Arrays.copyOf(buffer, datagram.getLength());
        }

        @Override
        public void close() {
            socket.close();
        }

        @Override
        public boolean isTrusted() {
            return false;
        }
    }

    /// Replies follow one another; each ends where its dictionary does.
    final class Stream implements AdminWire {
        private static final int BUFFER_BYTES = 128 * 1024;

        private final SocketChannel channel;
        private final Selector selector;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

        Stream(Path path) throws IOException {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
                channel.configureBlocking(false);
                selector = Selector.open();
                channel.register(selector, SelectionKey.OP_READ);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }

        @Override
        public void send(byte[] request) throws IOException {
            var bytes = ByteBuffer.wrap(request);
            while (bytes.hasRemaining())
                if (channel.write(bytes) == 0) throw new IOException("the node does not read");
        }

        @Override
        public byte[] receive(long timeoutMs) throws IOException {
            long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
            for (; ; ) {
                if (Bencode.read(buffer.array(), 0, buffer.position())
                        instanceof Bencode.Read.Ok(_, int end)) {
                    var reply = Arrays.copyOf(buffer.array(), end);
                    buffer.flip().position(end);
                    buffer.compact();
                    return reply;
                }
                long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) throw new SocketTimeoutException();
                selector.select(leftMs);
                selector.selectedKeys().clear();
                if (channel.read(buffer) < 0) throw new IOException("the node hung up");
            }
        }

        @Override
        public void close() {
            try {
                selector.close();
                channel.close();
            } catch (IOException _) {
                // Nothing more was wanted from it.
            }
        }

        @Override
        public boolean isTrusted() {
            return true;
        }
    }
}
