/// Algorithms, nothing of cjdns: XSalsa20-Poly1305, X25519, SHA-2.
///
/// One small interface ([boreas.crypto.Crypto]); libsodium behind it, of the machine or of this
/// program, and plain Java always. The choice is made once, at the start, by a self-test.
@NullMarked
package boreas.crypto;

import org.jspecify.annotations.NullMarked;
