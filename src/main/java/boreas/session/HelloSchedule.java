package boreas.session;

import boreas.env.Timers;

/// When to say hello: at once, then after 1, 2, 4, 8, 8 … seconds, until it is answered; after ½,
/// 1, 2, 4, 8, 8 … where there was no session.
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
    private long lastNs;
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

    /// There is news that promise an answer: the next one comes soon, but not sooner than the first
    /// repetition does.
    void hurry(long nowNs) {
        if (isRunning && sent > 0)
            nextNs = Math.min(nextNs, Math.max(nowNs, lastNs + firstGapNs()));
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
        nextNs = nowNs + Math.min(firstGapNs() << Math.min(sent, 5), MAX_GAP_NS);
        lastNs = nowNs;
        sent++;
    }

    private long firstGapNs() {
        return isSetup ? FIRST_SETUP_GAP_NS : FIRST_GAP_NS;
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
