/// Who a node is: keys, their text form, the fc00::/8 address made from a key, link addresses.
///
/// All types are immutable values, safe in any thread, except [boreas.address.PrivateKey], whose
/// owner may wipe it. Text from a person that does not parse is an
/// [boreas.address.AddressException]; bytes from the network that make no value are null.
///
/// Refuses: sessions, the wire's headers, DNS. Called by every package above. Source: cjdns
/// protocol, "keys and addresses"; vectors: `keys.json`.
@NullMarked
package boreas.address;

import org.jspecify.annotations.NullMarked;
