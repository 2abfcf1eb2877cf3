package boreas.link;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.cryptoauth.Users;
import boreas.env.Verdict;
import boreas.link.LinkLab.Datagram;
import boreas.link.LinkLab.End;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What a node shouts, and what it makes of what others shout.
class BeaconsTest {
    private static final int UDP_HEADER = 8;
    private static final int ETHERNET_HEADER = 6;
    private static final int PASSWORD = 4;
    private static final int KEY = 24;

    private final LinkLab lab = new LinkLab();
    private final End one = lab.end(1);
    private final End two = lab.end(2);

    // --- shouting

    @Test
    void aBeaconTellsDataPortVersionPasswordAndKey() {
        one.setBeacon(BeaconState.SEND);
        byte[] beacon = only(beacons()).bytes();
        assertThat(beacon).hasSize(UDP_HEADER + 56);
        assertThat(HexFormat.of().formatHex(beacon, 0, UDP_HEADER)).isEqualTo("fffffffc000003e8");
        assertThat(ByteBuffer.wrap(beacon).getInt(UDP_HEADER)).isEqualTo(21);
        assertThat(Arrays.copyOfRange(beacon, UDP_HEADER + KEY, beacon.length))
                .isEqualTo(one.identity.publicKey().bytes());
    }

    @Test
    void onEthernetItIsAFrame() {
        var end = lab.ethernetEnd(3);
        end.setBeacon(BeaconState.SEND);
        byte[] beacon = only(beacons()).bytes();
        assertThat(beacon).hasSize(ETHERNET_HEADER + 56);
        assertThat(HexFormat.of().formatHex(beacon, 0, 10)).isEqualTo("0000003efc0000000015");
    }

    @Test
    void beaconsGoOutAtOnceTwiceMoreSoonAndThenEveryThirtyThreeSeconds() {
        one.setBeacon(BeaconState.SEND);
        lab.runMs(101_400);
        assertThat(beacons().stream().map(d -> d.atNs() / LinkLab.MS - 1))
                .containsExactly(0L, 1_000L, 3_000L, 35_768L, 68_536L, 101_304L);
        assertThat(beacons().stream().map(d -> HexFormat.of().formatHex(d.bytes())).distinct())
                .as("one password a run")
                .hasSize(1);
    }

    @Test
    void nothingIsSentWhenBeaconsAreOffOrOnlyAccepted() {
        one.setBeacon(BeaconState.ACCEPT);
        lab.runMs(100_000);
        one.setBeacon(BeaconState.SEND);
        lab.runMs(500);
        one.setBeacon(BeaconState.OFF);
        lab.runMs(100_000);
        assertThat(beacons()).hasSize(1);
        assertThat(one.links.setBeacon(7, BeaconState.SEND, lab.nowNs)).isFalse();
    }

    @Test
    void eachRunHasAPasswordOfItsOwn() {
        one.setBeacon(BeaconState.SEND);
        one.restart();
        one.setBeacon(BeaconState.SEND);
        assertThat(password(beacons().get(0))).isNotEqualTo(password(beacons().get(1)));
    }

    @Test
    void aNodeThatNeverShoutsLetsNobodyInByABeaconPassword() {
        one.setBeacon(BeaconState.ACCEPT);
        assertThat(one.users.logins()).isEmpty();
        one.setBeacon(BeaconState.SEND);
        one.setBeacon(BeaconState.SEND);
        assertThat(one.users.logins()).containsExactly("Local Peers");
    }

    // --- hearing

