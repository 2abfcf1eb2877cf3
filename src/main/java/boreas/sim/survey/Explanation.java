package boreas.sim.survey;

import java.util.List;
import java.util.stream.Collectors;

/// Tells the worst pairs of a survey, with their paths.
public final class Explanation {
    private Explanation() {}

    public static String of(SurveyResult result, int count) {
        var text = new StringBuilder("\nthe worst pairs\n");
        if (result.worst().isEmpty())
            return text.append("  none: every path is the shortest\n").toString();
        for (var pair : result.worst().subList(0, Math.min(count, result.worst().size()))) {
            text.append("  n%d -> n%d: %s".formatted(pair.from(), pair.to(), pair.why()));
            if (pair.reachedAfterMs() >= 0)
                text.append("; first packet after %d ms".formatted(pair.reachedAfterMs()));
            text.append(
                    "; talked from %s s on\n".formatted(SurveyTable.number(pair.beginNs() / 1e9)));
            for (var line : pair.paths()) text.append("      ").append(line).append('\n');
            text.append("      shortest: ").append(way(pair.shortest())).append('\n');
        }
        return text.toString();
    }

    static String way(List<Integer> way) {
        return way.stream().map(n -> "n" + n).collect(Collectors.joining(" "))
                + " (%d hops)".formatted(Talk.hops(way));
    }
}
