package boreas.host;

/// What became of a [HostChange].
public sealed interface HostOutcome {
    /// It is so now, or was so already.
    record Done() implements HostOutcome {}

    /// The machine refused.
    ///
    /// @param sentence which change, why not, and what would help; for the operator
    /// @param isPermission this process lacks the right: somebody else may have done it already, so
    ///   for a device that was made beforehand this is a warning, no reason to stop
    record Refused(String sentence, boolean isPermission) implements HostOutcome {}

    HostOutcome DONE = new Done();
}
