package boreas.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.ffm.Avx512Salsa20;
import boreas.ffm.OpenSslPoly1305;
import boreas.ffm.Sodium;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Both providers against published answers, and against each other. Values without a source beside
/// them come from a genuine node's own keys (cjdns protocol, keys and CryptoAuth).
class CryptoTest {
    private static final String SECRET_A =
            "4e983e7ed7b5be8c99b760d658f495ed118e5394b66769d240180b495afa167e";
    private static final String PUBLIC_A =
            "2754fd1b3274a71ae64236673429d1a94f2fa3d14c46845029876cebd84dab16";
    private static final String SECRET_B =
            "e6b9e4db7e599e198a52787d4220660a47acb80ae4d8c7218384b739e3deb82c";
    private static final String PUBLIC_B =
            "24b5cf8f72eb1162a94e7b80ba2b96c6dfc588b0581819283936932ef705b13d";
    private static final String SHARED =
            "69d5d073cf1e764bd1728c305b5ce19db38058e43164cb6bb77b050f2f81d20b";
    private static final String BOX_KEY =
            "475869bb7304236ed6e976a4c4fc640dce7efd9f14733e2b435b7f9b70f75efd";

    private static final Arena ARENA = Arena.ofAuto();

    static Stream<Crypto> providers() {
        return CryptoProviders.present().stream();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void passesTheSelfTest(Crypto crypto) {
        assertThat(CryptoProviders.selfTest(crypto)).isNull();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void derivesPublicKeysOfAGenuineNode(Crypto crypto) {
        assertThat(crypto.publicKey(hex(SECRET_A))).isEqualTo(hex(PUBLIC_A));
        assertThat(crypto.publicKey(hex(SECRET_B))).isEqualTo(hex(PUBLIC_B));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void agreesOnTheSharedSecretFromBothSides(Crypto crypto) {
        assertThat(crypto.x25519(hex(SECRET_A), hex(PUBLIC_B))).isEqualTo(hex(SHARED));
        assertThat(crypto.x25519(hex(SECRET_B), hex(PUBLIC_A))).isEqualTo(hex(SHARED));
        assertThat(crypto.hsalsa20(hex(SHARED), new byte[16])).isEqualTo(hex(BOX_KEY));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void multipliesAsRfc7748Says(Crypto crypto) {
        // RFC 7748, 5.2; the second point has its top bit set, which must be ignored.
        assertThat(
                        crypto.x25519(
                                hex(
                                        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                                hex(
                                        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")))
                .isEqualTo(hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
        assertThat(
                        crypto.x25519(
                                hex(
                                        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"),
                                hex(
                                        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493")))
                .isEqualTo(hex("95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void givesZerosForAPointOfSmallOrder(Crypto crypto) {
        var one = new byte[32];
        one[0] = 1;
        for (var point :
                new byte[][] {
                    new byte[32],
                    one,
                    hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
                    hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
                }) assertThat(crypto.x25519(hex(SECRET_A), point)).isEqualTo(new byte[32]);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void sealsADataPacketAsAGenuineNodeDoes(Crypto crypto) {
        var nonce = new byte[24];
        nonce[4] = 5; // counter 5 of the session's initiator
        assertThat(sealed(crypto, hex(BOX_KEY), nonce, ascii("hi")))
                .isEqualTo(hex("7d6bcf3fd89b8757680373868be51322a7be"));
        nonce[4] = 0;
        nonce[0] = 5; // and of the responder
        assertThat(sealed(crypto, hex(BOX_KEY), nonce, ascii("hi")))
                .isEqualTo(hex("25d7621afbfeb68f2fd626f49a672b11a806"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void hashes(Crypto crypto) {
        assertThat(crypto.sha256(ascii("hun"), ascii("ter2")))
                .isEqualTo(hex("f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7"));
        assertThat(crypto.sha512(crypto.sha512(hex(PUBLIC_A))))
                .startsWith(hex("fce6e782b12d725cbeac611761e6607c"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void opensWhatItSealedAtEveryLength(Crypto crypto) {
        var random = new Random(1);
        for (int length = 0; length <= 200; length++) {
            var key = bytes(random, 32);
            var nonce = bytes(random, 24);
            var plain = bytes(random, length);
            assertThat(opened(crypto, key, nonce, sealed(crypto, key, nonce, plain)))
                    .isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void refusesEveryFlippedBitAndLeavesTheMemoryAsItWas(Crypto crypto) {
        var random = new Random(2);
        var key = ARENA.allocateFrom(ValueLayout.JAVA_BYTE, bytes(random, 32));
        var nonce = ARENA.allocateFrom(ValueLayout.JAVA_BYTE, bytes(random, 24));
        var memory = ARENA.allocateFrom(ValueLayout.JAVA_BYTE, bytes(random, 16 + 37));
        crypto.seal(key, nonce, memory, 16, 37);
        var right = memory.toArray(ValueLayout.JAVA_BYTE);
        for (int bit = 0; bit < right.length * 8; bit++) {
            var wrong = right.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            memory.copyFrom(MemorySegment.ofArray(wrong));
            assertThat(crypto.open(key, nonce, memory, 16, 37)).isFalse();
            assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(wrong);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void neverTouchesMemoryOutsideThePacket(Crypto crypto) {
        var key = ARENA.allocate(32);
        var nonce = ARENA.allocate(24);
        var memory = ARENA.allocate(100);
        memory.fill((byte) 0x55);
        crypto.seal(key, nonce, memory, 40, 20);
        assertThat(memory.asSlice(0, 24).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0x55);
        assertThat(memory.asSlice(60).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0x55);
        assertThatThrownBy(() -> crypto.seal(key, nonce, memory, 15, 20))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> crypto.seal(key, nonce, memory, 81, 20))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> crypto.open(key, nonce, memory, 81, 20))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> crypto.seal(key, nonce, memory, 40, -1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> crypto.seal(ARENA.allocate(31), nonce, memory, 40, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> crypto.seal(key, ARENA.allocate(23), memory, 40, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void allProvidersGiveTheSameBytes() {
        assumeTrue(Sodium.failure() == null, () -> "libsodium is not here: " + Sodium.failure());
        for (var crypto : CryptoProviders.present())
            if (crypto instanceof SodiumCrypto sodium) givesTheSameBytesAsJava(sodium);
    }

    private static void givesTheSameBytesAsJava(SodiumCrypto sodium) {
        var java = new JavaCrypto();
        var random = new Random(3);
        int[] lengths = {
            0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 95, 96, 97, 479, 480, 481, 1304, 3496, 4095,
            4096, 4097, 9000
        };
        for (int round = 0; round < 300; round++) {
            int length = round < lengths.length ? lengths[round] : random.nextInt(1500);
            var key = bytes(random, 32);
            var nonce = bytes(random, 24);
            var plain = bytes(random, length);
            // All ones reach the carries that random bytes do not.
            if (round % 7 == 0) Arrays.fill(plain, (byte) 0xff);
            var sealed = sealed(sodium, key, nonce, plain);
            assertThat(sealed(java, key, nonce, plain)).isEqualTo(sealed);
            assertThat(opened(java, key, nonce, sealed)).isEqualTo(plain);
            assertThat(opened(sodium, key, nonce, sealed)).isEqualTo(plain);
        }
        for (int round = 0; round < 30; round++) {
            var secret = bytes(random, 32);
            var point = bytes(random, 32);
            assertThat(java.x25519(secret, point)).isEqualTo(sodium.x25519(secret, point));
            assertThat(java.publicKey(secret)).isEqualTo(sodium.publicKey(secret));
            var input = bytes(random, 16);
            assertThat(java.hsalsa20(secret, input)).isEqualTo(sodium.hsalsa20(secret, input));
        }
    }

    /// A provider may keep what it derives for several numbers of one sender: neither the order in
    /// which they come nor what comes between may show.
    @ParameterizedTest
    @MethodSource("providers")
    void aPacketsBytesFollowFromKeyAndNonceWhateverCameBefore(Crypto crypto) {
        var java = new JavaCrypto();
        var random = new Random(4);
        // Alike in their low bytes, as far as a small table of them can tell.
        var keys = new byte[3][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = bytes(random, 32);
            System.arraycopy(keys[0], 0, keys[i], 0, 8 * i);
        }
        for (int round = 0; round < 3000; round++) {
            var key = keys[random.nextInt(keys.length)];
            var nonce = new byte[24];
            int number = random.nextBoolean() ? round : random.nextInt();
            int at = 4 * random.nextInt(2);
            for (int i = 0; i < 4; i++) nonce[at + i] = (byte) (number >> 8 * i);
            if (round % 10 == 0) nonce = bytes(random, 24);
            if (round % 11 == 0) nonce[8 + random.nextInt(16)] ^= 1;
            var plain = bytes(random, random.nextInt(80));
            assertThat(sealed(crypto, key, nonce, plain))
                    .isEqualTo(sealed(java, key, nonce, plain));
        }
    }

    /// As in a flow: numbers in a row, some of them missing, late or seen twice, and lengths of two
    /// kinds.
    @ParameterizedTest
    @MethodSource("providers")
    void packetsInARowFollowFromTheirKeyAndNonceToo(Crypto crypto) {
        var java = new JavaCrypto();
        var random = new Random(5);
        for (int flow = 0; flow < 60; flow++) {
            var key = bytes(random, 32);
            int at = 4 * (flow & 1), usual = random.nextInt(1600), other = random.nextInt(1600);
            for (int i = 0, number = random.nextInt(100); i < 60; i++) {
                number += random.nextInt(8) > 0 ? 1 : random.nextInt(20) - 4;
                var nonce = new byte[24];
                for (int b = 0; b < 4; b++) nonce[at + b] = (byte) (number >> 8 * b);
                if (flow % 10 == 9) nonce[20] = (byte) (i / 4);
                var plain = bytes(random, random.nextInt(flow % 5 + 1) == 0 ? usual : other);
                assertThat(sealed(crypto, key, nonce, plain))
                        .isEqualTo(sealed(java, key, nonce, plain));
            }
        }
    }

    /// Memory that was never filled looks like keys of zeros.
    @ParameterizedTest
    @MethodSource("providers")
    void aKeyAndNonceOfZerosAreAKeyAndANonce(Crypto crypto) {
        assertThat(sealed(crypto, new byte[32], new byte[24], ascii("hi")))
                .isEqualTo(sealed(new JavaCrypto(), new byte[32], new byte[24], ascii("hi")));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aForgottenKeyIsZerosAndCanBeUsedAgain(Crypto crypto) {
        var key = ARENA.allocateFrom(ValueLayout.JAVA_BYTE, hex(BOX_KEY));
        var memory = ARENA.allocate(16 + 40);
        crypto.seal(key, ARENA.allocate(24), memory, 16, 40);
        var sealed = memory.toArray(ValueLayout.JAVA_BYTE);
        crypto.forget(key);
        assertThat(key.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
        assertThat(sealed(crypto, hex(BOX_KEY), new byte[24], new byte[40])).isEqualTo(sealed);
    }

    /// So much of the key stream is as quick as it gets on a machine with vectors.
    @Test
    void theStreamIsMadeInWholeVectorsAndCoversTheText() {
        for (int length = 0; length <= 4096; length++)
            assertThat(SodiumKeyStream.streamBytes(length))
                    .isBetween(32 + length, 32 + length + 511);
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "vectors are of x86-64");
        assertThat(SodiumKeyStream.streamBytes(32)).isEqualTo(64);
        assertThat(SodiumKeyStream.streamBytes(33)).isEqualTo(256);
        assertThat(SodiumKeyStream.streamBytes(256)).isEqualTo(512);
        assertThat(SodiumKeyStream.streamBytes(513)).isEqualTo(576);
        assertThat(SodiumKeyStream.streamBytes(1304)).isEqualTo(1536);
    }

    @Test
    void choosesLibsodiumWhereItIsAndSaysWhyNotElsewhere() {
        var choice = CryptoProviders.examine();
        if (Sodium.failure() == null) {
            assertThat(choice.crypto().name()).startsWith("libsodium 1.");
            assertThat(choice.passedOver()).isEmpty();
        } else {
            assertThat(choice.crypto().name()).isEqualTo("plain Java");
            assertThat(choice.passedOver()).singleElement().asString().contains("libsodium");
        }
    }

    @Test
    void namesEachPartThatThisMachineHasNot() {
        boolean hasAvx512 = Avx512Salsa20.failure() == null;
        boolean hasOpenSsl = OpenSslPoly1305.failure() == null;
        assertThat(CryptoProviders.missing())
                .hasSize((hasAvx512 ? 0 : 1) + (hasOpenSsl ? 0 : 1))
                .allMatch(sentence -> sentence.contains(" is not used: "));
    }

    private static byte[] sealed(Crypto crypto, byte[] key, byte[] nonce, byte[] plain) {
        var memory = ARENA.allocate(16 + plain.length);
        MemorySegment.copy(plain, 0, memory, ValueLayout.JAVA_BYTE, 16, plain.length);
        crypto.seal(
                ARENA.allocateFrom(ValueLayout.JAVA_BYTE, key),
                ARENA.allocateFrom(ValueLayout.JAVA_BYTE, nonce),
                memory,
                16,
                plain.length);
        return memory.toArray(ValueLayout.JAVA_BYTE);
    }

    private static byte[] opened(Crypto crypto, byte[] key, byte[] nonce, byte[] sealed) {
        var memory = ARENA.allocateFrom(ValueLayout.JAVA_BYTE, sealed);
        assertThat(
                        crypto.open(
                                ARENA.allocateFrom(ValueLayout.JAVA_BYTE, key),
                                ARENA.allocateFrom(ValueLayout.JAVA_BYTE, nonce),
                                memory,
                                16,
                                sealed.length - 16))
                .isTrue();
        return memory.asSlice(16).toArray(ValueLayout.JAVA_BYTE);
    }

    private static byte[] bytes(Random random, int count) {
        var b = new byte[count];
        random.nextBytes(b);
        return b;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
