/// The bytes: headers, control frames, beacons, checksums, and the packet that carries them.
///
/// Two levels for each format: a *view* (static accessors over a [boreas.wire.Packet], asked once
/// whether it fits, then safe) and, where a value is handed over, a small record that can be read
/// and written. Refuses: keys, sessions, decisions. Source: the protocol pages in `docs/protocol/`.
@NullMarked
package boreas.wire;

import org.jspecify.annotations.NullMarked;
