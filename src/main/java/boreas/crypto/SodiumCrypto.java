package boreas.crypto;

import boreas.ffm.Avx512Salsa20;
import boreas.ffm.OpenSslPoly1305;
import boreas.ffm.Sodium;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The algorithms by libsodium. Make one only when [Sodium#failure] is null. Any thread may call:
/// what a packet needs for its scratch belongs to the thread.
public final class SodiumCrypto implements Crypto {
    private final ThreadLocal<SodiumSecretbox> secretbox;
    private final String name;

    /// With AVX-512 and OpenSSL where they are.
    public SodiumCrypto() {
        this(Avx512Salsa20.failure() == null, OpenSslPoly1305.failure() == null);
    }

    /// @param withAvx512 for Salsa20; only when [Avx512Salsa20#failure] is null
    /// @param withOpenSsl for Poly1305; only when [OpenSslPoly1305#failure] is null
    SodiumCrypto(boolean withAvx512, boolean withOpenSsl) {
        if (Sodium.failure() != null) throw new IllegalStateException(Sodium.failure());
        secretbox = ThreadLocal.withInitial(() -> new SodiumSecretbox(withAvx512, withOpenSsl));
        name =
                "libsodium "
                        + Sodium.version()
                        + (Sodium.isBundled() ? " of this program" : "")
                        + (withAvx512 ? " with AVX-512" : "")
                        + (withOpenSsl ? (withAvx512 ? " and" : " with") + " OpenSSL" : "");
    }

    @Override
    public void seal(
            MemorySegment key,
            MemorySegment nonce,
            MemorySegment memory,
            long offset,
            long length) {
        secretbox.get().seal(key, nonce, memory, offset, length);
    }

    @Override
    public boolean open(
            MemorySegment key,
            MemorySegment nonce,
            MemorySegment memory,
            long offset,
            long length) {
        return secretbox.get().open(key, nonce, memory, offset, length);
    }

    @Override
    public void forget(MemorySegment key) {
        secretbox.get().forget(key);
        key.fill((byte) 0);
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
            var nativeInput = arena.allocateFrom(ValueLayout.JAVA_BYTE, input);
            Sodium.hsalsa20(result.address(), nativeInput.address(), nativeKey.address());
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
}
