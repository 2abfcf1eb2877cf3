package boreas.crypto;

import java.lang.foreign.MemorySegment;

/// XSalsa20-Poly1305 in NaCl's secretbox layout, in place, with the scratch it needs. Allocates
/// nothing; belongs to one thread.
///
/// The key stream's first 32 bytes are the one-time key of the tag, the message starts at byte 32.
final class Secretbox {
    private static final int BLOCK_BYTES = 64;
    private static final int FIRST_BYTES = 32;

    private final int[] state = new int[Salsa20.WORDS];
    private final int[] stream = new int[Salsa20.WORDS];
    private final int[] key = new int[8];
    private final Poly1305 poly = new Poly1305();

    void seal(MemorySegment key, MemorySegment nonce, MemorySegment m, long offset, long length) {
        start(key, nonce, m, offset, length);
        xor(m, offset, length);
        poly.update(m, offset, length);
        m.set(Bytes.LE_LONG, offset - 16, poly.finish());
        m.set(Bytes.LE_LONG, offset - 8, poly.tagHigh());
    }

    boolean open(
            MemorySegment key, MemorySegment nonce, MemorySegment m, long offset, long length) {
        start(key, nonce, m, offset, length);
        poly.update(m, offset, length);
        long difference = poly.finish() ^ m.get(Bytes.LE_LONG, offset - 16);
        difference |= poly.tagHigh() ^ m.get(Bytes.LE_LONG, offset - 8);
        if (difference != 0) return false;
        xor(m, offset, length);
        return true;
    }

    /// Derives the key for this nonce, makes the first block of the stream and keys the tag with
    /// it.
    private void start(
            MemorySegment key, MemorySegment nonce, MemorySegment m, long offset, long length) {
        Sizes.requireBounds(key, nonce, m, offset, length);
        for (int i = 0; i < 8; i++) this.key[i] = key.get(Bytes.LE_INT, 4L * i);
        Salsa20.setKey(state, this.key);
        for (int i = 0; i < 4; i++) state[6 + i] = nonce.get(Bytes.LE_INT, 4L * i);
        Salsa20.deriveKey(state, stream, this.key);
        Salsa20.setKey(state, this.key);
        state[6] = nonce.get(Bytes.LE_INT, 16);
        state[7] = nonce.get(Bytes.LE_INT, 20);
        state[8] = state[9] = 0;
        Salsa20.block(state, stream);
        poly.start(stream);
    }

    private void xor(MemorySegment m, long offset, long length) {
        long end = offset + length;
        xorBlock(m, offset, end, FIRST_BYTES);
        for (long at = offset + FIRST_BYTES; at < end; at += BLOCK_BYTES) {
            state[8]++; // a packet never needs the upper half of the counter
            Salsa20.block(state, stream);
            xorBlock(m, at, end, 0);
        }
    }

    /// Xors what is left of the message, up to the block's end, with the stream from `skip` on.
    private void xorBlock(MemorySegment m, long at, long end, int skip) {
        int count = (int) Math.min(end - at, BLOCK_BYTES - skip);
        int i = 0;
        for (; i + 4 <= count; i += 4)
            m.set(Bytes.LE_INT, at + i, m.get(Bytes.LE_INT, at + i) ^ stream[(skip + i) >>> 2]);
        for (; i < count; i++) {
            int b = stream[(skip + i) >>> 2] >>> (8 * (i & 3));
            m.set(Bytes.BYTE, at + i, (byte) (m.get(Bytes.BYTE, at + i) ^ b));
        }
    }
}
