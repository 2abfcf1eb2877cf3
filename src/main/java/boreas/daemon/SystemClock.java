package boreas.daemon;

import boreas.env.Clock;
import boreas.ffm.LibCProcess;

/// The machine's clock.
public final class SystemClock implements Clock {
    public static final SystemClock INSTANCE = new SystemClock();

    // time.h
    private static final int CLOCK_MONOTONIC = 1, CLOCK_BOOTTIME = 7;

    private SystemClock() {}

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /// The kernel has two clocks that differ in nothing else, clock_gettime(2).
    @Override
    public long sleptNs() {
        return LibCProcess.clockNs(CLOCK_BOOTTIME) - LibCProcess.clockNs(CLOCK_MONOTONIC);
    }

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }
}
