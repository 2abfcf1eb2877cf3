package boreas.sim.survey;

/// What each node sends in a second, forwarded datagrams among them; one number a node.
///
/// @param questions routing questions of its own, pings of sessions among them
/// @param datagrams UDP datagrams
/// @param bytes their payload
public record TrafficRates(Sample questions, Sample datagrams, Sample bytes) {}
