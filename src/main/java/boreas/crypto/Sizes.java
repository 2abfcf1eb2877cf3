package boreas.crypto;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// What both providers take, checked here so that they refuse the same; a native library checks
/// nothing itself.
final class Sizes {
    private static final int INPUT_BYTES = 16;

    private Sizes() {}

    static void requireKey(byte[] key) {
        if (key.length != Crypto.KEY_BYTES)
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
    }

    /// Of [Crypto#hsalsa20].
    static void requireInput(byte[] input) {
        if (input.length != INPUT_BYTES)
            throw new IllegalArgumentException("an input of " + input.length + " bytes");
    }

    /// Of the packet calls: the tag stands in front of the text.
    static void requireBounds(
            MemorySegment key, MemorySegment nonce, MemorySegment m, long offset, long length) {
        Objects.checkFromIndexSize(0, Crypto.KEY_BYTES, key.byteSize());
        Objects.checkFromIndexSize(0, Crypto.NONCE_BYTES, nonce.byteSize());
        Objects.checkFromIndexSize(offset, length, m.byteSize());
        Objects.checkIndex(offset - Crypto.TAG_BYTES, m.byteSize());
        if (!m.isNative() || m.isReadOnly())
            throw new IllegalArgumentException("memory that native code cannot write");
    }
}
