package boreas.node;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.env.Verdict;
import boreas.label.EncodingScheme;
import boreas.tap.Tap;
import boreas.tun.TunStation;
import boreas.wire.Batch;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import boreas.wire.DataHeader;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;
import boreas.wire.RouteHeader;
import boreas.wire.RoutingMessage;
import boreas.wire.RoutingMessage.Query;
import boreas.wire.RoutingMessage.Sender;
import boreas.wire.UdpHeader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A program on home looks on, and takes part, in a line of three.
class TapsOfANodeTest {
    private static final int PORT = 4000;
    private static final Sender PROGRAM = new Sender(22, EncodingScheme.V358, 0);
    private static final Bytes TXID = Bytes.of((byte) '0', (byte) 'a', (byte) 'b', (byte) 'c');

    /// Nobody's.
    private static final int CONTENT_OF_ITS_OWN = 0x7fff;

    private Line line = new Line();
    private final List<Packet> seen = new ArrayList<>();
    private long toRelay;

    @BeforeEach
    void settle() {
        line.run(5_000 * Line.MS);
        line.home.seen = seen;
        toRelay = snapshot().peers().getFirst().address().label();
    }

    private NodeSnapshot snapshot() {
        return line.home.node.onCommand(new NodeCommand.TakeSnapshot(), line.nowNs);
    }

    private void register(int type) {
        register(line.home, type);
    }

    /// What a program sends to the node.
    private void say(Packet p) {
        var own = line.home.identity.ip6();
        UdpHeader.prepend(p, PORT, 1);
        Ip6Header.prepend(p, Ip6Header.UDP, 64);
        Ip6Header.putSource(p, own.hi(), own.lo());
        Ip6Header.putDestination(p, Ip6.HANDLER.hi(), Ip6.HANDLER.lo());
        UdpHeader.seal(p);
        var batch = new Batch(1);
        batch.next().copyFrom(p);
        line.home.node.onTun(TunStation.CJDNS, batch, line.nowNs);
    }

    private static Packet routing(Line.Machine to, long label, Query query) {
        var p = new Batch(1).next().append(query.write());
        DataHeader.prepend(p, DataHeader.ROUTING);
        RouteHeader.prepend(p, label, 0x400000, 22, 0);
        var address = to.identity.ip6();
        var key = to.identity.publicKey().bytes();
        RouteHeader.putNode(p, key, address.hi(), address.lo());
        return p;
    }

    private long drops(Verdict verdict) {
        return snapshot().drops().getOrDefault(verdict, 0L);
    }

    /// What the program was handed, from the route header on.
    private List<Packet> handed() {
        var handed = new ArrayList<Packet>();
        for (var p : seen) {
            if (Ip6Header.sourceHi(p) != Ip6.HANDLER.hi()) continue;
            assertThat(UdpHeader.fits(p)).isTrue();
            assertThat(UdpHeader.destinationPort(p)).isEqualTo(PORT);
            p.dropFront(Ip6Header.SIZE + UdpHeader.SIZE);
            handed.add(p);
        }
        seen.clear();
        return handed;
    }

    @Test
    void packetsOfItsKindAreShownBothWays() {
        register(Ip6Header.UDP);
        line.home.write(line.vps3, TunStation.CJDNS, 2);
        line.home.enter(TunStation.CJDNS);
        line.run(3_000 * Line.MS);
        handed();
        line.home.write(line.vps3, TunStation.CJDNS, 1);
        line.home.enter(TunStation.CJDNS);
        line.vps3.write(line.home, TunStation.CJDNS, 1);
        line.vps3.enter(TunStation.CJDNS);
        line.run(100 * Line.MS);
        var copies = handed();
        assertThat(copies).hasSize(2);
        var far = line.vps3.identity.ip6();
        for (var p : copies) {
            assertThat(new Ip6(RouteHeader.addressHi(p), RouteHeader.addressLo(p))).isEqualTo(far);
            assertThat(RouteHeader.hasKey(p)).isTrue();
            assertThat(p.length())
                    .isEqualTo(1000 - Ip6Header.SIZE + RouteHeader.SIZE + DataHeader.SIZE);
        }
        assertThat(copies.stream().map(p -> p.u8(48))).containsExactly(0, RouteHeader.INCOMING);
    }

