package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InternetChecksumTest {
    @Test
    void nothingSumsUpToZero() {
        assertThat(InternetChecksum.of(Packets.empty())).isEqualTo(0xffff);
    }

    @Test
    void anOddLastByteIsTheHighHalfOfAWord() {
        assertThat(InternetChecksum.of(Packets.ofHex("01"))).isEqualTo(0xfeff);
        assertThat(InternetChecksum.of(Packets.ofHex("0100"))).isEqualTo(0xfeff);
        assertThat(InternetChecksum.of(Packets.ofHex("000201"))).isEqualTo(0xfefd);
        assertThat(InternetChecksum.of(Packets.ofHex("00020003000401"))).isEqualTo(0xfef6);
    }

    /// The example of RFC 1071, section 3.
    @Test
    void carriesComeBackAtTheLowEnd() {
        assertThat(InternetChecksum.of(Packets.ofHex("0001f203f4f5f6f7"))).isEqualTo(0x220d);
        assertThat(InternetChecksum.complement(InternetChecksum.sum(0x0001f203f4f5f6f7L)))
                .isEqualTo(0x220d);
        assertThat(InternetChecksum.of(Packets.ofHex("ff".repeat(3000)))).isZero();
    }

    @Test
    void dataWithTheirChecksumSumUpToZero() {
        var p = Packets.ofHex("00001234567890abcd");
        p.putU16(0, InternetChecksum.of(p));
        assertThat(InternetChecksum.of(p)).isZero();
    }
}
