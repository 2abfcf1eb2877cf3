package boreas.env;

/// A clock that stands still until a test sets it.
public final class SetClock implements Clock {
    public long nowNs;
    public long epochMillis;

    public static SetClock at(long nowNs, long epochMillis) {
        var clock = new SetClock();
        clock.nowNs = nowNs;
        clock.epochMillis = epochMillis;
        return clock;
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }

    @Override
    public long epochMillis() {
        return epochMillis;
    }
}
