package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionHeadersTest {
    @Test
    void aDataHeaderSaysWhatTheContentIs() {
        var p = Packets.ofHex("cafe");
        DataHeader.prepend(p, DataHeader.ROUTING);
        assertThat(p.toString()).isEqualTo("10000100" + "cafe");
        assertThat(DataHeader.fits(p)).isTrue();
        assertThat(DataHeader.contentType(p)).isEqualTo(256);
        assertThat(DataHeader.version(p)).isEqualTo(1);
    }

    @Test
    void contentTypesBelow256AreIp6() {
        assertThat(DataHeader.isIp6(0)).isTrue();
        assertThat(DataHeader.isIp6(255)).isTrue();
        assertThat(DataHeader.isIp6(DataHeader.ROUTING)).isFalse();
        assertThat(DataHeader.isIp6(DataHeader.IP_TUNNEL)).isFalse();
        assertThat(DataHeader.contentType(Packets.ofHex("1000ffff"))).isEqualTo(0xffff);
        assertThat(DataHeader.contentType(Packets.ofHex("f0aa003a"))).isEqualTo(58);
    }

    @Test
    void lessThan4BytesAreNoDataHeader() {
        for (int length = 0; length < DataHeader.SIZE; length++)
            assertThat(DataHeader.fits(Packets.zeros(length))).isFalse();
    }

    @Test
    void theFirstWordTellsHandshakeFromData() {
        for (int nonce = 0; nonce < 4; nonce++) {
            var p = Packets.zeros(CryptoAuthHeader.HANDSHAKE_SIZE);
            p.putI32(0, nonce);
            p.putU8(CryptoAuthHeader.AUTH_TYPE, 2);
            assertThat(CryptoAuthHeader.fits(p)).isTrue();
            assertThat(CryptoAuthHeader.isHandshake(p)).isTrue();
            assertThat(CryptoAuthHeader.authType(p)).isEqualTo(2);
        }
        for (int nonce : new int[] {4, 5, Integer.MAX_VALUE, -1}) {
            var p = Packets.zeros(CryptoAuthHeader.DATA_SIZE);
            p.putI32(0, nonce);
            assertThat(CryptoAuthHeader.fits(p)).isTrue();
            assertThat(CryptoAuthHeader.isHandshake(p)).isFalse();
            assertThat(CryptoAuthHeader.nonce(p)).isEqualTo(nonce & 0xffffffffL);
        }
    }

    @Test
    void cryptoAuthPacketsThatAreCutShortDoNotFit() {
        for (int length = 0; length < CryptoAuthHeader.HANDSHAKE_SIZE; length++)
            assertThat(CryptoAuthHeader.fits(Packets.zeros(length))).isFalse();
        for (int length = 0; length < CryptoAuthHeader.DATA_SIZE; length++) {
            var p = Packets.zeros(length);
            if (length >= 4) p.putI32(0, 4);
            assertThat(CryptoAuthHeader.fits(p)).isFalse();
        }
    }
}
