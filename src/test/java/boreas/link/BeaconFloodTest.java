package boreas.link;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.cryptoauth.Users;
import boreas.env.Verdict;
import boreas.link.LinkLab.End;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Somebody on the segment makes neighbours up, ten thousand a second.
class BeaconFloodTest {
    private final LinkLab lab = new LinkLab();
    private final End one = lab.end(1);
    private final End two = lab.end(2);

    @Test
    void tenThousandMadeUpNeighboursASecondHarmNobody() {
        one.setBeacon(BeaconState.SEND);
        two.setBeacon(BeaconState.SEND);
        lab.runMs(5_000);
        lab.passes = d -> d.to().equals(one.address) || d.to().equals(two.address);
        var random = new SplittableRandom(7);
        var keys = MadeUp.keys(1_000, random);
        int most = 0;
        for (int ms = 0; ms < 10_000; ms += 10) {
            for (int i = 0; i < 100; i++) {
                byte[] beacon = MadeUp.beacon(keys.get(random.nextInt(keys.size())), random);
                two.receive(MadeUp.from(random.nextInt(1 << 24), beacon, two));
                two.own.clear();
            }
            most = Math.max(most, two.links.peers().size());
            if (ms % 1_000 == 0) one.say(one.only(), "still here");
            lab.runMs(10);
        }
        assertThat(most).isLessThanOrEqualTo(1 + BeaconPeers.PROBATION_MAX);
        assertThat(two.counters.of(Verdict.BEACON_RATE)).isGreaterThan(99_900);
        assertThat(two.frames).hasSize(10);
        assertThat(two.events).doesNotContain("down", "renewed");
        lab.runMs(30_000);
        assertThat(two.links.peers()).hasSize(1);
        assertThat(two.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void aTrueNeighbourThatCallsGetsInDuringAFlood() {
        lab.passes = d -> d.to().equals(one.address) || d.to().equals(two.address);
        two.setBeacon(BeaconState.SEND);
        var random = new SplittableRandom(8);
        for (int i = 0; i < 100; i++)
            two.receive(MadeUp.from(i, MadeUp.beacon(MadeUp.key(random), random), two));
        one.setBeacon(BeaconState.ACCEPT);
        lab.passes =
                d -> d.isBroadcast() || lab.ends.stream().anyMatch(e -> e.address.equals(d.to()));
        lab.runMs(4_000);
        assertThat(one.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void fromOneSourceItLeavesRoomForATrueNewcomer() {
        // Nobody hears the second node, so that all hangs on what it makes of beacons.
        two.setBeacon(BeaconState.ACCEPT);
        var random = new SplittableRandom(9);
        var flood =
                new Flood(random) {
                    @Override
                    int host() {
                        return 7;
                    }
                };
        flood.runMs(5_000);
        one.setBeacon(BeaconState.SEND);
        flood.runMs(500);
        assertThat(linksOfTwo()).isEqualTo(1);
    }

    @Test
    void fromAnEndlessNumberOfSourcesItKeepsATrueNewcomerWaitingForSeconds() {
        long come = 0;
        for (int seed = 0; seed < 10; seed++) {
            one.kill();
            two.restart();
            two.setBeacon(BeaconState.ACCEPT);
            var flood = new Flood(new SplittableRandom(seed));
            flood.runMs(2_000);
            one.users = new Users(LinkLab.CRYPTO);
            one.restart();
            one.setBeacon(BeaconState.SEND);
            flood.runMs(3_500);
            come += linksOfTwo();
        }
        assertThat(come).as("of ten").isGreaterThanOrEqualTo(9);
    }

    @Test
    void whoShoutsTwiceWithinAMomentIsNoBetterKnown() {
        two.setBeacon(BeaconState.ACCEPT);
        var random = new SplittableRandom(11);
        for (int i = 0; i < 100; i++) {
            var beacon = MadeUp.from(i, MadeUp.beacon(MadeUp.key(random), random), two);
            for (int again = 0; again < 3; again++) two.receive(beacon);
        }
        assertThat(two.links.peers()).hasSize(BeaconPeers.STRANGERS_MAX);
    }

    private long linksOfTwo() {
        return two.links.peers().stream().filter(Peer::isEstablished).count();
    }

    /// Ten beacons each millisecond; what the flooded node sends to nowhere is lost.
    private class Flood {
        private final SplittableRandom random;
        private final List<byte[]> keys;

        Flood(SplittableRandom random) {
            this.random = random;
            keys = MadeUp.keys(200, random);
            lab.passes =
                    d ->
                            d.isBroadcast()
                                    || lab.ends.stream().anyMatch(e -> e.address.equals(d.to()));
        }

        int host() {
            return random.nextInt(1 << 24);
        }

        void runMs(int ms) {
            for (int i = 0; i < ms; i++) {
                for (int n = 0; n < 10; n++) {
                    var beacon = MadeUp.beacon(keys.get(random.nextInt(keys.size())), random);
                    MadeUp.withDataPort(beacon, 1 + random.nextInt(0xffff));
                    two.receive(MadeUp.from(host(), beacon, two));
                }
                two.own.clear();
                lab.runMs(1);
            }
        }
    }
}
