package boreas.sim.survey;

import java.util.List;

/// A pair that was not reached, or only by a long way.
///
/// @param paths all that the session knew after the last packet, one in a line
/// @param shortest a way with the fewest hops
/// @param reachedAfterMs -1 never
/// @param why in words
public record WorstPair(
        int from,
        int to,
        long beginNs,
        List<String> paths,
        List<Integer> shortest,
        long reachedAfterMs,
        String why) {
    /// As many are told at most.
    public static final int MAX = 200;

    public WorstPair {
        paths = List.copyOf(paths);
        shortest = List.copyOf(shortest);
    }
}
