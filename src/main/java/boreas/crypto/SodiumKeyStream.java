package boreas.crypto;

import boreas.ffm.Sodium;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// XSalsa20 by libsodium.
///
/// Its vector code makes eight blocks of 64 bytes in the time of one and a half, four in little
/// more than that of one, and what is left over it makes block by block: so a few more are made
/// rather than any by itself.
final class SodiumKeyStream extends KeyStream {
    /// Blocks that the library's vector code makes together, and those that it makes in half of its
    /// width; 1 where it has none.
    private static final int WIDE = isVectored() ? 8 : 1, HALF = isVectored() ? 4 : 1;

    private final MemorySegment subkey = Arena.ofAuto().allocate(Crypto.KEY_BYTES, 32);
    private final MemorySegment streamBytes = MemorySegment.ofArray(stream);

    /// @param textMax length of the longest text in bytes
    SodiumKeyStream(int textMax) {
        super(streamBytes(textMax));
    }

    private static boolean isVectored() {
        return System.getProperty("os.arch").equals("amd64");
    }

    @Override
    void make(MemorySegment key, MemorySegment nonce, int length) {
        Sodium.hsalsa20(subkey.address(), nonce.address(), key.address());
        Sodium.stream(
                streamBytes, streamBytes(length), nonce.address() + STREAM_NONCE, subkey.address());
    }

    /// How much of the stream is made for a text of that length.
    static int streamBytes(int length) {
        int blocks = (TAG_KEY_BYTES + length + BLOCK_BYTES - 1) / BLOCK_BYTES;
        int rest = blocks % WIDE;
        if (rest > HALF) blocks += WIDE - rest;
        else if (rest > 1) blocks += HALF - rest;
        return blocks * BLOCK_BYTES;
    }
}
