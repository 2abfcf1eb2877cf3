package boreas.sim.survey;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pair that was not reached, or only by a long way.
///
/// @param way nodes on the path in use after the last packet; null when there was none
/// @param shortest a way with the fewest hops
/// @param reachedAfterMs -1 never
/// @param why in words
public record WorstPair(
        int from,
        int to,
        @Nullable List<Integer> way,
        List<Integer> shortest,
        long reachedAfterMs,
        String why) {}
