package boreas.crypto;

import boreas.ffm.Sodium;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// XSalsa20 by libsodium; the JVM lays it over the text. Allocates nothing after it was made.
///
/// The library's vector code makes eight blocks of 64 bytes in the time of one and a half, four in
/// little more than that of one, and what is left over it makes block by block: so a few more are
/// made rather than any by itself.
final class SodiumKeyStream extends KeyStream {
    /// Blocks that the library's vector code makes together, and those that it makes in half of its
    /// width; 1 where it has none.
    private static final int WIDE = isVectored() ? 8 : 1, HALF = isVectored() ? 4 : 1;

    private static final int FIRST_LONGS = TAG_KEY_BYTES / Long.BYTES;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    /// The key of this nonce, then that of the tag.
    private final MemorySegment subkey = Arena.ofAuto().allocate(Crypto.KEY_BYTES, 32);

    /// An array, because only of that the JVM knows that it is not the text, and takes vectors.
    private final long[] stream;

    private final MemorySegment streamBytes;

    /// @param textMax length of the longest text in bytes
    SodiumKeyStream(int textMax) {
        stream = new long[streamBytes(textMax) / Long.BYTES];
        streamBytes = MemorySegment.ofArray(stream);
    }

    private static boolean isVectored() {
        return System.getProperty("os.arch").equals("amd64");
    }

    @Override
    void make(MemorySegment key, MemorySegment nonce, int length) {
        Sodium.hsalsa20(subkey.address(), nonce.address(), key.address());
        Sodium.stream(
                streamBytes, streamBytes(length), nonce.address() + STREAM_NONCE, subkey.address());
        for (int i = 0; i < FIRST_LONGS; i++) subkey.set(LONG, (long) Long.BYTES * i, stream[i]);
    }

    @Override
    long tagKey() {
        return subkey.address();
    }

    /// How much of the stream is made for a text of that length.
    static int streamBytes(int length) {
        int blocks = blocks(length);
        int rest = blocks % WIDE;
        if (rest > HALF) blocks += WIDE - rest;
        else if (rest > 1) blocks += HALF - rest;
        return blocks * BLOCK_BYTES;
    }

    @Override
    void lay(MemorySegment m, long offset, int length) {
        int longs = length / Long.BYTES;
        for (int i = 0; i < longs; i++) {
            long at = offset + (long) Long.BYTES * i;
            m.set(LONG, at, m.get(LONG, at) ^ stream[FIRST_LONGS + i]);
        }
        for (int i = longs * Long.BYTES; i < length; i++) {
            byte b = streamBytes.get(BYTE, TAG_KEY_BYTES + i);
            m.set(BYTE, offset + i, (byte) (m.get(BYTE, offset + i) ^ b));
        }
    }

    /// Nothing outlasts the next packet.
    @Override
    void forget(MemorySegment key) {
        subkey.fill((byte) 0);
        Arrays.fill(stream, 0);
    }
}
