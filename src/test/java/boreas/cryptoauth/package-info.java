/// Tests of the handshake machine: against recorded genuine sessions, and against a hostile world.
@NullMarked
package boreas.cryptoauth;

import org.jspecify.annotations.NullMarked;
