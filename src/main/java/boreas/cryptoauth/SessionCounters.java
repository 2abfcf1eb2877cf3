package boreas.cryptoauth;

/// What happened to the data packets of the current incarnation; a new one begins at zero, as in
/// genuine nodes.
///
/// @param received accepted packets
/// @param lost numbers that were passed over and have not come since; a peer skips up to three when
///   a session is established
/// @param duplicates refused, since they had come before
/// @param outOfRange refused, since they are too old for the replay window
public record SessionCounters(long received, long lost, long duplicates, long outOfRange) {}
