package boreas.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.wire.Icmp6;
import boreas.wire.Ip6Header;
import boreas.wire.Ip6Tunnel;
import boreas.wire.Packet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The probe, answered by a kernel: that of another Boreas at its tunnel device, or that of a
/// genuine node behind a tunnel of its own.
class TunnelHealthTest {
    private static final long MS = 1_000_000L, SECOND = 1_000 * MS;

    /// A tunnel has come up, and was probed for its round trip.
    private static final long MEASURED = (1 + TunnelHealth.MEASURED) * SECOND;

    private final Site home = Site.home();
    private final Site vps3 = Site.vps3();
    private final Ip6 mine = home.endpoint;
    private final Ip6 theirs = vps3.endpoint;

    TunnelHealthTest() {
        Site.meet(home, vps3);
    }

    /// Echo requests are answered; everything else is kept.
    private static void answerAtDevice(Site site) {
        site.kernel =
                g -> {
                    var p = Inner.packet(g.bytes());
                    if (!isEchoRequest(p)) return;
                    Icmp6.reply(p);
                    site.write(g.tunId(), p.toArray());
                };
    }

    /// As the tunnel of a genuine node's kernel does it.
    private static void answerBehindKernelTunnel(Site site) {
        site.kernel =
                g -> {
                    var p = Inner.packet(g.bytes());
                    int next = Ip6Header.nextHeader(p);
                    p.dropFront(Ip6Header.SIZE);
                    if (g.tunId() != 0 || Ip6Tunnel.open(p, next) != Ip6Tunnel.IP6) return;
                    if (!isEchoRequest(p)) return;
                    Icmp6.reply(p);
                    site.writeOuter(60, Inner.behindLimit(p.toArray()));
                };
    }

    private static boolean isEchoRequest(Packet p) {
        return Ip6Header.fits(p) && Icmp6.isIn(p) && Icmp6.type(p) == Icmp6.ECHO_REQUEST;
    }

    private void openBoth() {
        home.openTo(vps3);
        vps3.openTo(home);
        answerAtDevice(home);
        answerAtDevice(vps3);
    }

    @Test
    void aTunnelIsUpAfterItsFirstProbe() {
        assertThat(home.tunnels.stats()).isEmpty();
        openBoth();
        assertThat(home.stats().state()).isEqualTo(TunnelState.UNKNOWN);
        home.run(300 * MS);
        assertThat(home.stats().state()).isEqualTo(TunnelState.UP);
        assertThat(home.events).containsExactly("1 UP");
        assertThat(home.stats().probesIn()).isEqualTo(1);
        assertThat(home.stats().packetsIn()).as("probes are no packets").isLessThanOrEqualTo(1);
    }

    /// The end whose probe came second has sent none by itself.
    @Test
    void bothEndsMeasureTheRoundTripWhenATunnelComesUpAndThenRest() {
        openBoth();
        home.run(MEASURED);
        for (var site : List.of(home, vps3)) {
            assertThat(site.stats().probesIn()).isBetween(2L, 3L);
            assertThat(site.stats().probesOut()).isEqualTo(site.stats().probesIn());
        }
        long before = home.stats().probesOut() + vps3.stats().probesOut();
        home.run(50 * SECOND);
        assertThat(home.stats().probesOut() + vps3.stats().probesOut()).isEqualTo(before);
    }

    @Test
    void theAnswerNeverReachesTheDevice() {
        openBoth();
        home.run(10 * SECOND);
        assertThat(home.given)
                .noneMatch(g -> Icmp6.type(Inner.packet(g.bytes())) == Icmp6.ECHO_REPLY);
    }

    @Test
    void aTunnelOfAGenuineNodesKernelIsProbedAlike() {
        answerBehindKernelTunnel(vps3);
        home.openTo(vps3, 4);
        home.run(300 * MS);
        assertThat(home.stats().state()).isEqualTo(TunnelState.UP);
        assertThat(home.taken(1)).isEmpty();
        assertThat(home.taken(0)).isEmpty();
    }

    @Test
    void aFirewallThatRefusesProbesHasGotThem() {
        openBoth();
        home.kernel = _ -> {};
        vps3.kernel =
                g -> {
                    var p = Inner.packet(g.bytes());
                    if (!isEchoRequest(p)) return;
                    var refusal = Inner.packet(new byte[0]);
                    Icmp6.writeUnreachable(refusal, p, 1, theirs.hi(), theirs.lo());
                    vps3.write(g.tunId(), refusal.toArray());
                };
        home.run(SECOND);
        assertThat(home.stats().state()).isEqualTo(TunnelState.UP);
        assertThat(home.given).noneMatch(g -> Icmp6.type(Inner.packet(g.bytes())) == 1);
        long before = vps3.stats().probesOut();
        home.run(30 * SECOND);
        assertThat(vps3.stats().probesOut() - before)
                .as("a refusal is no reason to ask back")
                .isLessThanOrEqualTo(4);
    }

    @Test
    void errorsAboutPacketsOfProgramsReachTheDevice() {
        openBoth();
        home.run(SECOND);
        home.given.clear();
        var cause = Inner.packet(Inner.echo(Icmp6.ECHO_REQUEST, 7, mine, theirs, 8));
        var error = Inner.packet(new byte[0]);
        Icmp6.writeUnreachable(error, cause, 1, theirs.hi(), theirs.lo());
        vps3.write(1, error.toArray());
        assertThat(home.taken(1)).hasSize(1);
    }

