package boreas.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Source: cjdns protocol, Ed25519 signatures. Signatures of genuine nodes are checked by the
/// vectors `admin/*.json`, `Sign_checkSig`.
final class Ed25519Test {
    private final Random random = new Random(4);
    private final Crypto crypto = new JavaCrypto();

    @Test
    void signsSoThatTheVerifierOfTheJdkAccepts() {
        for (int i = 0; i < 10; i++) {
            var key = bytes(32);
            var message = bytes(random.nextInt(65));
            var signature = Ed25519.sign(key, message, bytes(32));
            assertThat(Ed25519.verify(Ed25519.publicKey(key), message, signature)).isTrue();
        }
    }

    @Test
    void theSigningKeyTellsTheNodesOwnKey() {
        for (int i = 0; i < 10; i++) {
            var key = bytes(32);
            assertThat(Ed25519.toX25519(Ed25519.publicKey(key))).isEqualTo(crypto.publicKey(key));
        }
    }

    @Test
    void refusesEachChangedBit() {
        var key = bytes(32);
        var message = bytes(20);
        var signature = Ed25519.sign(key, message, bytes(32));
        var publicKey = Ed25519.publicKey(key);
        for (int bit = 0; bit < 8 * signature.length; bit++) {
            var changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Ed25519.verify(publicKey, message, changed)).as("bit " + bit).isFalse();
        }
        message[3] ^= 1;
        assertThat(Ed25519.verify(publicKey, message, signature)).isFalse();
    }

    @Test
    void refusesKeysThatAreNone() {
        var neutral = new byte[32];
        neutral[0] = 1;
        assertThat(Ed25519.toX25519(neutral)).isNull();
        assertThat(Ed25519.verify(new byte[31], new byte[0], new byte[64])).isFalse();
        assertThat(
                        Ed25519.verify(
                                HexFormat.of().parseHex("ff".repeat(32)),
                                new byte[0],
                                new byte[64]))
                .isFalse();
    }

    @Test
    void twoSignaturesOfOneMessageDiffer() {
        var key = bytes(32);
        assertThat(Ed25519.sign(key, new byte[5], bytes(32)))
                .isNotEqualTo(Ed25519.sign(key, new byte[5], bytes(32)));
    }

    private byte[] bytes(int count) {
        var b = new byte[count];
        random.nextBytes(b);
        return b;
    }
}
