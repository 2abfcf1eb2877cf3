package boreas.session;

import boreas.env.Timers;

/// When to say hello again: at once, then after 1, 2, 4, 8, 8 … seconds, until it is answered.
///
/// A handshake costs both ends a key exchange, so its pace is bound however many packets wait.
final class HelloSchedule {
    static final long FIRST_GAP_NS = 1_000_000_000L;
    static final long MAX_GAP_NS = 8_000_000_000L;

    /// The first hello of all finds no session at the other end, and nothing but loss can keep it
    /// from being answered: it is repeated sooner.
    static final long FIRST_SETUP_GAP_NS = 500_000_000L;

    private boolean isRunning;
    private boolean isSetup;
    private int sent;
    private long nextNs = Timers.NEVER;

    /// Begins, the first hello being due now. Does nothing when it has begun.
    ///
    /// @param isSetup whether there was no session before
    void start(boolean isSetup, long nowNs) {
        if (isRunning) return;
        isRunning = true;
        this.isSetup = isSetup;
        sent = 0;
        nextNs = nowNs;
    }

    /// Answered, or not wanted any more.
    void stop() {
        isRunning = false;
        nextNs = Timers.NEVER;
    }

    boolean isRunning() {
        return isRunning;
    }

    boolean isDue(long nowNs) {
        return nextNs <= nowNs;
    }

    void onSent(long nowNs) {
        long first = isSetup ? FIRST_SETUP_GAP_NS : FIRST_GAP_NS;
        nextNs = nowNs + Math.min(first << Math.min(sent, 5), MAX_GAP_NS);
        sent++;
    }

    /// Hellos since the start.
    int sent() {
        return sent;
    }

    /// [Timers#NEVER] when not running.
    long nextNs() {
        return nextNs;
    }
}
