package boreas.crypto;

import boreas.ffm.Avx512Salsa20;
import boreas.ffm.OpenSslPoly1305;
import boreas.ffm.Sodium;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses who does the algorithms on this machine: the fastest provider that passes a self-test.
///
/// The order of speed is known from measurement (`boreas bench crypto`: libsodium 1.1 us, plain
/// Java 3.7 us for a packet of 1304 bytes once warm; X25519 29 us against 129 us), so nothing is
/// timed at the start: a cold virtual machine would measure itself.
public final class CryptoProviders {
    private static final int LONG_BYTES = 1304;

    private static final String LONG_SEALED_SHA256 =
            "6ad23afec456df02a6600add4fb364d4a63ab279c3c2fb1e55de5299faede909";

    /// More than two rows of sixteen packets, with texts of several blocks.
    private static final int ROW_PACKETS = 40, ROW_BYTES = 300;

    private static final String ROW_SEALED_SHA256 =
            "a8e3ee43edc3c59724b43b145594d5c245ae39f3c97e8060d4001b3c7647b0d0";

    private static final ValueLayout.OfInt NONCE_WORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private CryptoProviders() {}

    /// A provider, and why it is not another.
    ///
    /// @param crypto the provider to use
    /// @param passedOver why a faster one is not used, one sentence each, for the log
    public record Choice(Crypto crypto, List<String> passedOver) {}

    public static Crypto choose() {
        return examine().crypto();
    }

    public static Choice examine() {
        var passedOver = new ArrayList<String>();
        if (Sodium.failure() != null) passedOver.add("libsodium is not used: " + Sodium.failure());
        for (var crypto : present()) {
            var wrong = selfTest(crypto);
            if (wrong == null) return new Choice(crypto, List.copyOf(passedOver));
            passedOver.add(crypto.name() + " is not used: its " + wrong + " is wrong");
        }
        throw new AssertionError(String.join("; ", passedOver));
    }

    /// What would make it faster yet, one sentence each. There is little to miss: no word for a
    /// log.
    public static List<String> missing() {
        var missing = new ArrayList<String>();
        if (Avx512Salsa20.failure() != null)
            missing.add("AVX-512 is not used: " + Avx512Salsa20.failure());
        if (OpenSslPoly1305.failure() != null)
            missing.add("OpenSSL's Poly1305 is not used: " + OpenSslPoly1305.failure());
        return missing;
    }

    /// All that this machine has, the fastest first; plain Java is always there. Not tested.
    public static List<Crypto> present() {
        var present = new ArrayList<Crypto>();
        if (Sodium.failure() == null) {
            boolean hasAvx512 = Avx512Salsa20.failure() == null;
            boolean hasOpenSsl = OpenSslPoly1305.failure() == null;
            if (hasAvx512 && hasOpenSsl) present.add(new SodiumCrypto(true, true));
            if (hasAvx512) present.add(new SodiumCrypto(true, false));
            if (hasOpenSsl) present.add(new SodiumCrypto(false, true));
            present.add(new SodiumCrypto(false, false));
        }
        present.add(new JavaCrypto());
        return present;
    }

    /// Runs known answers. @return the first algorithm whose answer is wrong, null when all are
    /// right
    static @Nullable String selfTest(Crypto crypto) {
        // RFC 7748, 6.1: Alice's keys and Bob's public key; then NaCl's example of a box between
        // them
        // (D. J. Bernstein, "Cryptography in NaCl", 2 to 10).
        var secret = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        var own = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        var other = hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        var shared = hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        var boxKey = hex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
        var nonce = hex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
        if (!Arrays.equals(crypto.publicKey(secret), own)) return "public key";
        if (!Arrays.equals(crypto.x25519(secret, other), shared)) return "X25519";
        if (!Arrays.equals(crypto.hsalsa20(shared, new byte[16]), boxKey)) return "HSalsa20";
        var wrong = selfTestBox(crypto, boxKey, nonce);
        if (wrong == null) wrong = selfTestLongBox(crypto, boxKey, nonce);
        return wrong != null ? wrong : selfTestRow(crypto, boxKey);
    }

