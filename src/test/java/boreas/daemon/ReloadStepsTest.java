package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.config.Password;
import boreas.config.PeerConf;
import boreas.cryptoauth.Credentials;
import boreas.link.PeerSettings;
import boreas.link.PeerStats;
import boreas.node.NodeCommand;
import boreas.sim.FastCrypto;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A peer of the new file at an address where somebody is a peer already.
class ReloadStepsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final PeerEndpoint.Named NAME = new PeerEndpoint.Named("vps.example.org", 5555);

    private final SimWorld world = new SimWorld(1, new FastCrypto());
    private ReloadedHost node = new ReloadedHost(world, "node");
    private SimHost vps = world.addHost("vps");

    @BeforeEach
    void theOtherMachineRuns() {
        vps.start();
        vps.command(new NodeCommand.AddPassword(bytes("secret"), null, null));
    }

    @Test
    void aNameMayBeReplacedByItsAddress() throws Exception {
        linkByName();
        change(peer(at(vps), vps));
        world.run(2 * SECOND);
        assertThat(node.host.snapshot().peers()).singleElement().matches(p -> isUp(p));
    }

    @Test
    void aNameThatTheFileStillHasIsNotLeftForItsOwnAddress() throws Exception {
        linkByName();
        assertThatThrownBy(() -> change(peer(NAME, vps), peer(at(vps), vps)))
                .isInstanceOf(ReloadRefused.class);
        assertThat(node.host.snapshot().peers()).singleElement().matches(p -> isUp(p));
    }

    @Test
    void whereOneOfTwoNamesBecomesAnAddressTheOtherOneIsCalledAsBefore() throws Exception {
        var second = new PeerEndpoint.Named("second.example.org", 5555);
        linkByName();
        change(peer(NAME, vps), peer(second, vps));
        change(peer(at(vps), vps), peer(second, vps));
        assertThat(node.host.snapshot().peers())
                .extracting(PeerStats::linkAddress)
                .containsExactlyInAnyOrder(vps.address().toString(), second.toString());
    }

    @Test
    void aNameComesBackWhenTheRestOfTheChangeIsRefused() throws Exception {
        linkByName();
        var loop = new PeerEndpoint.Numeric(LinkAddress.udp(Ip6.parse("fc00::1"), 5));
        assertThatThrownBy(() -> change(peer(at(vps), vps), peer(loop, vps)))
                .isInstanceOf(ReloadRefused.class);
        assertThat(node.host.snapshot().peers())
                .singleElement()
                .extracting(PeerStats::linkAddress)
                .isEqualTo(NAME.toString());
    }

    @Test
    void theFileComesBeforeWhomSomebodyElseCallsThere() throws Exception {
        var other = world.addHost("other");
        call(other.identity().publicKey());
        change(peer(at(vps), vps));
        world.run(2 * SECOND);
        assertThat(node.host.snapshot().peers())
                .singleElement()
                .matches(p -> isUp(p))
                .extracting(p -> p.address().key())
                .isEqualTo(vps.identity().publicKey());
    }

    @Test
    void whomSomebodyElseCallsElsewhereStays() throws Exception {
        var other = world.addHost("other");
        var elsewhere = new PeerEndpoint.Numeric(other.address());
        call(elsewhere, other.identity().publicKey());
        change(peer(at(vps), vps));
        assertThat(node.host.snapshot().peers()).hasSize(2);
    }

    @Test
    void anAddressThatTheMachineDoesNotHaveYetIsBoundWithAWarning() throws Exception {
        var later = LinkAddress.udp(Ip6.mapped(0xc000024d), 4711);
        node.sockets.absent.add(later.ip());
        var here = ReloadedHost.udp(node.host.address(), List.of());
        var next = node.conf(List.of(), List.of(here, ReloadedHost.udp(later, List.of())));
        assertThat(node.change(next)).containsExactly("warning: " + OpenedUdp.absence(later));
        assertThat(node.ports()).hasSize(2).noneMatch(p -> p.port() == RunningPort.NONE);
        assertThat(node.sockets.unused).isEmpty();
    }

    @Test
    void theWarningNamesThePortThatWasAskedForAlsoWhenTheOldSocketGoesFirst() throws Exception {
        var later = LinkAddress.udp(Ip6.mapped(0xc000024d), node.host.address().udpPort());
        node.sockets.absent.add(later.ip());
        var next = node.conf(List.of(), List.of(ReloadedHost.udp(later, List.of())));
        assertThat(node.change(next)).containsExactly("warning: " + OpenedUdp.absence(later));
    }

    private void linkByName() throws Exception {
        change(peer(NAME, vps));
        long id = node.host.snapshot().peers().getFirst().peerId();
        node.host.command(new NodeCommand.Resolved(id, List.of(vps.address())));
        world.run(2 * SECOND);
        assertThat(node.host.snapshot().peers()).singleElement().matches(p -> isUp(p));
    }

    /// As a site does it, or an operator by the admin interface.
    private void call(PublicKey key) {
        call(at(vps), key);
    }

    private void call(PeerEndpoint endpoint, PublicKey key) {
        var settings =
                new PeerSettings(0, endpoint, key, Credentials.of(null, "another"), "site", 0);
        assertThat(node.host.command(new NodeCommand.Connect(settings))).isEmpty();
    }

    private void change(PeerConf... peers) throws ReloadRefused {
        var udp = ReloadedHost.udp(node.host.address(), List.of(peers));
        var _ = node.change(node.conf(List.of(), List.of(udp)));
    }

    private static PeerEndpoint at(SimHost host) {
        return new PeerEndpoint.Numeric(host.address());
    }

    private static PeerConf peer(PeerEndpoint endpoint, SimHost host) {
        return new PeerConf(
                endpoint,
                host.identity().publicKey(),
                null,
                Password.of("secret"),
                null,
                OptionalInt.empty());
    }

    private static boolean isUp(PeerStats peer) {
        return peer.state().number() >= 4 && !peer.isSuspect();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
