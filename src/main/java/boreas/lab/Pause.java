package boreas.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Time that must simply pass: an outage, for instance.
public final class Pause {
    private Pause() {}

    public static void of(Duration duration) {
        long endNs = System.nanoTime() + duration.toNanos();
        for (long leftNs = duration.toNanos(); leftNs > 0; leftNs = endNs - System.nanoTime())
            LockSupport.parkNanos(leftNs);
    }
}
