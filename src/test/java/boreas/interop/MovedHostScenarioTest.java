package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.NodeConfig.Auth;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Two of ours, of which one calls the other. A host gets another address under a running ping.
class MovedHostScenarioTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @Test
    void aPingGoesOnWithinTwoSecondsOfAnotherAddressOfEitherHost() {
        Programs.assumeNamespaces();
        var boreas = Programs.boreas();
        try (var chain = Chain.start(Auth.LOGIN, boreas, boreas)) {
            chain.assertPings(0, 1, 10);
            assertThat(chain.move(0, 77, Chain.PATIENCE)).isLessThan(LIMIT);
            chain.assertPings(0, 1, 10);
            assertThat(chain.move(1, 88, Chain.PATIENCE)).isLessThan(LIMIT);
            chain.assertPings(1, 0, 10);
        }
    }
}
