/// Algorithms, nothing of cjdns: XSalsa20-Poly1305, X25519, SHA-2.
///
/// One small interface ([boreas.crypto.Crypto]); libsodium behind it where the machine has it,
/// plain Java always. The choice is made once, at the start, by a self-test.
@NullMarked
package boreas.crypto;

import org.jspecify.annotations.NullMarked;
