package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.NodeConfig;
import boreas.lab.NodeProgram;
import boreas.lab.Pause;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Ours and a genuine node as neighbours that know nothing of each other but what beacons say:
/// which comes first, and which is restarted.
///
/// A genuine node sends a beacon at its start and then every 32.8 s. Over UDP the first one goes
/// nowhere, because it learns its broadcast devices after it has sent it: so a genuine node that
/// comes after ours is found with the next beacon of either.
abstract class GenuineBeaconScenario {
    private static final Duration BEACON_PERIOD = Duration.ofMillis(32_768);

    /// Where the first beacon decides.
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    /// Where the second does.
    private static final Duration NEXT_BEACON = BEACON_PERIOD.plusSeconds(10);

    private static final Duration OUTAGE = Duration.ofSeconds(2);
    private static final int SEND = 2;

    private final String variable;
    private final boolean isBehindOnEthernet;

    /// @param variable the environment variable that names the genuine program
    /// @param isBehindOnEthernet it takes one frame for each that arrives, and so stays behind by
    ///   as many as once arrived together: its last replies come with the packets after them
    GenuineBeaconScenario(String variable, boolean isBehindOnEthernet) {
        this.variable = variable;
        this.isBehindOnEthernet = isBehindOnEthernet;
    }

    @BeforeEach
    void needARootAndAGenuineNode() {
        Programs.assumeNamespaces();
        genuine();
    }

    private NodeProgram genuine() {
        return Programs.genuine(variable);
    }

    /// What beacons go over.
    private enum Carrier {
        ETHERNET,
        UDP;

        void into(NodeConfig config) {
            switch (this) {
                case ETHERNET -> config.ethernet(Segment.DEVICE, SEND);
                case UDP -> config.udpBeacon(SEND);
            }
        }
    }

    /// Host 0 is ours, host 1 the genuine one.
    private Segment neighbours(Carrier carrier) {
        var lan = Segment.of(Programs.boreas(), genuine());
        for (int i = 0; i < 2; i++) carrier.into(lan.config(i));
        return lan;
    }

    @Test
    void oursComesFirstOnEthernet() {
        oneAfterTheOther(Carrier.ETHERNET, 0, 1, AT_ONCE);
    }

    @Test
    void theGenuineOneComesFirstOnEthernet() {
        oneAfterTheOther(Carrier.ETHERNET, 1, 0, AT_ONCE);
    }

    @Test
    void oursComesFirstOnUdp() {
        oneAfterTheOther(Carrier.UDP, 0, 1, NEXT_BEACON);
    }

    @Test
    void theGenuineOneComesFirstOnUdp() {
        oneAfterTheOther(Carrier.UDP, 1, 0, AT_ONCE);
    }

    private void oneAfterTheOther(Carrier carrier, int first, int second, Duration usual) {
        var patience = patience(carrier, usual);
        try (var lan = neighbours(carrier)) {
            lan.start(first);
            try (var ping = lan.ping(first, second)) {
                var started = lan.start(second).started();
                tell(
                        carrier,
                        lan,
                        "node " + second + " came",
                        lan.awaitReply(ping, started, patience));
            }
            assertAnswered(carrier, lan, patience);
        }
    }

    /// Handshakes come late too where all frames do.
    private Duration patience(Carrier carrier, Duration usual) {
        return carrier == Carrier.ETHERNET && isBehindOnEthernet ? NEXT_BEACON : usual;
    }

    private void assertAnswered(Carrier carrier, Segment lan, Duration patience) {
        if (carrier == Carrier.ETHERNET && isBehindOnEthernet) lan.assertNoReplyIsMissing(patience);
        else lan.assertEveryPairIsAnswered(patience);
    }

    @Test
    void oursIsReachedAgainAfterItsRestartOnEthernet() {
        aRestart(Carrier.ETHERNET, 0, AT_ONCE);
    }

    @Test
    void theGenuineOneIsReachedAgainAfterItsRestartOnEthernet() {
        aRestart(Carrier.ETHERNET, 1, AT_ONCE);
    }

    @Test
    void oursIsReachedAgainAfterItsRestartOnUdp() {
        aRestart(Carrier.UDP, 0, AT_ONCE);
    }

    @Test
    void theGenuineOneIsReachedAgainAfterItsRestartOnUdp() {
        aRestart(Carrier.UDP, 1, NEXT_BEACON);
    }

    private void aRestart(Carrier carrier, int restarted, Duration usual) {
        var patience = patience(carrier, usual);
        try (var lan = neighbours(carrier)) {
            assertAnswered(carrier, lan.startAll(), NEXT_BEACON);
            try (var ping = lan.ping(1 - restarted, restarted)) {
                for (int i = 0; i < 2; i++) {
                    lan.node(restarted).kill();
                    Pause.of(OUTAGE);
                    var started = lan.start(restarted).started();
                    tell(
                            carrier,
                            lan,
                            "node " + restarted + " was restarted",
                            lan.awaitReply(ping, started, patience));
                }
            }
            assertAnswered(carrier, lan, patience);
        }
    }

    private void tell(Carrier carrier, Segment lan, String what, Duration took) {
        assertThat(took).isPositive();
        System.out.printf(
                Locale.ROOT,
                "beacons: %s, 0 = boreas, 1 = %s: %s; first reply after %d ms%n",
                carrier,
                lan.node(1),
                what,
                took.toMillis());
    }
}
