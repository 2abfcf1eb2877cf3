package boreas.sim.survey;

import boreas.crypto.Crypto;
import boreas.sim.Graph;
import boreas.sim.Weather;

/// What is to be surveyed.
///
/// ```
///   0           20 %          40 %                               100 %
///   | start, settle | idle, counted | pairs talk, counted      ... | end
/// ```
///
/// Nodes start one by one during the first ten seconds, or a tenth of the time if that is less. A
/// pair talks by [#PACKETS] packets one way, one a second, as a ping would; it *reaches* when the
/// first of them comes out of the other side's tun device.
///
/// @param pairs ordered pairs of different nodes, drawn by chance
public record SurveyPlan(
        Graph topology, long seed, long durationNs, int pairs, Crypto crypto, Weather weather) {
    public static final long SECOND_NS = 1_000_000_000L;

    /// Packets of a pair, one a second.
    public static final int PACKETS = 10;

    /// After the last packet, for its way and for the look at the path in use.
    static final long AFTERWARDS_NS = SECOND_NS;

    static final long TALK_NS = PACKETS * SECOND_NS + AFTERWARDS_NS;

    /// All phases must have room for a talk.
    public static final long DURATION_MIN_NS = 30 * SECOND_NS;

    private static final long START_MAX_NS = 10 * SECOND_NS;

    public SurveyPlan {
        if (durationNs < DURATION_MIN_NS)
            throw new IllegalArgumentException("a survey of " + durationNs + " ns");
        if (pairs < 0) throw new IllegalArgumentException(pairs + " pairs");
    }

    /// Until then all nodes have been started.
    long startedNs() {
        return Math.min(START_MAX_NS, durationNs / 10);
    }

    long idleFromNs() {
        return durationNs / 5;
    }

    long pairsFromNs() {
        return durationNs / 5 * 2;
    }

    /// The last pair begins before.
    long pairsUntilNs() {
        return durationNs - TALK_NS;
    }
}
