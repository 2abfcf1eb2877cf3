package boreas.sim;

import boreas.crypto.Crypto;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Algorithms that protect nothing and cost next to nothing, for worlds of many nodes.
///
/// What nodes can tell of their crypto is as with the real one: sizes are the same, both sides of a
/// key agreement get the same secret and nobody else does by mistake, what was sealed opens with
/// its key and nonce only, and a changed byte is found. What an attacker could do is not. Hashes
/// are real, so addresses are.
///
/// The key agreement multiplies: `x25519(a, b G) = a b G` in four lanes of 64 bits, which commutes
/// as the real one does.
public final class FastCrypto implements Crypto {
    private static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    /// Odd, without a pattern: fractions of the square roots of 2, 3, 5 and 7.
    private static final long[] GENERATOR = {
        0x6a09_e667_f3bc_c909L,
        0xbb67_ae85_84ca_a73bL,
        0x3c6e_f372_fe94_f82bL,
        0xa54f_f53a_5f1d_36f1L
    };

    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    @Override
    public void seal(
            MemorySegment key,
            MemorySegment nonce,
            MemorySegment memory,
            long offset,
            long length) {
        long seed = seed(key, nonce);
        xor(memory, offset, length, seed);
        memory.set(WORD, offset - 16, tag(memory, offset, length, seed));
        memory.set(WORD, offset - 8, tag(memory, offset, length, ~seed));
    }

    @Override
    public boolean open(
            MemorySegment key,
            MemorySegment nonce,
            MemorySegment memory,
            long offset,
            long length) {
        long seed = seed(key, nonce);
        if (memory.get(WORD, offset - 16) != tag(memory, offset, length, seed)) return false;
        if (memory.get(WORD, offset - 8) != tag(memory, offset, length, ~seed)) return false;
        xor(memory, offset, length, seed);
        return true;
    }

    private static long seed(MemorySegment key, MemorySegment nonce) {
        long seed = GOLDEN;
        for (int at = 0; at < KEY_BYTES; at += 8) seed = mix(seed ^ key.get(WORD, at));
        for (int at = 0; at < NONCE_BYTES; at += 8) seed = mix(seed ^ nonce.get(WORD, at));
        return seed;
    }

    /// Each step can be undone, so that two inputs that differ in one word never meet again.
    private static long tag(MemorySegment m, long offset, long length, long seed) {
        long tag = seed ^ length;
        long at = offset;
        long end = offset + length;
        for (; at + 8 <= end; at += 8) tag = Long.rotateLeft((tag ^ m.get(WORD, at)) * GOLDEN, 31);
        for (; at < end; at++) tag = Long.rotateLeft((tag ^ m.get(BYTE, at) & 0xff) * GOLDEN, 31);
        return mix(tag);
    }

    private static void xor(MemorySegment m, long offset, long length, long seed) {
        long stream = seed;
        long at = offset;
        long end = offset + length;
        for (; at + 8 <= end; at += 8) {
            stream += GOLDEN;
            m.set(WORD, at, m.get(WORD, at) ^ stream * GENERATOR[0]);
        }
        for (; at < end; at++) {
            stream += GOLDEN;
            m.set(BYTE, at, (byte) (m.get(BYTE, at) ^ stream >>> 32));
        }
    }

    /// The finalizer of SplitMix64 (S. Vigna).
    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    @Override
    public byte[] x25519(byte[] privateKey, byte[] publicKey) {
        var product = new byte[KEY_BYTES];
        var a = MemorySegment.ofArray(privateKey);
        var b = MemorySegment.ofArray(publicKey);
        var result = MemorySegment.ofArray(product);
        for (int at = 0; at < KEY_BYTES; at += 8)
            result.set(WORD, at, (a.get(WORD, at) | 1) * b.get(WORD, at));
        return product;
    }

    @Override
    public byte[] publicKey(byte[] privateKey) {
        var generator = new byte[KEY_BYTES];
        for (int i = 0; i < GENERATOR.length; i++)
            MemorySegment.ofArray(generator).set(WORD, 8L * i, GENERATOR[i]);
        return x25519(privateKey, generator);
    }

    @Override
    public byte[] hsalsa20(byte[] key, byte[] input) {
        var k = MemorySegment.ofArray(key);
        var in = MemorySegment.ofArray(input);
        long seed = mix(mix(in.get(WORD, 0)) ^ in.get(WORD, 8));
        for (int at = 0; at < KEY_BYTES; at += 8) seed = mix(seed ^ k.get(WORD, at));
        var derived = new byte[KEY_BYTES];
        for (int at = 0; at < KEY_BYTES; at += 8)
            MemorySegment.ofArray(derived).set(WORD, at, mix(seed += GOLDEN));
        return derived;
    }

    @Override
    public String name() {
        return "fast, protects nothing";
    }
}
