/// One model of values for both of cjdns's notations: bencode on the wire and at the admin socket,
/// and the lax JSON of `cjdroute.conf`.
///
/// - [boreas.value.Value]: string, integer, list, dict; strings are bytes; a value read from text
///   knows its [boreas.value.Position].
/// - [boreas.value.Bencode]: reads bytes of strangers without an exception, writes.
/// - [boreas.value.LaxJson]: reads the union of what genuine v21 and v22 nodes accept, see there.
///   [boreas.value.JsonDocument] is what was read, and what is wrong with it;
///   [boreas.value.JsonEdit] changes one member of its text, [boreas.value.JsonText] writes one.
///
/// Refuses: any meaning of the values. Called by every package that speaks bencode or reads
/// settings. Everything here is immutable and may be shared between threads. Source: cjdns
/// protocol, "bencode dialect" and "JSON dialect".
@NullMarked
package boreas.value;

import org.jspecify.annotations.NullMarked;
