package boreas.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// XSalsa20: makes the key stream of one packet after another, into scratch memory. Belongs to one
/// thread.
///
/// First [#make], then the others, which are about the stream that was made last.
abstract sealed class KeyStream permits Avx512KeyStream, SodiumKeyStream {
    /// The stream's first bytes are the one-time key of the tag; the text begins behind them.
    static final int TAG_KEY_BYTES = 32;

    static final int BLOCK_BYTES = 64;

    /// Where in a nonce those bytes are that go into the stream itself; those before them go into
    /// its key.
    static final int STREAM_NONCE = 16;

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /// Makes the tag's key and at least as much as the text is long.
    ///
    /// @param length in bytes, no more than this one was made for
    abstract void make(MemorySegment key, MemorySegment nonce, int length);

    /// Address of the tag's key: 32 bytes.
    abstract long tagKey();

    /// Lays the stream over the text.
    ///
    /// @param length in bytes, no more than it was made for
    abstract void lay(MemorySegment memory, long offset, int length);

    /// Wipes what is left of a key, and of the stream that was made last.
    abstract void forget(MemorySegment key);

    static int blocks(int length) {
        return (TAG_KEY_BYTES + length + BLOCK_BYTES - 1) / BLOCK_BYTES;
    }
}
