package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.NodeAdmin;
import boreas.lab.NodeProgram;
import boreas.lab.Pause;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Neighbours on one Ethernet that nobody told of each other, but for the one who is called by its
/// MAC.
class EthernetScenarioTest {
    /// A beacon is sent every 32 s; nobody here should have to wait for the second one.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Long enough for a hello, a beacon and whatever else would make a link.
    private static final Duration SILENCE = Duration.ofSeconds(3);

    // As /proc shows them, capability(7).
    private static final String NONE = "0000000000000000";
    private static final String NET_ADMIN = "0000000000001000";
    private static final String NET_ADMIN_AND_RAW = "0000000000003000";

    private static final int OFF = 0, ACCEPT = 1, SEND = 2;

    @BeforeEach
    void needRoot() {
        Programs.assumeNamespaces();
    }

    private static Segment ofOurs(int hosts) {
        var programs = new NodeProgram[hosts];
        Arrays.fill(programs, Programs.boreas());
        return Segment.of(programs);
    }

    @Test
    void fiveHostsOnABridgeFindEachOtherByBeaconsAndEachComesBackAfterACut() {
        try (var lan = ofOurs(5)) {
            for (int i = 0; i < 5; i++) lan.config(i).ethernet(Segment.DEVICE, SEND);
            lan.startAll().assertEveryPairIsAnswered(PATIENCE);

            var cable = lan.plug(4).cable();
            cable.blackhole();
            lan.assertSilent(0, 4, SILENCE);
            lan.assertEveryPairIsAnswered(PATIENCE, List.of(0, 1, 2, 3));
            cable.mend();
            lan.assertEveryPairIsAnswered(PATIENCE);

            cable.unplug();
            lan.assertSilent(4, 0, SILENCE);
            lan.assertEveryPairIsAnswered(PATIENCE, List.of(0, 1, 2, 3));
            cable.plug();
            lan.assertEveryPairIsAnswered(PATIENCE);

            lan.node(2).kill();
            lan.assertEveryPairIsAnswered(PATIENCE, List.of(0, 1, 3, 4));
            lan.start(2);
            lan.assertEveryPairIsAnswered(PATIENCE);
        }
    }

    @Test
    void aKilledNeighbourIsReachedAgainSoonAfterItsStart() {
        try (var lan = ofOurs(2)) {
            for (int i = 0; i < 2; i++) lan.config(i).ethernet(Segment.DEVICE, SEND);
            lan.startAll().assertEveryPairIsAnswered(PATIENCE);
            try (var ping = lan.ping(0, 1)) {
                for (int i = 0; i < 3; i++) {
                    lan.node(1).kill();
                    Pause.of(Duration.ofSeconds(2));
                    var node = lan.start(1);
                    lan.awaitReply(ping, node.started(), PATIENCE);
                }
            }
        }
    }

    @Test
    void whoOnlyAcceptsLinksWithWhoSends() {
        try (var lan = ofOurs(2)) {
            lan.config(0).ethernet(Segment.DEVICE, ACCEPT);
            lan.config(1).ethernet(Segment.DEVICE, SEND);
            // In this order the only beacon of the first half minute is heard by nobody.
            lan.start(0);
            lan.start(1);
            lan.assertEveryPairIsAnswered(PATIENCE);
        }
    }

    @Test
    void twoWhoOnlyAcceptDoNotLinkAndWhoIsOffLinksWithNobody() {
        try (var lan = ofOurs(4)) {
            lan.config(0).ethernet(Segment.DEVICE, ACCEPT);
            lan.config(1).ethernet(Segment.DEVICE, ACCEPT);
            lan.config(2).ethernet(Segment.DEVICE, OFF);
            for (int i = 0; i < 3; i++) lan.start(i);
            lan.assertSilent(0, 1, SILENCE);
            lan.config(3).ethernet(Segment.DEVICE, SEND);
            lan.start(3);
            // The sender links with those who accept, and joins them by that.
            lan.assertEveryPairIsAnswered(PATIENCE, List.of(0, 1, 3));
            assertThat(new NodeAdmin(lan.node(2)).peers()).isEmpty();
            lan.assertSilent(3, 2, SILENCE);
        }
    }

    @Test
    void underAllADeviceThatComesLaterIsUsedAndGoesAndComesAgain() {
        try (var lan = ofOurs(2)) {
            for (int i = 0; i < 2; i++) lan.config(i).ethernet("all", SEND);
            lan.startAll().assertEveryPairIsAnswered(PATIENCE);
            assertThat(lan.capabilities(0)).containsExactlyInAnyOrder(NONE, NET_ADMIN_AND_RAW);

            lan.plug(1).cable().unplug();
            lan.assertSilent(0, 1, SILENCE);
            for (int i = 0; i < 2; i++) {
                // A second cable, straight, while the nodes run and have long given up root.
                lan.host(0)
                        .must("ip", "link", "add", "late", "type", "veth", "peer", "name", "lateb");
                lan.moveDevice("lateb", 0, 1);
                lan.host(0).must("ip", "link", "set", "late", "up");
                lan.host(1).must("ip", "link", "set", "lateb", "up");
                lan.assertEveryPairIsAnswered(PATIENCE);
                assertThat(lan.interfaces(0)).contains("ETH/late");
                lan.host(0).must("ip", "link", "del", "late");
                lan.assertSilent(0, 1, SILENCE);
                assertThat(lan.interfaces(0)).doesNotContain("ETH/late");
            }
            assertThat(lan.interfaces(0)).contains("ETH/" + Segment.DEVICE);
            assertThat(lan.interfaces(0)).doesNotContain("ETH/lo");
            lan.plug(1).cable().plug();
            lan.assertEveryPairIsAnswered(PATIENCE);
        }
    }

