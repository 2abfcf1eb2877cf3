package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.label.EncodingScheme;
import boreas.wire.RoutingMessage.Query;
import boreas.wire.RoutingMessage.Sender;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PacketTextTest {
    @Test
    void controlFramesSayWhatTheyAre() {
        assertThat(frame(new ControlFrame.Ping(22, ascii("IFACE_CNTRLR"))))
                .isEqualTo("8000.0000.0000.0001 shift 0: PING v22 \"IFACE_CNTRLR\"");
        assertThat(frame(new ControlFrame.Pong(21, Bytes.zeros(12)))).endsWith(": PONG v21");
        assertThat(frame(new ControlFrame.RpathReply(22, 0x15, Bytes.EMPTY)))
                .endsWith(": RPATH v22 0000.0000.0000.0015");
        assertThat(frame(new ControlFrame.SwitchError(1, Bytes.zeros(16))))
                .endsWith(": ERROR malformed address, cause 0000.0000.0000.0000");
        assertThat(frame(new ControlFrame.SwitchError(99, Bytes.zeros(16)))).contains("error 99");
        for (var frame : ControlFrameTest.ONE_OF_EACH) assertThat(frame(frame)).contains(": ");
    }

    @Test
    void brokenFramesSayWhatIsWrong() {
        var p = Packets.zeros(3);
        assertThat(PacketText.frame(p)).isEqualTo("frame of only 3 bytes");
        SwitchHeader.prepend(p, 0x13);
        assertThat(PacketText.frame(p)).endsWith("shift 0: payload of only 3 bytes");
        p = Packets.zeros(7);
        SwitchHeader.prependControl(p, 0x13, SwitchHeader.PLAIN);
        assertThat(PacketText.frame(p)).endsWith("control frame of only 7 bytes");
        p = Packets.zeros(8);
        p.putU16(2, 3);
        SwitchHeader.prependControl(p, 0x13, SwitchHeader.PLAIN);
        assertThat(PacketText.frame(p)).endsWith("control frame of type 3: checksum is wrong");
    }

    @Test
    void encryptedPacketsSayWhatIsInClear() {
        var hello = Packets.zeros(150);
        hello.putU8(4, 2);
        assertThat(PacketText.linkPacket(hello)).isEqualTo("hello, auth 2, 150 bytes");
        hello.putI32(0, 3);
        assertThat(PacketText.linkPacket(hello)).isEqualTo("repeat key, auth 2, 150 bytes");
        var data = Packets.zeros(50);
        data.putI32(0, -1);
        assertThat(PacketText.linkPacket(data)).isEqualTo("data 4294967295, 50 bytes");
        data.prepend(4);
        data.putI32(0, 25714);
        SwitchHeader.prepend(data, 0x13);
        assertThat(PacketText.frame(data))
                .isEqualTo("0000.0000.0000.0013 shift 0: handle 25714, data 4294967295, 50 bytes");
        SwitchHeader.prepend(hello, 0x13);
        assertThat(PacketText.frame(hello)).endsWith(": repeat key, auth 2, 150 bytes");
        assertThat(PacketText.linkPacket(Packets.zeros(19))).isEqualTo("packet of only 19 bytes");
    }

    @Test
    void beaconsAndContentsSayWhatTheyAre() throws Exception {
        var beacon = Packets.empty();
        Beacon.write(beacon, 21, new byte[20], new byte[32]);
        assertThat(PacketText.beacon(beacon)).startsWith("beacon v21 ");
        UdpBeaconHeader.prepend(beacon, 5);
        assertThat(PacketText.linkPacket(beacon)).isEqualTo("beacon for port 5");

        var query = Query.peers(0x13, new Sender(22, EncodingScheme.V358, 0), Bytes.ofHex("00ff"));
        var p = Packets.of(query.write());
        DataHeader.prepend(p, DataHeader.ROUTING);
        assertThat(PacketText.content(p)).isEqualTo("get peers 0000.0000.0000.0013 v22 txid 00ff");
        p = Packets.zeros(9);
        DataHeader.prepend(p, Ip6Header.TCP);
        assertThat(PacketText.content(p)).isEqualTo("IPv6 TCP, 9 bytes");
        p.putU16(2, DataHeader.ROUTING);
        assertThat(PacketText.content(p)).isEqualTo("routing message that cannot be read");
        p.putU16(2, 4000);
        assertThat(PacketText.content(p)).isEqualTo("content type 4000, 9 bytes");
    }

    @Test
    void ip6PacketsSayWhoTalksToWhom() {
        var p = Packets.empty();
        Icmp6.writeEcho(
                p, Icmp6.ECHO_REQUEST, 1, 7, new byte[56], 0xfc00L << 48, 1, 0xfc00L << 48, 2);
        assertThat(PacketText.ip6(p))
                .isEqualTo(
                        "fc00:0:0:0:0:0:0:1 > fc00:0:0:0:0:0:0:2 ICMPv6 echo request 7, 104 bytes");
        assertThat(PacketText.ip6(Packets.zeros(5))).isEqualTo("no IPv6 packet, 5 bytes");
    }

    @Test
    void describingChangesNothing() {
        for (var frame : ControlFrameTest.ONE_OF_EACH) {
            var p = Packets.empty();
            frame.writeTo(p);
            SwitchHeader.prependControl(p, 0x13, SwitchHeader.PLAIN);
            var before = p.toString();
            PacketText.frame(p);
            assertThat(p.toString()).isEqualTo(before);
        }
    }

    private static String frame(ControlFrame frame) {
        var p = Packets.empty();
        frame.writeTo(p);
        SwitchHeader.prependControl(p, 1L << 63 | 1, SwitchHeader.PLAIN);
        return PacketText.frame(p);
    }

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
