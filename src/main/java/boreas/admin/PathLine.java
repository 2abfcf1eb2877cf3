package boreas.admin;

import boreas.session.PathMetric;
import boreas.value.Value;
import java.util.List;

/// One path of a session, as `Boreas_paths` describes it.
///
/// @param state `in-use`, `standby`, `unproven`, `silent`
/// @param rttUs -1 unknown
/// @param provenAgeMs -1 never
/// @param hops keys of the nodes on the way, the far end last, empty where unknown; none when the
///   label could not be read
record PathLine(
        String label,
        String state,
        long metric,
        long rttUs,
        long lossPpm,
        long provenAgeMs,
        List<String> hops) {
    static PathLine of(Value.Dict path) {
        var hops = path.items("hops");
        return new PathLine(
                HumanText.of(path, "label"),
                HumanText.of(path, "state"),
                path.number("metric", 0),
                path.number("rttUs", -1),
                path.number("lossPpm", 0),
                path.number("provenAgeMs", -1),
                hops == null
                        ? List.of()
                        : hops.values().stream()
                                .map(v -> v instanceof Value.Str s ? HumanText.safe(s.text()) : "")
                                .toList());
    }

    boolean isInUse() {
        return state.equals("in-use");
    }

    /// Who told of it, by the range of its metric.
    String source() {
        if (metric == Integer.toUnsignedLong(PathMetric.DEAD)) return "gone";
        if (metric == Integer.toUnsignedLong(PathMetric.NO_INFORMATION)) return "unknown";
        return switch ((int) metric & 0xfff00000) {
            case PathMetric.SUPERNODE -> "supernode";
            case PathMetric.PEER, PathMetric.ROUTING_TABLE_PEER -> "own link";
            case PathMetric.TO_SUPERNODE -> "to the supernode";
            case PathMetric.PING_REPLY -> "routing message";
            case PathMetric.FOUND -> "search";
            default -> "incoming packet";
        };
    }
}