    @Test
    void aNamedDeviceThatIsMissingAtTheStartIsTakenWhenItComes() {
        try (var lan = ofOurs(2)) {
            lan.config(0).ethernet("late", SEND);
            lan.config(1).ethernet("lateb", SEND);
            lan.startAll();
            for (int i = 0; i < 2; i++) lan.awaitLog(i, "there is no device late");
            for (int i = 0; i < 2; i++) {
                lan.host(0)
                        .must("ip", "link", "add", "late", "type", "veth", "peer", "name", "lateb");
                lan.moveDevice("lateb", 0, 1);
                // Nobody switches them on but the nodes.
                lan.assertEveryPairIsAnswered(PATIENCE);
                lan.host(0).must("ip", "link", "del", "late");
                lan.assertSilent(0, 1, SILENCE);
            }
            assertThat(lan.capabilities(0)).containsExactlyInAnyOrder(NONE, NET_ADMIN);
        }
    }

    @Test
    void aDeviceThatAnOperatorOpensGoesWhenItIsDeletedAndARefusalLeavesNothingOpen() {
        try (var lan = ofOurs(1)) {
            lan.config(0).edit("\\{ *\"setuser\": \"nobody\"[^}]*}", "{ \"setuser\": 0 }");
            lan.start(0);
            lan.awaitLog(0, " is up");
            for (int i = 1; i <= 2; i++) {
                lan.host(0)
                        .must("ip", "link", "add", "late", "type", "veth", "peer", "name", "lateb");
                if (i == 1) assertThat(lan.open(0, "late")).isEqualTo("none");
                lan.awaitLog(0, "Ethernet device late, ", i);
                assertThat(lan.open(0, "late")).contains("in use by this node already");
                assertThat(lan.interfaces(0)).contains("ETH/late");
                lan.host(0).must("ip", "link", "del", "late");
                lan.awaitLog(0, "late is gone", i);
                assertThat(lan.interfaces(0)).doesNotContain("ETH/late");
            }
            long before = lan.sockets(0);
            for (int i = 0; i < 5; i++) {
                assertThat(lan.open(0, "lo")).contains("is no Ethernet device");
                assertThat(lan.open(0, "nothing")).contains("there is no device nothing");
            }
            assertThat(lan.sockets(0)).isEqualTo(before);
        }
    }

    @Test
    void askingForAHostNameLeavesRightsToNoOtherThread() {
        try (var lan = ofOurs(2)) {
            lan.config(0)
                    .ethernet("all", OFF)
                    .edit(
                            "\"connectTo\": \\{",
                            "\"connectTo\": { \"nowhere.invalid:1\": { \"password\": \"x\", \"publicKey\": \"%s\" }"
                                    .formatted(lan.config(1).publicKey()));
            lan.start(0);
            lan.awaitLog(0, "peer name \"nowhere.invalid:1\"");
            assertThat(lan.open(0, "nothing")).contains("there is no device nothing");
            assertThat(lan.threadsWithRights(0)).containsExactly("control");
        }
    }

    @Test
    void udpBeaconsAloneJoinTheHostsOfABridge() {
        try (var lan = ofOurs(3)) {
            for (int i = 0; i < 3; i++) lan.config(i).udpBeacon(SEND);
            lan.startAll().assertEveryPairIsAnswered(PATIENCE);
            lan.node(1).kill();
            Pause.of(Duration.ofSeconds(1));
            lan.start(1);
            lan.assertEveryPairIsAnswered(PATIENCE);
        }
    }

    @Test
    void aFreshConfigurationIsAllThatNeighboursNeed() {
        try (var lan = ofOurs(2)) {
            for (int i = 0; i < 2; i++) lan.config(i).udpBeacon(SEND).ethernet("all", SEND);
            lan.startAll().assertEveryPairIsAnswered(PATIENCE);
        }
    }

    @Test
    void onlyTheDevicesOfTheListCarryUdpBeacons() {
        try (var lan = ofOurs(3)) {
            lan.config(0).udpBeacon(SEND).edit("\\[ \"all\" ]", "[ \"" + Segment.DEVICE + "\" ]");
            lan.config(1).udpBeacon(ACCEPT);
            lan.config(2).udpBeacon(ACCEPT);
            lan.start(1);
            lan.start(2);
            lan.start(0);
            lan.assertEveryPairIsAnswered(PATIENCE);
            lan.node(0).terminate();
            lan.config(0).edit("\\[ \"" + Segment.DEVICE + "\" ]", "[ \"eth9\" ]");
            lan.restartForgetful();
            lan.assertSilent(0, 1, SILENCE);
        }
    }

    @Test
    void aNeighbourIsCalledByItsMacWithoutAnyBeacon() {
        try (var lan = ofOurs(2)) {
            lan.config(0)
                    .ethernet(Segment.DEVICE, OFF)
                    .callEthernet(lan.plug(1).end().mac(), lan.config(1));
            lan.config(1).ethernet(Segment.DEVICE, OFF);
            lan.startAll().assertEveryPairIsAnswered(PATIENCE);
            lan.node(1).kill();
            Pause.of(Duration.ofSeconds(1));
            lan.start(1);
            lan.assertEveryPairIsAnswered(PATIENCE);
        }
    }
}
