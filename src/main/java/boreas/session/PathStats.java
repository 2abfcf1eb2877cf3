package boreas.session;

/// One path of a session as people see it; immutable.
///
/// @param metric what whoever told of it says that it is worth, see [PathMetric]
/// @param roundTripNs there by this path and back by whichever the far end chose, smoothed; 0
///   unknown
/// @param lossPpm of the probes sent by this path lately, in millionths
/// @param provenAgeNs since something sent by it was last answered; -1 when nothing ever was
public record PathStats(
        long label, int metric, long roundTripNs, int lossPpm, long provenAgeNs, State state) {
    /// What a session thinks of a path.
    public enum State {
        /// Traffic goes by it.
        IN_USE,
        /// Proven, and kept ready.
        STANDBY,
        /// Heard of.
        UNPROVEN,
        /// What was sent by it stayed unanswered, or its first link is down.
        SILENT
    }
}