    @Test
    void anAnswerToItsRoutingPingIsItsOwnAndNoDrop() {
        register(DataHeader.ROUTING);
        long unasked = drops(Verdict.UNASKED);
        say(routing(line.relay, toRelay, Query.ping(PROGRAM, TXID)));
        line.run(100 * Line.MS);
        var mine = handed().stream().filter(TapsOfANodeTest::isMine).toList();
        assertThat(mine).hasSize(1);
        assertThat(mine.getFirst().u8(48)).isEqualTo(RouteHeader.INCOMING);
        assertThat(drops(Verdict.UNASKED)).isEqualTo(unasked);
    }

    private static boolean isMine(Packet p) {
        int headers = RouteHeader.SIZE + DataHeader.SIZE;
        var message = RoutingMessage.read(p.get(headers, p.length() - headers));
        return message != null && message.txid().equals(TXID);
    }

    @Test
    void theNodeItselfTellsItsPeers() {
        register(DataHeader.ROUTING);
        say(routing(line.home, 1, Query.peers(1, PROGRAM, TXID)));
        var mine = handed().stream().filter(TapsOfANodeTest::isMine).toList();
        assertThat(mine).hasSize(1);
        var p = mine.getFirst();
        int headers = RouteHeader.SIZE + DataHeader.SIZE;
        if (!(RoutingMessage.read(p.get(headers, p.length() - headers))
                instanceof RoutingMessage.Reply reply)) throw new AssertionError("no reply");
        assertThat(reply.nodes())
                .extracting(RoutingMessage.Node::key)
                .containsExactly(line.relay.identity.publicKey(), line.home.identity.publicKey());
    }

    @Test
    void aControlPingOfItsOwnIsAnsweredToIt() {
        register(Tap.CONTROL);
        line.run(2_000 * Line.MS);
        handed();
        var ping = new Batch(1).next();
        new ControlFrame.Ping(22, Bytes.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8})).writeTo(ping);
        RouteHeader.prepend(ping, toRelay, 0x400000, 0, RouteHeader.CONTROL);
        long unasked = drops(Verdict.UNASKED);
        say(ping);
        line.run(100 * Line.MS);
        var pongs = new ArrayList<ControlFrame.Pong>();
        for (var p : handed()) {
            assertThat(RouteHeader.isControl(p)).isTrue();
            assertThat(RouteHeader.hasKey(p)).isFalse();
            p.dropFront(RouteHeader.SIZE);
            if (ControlFrame.read(p) instanceof ControlFrame.Pong pong) pongs.add(pong);
        }
        assertThat(pongs).hasSize(1);
        assertThat(pongs.getFirst().data())
                .isEqualTo(Bytes.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        assertThat(drops(Verdict.UNASKED)).isEqualTo(unasked);
    }

    @Test
    void whatItSendsIsNotShownToItHoweverLongThatWaitedForAPath() {
        line = new Line();
        line.home.seen = seen;
        assertThat(snapshot().sessions()).isEmpty();
        register(CONTENT_OF_ITS_OWN);
        register(line.vps3, CONTENT_OF_ITS_OWN);
        var far = new ArrayList<Packet>();
        line.vps3.seen = far;
        for (int i = 0; i < 2; i++) {
            var p = new Batch(1).next().append(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            DataHeader.prepend(p, CONTENT_OF_ITS_OWN);
            RouteHeader.prepend(p, 0, 0, 0, 0);
            var address = line.vps3.identity.ip6();
            RouteHeader.putNode(p, new byte[PublicKey.BYTES], address.hi(), address.lo());
            say(p);
            line.run(8_000 * Line.MS);
        }
        assertThat(far).as("what arrived").hasSize(2);
        assertThat(handed()).isEmpty();
    }

    private void register(Line.Machine machine, int type) {
        var done = new NodeCommand.RegisterTap(new Tap(PORT, type));
        assertThat(machine.node.onCommand(done, line.nowNs)).isEqualTo(Tap.Registration.DONE);
    }

    @Test
    void whoeverIsGoneIsShownNothing() {
        register(Tap.CONTROL);
        line.home.node.onCommand(new NodeCommand.UnregisterTap(PORT), line.nowNs);
        line.run(20_000 * Line.MS);
        assertThat(handed()).isEmpty();
        var taps = line.home.node.onCommand(new NodeCommand.ListTaps(), line.nowNs);
        assertThat(taps).isEmpty();
    }
}
