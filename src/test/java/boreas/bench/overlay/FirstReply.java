package boreas.bench.overlay;

import boreas.lab.Host;
import boreas.lab.LabException;
import boreas.lab.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks again and again, from before there is anybody to answer, and notes when the first reply
/// came.
public final class FirstReply implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration BETWEEN = Duration.ofMillis(20);
    private static final String WAIT_S = "0.2";

    private final CompletableFuture<Instant> reply = new CompletableFuture<>();
    private final Host from;
    private final String address;
    private volatile boolean isStopping;

    private FirstReply(Host from, String address) {
        this.from = from;
        this.address = address;
    }

    public static FirstReply watch(Host from, String address) {
        var watch = new FirstReply(from, address);
        Thread.ofPlatform().daemon().name("first reply to " + from).start(watch::ask);
        return watch;
    }

    private void ask() {
        try {
            while (!isStopping) {
                if (from.run(LIMIT, "ping", "-n", "-c1", "-W" + WAIT_S, address).isSuccess()) {
                    reply.complete(Instant.now());
                    return;
                }
                Pause.of(BETWEEN);
            }
        } catch (LabException e) {
            reply.completeExceptionally(e);
        }
    }

    /// @throws LabException when none came in time
    public Instant await(Duration patience) {
        try {
            return reply.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new LabException("no reply within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new LabException("no ping: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for a reply", e);
        }
    }

    @Override
    public void close() {
        isStopping = true;
    }
}
