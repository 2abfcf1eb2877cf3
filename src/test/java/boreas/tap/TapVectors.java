package boreas.tap;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.PrivateKey;
import boreas.address.PublicKey;
import boreas.crypto.CryptoProviders;
import boreas.env.Verdict;
import boreas.tun.TunStation;
import boreas.vectors.VectorCase;
import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;
import boreas.wire.Batch;
import boreas.wire.DataHeader;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;
import boreas.wire.RouteHeader;
import boreas.wire.UdpHeader;
import java.util.Objects;

/// What a genuine node handed to programs, byte for byte; and what programs sent it, to a node with
/// the same key.
public final class TapVectors implements VectorSuite {
    @Override
    public String file() {
        return "taps*.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        var whole = file.whole();
        var own =
                Identity.of(
                        Objects.requireNonNull(PrivateKey.ofBytes(whole.hex("selfPrivateKey"))),
                        CryptoProviders.choose());
        for (var c : whole.cases("handed"))
            report.check(c, () -> isRebuilt(c, own.ip6(), port(whole, c.intOf("type"))));
        for (var c : whole.cases("injected")) report.check(c, () -> judge(c, whole, own));
    }

    private static int port(VectorCase whole, int type) {
        for (var p : whole.cases("ports")) if (p.intOf("type") == type) return p.intOf("port");
        throw new AssertionError("no port of type " + type);
    }

    private static void isRebuilt(VectorCase c, Ip6 own, int port) {
        var p = packet(c);
        assertThat(Ip6Header.fits(p)).isTrue();
        assertThat(UdpHeader.fits(p)).isTrue();
        assertThat(UdpHeader.sourcePort(p)).isEqualTo(Taps.PORT);
        assertThat(UdpHeader.destinationPort(p)).isEqualTo(port);
        p.dropFront(Ip6Header.SIZE + UdpHeader.SIZE);
        int flags = c.intOf("flags");
        boolean isControl = (flags & RouteHeader.CONTROL) != 0;
        assertThat(RouteHeader.isControl(p)).isEqualTo(isControl);
        assertThat(RouteHeader.label(p)).isEqualTo(c.label("label"));
        assertThat(RouteHeader.version(p)).isEqualTo(c.intOf("version"));
        var address = Ip6.of(c.hex("address"), 0);
        assertThat(new Ip6(RouteHeader.addressHi(p), RouteHeader.addressLo(p))).isEqualTo(address);
        var built = new Batch(1).next().append(c.hex("content"));
        if (!isControl) DataHeader.prepend(built, c.intOf("type"));
        int tail = Integer.parseUnsignedInt(c.text("switchTail"), 16);
        assertThat(RouteHeader.switchTail(p)).isEqualTo(tail);
        RouteHeader.prepend(built, c.label("label"), tail, c.intOf("version"), flags);
        RouteHeader.putNode(built, c.hex("key"), address.hi(), address.lo());
        UdpHeader.prepend(built, Taps.PORT, port);
        Ip6Header.prepend(built, Ip6Header.UDP, TunStation.HOP_LIMIT);
        Ip6Header.putSource(built, Ip6.HANDLER.hi(), Ip6.HANDLER.lo());
        Ip6Header.putDestination(built, own.hi(), own.lo());
        UdpHeader.seal(built);
        assertThat(built.toString()).isEqualTo(packet(c).toString());
    }

    private static void judge(VectorCase c, VectorCase whole, Identity own) throws Exception {
        var node = new Rig(own);
        for (var p : whole.cases("ports"))
            node.taps.register(new Tap(p.intOf("port"), p.intOf("type")));
        var verdict = node.tun.onTun(packet(c), Rig.NOW_NS);
        var text = whole.text("peer");
        var peer = PublicKey.parse(text.substring(text.length() - PublicKey.TEXT_LENGTH));
        switch (c.text("became")) {
            case "ask" -> {
                assertThat(verdict).isEqualTo(Verdict.OK);
                assertThat(node.frames).hasSize(1);
                assertThat(node.frames.getFirst().i64(0)).isEqualTo(0x13);
                assertThat(node.sessions.find(peer.ip6())).isNotNull();
            }
            case "control" -> {
                assertThat(verdict).isEqualTo(Verdict.OK);
                assertThat(node.frames).hasSize(1);
                var sent = packet(c);
                sent.dropFront(Ip6Header.SIZE + UdpHeader.SIZE);
                long label = RouteHeader.label(sent);
                sent.dropFront(RouteHeader.SIZE);
                assertThat(node.frames.getFirst().toString())
                        .isEqualTo("%016x00400000ffffffff%s".formatted(label, sent));
            }
            case "content" -> {
                assertThat(verdict).isEqualTo(Verdict.OK);
                assertThat(node.wanted).containsExactly(peer.ip6());
            }
            case "dropped" -> {
                assertThat(verdict).isIn(Verdict.BAD_TAP_MESSAGE, Verdict.UNREGISTERED_TAP);
                assertThat(node.frames).isEmpty();
            }
            // A genuine node keeps silent when it is asked itself.
            case "unanswered" -> {
                assertThat(verdict).isEqualTo(Verdict.OK);
                assertThat(node.questions).hasSize(1);
                assertThat(node.given).hasSize(1);
            }
            default -> throw c.unknownKind("became");
        }
    }

    private static Packet packet(VectorCase c) {
        return new Batch(1).next().append(c.hex("packet"));
    }
}
