package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogCommandTest {
    @Test
    void levelsAndCountsThatMakeNoSenseAreUsageErrors() {
        assertThat(Ran.boreas("log", "--level", "loud").err())
                .startsWith("boreas: 'loud' is no level; there are debug, info, warn and error");
        assertThat(Ran.boreas("log", "-n", "-1"))
                .satisfies(ran -> assertThat(ran.code()).isEqualTo(2));
        assertThat(Ran.boreas("log", "-n", "x").code()).isEqualTo(2);
    }
}
