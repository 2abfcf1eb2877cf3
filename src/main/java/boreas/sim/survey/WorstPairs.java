package boreas.sim.survey;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Chooses the pairs worth a look: those that were not reached, then those whose path leads
/// nowhere, then those with the greatest stretch.
final class WorstPairs {
    private record Ranked(Talk talk, double badness) {}

    private WorstPairs() {}

    static List<WorstPair> of(List<Talk> talks, Distances distances) {
        var ranked = new ArrayList<Ranked>();
        for (var talk : talks) {
            double badness = badness(talk, distances);
            if (badness > 1) ranked.add(new Ranked(talk, badness));
        }
        ranked.sort(
                Comparator.comparingDouble(Ranked::badness)
                        .reversed()
                        .thenComparing(r -> r.talk.beginNs));
        return ranked.stream().limit(WorstPair.MAX).map(r -> pair(r.talk, distances)).toList();
    }

    private static double badness(Talk talk, Distances distances) {
        if (!talk.hasReached()) return Double.POSITIVE_INFINITY;
        var way = talk.lastWay;
        if (way == null) return Double.MAX_VALUE;
        return (double) Talk.hops(way) / distances.hops(talk.from, talk.to);
    }

    private static WorstPair pair(Talk talk, Distances distances) {
        var way = talk.lastWay;
        String why;
        if (!talk.hasReached()) why = "never reached";
        else if (way == null) why = "its path in use leads nowhere";
        else
            why =
                    "%d hops instead of %d"
                            .formatted(Talk.hops(way), distances.hops(talk.from, talk.to));
        return new WorstPair(
                talk.from,
                talk.to,
                talk.beginNs,
                talk.lastPaths,
                distances.way(talk.from, talk.to),
                talk.hasReached() ? talk.reachedAfterNs / 1_000_000 : -1,
                why);
    }
}
