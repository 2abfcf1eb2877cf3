package boreas.lab;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.LibCTcp;
import boreas.ffm.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A TCP socket over IPv6 in the network of the thread that makes it, also where the laboratory's
/// own process has no IPv6. One thread reads, one writes, anybody closes.
final class TcpSocket implements AutoCloseable {
    private static final int SOCK_STREAM = 1, IPPROTO_TCP = 6, TCP_NODELAY = 1;
    private static final int SO_ERROR = 4, MSG_NOSIGNAL = 0x4000;
    private static final int EINPROGRESS = 115, ECONNABORTED = 103;
    private static final short POLLIN = 1, POLLOUT = 4;
    private static final int SOCKADDR_IN6_SIZE = 28, PORT = 2, ADDRESS = 8;
    private static final ValueLayout.OfShort BE_SHORT =
            ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    /// How soon a closed socket is noticed by who waits at it.
    private static final int POLL_MS = 50;

    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final int CALLERS_MAX = 64;

    private final int fd;

    // guarded by this; the descriptor is closed when nobody waits at it, as its number comes again
    private boolean isClosed;
    private int waiting;

    private TcpSocket(int fd) {
        this.fd = fd;
    }

    private static TcpSocket open() throws IOException {
        int flags = SOCK_STREAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK;
        return new TcpSocket(must(LibC.socket(Linux.AF_INET6, flags, 0)));
    }

    /// At all addresses, those that come later too.
    static TcpSocket listen(int port) throws IOException {
        var socket = open();
        try (var arena = Arena.ofConfined()) {
            must(LibC.setsockopt(socket.fd, Linux.SOL_SOCKET, Linux.SO_REUSEADDR, 1));
            must(LibC.bind(socket.fd, address(new byte[16], port, arena)));
            must(LibCTcp.listen(socket.fd, CALLERS_MAX));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Waits for a caller. @return null when this socket was closed meanwhile
    @Nullable TcpSocket accept() throws IOException {
        if (!enter()) return null;
        try {
            while (await(POLLIN, FOR_EVER)) {
                int r = LibCTcp.accept(fd, Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK);
                if (r == -Errno.EAGAIN || r == -ECONNABORTED) continue;
                var caller = new TcpSocket(must(r));
                caller.sendAtOnce();
                return caller;
            }
            return null;
        } finally {
            leave();
        }
    }

    /// @param address a literal one
    /// @throws IOException when no connection was made in time; the text says why
    static TcpSocket connect(String address, int port, Duration patience) throws IOException {
        var socket = open();
        try (var arena = Arena.ofConfined()) {
            // Nobody is asked.
            var bytes = InetAddress.getByName(address).getAddress();
            int r = LibCTcp.connect(socket.fd, address(bytes, port, arena));
            if (r != -EINPROGRESS) must(r);
            if (!socket.await(POLLOUT, patience)) throw new IOException("no answer");
            must(-LibC.getsockopt(socket.fd, Linux.SOL_SOCKET, SO_ERROR));
            socket.sendAtOnce();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void sendAtOnce() throws IOException {
        must(LibC.setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1));
    }

    private static MemorySegment address(byte[] ip6, int port, Arena arena) {
        var address = arena.allocate(SOCKADDR_IN6_SIZE, 8);
        address.set(JAVA_SHORT, 0, (short) Linux.AF_INET6);
        address.set(BE_SHORT, PORT, (short) port);
        MemorySegment.copy(ip6, 0, address, JAVA_BYTE, ADDRESS, ip6.length);
        return address;
    }

    /// Waits for bytes. @return how many; 0 when either end has closed
    int read(byte[] into) throws IOException {
        if (!enter()) return 0;
        try (var arena = Arena.ofConfined()) {
            var bytes = arena.allocate(into.length);
            while (await(POLLIN, FOR_EVER)) {
                long n = LibC.read(fd, bytes.address(), into.length);
                if (n == -Errno.EAGAIN) continue;
                must((int) n);
                MemorySegment.copy(bytes, JAVA_BYTE, 0, into, 0, (int) n);
                return (int) n;
            }
            return 0;
        } finally {
            leave();
        }
    }

    /// Sends all, and waits where the kernel has no room.
    void write(byte[] from, int length) throws IOException {
        if (!enter()) throw new IOException("closed");
        try (var arena = Arena.ofConfined()) {
            var bytes = arena.allocateFrom(JAVA_BYTE, from);
            for (int sent = 0; sent < length; ) {
                if (!await(POLLOUT, FOR_EVER)) throw new IOException("closed");
                long n = LibC.sendto(fd, bytes.address() + sent, length - sent, MSG_NOSIGNAL, 0, 0);
                if (n == -Errno.EAGAIN) continue;
                sent += must((int) n);
            }
        } finally {
            leave();
        }
    }

    /// @return false when the time is over, or the socket was closed
    private boolean await(short events, Duration patience) {
        long endNs = System.nanoTime() + patience.toNanos();
        try (var arena = Arena.ofConfined()) {
            var poll = arena.allocate(8, 8);
            do {
                poll.set(JAVA_INT, 0, fd);
                poll.set(JAVA_SHORT, 4, events);
                if (isShut()) return false;
                if (LibC.poll(poll.address(), 1, POLL_MS) > 0) return !isShut();
            } while (System.nanoTime() - endNs < 0);
            return false;
        }
    }

    private synchronized boolean isShut() {
        return isClosed;
    }

    private synchronized boolean enter() {
        if (!isClosed) waiting++;
        return !isClosed;
    }

    private synchronized void leave() {
        if (--waiting == 0 && isClosed) LibC.close(fd);
    }

    private static int must(int r) throws IOException {
        if (r < 0) throw new IOException(Errno.text(r));
        return r;
    }

    @Override
    public synchronized void close() {
        if (isClosed) return;
        isClosed = true;
        if (waiting == 0) LibC.close(fd);
    }
}
