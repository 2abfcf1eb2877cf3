package boreas.sim.survey;

import boreas.env.Verdict;
import java.util.List;
import java.util.Map;

/// What was found. The same plan gives the same result.
///
/// @param pairs asked to talk
/// @param reachedAfterMs of those that reached, from the first packet sent to the first arrived
/// @param packets sent by all pairs
/// @param arrived of those
/// @param firstStretch hops of the path in use when the first packet arrived, over the fewest
///   possible
/// @param stretch the same after the last packet
/// @param hops of the path in use after the last packet
/// @param lost paths in use after the last packet that led nowhere
/// @param knownNodes in each node's routing table at the end
/// @param tooFar nodes told of that no label reaches, over all nodes
/// @param drops over all nodes
/// @param digest of every datagram sent and delivered
/// @param worst pairs in need of an explanation, the worst first
public record SurveyResult(
        int pairs,
        Sample reachedAfterMs,
        long packets,
        long arrived,
        Sample firstStretch,
        Sample stretch,
        Sample hops,
        int lost,
        TrafficRates idle,
        TrafficRates loaded,
        Sample knownNodes,
        long tooFar,
        Map<Verdict, Long> drops,
        long datagrams,
        long events,
        long digest,
        List<WorstPair> worst) {
    public SurveyResult {
        drops = Map.copyOf(drops);
        worst = List.copyOf(worst);
    }

    public int reached() {
        return reachedAfterMs.size();
    }

    /// Drops of frames whose label did not fit, on the way or at its end.
    public long labelOverflows() {
        return drops.getOrDefault(Verdict.LABEL_EXHAUSTED, 0L)
                + drops.getOrDefault(Verdict.RETURN_PATH_INVALID, 0L);
    }
}
