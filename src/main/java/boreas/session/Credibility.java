package boreas.session;

/// How far hints of one kind are believed: that a path is bad, that the far end has lost its keys.
///
/// A hint is worth a look, and a look costs probes. Since most hints can be forged at any rate, one
/// that an authentic answer has disproved doubles the time until the next one is listened to. One
/// that proved true, or a minute without any, makes up for that. Nothing is lost meanwhile but
/// speed: what nobody hints at is found by silence, some hundred milliseconds later.
final class Credibility {
    /// Hints that follow each other more closely say the same.
    static final long GAP_NS = 250_000_000L;

    /// However often they were wrong.
    static final long GAP_MAX_NS = 16_000_000_000L;

    static final long FORGIVEN_NS = 60_000_000_000L;

    /// A hint that nothing has decided for so long stands in no other's way; an answer that takes
    /// longer is overdue on any path.
    static final long UNDECIDED_NS = 3_000_000_000L;

    private static final long NEVER = Path.NEVER;

    private long gapNs = GAP_NS;
    private long hintedNs = NEVER;
    private boolean isOpen;

    /// Somebody gives a hint.
    ///
    /// @return whether to look
    boolean onHint(long nowNs) {
        if (hintedNs != NEVER) {
            long sinceNs = nowNs - hintedNs;
            if (sinceNs < (isOpen ? Math.max(gapNs, UNDECIDED_NS) : gapNs)) return false;
            if (sinceNs >= FORGIVEN_NS) gapNs = GAP_NS;
        }
        hintedNs = nowNs;
        isOpen = true;
        return true;
    }

    /// What was asked has been answered: when it was asked after the hint, that was wrong.
    void onAnswered(long sentNs) {
        if (!isOpen || sentNs < hintedNs) return;
        isOpen = false;
        gapNs = Math.min(2 * gapNs, GAP_MAX_NS);
    }

    /// The hint was right, or what it was about is no more.
    void restore() {
        isOpen = false;
        gapNs = GAP_NS;
        hintedNs = NEVER;
    }

    /// Whether a hint was given that nothing has decided yet.
    boolean isOpen() {
        return isOpen;
    }

    /// When the last one was listened to, [Path#NEVER] if none was.
    long hintedNs() {
        return hintedNs;
    }
}
