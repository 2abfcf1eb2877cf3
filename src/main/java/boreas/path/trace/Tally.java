package boreas.path.trace;

/// How many probes were sent, how many came back, and how fast.
///
/// @param minNs round trips; 0 when nothing came back
public record Tally(int sent, int answered, long minNs, long meanNs, long maxNs) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0);

    /// In millionths; 0 when nothing was sent.
    public int lossPpm() {
        return sent == 0 ? 0 : (int) ((sent - answered) * 1_000_000L / sent);
    }

    Tally withSent() {
        return new Tally(sent + 1, answered, minNs, meanNs, maxNs);
    }

    Tally withAnswer(long roundTripNs) {
        return new Tally(
                sent,
                answered + 1,
                answered == 0 ? roundTripNs : Math.min(minNs, roundTripNs),
                (meanNs * answered + roundTripNs) / (answered + 1),
                Math.max(maxNs, roundTripNs));
    }
}
