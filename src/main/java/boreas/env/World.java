package boreas.env;

/// What one pure core borrows from the world, in one hand.
///
/// @param random strong in a running node, seeded in the simulator
/// @param timers the core's own deadlines; the driver runs them
/// @param counters verdicts of this core
/// @param log where the core says what happened
public record World(RandomSource random, Timers timers, Counters counters, EventLog log) {}