    @Test
    void answersToPingsOfPeopleReachTheDevice() {
        openBoth();
        home.run(SECOND);
        home.given.clear();
        for (int id = 0; id < 0x10000; id += 17)
            vps3.write(1, Inner.echo(Icmp6.ECHO_REPLY, id, theirs, mine, 8));
        assertThat(home.taken(1)).hasSize(3856);
    }

    @Test
    void aForgedAnswerIsNoAnswer() {
        answerAtDevice(home);
        home.openTo(vps3);
        vps3.openTo(home);
        home.run(250 * MS);
        vps3.given.removeIf(g -> !isEchoRequest(Inner.packet(g.bytes())));
        var probe = Inner.packet(vps3.given.getFirst().bytes());
        Icmp6.reply(probe);
        for (int at : new int[] {44, 48, 49, 55}) { // identifier, data
            byte[] forged = probe.toArray();
            forged[at] ^= 1;
            vps3.write(1, forged);
        }
        assertThat(home.stats().probesIn()).isZero();
        vps3.write(1, probe.toArray());
        assertThat(home.stats().probesIn()).isEqualTo(1);
    }

    @Test
    void whileTrafficComesNothingIsProbed() {
        openBoth();
        home.run(MEASURED);
        long before = home.stats().probesOut();
        for (int i = 0; i < 300; i++) {
            home.write(1, Inner.udp6(mine, theirs, 100));
            vps3.write(1, Inner.udp6(theirs, mine, 100));
            home.run(SECOND);
        }
        assertThat(home.stats().probesOut()).isEqualTo(before);
        assertThat(home.stats().state()).isEqualTo(TunnelState.UP);
    }

    @Test
    void aQuietTunnelIsProbedOnceAMinuteByBothEndsTogether() {
        openBoth();
        home.run(10 * SECOND);
        long before = home.stats().probesOut() + vps3.stats().probesOut();
        home.run(600 * SECOND);
        assertThat(home.stats().probesOut() + vps3.stats().probesOut() - before).isBetween(9L, 11L);
        assertThat(home.stats().state()).isEqualTo(TunnelState.UP);
    }

    @Test
    void whatEntersAndBringsNothingBackIsAReasonToAsk() {
        openBoth();
        home.run(MEASURED);
        long before = home.stats().probesOut();
        home.write(1, Inner.udp6(mine, theirs, 100));
        home.run(4_900 * MS);
        assertThat(home.stats().probesOut()).isEqualTo(before);
        home.run(200 * MS);
        assertThat(home.stats().probesOut()).isEqualTo(before + 1);
        assertThat(home.stats().state()).isEqualTo(TunnelState.UP);
    }

    @Test
    void aSiteThatDoesNotAnswerWhileItsNodeDoesIsStuck() {
        openBoth();
        home.run(SECOND);
        home.events.clear();
        vps3.kernel = _ -> {}; // a firewall there, or the device is gone
        talk(12);
        assertThat(home.stats().state()).isEqualTo(TunnelState.STUCK);
        assertThat(home.events).containsExactly("1 STUCK");
        answerAtDevice(vps3);
        talk(20);
        assertThat(home.stats().state()).isEqualTo(TunnelState.UP);
        assertThat(home.events).containsExactly("1 STUCK", "1 UP");
    }

    /// A program talks and its node asks for its paths.
    private void talk(int seconds) {
        for (int i = 0; i < seconds; i++) {
            home.write(1, Inner.udp6(mine, theirs, 100));
            home.run(SECOND);
        }
    }

    @Test
    void ofAStuckTunnelTheSessionIsMadeAnewOnceAndItIsToldEachMinute() {
        openBoth();
        home.run(SECOND);
        home.events.clear();
        vps3.kernel = _ -> {};
        int renewals = renewals();
        talk(250);
        assertThat(home.events).hasSizeBetween(4, 5).containsOnly("1 STUCK");
        assertThat(renewals() - renewals).isEqualTo(1);
    }

    private int renewals() {
        return vps3.sessions.stats(vps3.nowNs).getFirst().renewals();
    }

    @Test
    void aNodeThatIsNotHeardIsUnreachable() {
        openBoth();
        home.run(SECOND);
        home.events.clear();
        vps3.isCut = true;
        talk(12);
        assertThat(home.stats().state()).isEqualTo(TunnelState.UNREACHABLE);
        assertThat(home.events).containsExactly("1 UNREACHABLE");
        vps3.isCut = false;
        talk(15);
        assertThat(home.stats().state()).isEqualTo(TunnelState.UP);
    }

    @Test
    void probesToANodeThatIsGoneBecomeRare() {
        openBoth();
        home.isCut = true;
        home.run(180 * SECOND);
        long before = home.stats().probesOut();
        home.run(600 * SECOND);
        assertThat(home.stats().probesOut() - before).isBetween(9L, 11L);
    }

    @Test
    void aProbeTakesNoPacketsPlaceThatWaitsForAPath() {
        var home = Site.home();
        var vps3 = Site.vps3();
        Site.join(home, vps3);
        home.openTo(vps3);
        home.isCut = true;
        home.write(1, Inner.udp6(mine, theirs, 100));
        home.run(3 * SECOND);
        home.isCut = false;
        home.onPathWanted(vps3.identity.ip6(), home.nowNs); // a pathfinder would not rest
        home.run(SECOND);
        assertThat(vps3.given)
                .anyMatch(g -> Inner.packet(g.bytes()).length() == Ip6Header.SIZE + 100);
    }

    @Test
    void aClosedTunnelIsNotProbed() {
        openBoth();
        home.run(SECOND);
        home.tunnels.close(1);
        vps3.tunnels.close(1);
        vps3.given.clear();
        home.run(300 * SECOND);
        assertThat(vps3.given).isEmpty();
    }
}
