package boreas.io;

import boreas.env.Clock;

/// The machine's clock. Its nanoseconds begin at 0 with the program, so that they and deadlines
/// made of them never overflow.
public final class SystemClock implements Clock {
    private static final long START = System.nanoTime();

    @Override
    public long nanoTime() {
        return System.nanoTime() - START;
    }

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }
}
