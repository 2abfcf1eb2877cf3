package boreas.path.dht;

/// The pathfinder as people see it; immutable.
///
/// @param questions asked since the start, pings for sessions among them
/// @param knownNodes in the routing table
/// @param searches under way
/// @param tooFar nodes that were told of, and whose label would not fit into 64 bits from here
public record DhtStats(long questions, int knownNodes, int searches, long tooFar) {}