    private static @Nullable String selfTestBox(Crypto crypto, byte[] boxKey, byte[] nonceBytes) {
        var plain =
                hex(
                        "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffc"
                                + "e5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31"
                                + "0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde"
                                + "048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864"
                                + "5e0705");
        var sealed =
                hex(
                        "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce"
                                + "48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c972"
                                + "71d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae"
                                + "90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b3"
                                + "7973f622a43d14a6599b1f654cb45a74e355a5");
        try (var arena = Arena.ofConfined()) {
            var key = arena.allocateFrom(ValueLayout.JAVA_BYTE, boxKey);
            var nonce = arena.allocateFrom(ValueLayout.JAVA_BYTE, nonceBytes);
            var memory = arena.allocate(sealed.length);
            MemorySegment.copy(plain, 0, memory, ValueLayout.JAVA_BYTE, 16, plain.length);
            crypto.seal(key, nonce, memory, 16, plain.length);
            if (!Arrays.equals(memory.toArray(ValueLayout.JAVA_BYTE), sealed)) return "seal";
            if (!crypto.open(key, nonce, memory, 16, plain.length)) return "open";
            var opened = memory.asSlice(16).toArray(ValueLayout.JAVA_BYTE);
            if (!Arrays.equals(opened, plain)) return "open";
            if (crypto.open(key, nonce, memory, 16, plain.length)) return "check of tags";
        }
        return null;
    }

    /// Providers take other ways for long texts. The answer is that of libsodium's
    /// `crypto_secretbox`.
    private static @Nullable String selfTestLongBox(Crypto crypto, byte[] boxKey, byte[] nonce) {
        var text = new byte[LONG_BYTES];
        for (int i = 0; i < text.length; i++) text[i] = (byte) i;
        try (var arena = Arena.ofConfined()) {
            var key = arena.allocateFrom(ValueLayout.JAVA_BYTE, boxKey);
            var number = arena.allocateFrom(ValueLayout.JAVA_BYTE, nonce);
            var memory = arena.allocate(Crypto.TAG_BYTES + LONG_BYTES);
            MemorySegment.copy(
                    text, 0, memory, ValueLayout.JAVA_BYTE, Crypto.TAG_BYTES, LONG_BYTES);
            crypto.seal(key, number, memory, Crypto.TAG_BYTES, LONG_BYTES);
            var hash = crypto.sha256(memory.toArray(ValueLayout.JAVA_BYTE));
            if (!Arrays.equals(hash, hex(LONG_SEALED_SHA256))) return "seal of a long text";
            if (!crypto.open(key, number, memory, Crypto.TAG_BYTES, LONG_BYTES))
                return "open of a long text";
            var opened = memory.asSlice(Crypto.TAG_BYTES).toArray(ValueLayout.JAVA_BYTE);
            return Arrays.equals(opened, text) ? null : "open of a long text";
        }
    }

    /// Providers make the streams of packets in a row together: those of both directions of a
    /// session, which count in the nonce's first or second word. The answer is that of libsodium's
    /// `crypto_secretbox`.
    private static @Nullable String selfTestRow(Crypto crypto, byte[] boxKey) {
        int sealedBytes = Crypto.TAG_BYTES + ROW_BYTES;
        try (var arena = Arena.ofConfined()) {
            var key = arena.allocateFrom(ValueLayout.JAVA_BYTE, boxKey);
            var nonce = arena.allocate(Crypto.NONCE_BYTES);
            var memory = arena.allocate(2L * ROW_PACKETS * sealedBytes);
            for (int i = 0; i < 2 * ROW_PACKETS; i++) {
                nonce.fill((byte) 0).setAtIndex(NONCE_WORD, i % 2, 4 + i / 2);
                crypto.seal(
                        key, nonce, memory, (long) i * sealedBytes + Crypto.TAG_BYTES, ROW_BYTES);
            }
            var hash = crypto.sha256(memory.toArray(ValueLayout.JAVA_BYTE));
            return Arrays.equals(hash, hex(ROW_SEALED_SHA256)) ? null : "seal of packets in a row";
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
