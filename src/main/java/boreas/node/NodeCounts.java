package boreas.node;

import boreas.path.dht.DhtStats;

/// How often things happened since the start, beside the drops; immutable.
///
/// @param linkHandshakes with neighbours, ended in a proven key; first ones and renewals
/// @param linkFailures links that were up and went down
/// @param sessionHandshakes the same as with neighbours, end to end
public record NodeCounts(
        long linkHandshakes, long linkFailures, long sessionHandshakes, DhtStats paths) {}
