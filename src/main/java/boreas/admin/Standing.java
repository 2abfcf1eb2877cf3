package boreas.admin;

/// What functions remember from one call to the next.
///
/// @param logs who reads the log
/// @param peers how the links did lately
/// @param routes prefixes and exceptions
record Standing(LogSubscriptions logs, PeerHistory peers, RouteGen routes) {
    /// Nothing so far; lines of the log stay in the feed.
    static Standing idle(Surroundings around) {
        return new Standing(
                new LogSubscriptions(around.logFeed(), null), new PeerHistory(), new RouteGen());
    }
}
