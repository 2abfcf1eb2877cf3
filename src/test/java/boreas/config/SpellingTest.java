package boreas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @Test
    void oneOfAThingIsNotMany() {
        assertThat(Spelling.count(0, "error")).isEqualTo("0 errors");
        assertThat(Spelling.count(1, "error")).isEqualTo("1 error");
        assertThat(Spelling.count(2, "error")).isEqualTo("2 errors");
    }

    @ParameterizedTest
    @CsvSource({"bind,bind,0", "bnid,bind,1", "bin,bind,1", "binds,bind,1", "'',bind,4", "a,b,1"})
    void distanceCountsLettersToChange(String a, String b, int distance) {
        assertThat(Spelling.distance(a, b)).isEqualTo(distance);
        assertThat(Spelling.distance(b, a)).isEqualTo(distance);
    }

    @Test
    void onlyANearWordIsMeant() {
        var known = List.of("bind", "beacon", "beaconPort", "beaconDevices");
        assertThat(Spelling.nearest("becon", known)).isEqualTo("beacon");
        assertThat(Spelling.nearest("BeaconDevice", known)).isEqualTo("beaconDevices");
        assertThat(Spelling.nearest("dscp", known)).isNull();
    }
}
