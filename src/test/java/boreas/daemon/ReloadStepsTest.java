package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.config.AuthorizedPassword;
import boreas.config.BeaconMode;
import boreas.config.CjdrouteConf;
import boreas.config.EthInterfaceConf;
import boreas.config.Password;
import boreas.config.PeerConf;
import boreas.config.UdpInterfaceConf;
import boreas.cryptoauth.Credentials;
import boreas.link.BeaconState;
import boreas.link.KnownPeer;
import boreas.link.PeerSettings;
import boreas.link.PeerStats;
import boreas.link.PortInfo;
import boreas.node.NodeCommand;
import boreas.sim.FastCrypto;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
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
        assertThat(node.change(next)).containsExactly(OpenedUdp.absence(later));
        assertThat(node.ports()).hasSize(2).noneMatch(p -> p.port() == RunningPort.NONE);
        assertThat(node.sockets.unused).isEmpty();
    }

    @Test
    void theWarningNamesThePortThatWasAskedForAlsoWhenTheOldSocketGoesFirst() throws Exception {
        var later = LinkAddress.udp(Ip6.mapped(0xc000024d), node.host.address().udpPort());
        node.sockets.absent.add(later.ip());
        var next = node.conf(List.of(), List.of(ReloadedHost.udp(later, List.of())));
        assertThat(node.change(next)).containsExactly(OpenedUdp.absence(later));
    }

    @Test
    void aSocketThatTakesThePlaceOfAnotherHasItsInterfaceNumber() throws Exception {
        var second = node.extraAddress(1);
        bindTo(node.host.address(), second);
        bindTo(node.host.address(), node.extraAddress(2));
        bindTo(node.extraAddress(3), node.extraAddress(2));
        assertThat(numbered()).containsExactly(node.extraAddress(3), node.extraAddress(2));
        bindTo(node.host.address(), second);
        assertThat(numbered()).containsExactly(node.host.address(), second);
        bindTo(second);
        bindTo(second, node.extraAddress(2));
        assertThat(numbered()).containsExactly(node.extraAddress(2), second);
    }

    @Test
    void aSocketThatIsBroughtBackHasItsInterfaceNumber() throws Exception {
        bindTo(node.host.address(), node.extraAddress(1), node.extraAddress(2));
        var before = numbered();
        var next = List.of(ReloadedHost.udp(node.extraAddress(2), List.of()));
        assertThat(node.changeAndTakeBack(node.conf(List.of(), next), () -> {})).isEmpty();
        assertThat(numbered()).isEqualTo(before);
        var others = List.of(ReloadedHost.udp(node.extraAddress(3), List.of()));
        assertThat(node.changeAndTakeBack(node.conf(List.of(), others), () -> {})).isEmpty();
        assertThat(numbered()).isEqualTo(before);
    }

    private void bindTo(LinkAddress... binds) throws ReloadRefused {
        var udp = Arrays.stream(binds).map(bind -> ReloadedHost.udp(bind, List.of())).toList();
        var _ = node.change(node.conf(List.of(), udp));
    }

    /// What people find under 0, 1 and so on.
    private List<LinkAddress> numbered() {
        var ports = node.host.snapshot().ports();
        for (int i = 0; i < ports.size(); i++) assertThat(ports.get(i).ifNum()).isEqualTo(i);
        return ports.stream()
                .map(PortInfo::local)
                .map(local -> ((PortInfo.Local.Udp) local).address())
                .toList();
    }

    // --- taken back, because a site refuses behind it

    @Test
    void whomSomebodyElseCalledThereIsCalledAgain() throws Exception {
        var other = world.addHost("other");
        other.start();
        other.command(new NodeCommand.AddPassword(bytes("another"), null, null));
        call(at(other), other.identity().publicKey());
        world.run(2 * SECOND);
        var next = ReloadedHost.udp(node.host.address(), List.of(peer(at(other), vps)));
        takeBack(List.of(), next);
        assertThat(node.host.snapshot().peers())
                .singleElement()
                .matches(p -> p.address().key().equals(other.identity().publicKey()))
                .matches(p -> "site".equals(p.user()))
                .matches(p -> isUp(p));
    }

    @Test
    void aPortThatWasClosedIsThereAgainWithAllWhoWereLinkedThere() throws Exception {
        var bind = node.extraAddress(1);
        var guest = guest(bind);
        var own = new AuthorizedPassword(Password.of("let-in"), "guest", null);
        var here = ReloadedHost.udp(node.host.address(), List.of());
        node.change(node.conf(List.of(own), List.of(here, ReloadedHost.udp(bind, List.of()))));
        int port = node.ports().getLast().port();
        call(port, at(vps), vps.identity().publicKey(), "secret");
        world.run(20 * SECOND);
        assertThat(node.host.snapshot().peers()).hasSize(2).allMatch(p -> isUp(p));
        var remembered = node.host.remembered();
        assertThat(remembered).extracting(KnownPeer::key).containsExactly(key(guest));
        assertThat(node.changeAndTakeBack(node.conf(List.of(), List.of(here)), () -> {})).isEmpty();
        int again = node.ports().getLast().port();
        assertThat(again).isNotEqualTo(port);
        assertThat(node.host.remembered()).containsExactly(remembered.getFirst().from(again));
        world.run(2 * SECOND);
        assertThat(node.host.snapshot().peers())
                .hasSize(2)
                .allMatch(p -> p.port() == again)
                .allMatch(p -> isUp(p))
                .extracting(p -> p.address().key())
                .containsExactlyInAnyOrder(key(vps), key(guest));
        assertThat(node.host.remembered()).containsExactly(remembered.getFirst().from(again));
    }

    @Test
    void aPortThatSomebodyHasTakenMeanwhileIsNamedAndTheRestIsAsBefore() throws Exception {
        var bind = node.extraAddress(1);
        var here = ReloadedHost.udp(node.host.address(), List.of());
        node.change(node.conf(List.of(), List.of(here, ReloadedHost.udp(bind, List.of()))));
        assertThat(
                        node.changeAndTakeBack(
                                node.conf(List.of(), List.of(here)),
                                () -> node.sockets.taken.add(bind)))
                .singleElement()
                .asString()
                .contains("could not be brought back", bind.toString(), "in use");
        assertThat(node.ports()).last().matches(p -> p.port() == RunningPort.NONE);
        node.sockets.taken.clear();
        node.change(node.conf());
        assertThat(node.ports()).last().matches(p -> p.port() != RunningPort.NONE);
    }

    @Test
    void whomSomebodyElseHasTakenThePlaceOfMeanwhileIsNamed() throws Exception {
        change(peer(at(vps), vps));
        var other = world.addHost("other");
        var without =
                node.conf(List.of(), List.of(ReloadedHost.udp(node.host.address(), List.of())));
        assertThat(node.changeAndTakeBack(without, () -> call(key(other))))
                .containsExactly(
                        "it could not be brought back: connectTo \"%s\": another configured peer has this address"
                                .formatted(vps.address()));
    }

    @Test
    void whoWasSentAwayIsGreetedAndRemembered() throws Exception {
        var guest = guest(node.host.address());
        var own = new AuthorizedPassword(Password.of("let-in"), "guest", null);
        var here = ReloadedHost.udp(node.host.address(), List.of());
        node.change(node.conf(List.of(own), List.of(here)));
        world.run(20 * SECOND);
        var remembered = node.host.remembered();
        assertThat(remembered).extracting(KnownPeer::key).containsExactly(key(guest));
        takeBack(List.of(), here);
        assertThat(node.host.remembered()).isEqualTo(remembered);
        assertThat(node.host.snapshot().peers()).singleElement().matches(p -> isUp(p));
    }

    @Test
    void aPeerThatIsCalledFromAnotherPortHasOneLink() throws Exception {
        var extra = node.extraAddress(1);
        for (int i = 0; i < 2; i++) {
            var here = i == 0 ? List.of(peer(at(vps), vps)) : List.<PeerConf>of();
            var there = i == 0 ? List.<PeerConf>of() : List.of(peer(at(vps), vps));
            var first = ReloadedHost.udp(node.host.address(), here);
            node.change(node.conf(List.of(), List.of(first, ReloadedHost.udp(extra, there))));
            world.run(30 * SECOND);
            assertThat(node.host.snapshot().peers()).singleElement().matches(p -> isUp(p));
        }
    }

    @Test
    void aPasswordWithoutAUserIsCalledAsBefore() throws Exception {
        var first = new AuthorizedPassword(Password.of("first"), null, null);
        var second = new AuthorizedPassword(Password.of("second"), null, null);
        var here = ReloadedHost.udp(node.host.address(), List.of());
        node.change(node.conf(List.of(first, second), List.of(here)));
        var users = node.host.snapshot().users();
        takeBack(List.of(), here);
        assertThat(node.host.snapshot().users()).containsExactlyInAnyOrderElementsOf(users);
        assertThat(node.host.command(revoke("first"))).contains(users.getFirst());
        assertThat(node.host.command(revoke("second"))).contains(users.getLast());
    }

    private static NodeCommand.RevokePassword revoke(String password) {
        return new NodeCommand.RevokePassword(bytes(password), null, null);
    }

    @Test
    void settingsOfAPortThatStaysAreAsBefore() throws Exception {
        var named = peer(at(vps), vps, "vps");
        var before = udp(7, BeaconMode.ACCEPT, 64512, List.of(named));
        node.change(node.conf(List.of(), List.of(before)));
        world.run(2 * SECOND);
        long id = node.host.snapshot().peers().getFirst().peerId();
        var after = udp(9, BeaconMode.SEND_AND_ACCEPT, 64513, List.of(peer(at(vps), vps, "other")));
        takeBack(List.of(), after);
        assertThat(node.sockets.dscp).isEqualTo(7);
        assertThat(node.sockets.beaconPort).isEqualTo(64512);
        assertThat(node.host.snapshot().ports())
                .singleElement()
                .matches(p -> p.beacon() == BeaconState.ACCEPT);
        assertThat(node.host.snapshot().peers())
                .singleElement()
                .matches(p -> p.peerId() == id && "vps".equals(p.user()) && isUp(p));
        assertThat(node.sockets.unused).isEmpty();
    }

    // --- Ethernet

    @Test
    void anEthernetPeerThatTheFileStillHasIsNotTakenOver() throws Exception {
        var port = node.host.command(new NodeCommand.AddPort(new PortInfo.Local.Ethernet("eth0")));
        node.ethernet.ports.put("eth0", port.port());
        var mac = new PeerEndpoint.Numeric(LinkAddress.parse("01:02:03:04:05:06"));
        var first = peer(mac, vps);
        changeEthernet();
        changeEthernet(first);
        var second = peer(mac, world.addHost("other"));
        assertThatThrownBy(() -> changeEthernet(first, second)).isInstanceOf(ReloadRefused.class);
        assertThat(node.host.snapshot().peers())
                .singleElement()
                .matches(p -> p.address().key().equals(key(vps)));
    }

    @Test
    void whatAnEthernetDeviceDidItDoesAgain() throws Exception {
        changeEthernet();
        var _ = node.change(ethernet(BeaconMode.ACCEPT));
        node.ethernet.ordered.clear();
        var lost = node.changeAndTakeBack(ethernet(BeaconMode.SEND_AND_ACCEPT), () -> {});
        assertThat(lost).isEmpty();
        assertThat(node.ethernet.ordered)
                .extracting(EthInterfaceConf::beacon)
                .containsExactly(BeaconMode.SEND_AND_ACCEPT, BeaconMode.ACCEPT);
    }

    private void changeEthernet(PeerConf... peers) throws ReloadRefused {
        var _ = node.change(ethernet(BeaconMode.OFF, peers));
    }

    private CjdrouteConf ethernet(BeaconMode beacon, PeerConf... peers) {
        var udp = ReloadedHost.udp(node.host.address(), List.of());
        var ethernet = new EthInterfaceConf("eth0", beacon, List.of(peers));
        return ReloadedHost.conf(node.host.identity(), List.of(), List.of(udp), List.of(ethernet));
    }

    private static PublicKey key(SimHost host) {
        return host.identity().publicKey();
    }

    private void takeBack(List<AuthorizedPassword> passwords, UdpInterfaceConf udp)
            throws ReloadRefused {
        assertThat(
                        node.changeAndTakeBack(
                                node.conf(passwords, List.of(udp)), () -> world.run(SECOND)))
                .isEmpty();
        world.run(2 * SECOND);
    }

    private UdpInterfaceConf udp(
            int dscp, BeaconMode beacon, int beaconPort, List<PeerConf> peers) {
        return new UdpInterfaceConf(
                node.host.address(),
                OptionalInt.of(dscp),
                beacon,
                OptionalInt.of(beaconPort),
                List.of("all"),
                peers);
    }

    /// Somebody who calls the node there.
    private SimHost guest(LinkAddress at) {
        var guest = world.addHost("guest");
        guest.start();
        var settings =
                new PeerSettings(
                        0,
                        new PeerEndpoint.Numeric(at),
                        key(node.host),
                        Credentials.of("guest", "let-in"),
                        null,
                        0);
        assertThat(guest.command(new NodeCommand.Connect(settings))).isEmpty();
        return guest;
    }

    @Test
    void anAddressThatIsTriedBeforeTheOldSocketGoesIsRefusedAsItWasWritten() {
        var at = LinkAddress.udp(Ip6.mapped(0xc000024d), node.host.address().udpPort());
        node.sockets.unheardOf.add(at.ip());
        var next = node.conf(List.of(), List.of(ReloadedHost.udp(at, List.of())));
        assertThatThrownBy(() -> node.change(next))
                .hasMessage(
                        "interfaces.UDPInterface.bind: read \"%s\", but this machine says: EINVAL, invalid argument; write another"
                                .formatted(at));
        assertThat(node.ports()).singleElement().matches(p -> p.port() == 0);
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
        call(0, endpoint, key, "another");
    }

    private void call(int port, PeerEndpoint endpoint, PublicKey key, String password) {
        var settings =
                new PeerSettings(port, endpoint, key, Credentials.of(null, password), "site", 0);
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
        return peer(endpoint, host, null);
    }

    private static PeerConf peer(PeerEndpoint endpoint, SimHost host, @Nullable String name) {
        return new PeerConf(
                endpoint,
                host.identity().publicKey(),
                null,
                Password.of("secret"),
                name,
                OptionalInt.empty());
    }

    private static boolean isUp(PeerStats peer) {
        return peer.state().number() >= 4 && !peer.isSuspect();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
