package boreas.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.Base32;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Values as the genuine program draws them from 64 zero bytes (v21 and v22 agree).
class SeededRandomTest {
    private final SeededRandom random = new SeededRandom(new byte[SeededRandom.SEED_BYTES]);

    @Test
    void drawsPasswordsAndPortAsGenuineNodesDo() {
        assertThat(password()).isEqualTo("1tk38g63qsp4lzxtmrtw0chsl0lff3w");
        assertThat(password()).isEqualTo("2fxcxvmck6jkrnd6zu66kvbpq6ttsxx");
        assertThat(password()).isEqualTo("dxmy0kk1uzypxggcqzuj3tsnn003xwh");
        assertThat(password()).isEqualTo("1w32qrs4gfc6vd7hqyzqscv6v6c37dq");
        var port = random.bytes(2);
        assertThat((port[1] & 0xff) << 8 | port[0] & 0xff).isEqualTo(57414);
    }

    @Test
    void itsBufferMayBeCrossedAnywhere() {
        var whole = HexFormat.of().formatHex(random.bytes(1000));
        for (int step : new int[] {1, 7, 127, 128, 129}) {
            var again = new SeededRandom(new byte[SeededRandom.SEED_BYTES]);
            var text = new StringBuilder();
            while (text.length() < whole.length())
                text.append(HexFormat.of().formatHex(again.bytes(step)));
            assertThat(text.substring(0, whole.length())).as("step %d", step).isEqualTo(whole);
        }
    }

    @Test
    void refusesASeedOfAnotherLength() {
        assertThatThrownBy(() -> new SeededRandom(new byte[63]))
                .hasMessageContaining("seed of 63 bytes");
    }

    /// Passwords are 31 digits, from 16 bytes at a time.
    private String password() {
        return (Base32.encode(random.bytes(16)) + Base32.encode(random.bytes(16))).substring(0, 31);
    }
}
