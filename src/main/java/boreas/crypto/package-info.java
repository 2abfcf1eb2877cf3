/// Algorithms, nothing of cjdns: XSalsa20-Poly1305, X25519, SHA-2; and signatures by a node's key
/// ([boreas.crypto.Ed25519]), for an operator who asks for one.
///
/// One small interface ([boreas.crypto.Crypto]); libsodium behind it, of the machine or of this
/// program, and plain Java always. Where the processor has AVX-512, Salsa20 is code of our own
/// ([boreas.ffm.Avx512Salsa20]), under either libsodium. The choice is made once, at the start, by
/// a self-test.
@NullMarked
package boreas.crypto;

import org.jspecify.annotations.NullMarked;
