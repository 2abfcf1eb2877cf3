package boreas.sim;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.crypto.Crypto;
import boreas.crypto.JavaCrypto;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// What a node can tell of its crypto holds for the cheap one, too.
class FastCryptoTest {
    private static final int TAG = Crypto.TAG_BYTES;

    private final Crypto crypto = new FastCrypto();
    private final SeededRandom random = new SeededRandom(1);
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment key = memory(random.bytes(Crypto.KEY_BYTES));
    private final MemorySegment nonce = memory(random.bytes(Crypto.NONCE_BYTES));

    @Test
    void whatWasSealedOpensAtEveryLength() {
        for (int length = 0; length < 100; length++) {
            byte[] plain = random.bytes(length);
            var packet = sealed(plain);
            assertThat(open(packet)).isTrue();
            assertThat(packet.asSlice(TAG).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(plain);
        }
    }

    @Test
    void nothingIsLeftInClear() {
        byte[] plain = new byte[64];
        var packet = sealed(plain).toArray(ValueLayout.JAVA_BYTE);
        int zeros = 0;
        for (byte b : packet) if (b == 0) zeros++;
        assertThat(zeros).isLessThan(8);
    }

    @Test
    void anyChangedBitIsFoundAndNothingIsOpened() {
        for (int length : new int[] {1, 7, 8, 9, 40, 63}) {
            var packet = sealed(random.bytes(length));
            for (int bit = 0; bit < 8 * packet.byteSize(); bit++) {
                flip(packet, bit);
                byte[] before = packet.toArray(ValueLayout.JAVA_BYTE);
                assertThat(open(packet)).as("bit %d of %d bytes", bit, length).isFalse();
                assertThat(packet.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(before);
                flip(packet, bit);
            }
            assertThat(open(packet)).isTrue();
        }
    }

    @Test
    void anotherKeyOrNonceOpensNothing() {
        var packet = sealed(random.bytes(40));
        for (int bit = 0; bit < 8 * Crypto.KEY_BYTES; bit++) {
            flip(key, bit);
            assertThat(open(packet)).isFalse();
            flip(key, bit);
        }
        for (int bit = 0; bit < 8 * Crypto.NONCE_BYTES; bit++) {
            flip(nonce, bit);
            assertThat(open(packet)).isFalse();
            flip(nonce, bit);
        }
    }

    @Test
    void aCutPacketDoesNotOpen() {
        var packet = sealed(random.bytes(40));
        for (int length = 0; length < 40; length++)
            assertThat(crypto.open(key, nonce, packet, TAG, length)).isFalse();
    }

    @Test
    void bothSidesAgreeOnASecretThatNobodyElseHas() {
        for (int i = 0; i < 100; i++) {
            byte[] a = random.bytes(Crypto.KEY_BYTES);
            byte[] b = random.bytes(Crypto.KEY_BYTES);
            byte[] c = random.bytes(Crypto.KEY_BYTES);
            byte[] secret = crypto.x25519(a, crypto.publicKey(b));
            assertThat(secret).isEqualTo(crypto.x25519(b, crypto.publicKey(a)));
            assertThat(secret).isNotEqualTo(crypto.x25519(c, crypto.publicKey(a)));
            assertThat(secret).isNotEqualTo(crypto.publicKey(a));
        }
    }

    @Test
    void aKeyOfZerosAgreesOnZerosAsTheRealOneDoes() {
        assertThat(crypto.x25519(random.bytes(Crypto.KEY_BYTES), new byte[Crypto.KEY_BYTES]))
                .containsOnly(0);
    }

    @Test
    void derivedKeysDependOnKeyAndInput() {
        byte[] k = random.bytes(Crypto.KEY_BYTES);
        byte[] input = random.bytes(16);
        byte[] derived = crypto.hsalsa20(k, input);
        assertThat(derived).hasSize(Crypto.KEY_BYTES).isEqualTo(crypto.hsalsa20(k, input));
        k[31] ^= 1;
        assertThat(crypto.hsalsa20(k, input)).isNotEqualTo(derived);
        k[31] ^= 1;
        input[15] ^= 1;
        assertThat(crypto.hsalsa20(k, input)).isNotEqualTo(derived);
    }

    @Test
    void hashesAreRealSoAddressesAre() {
        byte[] text = random.bytes(33);
        assertThat(crypto.sha512(text)).isEqualTo(new JavaCrypto().sha512(text));
        assertThat(crypto.sha256(text)).isEqualTo(new JavaCrypto().sha256(text));
        assertThat(Identity.generate(random, crypto).publicKey().isNodeKey()).isTrue();
    }

    private MemorySegment sealed(byte[] plain) {
        var memory = arena.allocate(TAG + plain.length);
        MemorySegment.copy(plain, 0, memory, ValueLayout.JAVA_BYTE, TAG, plain.length);
        crypto.seal(key, nonce, memory, TAG, plain.length);
        return memory;
    }

    private boolean open(MemorySegment packet) {
        return crypto.open(key, nonce, packet, TAG, packet.byteSize() - TAG);
    }

    private MemorySegment memory(byte[] bytes) {
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }

    private static void flip(MemorySegment memory, int bit) {
        byte before = memory.get(ValueLayout.JAVA_BYTE, bit / 8);
        memory.set(ValueLayout.JAVA_BYTE, bit / 8, (byte) (before ^ 1 << bit % 8));
    }
}
