/// What the world lends a pure core: clock, randomness, timers, counters, an event log.
///
/// Every protocol machine gets these from outside, so that the same code runs in production, in a
/// unit test and in the simulator. Refuses: threads, sockets, the system clock. Called by every
/// package; belongs to whichever thread owns the machine that holds it.
@NullMarked
package boreas.env;

import org.jspecify.annotations.NullMarked;
