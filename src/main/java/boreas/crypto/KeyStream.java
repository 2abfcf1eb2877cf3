package boreas.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// XSalsa20: makes the key stream of a packet in one go, into scratch memory. Allocates nothing
/// after it was made; belongs to one thread.
///
/// A little more than is needed may be made, where that is cheaper than a last block by itself.
abstract sealed class KeyStream permits Avx512KeyStream, SodiumKeyStream {
    /// The stream's first bytes are the one-time key of the tag; the text begins behind them.
    static final int TAG_KEY_BYTES = 32;

    static final int BLOCK_BYTES = 64;

    /// Where in a nonce those bytes are that go into the stream itself; those before them go into
    /// its key.
    static final int STREAM_NONCE = 16;

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /// Where the stream is. An array, because only of that the JVM knows that it is not the text,
    /// and takes vectors to lay it over that.
    final long[] stream;

    /// @param streamBytes as many as are made for the longest text
    KeyStream(int streamBytes) {
        stream = new long[streamBytes / Long.BYTES];
    }

    /// Makes at least the tag's key and as much as the text is long.
    ///
    /// @param length in bytes
    abstract void make(MemorySegment key, MemorySegment nonce, int length);
}
