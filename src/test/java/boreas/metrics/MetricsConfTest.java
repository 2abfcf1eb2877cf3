package boreas.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.config.CjdrouteConf;
import boreas.config.ConfReader;
import boreas.config.ConfReading;
import boreas.config.GenConf;
import boreas.config.MetricsConf;
import boreas.crypto.CryptoProviders;
import boreas.env.RandomSource;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// `metrics` of `cjdroute.conf`.
class MetricsConfTest {
    @Test
    void withoutTheKeyNobodyCollects() {
        assertThat(conf(read("")).metrics()).isNull();
    }

    @Test
    void aLoopbackAddressOrASocketIsTaken() {
        for (var bind : new String[] {"127.0.0.1:9633", "[::1]:9633"})
            assertThat(conf(read("\"metrics\": { \"bind\": \"" + bind + "\" },")).metrics())
                    .isInstanceOfSatisfying(
                            MetricsConf.Tcp.class, tcp -> assertThat(tcp.bind()).hasToString(bind));
        assertThat(conf(read("\"metrics\": { \"bind\": \"/run/m.sock\" },")).metrics())
                .isEqualTo(new MetricsConf.Socket("/run/m.sock"));
    }

    @Test
    void whatOthersCouldReachIsAnErrorThatSaysWhy() {
        for (var bind : new String[] {"0.0.0.0:9633", "192.168.1.1:9633", "[::]:9633"})
            assertThat(error("\"metrics\": { \"bind\": \"" + bind + "\" },"))
                    .contains("metrics.bind: read \"" + bind + "\", expected a loopback address")
                    .contains("nobody is asked for a password");
        assertThat(error("\"metrics\": { \"bind\": \"x\" },")).contains("metrics.bind: read \"x\"");
        assertThat(error("\"metrics\": { },")).contains("read no metrics.bind");
    }

    private static String error(String lines) {
        var reading = read(lines);
        assertThat(reading.conf()).isNull();
        return reading.problems().toString();
    }

    private static CjdrouteConf conf(ConfReading reading) {
        assertThat(reading.problems()).isEmpty();
        return Objects.requireNonNull(reading.conf());
    }

    private static ConfReading read(String lines) {
        var seeded = new Random(7);
        RandomSource random = seeded::nextBytes;
        var crypto = CryptoProviders.choose();
        var text = GenConf.generate(random, () -> Identity.generate(random, crypto), false);
        return ConfReader.read(
                ("{" + lines + text.substring(1)).getBytes(StandardCharsets.UTF_8),
                key -> Identity.of(key, crypto));
    }
}
