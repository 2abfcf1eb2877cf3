package boreas.crypto;

import boreas.ffm.Sodium;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/// The algorithms by libsodium. Make one only when [Sodium#failure] is null. No state; any thread.
public final class SodiumCrypto implements Crypto {
    private final String name;

    public SodiumCrypto() {
        if (Sodium.failure() != null) throw new IllegalStateException(Sodium.failure());
        name = "libsodium " + Sodium.version();
    }

    @Override
    public void seal(
            MemorySegment key,
            MemorySegment nonce,
            MemorySegment memory,
            long offset,
            long length) {
        Sizes.requireBounds(key, nonce, memory, offset, length);
        long text = memory.address() + offset;
        try {
            Sodium.seal(text, text - TAG_BYTES, length, nonce.address(), key.address());
        } finally {
            keepAlive(key, nonce, memory);
        }
    }

    @Override
    public boolean open(
            MemorySegment key,
            MemorySegment nonce,
            MemorySegment memory,
            long offset,
            long length) {
        Sizes.requireBounds(key, nonce, memory, offset, length);
        long text = memory.address() + offset;
        try {
            return Sodium.open(text, text - TAG_BYTES, length, nonce.address(), key.address());
        } finally {
            keepAlive(key, nonce, memory);
        }
    }

    @Override
    public byte[] x25519(byte[] privateKey, byte[] publicKey) {
        Sizes.requireKey(privateKey);
        Sizes.requireKey(publicKey);
        try (var arena = Arena.ofConfined()) {
            var scalar = arena.allocateFrom(ValueLayout.JAVA_BYTE, privateKey);
            var result = arena.allocate(KEY_BYTES);
            Sodium.scalarmult(result, scalar, arena.allocateFrom(ValueLayout.JAVA_BYTE, publicKey));
            scalar.fill((byte) 0);
            return takeSecret(result);
        }
    }

    @Override
    public byte[] publicKey(byte[] privateKey) {
        Sizes.requireKey(privateKey);
        try (var arena = Arena.ofConfined()) {
            var scalar = arena.allocateFrom(ValueLayout.JAVA_BYTE, privateKey);
            var result = arena.allocate(KEY_BYTES);
            Sodium.scalarmultBase(result, scalar);
            scalar.fill((byte) 0);
            return result.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @Override
    public byte[] hsalsa20(byte[] key, byte[] input) {
        Sizes.requireKey(key);
        Sizes.requireInput(input);
        try (var arena = Arena.ofConfined()) {
            var nativeKey = arena.allocateFrom(ValueLayout.JAVA_BYTE, key);
            var result = arena.allocate(KEY_BYTES);
            Sodium.hsalsa20(result, arena.allocateFrom(ValueLayout.JAVA_BYTE, input), nativeKey);
            nativeKey.fill((byte) 0);
            return takeSecret(result);
        }
    }

    /// Freed memory keeps its bytes: what was secret is wiped first.
    private static byte[] takeSecret(MemorySegment result) {
        byte[] bytes = result.toArray(ValueLayout.JAVA_BYTE);
        result.fill((byte) 0);
        return bytes;
    }

    @Override
    public String name() {
        return name;
    }

    /// Only addresses travel to the library; the collector must not take the memory meanwhile.
    @SuppressWarnings("ReachabilityFenceUsage") // the callers call this in a finally block
    private static void keepAlive(MemorySegment key, MemorySegment nonce, MemorySegment memory) {
        Reference.reachabilityFence(key);
        Reference.reachabilityFence(nonce);
        Reference.reachabilityFence(memory);
    }
}
