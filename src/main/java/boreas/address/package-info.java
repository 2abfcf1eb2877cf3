/// Who a node is: keys, their text form, the fc00::/8 address made from a key, link addresses.
///
/// Refuses: sessions, the wire's headers. Source: `docs/protocol/keys.md`; vectors: `keys.json`.
@NullMarked
package boreas.address;

import org.jspecify.annotations.NullMarked;