    @Test
    void twoNeighboursThatShoutLinkInThreeRoundTrips() {
        one.setBeacon(BeaconState.SEND);
        two.setBeacon(BeaconState.SEND);
        lab.runMs(7);
        assertThat(one.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(two.state()).isEqualTo(PeerState.ESTABLISHED);
        lab.runMs(40_000);
        assertThat(one.links.peers()).hasSize(1);
        assertThat(one.events).doesNotContain("renewed", "down");
    }

    @Test
    void ethernetNeighboursLinkAndTalk() {
        var a = lab.ethernetEnd(3);
        var b = lab.ethernetEnd(4);
        a.setBeacon(BeaconState.SEND);
        b.setBeacon(BeaconState.ACCEPT);
        lab.runMs(2_000);
        assertThat(a.state()).isEqualTo(PeerState.ESTABLISHED);
        a.say(a.only(), "there");
        b.say(b.only(), "and back");
        lab.runMs(10);
        assertThat(b.frames).containsExactly("there");
        assertThat(a.frames).containsExactly("and back");
        assertThat(b.links.stats(lab.nowNs).getFirst().linkAddress())
                .isEqualTo("02:00:00:00:00:03");
    }

    @Test
    void whoShoutsAndWhoListensAreShownByTheUserThatGenuineNodesShow() {
        one.setBeacon(BeaconState.SEND);
        two.setBeacon(BeaconState.ACCEPT);
        lab.runMs(100);
        assertThat(one.links.stats(lab.nowNs).getFirst().user()).isEqualTo("Local Peers");
        assertThat(two.links.stats(lab.nowNs).getFirst().user()).isEqualTo("beacon_peer");
        assertThat(two.links.stats(lab.nowNs).getFirst().isIncoming()).isTrue();
    }

    @Test
    void aBeaconThatNobodyWantsIsCountedAndNothingElse() {
        one.setBeacon(BeaconState.SEND);
        lab.runMs(10);
        assertThat(two.counters.of(Verdict.BEACONS_OFF)).isEqualTo(1);
        assertNothingBut(Verdict.BEACONS_OFF);
    }

    @Test
    void ourOwnBeaconIsCountedAndNothingElse() {
        two.setBeacon(BeaconState.SEND);
        byte[] own = only(beacons()).bytes();
        lab.sent.clear();
        two.receive(broadcast(two, own));
        assertThat(two.counters.of(Verdict.OWN_KEY)).isEqualTo(1);
        assertNothingBut(Verdict.OWN_KEY);
    }

    @Test
    void everyTruncationIsCountedAndNothingElse() {
        byte[] beacon = captured();
        for (int n = 0; n < beacon.length; n++)
            two.receive(broadcast(one, Arrays.copyOf(beacon, n)));
        assertThat(two.counters.of(Verdict.NOT_A_BEACON)).isEqualTo(beacon.length);
        assertNothingBut(Verdict.NOT_A_BEACON);
    }

    @Test
    void eachWrongByteOfTheHeaderIsCountedAndNothingElse() {
        for (int at = 0; at < 6; at++) {
            byte[] beacon = captured();
            beacon[at] ^= 1;
            two.receive(broadcast(one, beacon));
        }
        byte[] noPort = captured();
        noPort[6] = noPort[7] = 0;
        two.receive(broadcast(one, noPort));
        assertThat(two.counters.of(Verdict.NOT_A_BEACON)).isEqualTo(7);
        assertNothingBut(Verdict.NOT_A_BEACON);
    }

    @Test
    void aVersionThatIsTooOldAndAKeyThatIsNoneAreCountedAndNothingElse() {
        byte[] old = captured();
        ByteBuffer.wrap(old).putInt(UDP_HEADER, 19);
        two.receive(broadcast(one, old));
        assertThat(two.counters.of(Verdict.INCOMPATIBLE_VERSION)).isEqualTo(1);
        byte[] noKey = captured();
        noKey[noKey.length - 1] ^= 1;
        two.receive(broadcast(one, noKey));
        assertThat(two.counters.of(Verdict.NOT_A_NODE_KEY)).isEqualTo(1);
        assertThat(two.links.peers()).isEmpty();
    }

    @Test
    void aVersionThatIsNoneIsCountedAndNothingElse() {
        byte[] beacon = captured();
        for (int version : new int[] {0xffffffff, 0x80000000}) {
            ByteBuffer.wrap(beacon).putInt(UDP_HEADER, version);
            two.receive(broadcast(one, beacon));
        }
        assertThat(two.counters.of(Verdict.INCOMPATIBLE_VERSION)).isEqualTo(2);
        assertNothingBut(Verdict.INCOMPATIBLE_VERSION);
    }

    @Test
    void versionsToComeAreWelcome() {
        byte[] beacon = captured();
        ByteBuffer.wrap(beacon).putInt(UDP_HEADER, Integer.MAX_VALUE);
        two.receive(broadcast(one, beacon));
        assertThat(two.state()).isNotEqualTo(PeerState.INCOMPATIBLE);
    }

    @Test
    void eachWrongFieldOfAnEthernetFrameHasItsName() {
        var end = lab.ethernetEnd(3);
        var other = lab.ethernetEnd(4);
        end.setBeacon(BeaconState.SEND);
        other.setBeacon(BeaconState.ACCEPT);
        byte[] beacon = only(beacons()).bytes();
        for (int n = 0; n < beacon.length; n++)
            other.receive(broadcast(end, Arrays.copyOf(beacon, n)));
        assertThat(other.counters.of(Verdict.FRAME_LENGTH)).isEqualTo(beacon.length);
        other.receive(broadcast(end, changed(beacon, 0)));
        assertThat(other.counters.of(Verdict.FRAME_VERSION)).isEqualTo(1);
        other.receive(broadcast(end, changed(beacon, 4)));
        other.receive(broadcast(end, changed(beacon, 5)));
        assertThat(other.counters.of(Verdict.FRAME_MAGIC)).isEqualTo(2);
        other.receive(broadcast(end, changed(beacon, 2)));
        assertThat(other.counters.of(Verdict.FRAME_LENGTH)).isEqualTo(beacon.length + 1);
        assertThat(other.links.peers()).isEmpty();
        other.receive(broadcast(end, Arrays.copyOf(beacon, beacon.length + 20)));
        assertThat(other.links.peers()).as("padding is harmless").hasSize(1);
    }

    @Test
    void aUnicastFrameIsNoBeacon() {
        byte[] beacon = captured();
        two.receive(new Datagram(one.address, two.address, beacon, 0));
        assertNothingBut(Verdict.UNKNOWN_SENDER);
    }

    @Test
    void aNeighbourThatNeverAnswersIsForgottenInHalfAMinute() {
        two.receive(broadcast(one, captured()));
        assertThat(two.links.peers()).hasSize(1);
        one.kill();
        lab.runMs(15_000);
        assertThat(two.links.peers()).hasSize(1);
        lab.runMs(15_000);
        assertThat(two.links.peers()).isEmpty();
        assertThat(lab.sent).as("a few hellos").hasSizeLessThan(10);
    }

    // --- lies

    @Test
    void aMadeUpPasswordLeavesALinkThatIsWellAlone() {
        link();
        lab.sent.clear();
        for (int i = 0; i < 100; i++) {
            byte[] forged = captured();
            forged[UDP_HEADER + PASSWORD] ^= (byte) (i + 1);
            two.receive(broadcast(one, forged));
            lab.runMs(100);
            one.say(one.only(), "x");
            two.say(two.only(), "x");
        }
        lab.runMs(20_000);
        assertThat(two.events).doesNotContain("down", "renewed");
        assertThat(one.events).doesNotContain("down", "renewed");
        assertThat(one.frames).hasSize(100);
        assertThat(two.frames).hasSize(100);
        assertThat(two.counters.of(Verdict.BEACON_RATE)).isGreaterThan(80);
        assertThat(one.counters.of(Verdict.HANDSHAKE_DECRYPT_FAILED))
                .as("it was tried, a few times")
                .isBetween(1L, 100L);
    }

    @Test
    void afterAMadeUpPasswordTheTrueOneIsStillKnown() {
        link();
        byte[] forged = captured();
        forged[UDP_HEADER + PASSWORD] ^= 1;
        two.receive(broadcast(one, forged));
        lab.runMs(20_000);
        // The link breaks for longer than sessions live; nobody shouts.
        one.setBeacon(BeaconState.ACCEPT);
        lab.passes = _ -> false;
        lab.runMs(70_000);
        lab.passes = _ -> true;
        lab.runMs(10_000);
        assertThat(one.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(two.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void aReplayedBeaconOfAFormerLifeChangesNothing() {
        one.setBeacon(BeaconState.SEND);
        byte[] old = only(beacons()).bytes();
        one.users = new Users(LinkLab.CRYPTO);
        one.restart();
        link();
        two.receive(broadcast(one, old));
        lab.runMs(30_000);
        assertThat(two.events).doesNotContain("down", "renewed");
        assertThat(two.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void anotherKeyAtTheAddressOfAPeerChangesNothing() {
        link();
        var random = new SplittableRandom(7);
        byte[] forged = MadeUp.beacon(MadeUp.key(random), random);
        two.receive(broadcast(one, forged));
        assertThat(two.counters.of(Verdict.BEACON_OTHER_KEY)).isEqualTo(1);
        assertThat(two.links.peers()).hasSize(1);
        assertThat(two.only().key()).isEqualTo(one.identity.publicKey());
    }

    @Test
    void aBeaconOfAConfiguredPeerDoesNotTouchItsPassword() throws PeerRefused {
        one.users.add("secret", null, null);
        two.call(one, null, "secret");
        lab.runMs(100);
        two.setBeacon(BeaconState.ACCEPT);
        byte[] forged = captured();
        two.receive(broadcast(one, forged));
        lab.runMs(100);
        one.restart();
        lab.runMs(5_000);
        assertThat(two.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void aBeaconMadeUpForACallerDoesNotKeepItFromComingBack() throws PeerRefused {
        // The caller is configured and shouts nothing; the called one hears beacons.
        two.users.add("secret", null, null);
        two.setBeacon(BeaconState.ACCEPT);
        one.call(two, null, "secret");
        lab.runMs(100);
        two.receive(
                broadcast(
                        one,
                        MadeUp.beacon(one.identity.publicKey().bytes(), new SplittableRandom(7))));
        lab.runMs(5_000);
        one.restart();
        one.call(two, null, "secret");
        two.receive(
                broadcast(
                        one,
                        MadeUp.beacon(one.identity.publicKey().bytes(), new SplittableRandom(7))));
        lab.runMs(3_000);
        assertThat(one.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(two.links.peers()).hasSize(1);
        assertThat(two.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    // --- ports

    @Test
    void aPortThatGoesTakesItsPeersAlongAndIsSilent() {
        link();
        assertThat(two.links.removePort(0, lab.nowNs)).isTrue();
        assertThat(two.links.removePort(0, lab.nowNs)).isFalse();
        assertThat(two.links.ports()).isEmpty();
        assertThat(two.links.peers()).isEmpty();
        assertThat(two.events).endsWith("down", "removed");
        lab.sent.clear();
        lab.runMs(100_000);
        assertThat(lab.sent).allMatch(d -> d.from().equals(one.address));
        assertThat(two.counters.of(Verdict.NO_SUCH_PORT)).isPositive();
        assertThat(two.links.addPort(new PortInfo.Local.Udp(two.address)).port()).isEqualTo(1);
    }

    // --- parts

    private void link() {
        one.setBeacon(BeaconState.SEND);
        two.setBeacon(BeaconState.SEND);
        lab.runMs(5_000);
        assertThat(one.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(two.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    /// A true beacon of the first node, which the second hears nothing of by itself.
    private byte[] captured() {
        if (two.links.ports().getFirst().beacon() == BeaconState.OFF)
            two.setBeacon(BeaconState.ACCEPT);
        one.setBeacon(BeaconState.SEND);
        byte[] beacon = beacons().getLast().bytes();
        one.setBeacon(BeaconState.OFF);
        lab.sent.clear();
        lab.wire.removeIf(Datagram::isBroadcast);
        return beacon.clone();
    }

    private static Datagram broadcast(End from, byte[] bytes) {
        return new Datagram(from.address, from.address, bytes, 0, true);
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    private List<Datagram> beacons() {
        return lab.sent.stream().filter(Datagram::isBroadcast).toList();
    }

    private static Datagram only(List<Datagram> all) {
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static String password(Datagram beacon) {
        int at = UDP_HEADER + PASSWORD;
        return HexFormat.of().formatHex(beacon.bytes(), at, at + 20);
    }

    private void assertNothingBut(Verdict verdict) {
        assertThat(two.links.peers()).isEmpty();
        assertThat(lab.sent).noneMatch(d -> d.from().equals(two.address));
        assertThat(two.counters.snapshot()).containsOnlyKeys(verdict);
    }
}
