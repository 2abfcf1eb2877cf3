package boreas.sim.survey;

/// What a survey cost this machine; differs from run to run.
///
/// @param heapBytes of the world at its end, after a collection
public record SurveyCost(long wallNs, long heapBytes) {}
