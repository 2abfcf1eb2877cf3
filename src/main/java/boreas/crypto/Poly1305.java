package boreas.crypto;

import static java.lang.Math.unsignedMultiplyHigh;

import java.lang.foreign.MemorySegment;

/// Poly1305 (RFC 8439, 2.5) over native memory: a polynomial over 2^130 - 5, evaluated with an
/// accumulator of 64 + 64 + 3 bits. Carries are computed, never branched on: constant time.
///
/// One message per [#start]. The object is only there to keep the accumulator off the heap's
/// garbage; it belongs to one thread.
final class Poly1305 {
    static final int BLOCK_BYTES = 16;

    private long r0, r1;
    private long s0, s1;
    private long h0, h1, h2;

    /// Takes the one-time key: 8 words, the first half clamped as the RFC says.
    void start(int[] key) {
        r0 = join(key[0], key[1]) & 0x0ffffffc0fffffffL;
        r1 = join(key[2], key[3]) & 0x0ffffffc0ffffffcL;
        s0 = join(key[4], key[5]);
        s1 = join(key[6], key[7]);
        h0 = h1 = h2 = 0;
    }

    void update(MemorySegment memory, long offset, long length) {
        long end = offset + length;
        for (; end - offset >= BLOCK_BYTES; offset += BLOCK_BYTES)
            absorb(memory.get(Bytes.LE_LONG, offset), memory.get(Bytes.LE_LONG, offset + 8), 1);
        if (offset == end) return;
        // The last piece is closed by a 1 byte instead of the 2^128 bit.
        long low = 0, high = 0;
        int count = (int) (end - offset);
        for (int i = 0; i <= count; i++) {
            long b = i == count ? 1 : memory.get(Bytes.BYTE, offset + i) & 0xffL;
            if (i < 8) low |= b << (8 * i);
            else high |= b << (8 * (i - 8));
        }
        absorb(low, high, 0);
    }

    /// Ends the message. @return the tag's first 8 bytes as a little-endian number; [#tagHigh] has
    /// the rest
    long finish() {
        // h - p, kept only if it did not borrow
        long t0 = h0 + 5;
        long c = carry(h0, 5, t0);
        long t1 = h1 + c;
        c = carry(h1, c, t1);
        long t2 = h2 + c;
        long mask = -(t2 >>> 2 & 1); // all ones when h >= p
        h0 = (t0 & mask) | (h0 & ~mask);
        h1 = (t1 & mask) | (h1 & ~mask);
        long low = h0 + s0;
        h1 = h1 + s1 + carry(h0, s0, low);
        return low;
    }

    long tagHigh() {
        return h1;
    }

    /// `h = (h + block) * r mod 2^130 - 5`, partly reduced: h2 stays below 8.
    private void absorb(long low, long high, long bit128) {
        long a0 = h0 + low;
        long c = carry(h0, low, a0);
        long a1 = h1 + high;
        long c1 = carry(h1, high, a1);
        long b1 = a1 + c;
        c1 += carry(a1, c, b1);
        long a2 = h2 + c1 + bit128;

        // The product in four words of 64 bits. r has its top bits clear, so that the high halves
        // of
        // two products add up without overflow, and a2 * r fits one word.
        long m0 = a0 * r0;
        long m0h = unsignedMultiplyHigh(a0, r0);
        long p = b1 * r0;
        long q = a0 * r1;
        long m1 = p + q;
        long m1h = unsignedMultiplyHigh(b1, r0) + unsignedMultiplyHigh(a0, r1) + carry(p, q, m1);
        p = a2 * r0;
        q = b1 * r1;
        long m2 = p + q;
        long m2h = unsignedMultiplyHigh(b1, r1) + carry(p, q, m2);
        long m3 = a2 * r1;

        long t1 = m1 + m0h;
        c = carry(m1, m0h, t1);
        long t2 = m2 + m1h;
        c1 = carry(m2, m1h, t2);
        long u2 = t2 + c;
        c1 += carry(t2, c, u2);
        long t3 = m3 + m2h + c1;

        // 2^130 = 5: what stands above bit 130 comes back four times and once.
        h2 = u2 & 3;
        long f0 = u2 & ~3L;
        long f1 = t3;
        h0 = m0 + f0;
        c = carry(m0, f0, h0);
        h1 = addWithCarry(t1, f1, c);
        h2 += lastCarry;
        f0 = f0 >>> 2 | f1 << 62;
        f1 >>>= 2;
        long g0 = h0 + f0;
        c = carry(h0, f0, g0);
        h0 = g0;
        h1 = addWithCarry(h1, f1, c);
        h2 += lastCarry;
    }

    private long lastCarry;

    private long addWithCarry(long a, long b, long c) {
        long s = a + b;
        long t = s + c;
        lastCarry = carry(a, b, s) + carry(s, c, t);
        return t;
    }

    /// The carry out of `a + b = sum`.
    private static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    private static long join(int low, int high) {
        return (low & 0xffffffffL) | (long) high << 32;
    }
}
