package boreas.link;

/// What became of the links of those who came in by a password that is gone.
///
/// @param ended links that are no more
/// @param called links that stay, since this node calls the other end by itself
public record SentAway(int ended, int called) {}
