package boreas.sim.survey;

/// What a survey cost this machine; differs from run to run.
///
/// @param cpuNs of all threads of the process, since `wallNs` began; what would be left of the wall
///   time on an idle machine with one processor
/// @param heapBytes of the world at its end, after a collection
public record SurveyCost(long wallNs, long cpuNs, long heapBytes) {}
