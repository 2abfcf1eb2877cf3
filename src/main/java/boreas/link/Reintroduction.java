package boreas.link;

import boreas.env.Timers;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// Hellos beside a live session, because its neighbour may want other credentials from now on: a
/// few, while they wait for an answer.
final class Reintroduction {
    private static final long[] PAUSES_NS = {
        250_000_000L, 500_000_000L, 1_000_000_000L, 2_000_000_000L, 4_000_000_000L
    };

    private final Timers.Timer timer;
    private final BooleanSupplier isWaiting;
    private final LongConsumer greet;
    private int next;

    /// @param isWaiting whether there is still something that no answer has come to
    /// @param greet sends a hello
    Reintroduction(Timers timers, BooleanSupplier isWaiting, LongConsumer greet) {
        timer = timers.newTimer(this::onDeadline);
        this.isWaiting = isWaiting;
        this.greet = greet;
    }

    void begin(long nowNs) {
        next = 0;
        onDeadline(nowNs);
    }

    void stop() {
        timer.cancel();
    }

    private void onDeadline(long nowNs) {
        if (!isWaiting.getAsBoolean()) return;
        greet.accept(nowNs);
        if (next < PAUSES_NS.length) timer.at(nowNs + PAUSES_NS[next++]);
    }
}
