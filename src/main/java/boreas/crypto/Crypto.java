package boreas.crypto;

import java.lang.foreign.MemorySegment;

/// The algorithms that a node needs, by whichever library does them on this machine.
///
/// Implementations hold no state that a caller could see; the packet calls allocate nothing. Keys
/// and nonces of the packet calls are native memory, because the fast library needs addresses.
public interface Crypto {
    int KEY_BYTES = 32;
    int NONCE_BYTES = 24;
    int TAG_BYTES = 16;

    /// XSalsa20-Poly1305 ("secretbox"), in place: encrypts `[offset, offset + length)` of the
    /// memory and writes the 16-byte tag to `[offset - 16, offset)`.
    ///
    /// @param key 32 native bytes
    /// @param nonce 24 native bytes
    void seal(
            MemorySegment key, MemorySegment nonce, MemorySegment memory, long offset, long length);

    /// The inverse of [#seal]: checks the tag at `[offset - 16, offset)` and decrypts in place.
    ///
    /// @return false when the tag does not fit; the memory is then unchanged
    boolean open(
            MemorySegment key, MemorySegment nonce, MemorySegment memory, long offset, long length);

    /// Wipes a key of the packet calls, with what is kept of it for the packets to come. By the
    /// thread that made these calls.
    default void forget(MemorySegment key) {
        key.fill((byte) 0);
    }

    /// X25519 (RFC 7748); the private key is clamped at use, the result may be all zeros for a key
    /// of small order.
    byte[] x25519(byte[] privateKey, byte[] publicKey);

    /// `x25519(privateKey, 9)`.
    byte[] publicKey(byte[] privateKey);

    /// HSalsa20 of a 16-byte input under a 32-byte key: 32 bytes. With a zero input it turns an
    /// X25519 result into a NaCl box key ("beforenm").
    byte[] hsalsa20(byte[] key, byte[] input);

    /// The hash of the parts in a row. Every provider takes the JDK's.
    default byte[] sha256(byte[]... parts) {
        return Hashes.sha256(parts);
    }

    /// As [#sha256].
    default byte[] sha512(byte[]... parts) {
        return Hashes.sha512(parts);
    }

    /// What does the work, for people: `libsodium 1.0.18`, `plain Java`.
    String name();
}
