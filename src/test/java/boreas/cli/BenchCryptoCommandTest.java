package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.crypto.CryptoProviders;
import org.junit.jupiter.api.Test;

class BenchCryptoCommandTest {
    @Test
    void namesWhatIsUsedAndMeasuresAllThatIsThere() {
        var ran = Ran.boreas("bench", "crypto", "--ms", "1");
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains(CryptoProviders.choose().name() + " (used)")
                .contains("plain Java")
                .contains("1304 B")
                .doesNotContain(" 0 ");
    }

    @Test
    void programsGetTheSameAsJson() {
        var ran = Ran.boreas("bench", "crypto", "--ms", "1", "--json");
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("\"used\": \"" + CryptoProviders.choose().name() + "\"")
                .contains("\"1304\": ");
    }
}
