package boreas.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.cryptoauth.Credentials;
import boreas.link.LinkLab.End;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whom a node is told to call: what is refused, and names that have addresses.
class CallsTest {
    private final LinkLab lab = new LinkLab();
    private final End home = lab.end(1);
    private final End vps = lab.end(2);

    @Test
    void aPeerInsideTheMeshIsRefusedAsALoop() {
        assertRefused(
                new PeerEndpoint.Numeric(LinkAddress.udp(new Ip6(0xfc12L << 48, 1), 5)),
                PeerRefused.Reason.LOOP);
    }

    @Test
    void aPeerOfAnotherAddressFamilyIsRefused() {
        assertRefused(
                new PeerEndpoint.Numeric(LinkAddress.udp(new Ip6(0x2001L << 48, 1), 5)),
                PeerRefused.Reason.WRONG_FAMILY);
    }

    @Test
    void anAddressThatAnotherConfiguredPeerHasIsRefused() throws PeerRefused {
        home.call(vps, null, "secret");
        var other = Identity.generate(new SplittableRandom(99)::nextBytes, LinkLab.CRYPTO);
        var endpoint = new PeerEndpoint.Numeric(vps.address);
        var settings = new PeerSettings(0, endpoint, other.publicKey(), null, null, 0);
        assertThatThrownBy(() -> home.links.connect(settings, lab.nowNs))
                .isInstanceOfSatisfying(
                        PeerRefused.class,
                        e -> assertThat(e.reason()).isEqualTo(PeerRefused.Reason.ADDRESS_TAKEN));
        assertThat(home.links.peers()).hasSize(1);
    }

    @Test
    void ourselvesAsAPeerAreRefused() {
        assertThatThrownBy(() -> home.call(home, null, "x"))
                .isInstanceOfSatisfying(
                        PeerRefused.class,
                        e -> assertThat(e.reason()).isEqualTo(PeerRefused.Reason.BAD_KEY));
    }

    @Test
    void aHostNameIsLookedUpAndCalledWhenItIsKnown() throws PeerRefused {
        vps.users.add("secret", null, null);
        var id = callByName();
        lab.runMs(10);
        assertThat(home.events).containsExactly("resolve vps.example:1000");
        home.links.onResolved(id, List.of(vps.address), lab.nowNs);
        lab.runMs(20);
        assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void aHostNameIsLookedUpAgainWhenItsPeerIsSilentAndFollowedToItsNewAddress()
            throws PeerRefused {
        vps.users.add("secret", null, null);
        var id = callByName();
        lab.runMs(10);
        home.links.onResolved(id, List.of(vps.address), lab.nowNs);
        lab.runMs(1000);
        vps.kill();
        lab.runMs(60_000);
        assertThat(home.events.stream().filter(e -> e.startsWith("resolve")).count())
                .isBetween(2L, 4L);
        var moved = lab.end(9, vps.identity);
        moved.users.add("secret", null, null);
        home.links.onResolved(id, List.of(moved.address), lab.nowNs);
        lab.runMs(1000);
        assertThat(home.only().linkAddress()).isEqualTo(moved.address);
        home.say(home.only(), "found you");
        lab.runMs(10);
        assertThat(moved.frames).containsExactly("found you");
    }

    @Test
    void theAddressesOfANameAreTriedInTurn() throws PeerRefused {
        vps.users.add("secret", null, null);
        var dead = List.of(address(91), address(92), vps.address);
        var id = callByName();
        home.links.onResolved(id, dead, lab.nowNs);
        lab.runMs(5_000);
        assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(home.only().linkAddress()).isEqualTo(vps.address);
        home.links.onResolved(id, dead, lab.nowNs);
        assertThat(home.only().linkAddress()).as("what works is kept").isEqualTo(vps.address);
    }

    @Test
    void aNameWhoseAddressesAreAllSilentIsCalledNoMoreOftenThanAnyOther() throws PeerRefused {
        home.links.onResolved(
                callByName(), List.of(address(91), address(92), address(93)), lab.nowNs);
        lab.runMs(70_000); // the first minute, in which everybody is called closely, is over
        int before = lab.sent.size();
        lab.runMs(80_000);
        var late = lab.sent.subList(before, lab.sent.size());
        assertThat(late).hasSizeBetween(9, 11);
        assertThat(late.stream().map(LinkLab.Datagram::to).distinct()).hasSize(3);
    }

    @Test
    void aNameThatLeadsIntoTheMeshIsLeftOut() throws PeerRefused {
        var id = callByName();
        home.links.onResolved(
                id, List.of(LinkAddress.udp(new Ip6(0xfc12L << 48, 1), 5)), lab.nowNs);
        lab.runMs(100);
        assertThat(lab.sent).isEmpty();
    }

    private long callByName() throws PeerRefused {
        return home.links
                .connect(
                        new PeerSettings(
                                0,
                                new PeerEndpoint.Named("vps.example", 1000),
                                vps.identity.publicKey(),
                                Credentials.of(null, "secret"),
                                null,
                                0),
                        lab.nowNs)
                .id();
    }

    private static LinkAddress address(int host) {
        return LinkAddress.udp(Ip6.mapped(0x0a000000 + host), 1000);
    }

    private void assertRefused(PeerEndpoint endpoint, PeerRefused.Reason reason) {
        var other = Identity.generate(new SplittableRandom(99)::nextBytes, LinkLab.CRYPTO);
        var settings = new PeerSettings(0, endpoint, other.publicKey(), null, null, 0);
        assertThatThrownBy(() -> home.links.connect(settings, lab.nowNs))
                .isInstanceOfSatisfying(
                        PeerRefused.class, e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(home.links.peers()).isEmpty();
    }
}
