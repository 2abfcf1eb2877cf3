package boreas.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.cryptoauth.Credentials;
import boreas.env.Verdict;
import boreas.link.LinkLab.End;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// No way leads to a link inside what the node itself carries. The other node of these tests is in
/// such a network.
class CarriedNetworksTest {
    private static final IpPrefix NETWORK = prefix("10.0.0.2/32");

    private final LinkLab lab = new LinkLab();
    private final End home = lab.end(1);
    private final End vps = lab.end(2);

    @Test
    void aCallIsRefusedWithASentence() {
        carry(List.of());
        assertThatThrownBy(() -> home.call(vps, null, "secret"))
                .isInstanceOfSatisfying(
                        PeerRefused.class,
                        e -> assertThat(e.reason()).isEqualTo(PeerRefused.Reason.CARRIED))
                .hasMessage(
                        "its address is inside a network of the site, so the link would run through"
                                + " itself");
        assertThat(home.links.peers()).isEmpty();
    }

    @Test
    void anAddressOfANameIsLeftOut() throws PeerRefused {
        carry(List.of());
        vps.users.add("secret", null, null);
        var name = new PeerEndpoint.Named("vps.example.net", 1000);
        var peer =
                home.links.connect(
                        new PeerSettings(0, name, vps.identity.publicKey(), null, null, 0),
                        lab.nowNs);
        home.links.onResolved(peer.id(), List.of(vps.address), lab.nowNs);
        lab.runMs(5_000);
        assertThat(peer.hasAddress()).isFalse();
        assertThat(lab.sent).isEmpty();
    }

    @Test
    void aPeerOfAFormerRunIsNotGreeted() {
        carry(List.of());
        home.links.greet(known(), lab.nowNs);
        assertThat(home.links.peers()).isEmpty();
    }

    @Test
    void aCallFromThereIsNotHeard() throws PeerRefused {
        carry(List.of());
        home.users.add("secret", null, null);
        vps.call(home, null, "secret");
        lab.runMs(1_000);
        assertThat(home.links.peers()).isEmpty();
        assertThat(home.counters.of(Verdict.LINK_LOOP)).isEqualTo(3);
    }

    @Test
    void aBeaconFromThereIsNotHeard() {
        carry(List.of());
        home.setBeacon(BeaconState.ACCEPT);
        vps.setBeacon(BeaconState.SEND);
        lab.runMs(1_500);
        assertThat(home.links.peers()).isEmpty();
        assertThat(home.counters.of(Verdict.LINK_LOOP)).isEqualTo(2);
    }

    @Test
    void whoIsOnACableOfOursIsHeardAndGreetedButNotCalled() throws PeerRefused {
        carry(List.of(NETWORK));
        assertThatThrownBy(() -> home.call(vps, null, "secret")).isInstanceOf(PeerRefused.class);
        home.links.greet(known(), lab.nowNs);
        assertThat(home.links.peers()).hasSize(1);
        home.restart();
        carry(List.of(NETWORK));
        home.setBeacon(BeaconState.ACCEPT);
        vps.setBeacon(BeaconState.SEND);
        lab.runMs(1_500);
        assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void anotherKindOfAddressIsInNoNetwork() throws AddressException {
        var all = new CarriedNetworks(List.of(prefix("::/0"), prefix("0.0.0.0/0")), List.of());
        assertThat(all.contain(LinkAddress.parse("02:00:00:00:00:01"))).isFalse();
        assertThat(all.contain(LinkAddress.udp(new Ip6(0x2001L << 48, 1), 5))).isTrue();
        var one = new CarriedNetworks(List.of(prefix("fdd7:5938:e2e6::/48")), List.of());
        assertThat(one.carry(LinkAddress.parse("[fdd7:5938:e2e6:3::4e]:5"))).isTrue();
        assertThat(one.carry(LinkAddress.parse("[fdd7:5938:e2e7:3::4e]:5"))).isFalse();
        assertThat(one.carry(LinkAddress.parse("10.0.0.2:5"))).isFalse();
    }

    @Test
    void aPeerIsShownByTheNameOfItsKeyHoweverItCame() throws PeerRefused {
        home.links.name(Map.of(vps.identity.publicKey(), "vps2"));
        vps.links.name(Map.of(home.identity.publicKey(), "home"));
        vps.users.add("secret", "derived-login", null);
        home.links.connect(
                new PeerSettings(
                        0,
                        new PeerEndpoint.Numeric(vps.address),
                        vps.identity.publicKey(),
                        Credentials.of("derived-login", "secret"),
                        null,
                        0),
                lab.nowNs);
        lab.runMs(1_000);
        assertThat(home.links.stats(lab.nowNs).getFirst().user()).isEqualTo("vps2");
        assertThat(vps.links.stats(lab.nowNs).getFirst().user()).isEqualTo("home");
    }

    @Test
    void aNameThatIsConfiguredComesFirst() throws PeerRefused {
        home.links.name(Map.of(vps.identity.publicKey(), "vps2"));
        home.call(vps, null, "secret");
        assertThat(home.links.stats(lab.nowNs).getFirst().user()).isEqualTo("peer");
    }

    private KnownPeer known() {
        return new KnownPeer(0, vps.address, vps.identity.publicKey(), 3);
    }

    private void carry(List<IpPrefix> behindUs) {
        home.links.refuseInside(new CarriedNetworks(List.of(NETWORK), behindUs));
    }

    private static IpPrefix prefix(String text) {
        try {
            return IpPrefix.parse(text);
        } catch (AddressException e) {
            throw new AssertionError(text, e);
        }
    }
}
