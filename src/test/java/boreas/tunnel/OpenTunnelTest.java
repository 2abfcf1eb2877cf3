package boreas.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.IpPrefix;
import boreas.address.PublicKey;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is refused, each time with a sentence that says what was read and what would work.
class OpenTunnelTest {
    private final Site home = Site.home();
    private final Site vps3 = Site.vps3();

    private TunnelSettings with(
            int tunId, PublicKey far, List<IpPrefix> farPrefixes, int mtuBytes, int limit) {
        return new TunnelSettings(
                tunId,
                far,
                home.endpoint,
                vps3.endpoint,
                farPrefixes,
                home.prefixes,
                mtuBytes,
                limit,
                false);
    }

    private void assertRefused(TunnelSettings settings, String sentence) {
        assertThatThrownBy(() -> home.tunnels.open(settings, home.nowNs))
                .isInstanceOf(TunnelRefused.class)
                .hasMessageStartingWith("tunnel " + settings.tunId() + " to " + settings.far())
                .hasMessageContaining(sentence);
    }

    @Test
    void numbersAndSizesOutOfRange() {
        var key = vps3.identity.publicKey();
        for (int id : new int[] {-1, 0, 65536})
            assertRefused(with(id, key, vps3.prefixes, 1280, 4), "its number must be 1 to 65535");
        for (int mtu : new int[] {0, 1279, 1501})
            assertRefused(
                    with(1, key, vps3.prefixes, mtu, 4),
                    "an MTU of " + mtu + " was asked for, it must be 1280 to 1500");
        for (int limit : new int[] {-2, 256})
            assertRefused(
                    with(1, key, vps3.prefixes, 1280, limit),
                    "limit of " + limit + " was asked for, it must be 0 to 255, or -1 for none");
        assertThat(home.tunnels.stats()).isEmpty();
    }

    @Test
    void keysWithWhichNobodyCanTalk() {
        assertRefused(
                with(1, home.identity.publicKey(), vps3.prefixes, 1280, 4),
                "its key is this node's own");
        var none = PublicKey.of(new byte[32], 0);
        assertRefused(with(1, none, vps3.prefixes, 1280, 4), "not in fc00::/8");
    }

    /// The one point of small order whose address is in fc00::/8.
    @Test
    void aKeyOfSmallOrder() {
        var key = smallOrder();
        assertThat(key.isNodeKey()).isTrue();
        assertRefused(with(1, key, vps3.prefixes, 1280, 4), "its key is of small order");
    }

    /// All encodings of such points (RFC 7748, and those above the prime).
    private static PublicKey smallOrder() {
        var hex = HexFormat.of();
        for (var text : SMALL_ORDER)
            for (int top : new int[] {0, 0x80}) {
                byte[] bytes = hex.parseHex(text);
                bytes[31] |= (byte) top;
                var key = PublicKey.of(bytes, 0);
                if (key.isNodeKey()) return key;
            }
        throw new AssertionError("none is in fc00::/8");
    }

    private static final String[] SMALL_ORDER = {
        "00".repeat(32),
        "01" + "00".repeat(31),
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
    };

    @Test
    void whatAnotherTunnelHasAlready() throws Exception {
        home.openTo(vps3);
        var key = vps3.identity.publicKey();
        assertRefused(with(1, key, vps3.prefixes, 1280, 4), "a tunnel of this number already");
        assertRefused(with(2, key, vps3.prefixes, 1280, 4), "tunnel 1 leads to the same node");
        assertThat(home.tunnels.close(1)).isTrue();
        home.tunnels.open(with(2, key, vps3.prefixes, 1280, 4), home.nowNs);
        assertThat(home.stats().tunId()).isEqualTo(2);
    }

    @Test
    void addressesThatCannotBeBehindATunnel() {
        var key = vps3.identity.publicKey();
        assertRefused(
                with(1, key, Site.prefixes("fdd7:5938:e2e6:6c8d::/80"), 1280, 4),
                "have common addresses");
        assertRefused(
                with(1, key, Site.prefixes("192.168.0.0/16"), 1280, 4),
                "192.168.0.0/16 there and 192.168.5.0/24 here have common addresses");
        assertRefused(
                with(1, key, Site.prefixes("fc12::/16"), 1280, 4), "has addresses of fc00::/8");
        assertRefused(with(1, key, Site.prefixes("::/0"), 1280, 4), "has addresses of fc00::/8");
        assertRefused(with(1, key, Site.prefixes("fd00::/8"), 1280, 4), "common addresses");
    }
}
