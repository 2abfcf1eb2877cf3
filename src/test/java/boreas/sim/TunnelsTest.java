package boreas.sim;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.crypto.CryptoProviders;
import boreas.tunnel.TunnelSettings;
import boreas.tunnel.TunnelState;
import boreas.tunnel.TunnelStats;
import boreas.wire.Batch;
import boreas.wire.Icmp6;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// Two sites with whole nodes between them, and a kernel at each tunnel device that answers pings.
class TunnelsTest {
    private static final long MS = 1_000_000L, SECOND = 1_000 * MS;
    private static final int TUN = 1;

    private final SimWorld world = new SimWorld(5, CryptoProviders.choose());
    private final SimHost home = world.addHost("home");
    private final SimHost vps3 = world.addHost("vps3");

    /// Moments at which a numbered packet of the other site came out.
    private final List<Long> atHome = new ArrayList<>(), atVps3 = new ArrayList<>();

    private boolean isAnswering = true;

    TunnelsTest() {
        vps3.letIn(home);
        home.openTunnel(settings(vps3, "a", "b"));
        vps3.openTunnel(settings(home, "b", "a"));
        home.listen(TUN, p -> onPacket(home, p, atHome));
        vps3.listen(TUN, p -> onPacket(vps3, p, atVps3));
    }

    private static TunnelSettings settings(SimHost far, String own, String there) {
        return new TunnelSettings(
                TUN,
                far.identity().publicKey(),
                endpoint(own),
                endpoint(there),
                List.of(network(there)),
                List.of(network(own)),
                1280,
                TunnelSettings.NO_LIMIT,
                false);
    }

    private static Ip6 endpoint(String site) {
        try {
            return Ip6.parse("fdd7:5938:e2e6:3::" + site);
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }

    private static IpPrefix network(String site) {
        try {
            return IpPrefix.parse("fdd7:5938:e2e6:" + site + "::/64");
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }

    private void onPacket(SimHost host, byte[] bytes, List<Long> came) {
        var p = new Batch(1).next().append(bytes);
        if (!Ip6Header.fits(p)) throw new AssertionError(p.toString());
        if (!Icmp6.isIn(p)) {
            came.add(world.nowNs());
            return;
        }
        if (Icmp6.type(p) != Icmp6.ECHO_REQUEST || !isAnswering || !host.isRunning()) return;
        Icmp6.reply(p);
        host.writeTun(TUN, p.toArray());
    }

    private void send(SimHost from, String own, String there) {
        if (!from.isRunning()) return;
        Packet p = new Batch(1).next().append(new byte[1240]);
        Ip6Header.prepend(p, Ip6Header.UDP, 64);
        Ip6Header.putSource(p, endpoint(own).hi(), endpoint(own).lo());
        Ip6Header.putDestination(p, endpoint(there).hi(), endpoint(there).lo());
        from.writeTun(TUN, p.toArray());
    }

    /// Twenty packets a second each way.
    private void talk(long durationNs) {
        for (long t = 0; t < durationNs; t += 50 * MS)
            world.after(
                    t,
                    () -> {
                        send(home, "a", "b");
                        send(vps3, "b", "a");
                    });
    }

    private void start() {
        home.start();
        vps3.start();
    }

    private static TunnelStats tunnel(SimHost host) {
        return host.snapshot().tunnels().getFirst();
    }

    @Test
    void bothWaysWorkAndTheTunnelIsUpBeforeAnybodyTalks() {
        start();
        world.run(1_500 * MS);
        assertThat(tunnel(home).state()).isEqualTo(TunnelState.UP);
        assertThat(tunnel(vps3).state()).isEqualTo(TunnelState.UP);
        talk(2 * SECOND);
        world.run(3 * SECOND);
        assertThat(atHome).hasSize(40);
        assertThat(atVps3).hasSize(40);
        assertThat(tunnel(home).packetsIn()).isGreaterThanOrEqualTo(40);
        assertThat(tunnel(home).roundTripNs())
                .isPositive()
                .as("of a warm session, at both ends")
                .isCloseTo(tunnel(vps3).roundTripNs(), Percentage.withPercentage(10));
        assertThat(home.snapshot().drops()).isEmpty();
    }

    @Test
    void afterARestartOfEitherSideItGoesOnWithoutAnybodysHelp() {
        start();
        talk(16 * SECOND);
        world.run(4 * SECOND);
        vps3.restart();
        world.run(4 * SECOND);
        home.restart();
        world.run(8 * SECOND);
        long gap =
                Math.max(
                        Mesh.gapNs(atHome, SECOND, 15 * SECOND),
                        Mesh.gapNs(atVps3, SECOND, 15 * SECOND));
        assertThat(gap).isLessThan(1_500 * MS);
        assertThat(tunnel(home).state()).isEqualTo(TunnelState.UP);
        assertThat(tunnel(vps3).state()).isEqualTo(TunnelState.UP);
        assertThat(home.stuckTunnels() + vps3.stuckTunnels()).isZero();
    }

    @Test
    void aCutIsSeenAndSoIsTheHealing() {
        start();
        talk(60 * SECOND);
        world.run(2 * SECOND);
        world.cut(home, vps3);
        world.run(30 * SECOND);
        assertThat(tunnel(home).state()).isEqualTo(TunnelState.UNREACHABLE);
        world.heal(home, vps3);
        world.run(10 * SECOND);
        assertThat(tunnel(home).state()).isEqualTo(TunnelState.UP);
        assertThat(Mesh.gapNs(atHome, 36 * SECOND, 42 * SECOND)).isLessThan(SECOND);
        assertThat(home.stuckTunnels()).as("nothing to repair in a cut").isZero();
    }

    @Test
    void aSiteWhoseKernelAnswersNothingIsToldToTheRepair() {
        start();
        world.run(2 * SECOND);
        isAnswering = false;
        for (long t = 0; t < 30 * SECOND; t += SECOND) world.after(t, () -> send(home, "a", "b"));
        world.run(20 * SECOND);
        assertThat(tunnel(home).state()).isEqualTo(TunnelState.STUCK);
        assertThat(home.stuckTunnels()).isEqualTo(1);
        isAnswering = true;
        world.run(20 * SECOND);
        assertThat(tunnel(home).state()).isEqualTo(TunnelState.UP);
    }

    @Test
    void aQuietTunnelCostsLittle() {
        start();
        world.run(60 * SECOND);
        long before = home.bytesOut();
        world.run(1_800 * SECOND);
        long bytesPerSecond = (home.bytesOut() - before) / 1_800;
        assertThat(bytesPerSecond).isLessThan(150);
    }
}
