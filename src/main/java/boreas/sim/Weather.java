package boreas.sim;

/// How a link treats datagrams, each way alike. Times in nanoseconds, chances in parts per million.
///
/// @param delayNs the least time a datagram takes
/// @param jitterNs added at random, uniformly; more than the spacing of datagrams reorders them
/// @param lossPpm chance that a datagram vanishes
/// @param duplicatePpm chance that it comes twice, the second time with a delay of its own
public record Weather(long delayNs, long jitterNs, int lossPpm, int duplicatePpm) {
    /// A quiet local network.
    public static final Weather CALM = new Weather(200_000, 0, 0, 0);

    /// Anything between a quiet network and a bad one.
    public static Weather random(SeededRandom random) {
        return new Weather(
                random.between(100_000, 60_000_000),
                random.happens(500_000) ? 0 : random.between(0, 50_000_000),
                random.happens(300_000) ? 0 : (int) random.between(0, 100_000),
                random.happens(500_000) ? 0 : (int) random.between(0, 50_000));
    }
}
