package boreas.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A TCP connection from one host to a [TcpService], with a byte each [#EACH] and its echo: whether
/// it is made, how long it was silent, whether it breaks.
public final class TcpCall implements AutoCloseable {
    /// So a silence is known to 20 ms, and what TCP adds: it repeats what was lost after 0.2 s,
    /// then after twice as long each time.
    public static final Duration EACH = Duration.ofMillis(20);

    private static final Duration POLL = Duration.ofMillis(5);

    private final TcpSocket socket;
    private final AtomicLong echoes = new AtomicLong();
    private volatile long heardNs = System.nanoTime();
    private volatile long longestNs;
    private volatile @Nullable String end;

    private TcpCall(TcpSocket socket) {
        this.socket = socket;
    }

    /// Whether a connection can be made; nothing is sent.
    public static boolean connects(Host from, String address, int port, Duration patience) {
        try (var socket = open(from, address, port, patience)) {
            return socket != null;
        }
    }

    /// A connection that stays.
    ///
    /// @throws LabException when it is not made
    public static TcpCall open(Host from, String address, int port, Duration patience, String who) {
        var socket = open(from, address, port, patience);
        if (socket == null) throw new LabException(who + ": no connection to " + address);
        var call = new TcpCall(socket);
        Thread.ofPlatform().daemon().name(who + " sends").start(call::send);
        Thread.ofPlatform().daemon().name(who + " hears").start(call::hear);
        return call;
    }

    private static @Nullable TcpSocket open(
            Host from, String address, int port, Duration patience) {
        var made = new CompletableFuture<@Nullable TcpSocket>();
        Thread.ofPlatform()
                .daemon()
                .name("call from " + from)
                .start(() -> {
                    try {
                        from.adoptThread();
                        made.complete(connect(address, port, patience));
                    } catch (RuntimeException e) {
                        made.completeExceptionally(e);
                    }
                });
        try {
            return made.join();
        } catch (CompletionException e) {
            throw new LabException("on " + from + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable TcpSocket connect(String address, int port, Duration patience) {
        try {
            return TcpSocket.connect(address, port, patience);
        } catch (IOException _) {
            return null;
        }
    }

    private void send() {
        try {
            var one = new byte[] {'x'};
            while (end == null) {
                socket.write(one, 1);
                Pause.of(EACH);
            }
        } catch (IOException e) {
            ended(e.getMessage());
        }
    }

    private void hear() {
        try {
            var bytes = new byte[1024];
            for (int n = socket.read(bytes); n > 0; n = socket.read(bytes)) {
                long nowNs = System.nanoTime();
                longestNs = Math.max(longestNs, nowNs - heardNs);
                heardNs = nowNs;
                echoes.addAndGet(n);
            }
            ended("the other end has closed it");
        } catch (IOException e) {
            ended(e.getMessage());
        }
    }

    private void ended(@Nullable String why) {
        if (end == null) end = why == null ? "it broke" : why;
    }

    /// Why it has ended; null while it has not.
    public @Nullable String end() {
        return end;
    }

    public long echoes() {
        return echoes.get();
    }

    /// Waits for another echo.
    ///
    /// @return false when none came in time, or the connection has ended
    public boolean awaitEcho(Duration patience) {
        long before = echoes(), endNs = System.nanoTime() + patience.toNanos();
        while (echoes() == before) {
            if (end != null || System.nanoTime() - endNs > 0) return false;
            Pause.of(POLL);
        }
        return true;
    }

    /// Forgets the silence so far.
    public void measure() {
        heardNs = System.nanoTime();
        longestNs = 0;
    }

    /// Since [#measure].
    public Duration longestSilence() {
        return Duration.ofNanos(Math.max(longestNs, System.nanoTime() - heardNs));
    }

    /// How long nothing has come by now.
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardNs);
    }

    @Override
    public void close() {
        ended("closed by its caller");
        socket.close();
    }
}
