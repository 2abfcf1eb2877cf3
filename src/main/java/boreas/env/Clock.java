package boreas.env;

/// Time, as lent by the world. Machines are told `nowNs` with each call; only drivers read a clock.
public interface Clock {
    /// Nanoseconds on a scale that never jumps back; only differences mean something.
    long nanoTime();

    /// How long the machine has slept since it was switched on; [#nanoTime] stood still meanwhile.
    default long sleptNs() {
        return 0;
    }

    /// Milliseconds since 1970, for what is shown to people.
    long epochMillis();
}
