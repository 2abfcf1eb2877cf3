package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.EncodingScheme;
import boreas.mutation.Mutations;
import boreas.value.Bencode;
import boreas.vectors.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever arrives, no decoder throws, and what it accepts it can write again.
class MutationTest {
    private final Batch batch = new Batch(2);
    private final Reassembly reassembly =
            new Reassembly(
                    new World(into -> {}, new Timers(), new Counters(), EventLog.SILENT),
                    new Counters());
    private long now;

    @Test
    void noDecoderThrowsWhateverArrives() throws Exception {
        new Mutations(corpus()).feed(this::decode);
    }

    @Test
    @Tag("soak")
    void norInALongRun() throws Exception {
        new Mutations(corpus()).feed(this::decode);
    }

    private static List<byte[]> corpus() throws Exception {
        var corpus = new ArrayList<byte[]>();
        var switchFile = Vectors.open("switch.json");
        for (var c : switchFile.cases("ctrlFrames")) corpus.add(c.hex("frame"));
        for (var c : switchFile.cases("hops")) corpus.add(c.hex("in"));
        for (var session : Vectors.open("session.json").cases("sessions"))
            for (var packet : session.cases("packets")) {
                corpus.add(packet.hex("frame"));
                corpus.add(packet.hex("cryptoPlain"));
                if (packet.has("content")) corpus.add(packet.hex("content"));
            }
        for (var frame : ControlFrameTest.ONE_OF_EACH) {
            var p = Packets.empty();
            frame.writeTo(p);
            corpus.add(p.toArray());
        }
        var beacon = Packets.empty();
        Beacon.write(beacon, 22, new byte[20], new byte[32]);
        corpus.add(beacon.toArray());
        UdpBeaconHeader.prepend(beacon, 5);
        corpus.add(beacon.toArray());
        EthernetHeader.prepend(beacon);
        corpus.add(beacon.toArray());
        var echo = Packets.empty();
        Icmp6.writeEcho(echo, Icmp6.ECHO_REQUEST, 1, 2, new byte[50], 3, 4, 5, 6);
        corpus.add(echo.toArray());
        corpus.add(EncodingScheme.V358.serialize());
        for (var v : TunnelVectors.of("wrap")) corpus.add(v.bytes());
        for (var v : TunnelVectors.of("part")) corpus.add(v.bytes());
        return corpus;
    }

    private void decode(byte[] bytes, Random random) {
        batch.clear();
        var p = batch.next().append(bytes);
        PacketText.linkPacket(p);
        PacketText.frame(p);
        PacketText.beacon(p);
        PacketText.content(p);
        PacketText.control(p);
        PacketText.ip6(p);
        assertThat(p.toArray()).isEqualTo(bytes);

        Bencode.read(bytes);
        routingMessage(bytes);
        var scheme = EncodingScheme.deserialize(bytes);
        if (scheme != null)
            assertThat(EncodingScheme.deserialize(scheme.serialize())).isEqualTo(scheme);
        if (bytes.length >= ControlHeader.MIN_FRAME) controlFrame(p);
        p = batch.get(0).clear().append(bytes);
        if (EthernetHeader.fits(p)) EthernetHeader.strip(p);
        ip6(p);
        tunnel(bytes);
    }

    private static void routingMessage(byte[] bytes) {
        var message = RoutingMessage.read(bytes);
        if (message == null) return;
        // A question that we do not know is not written again by its name.
        if (message instanceof RoutingMessage.Query query
                && query.question() == RoutingMessage.Question.UNKNOWN) return;
        assertThat(RoutingMessage.read(message.write())).isEqualTo(message);
    }

    private void controlFrame(Packet p) {
        // So that damage behind it is seen at all.
        ControlHeader.seal(p);
        if (ControlHeader.check(p) != Verdict.OK) return;
        var frame = ControlFrame.read(p);
        PacketText.control(p);
        var again = batch.isFull() ? batch.get(1).clear() : batch.next();
        frame.writeTo(again);
        assertThat(again.toArray()).isEqualTo(p.toArray());
        if (frame instanceof ControlFrame.LinkAddressReply reply) reply.address().address();
    }

    private void tunnel(byte[] bytes) {
        for (int type : new int[] {Ip6Tunnel.IP4, Ip6Tunnel.IP6, Ip6Tunnel.FRAGMENT, 60}) {
            var p = batch.get(0).clear().append(bytes);
            int found = Ip6Tunnel.open(p, type);
            if (found == Ip6Tunnel.FRAGMENT) {
                int next = reassembly.onFragment(1, bytes.length & 7, p, now++);
                if (next != Reassembly.PENDING) found = Ip6Tunnel.open(p, next);
            }
            if (found < 0 || !Ip6Tunnel.trim(p, found)) continue;
            var why = Ip6Tunnel.judge(p, Ip6Header.MIN_MTU);
            if (why == Verdict.OK) assertThat(Ip6Tunnel.wrap(p, 4)).isEqualTo(Ip6Tunnel.OPTIONS);
            else Ip6Tunnel.answer(why, p, batch.next(), Ip6Header.MIN_MTU, 1, 2);
            batch.clear();
            batch.next();
        }
    }

    private void ip6(Packet p) {
        if (!Ip6Header.fits(p)) return;
        if (Icmp6.deservesError(p)) {
            var error = batch.isFull() ? batch.get(1).clear() : batch.next();
            Icmp6.writePacketTooBig(error, p, 1280, 1, 2);
            assertThat(error.length()).isLessThanOrEqualTo(Ip6Header.MIN_MTU);
            assertThat(Icmp6.isIntact(error)).isTrue();
        }
        if (!Icmp6.isIn(p)) return;
        Icmp6.isIntact(p);
        if (!Icmp6.isEcho(p)) return;
        Icmp6.reply(p);
        assertThat(Icmp6.isIntact(p)).isTrue();
    }
}
