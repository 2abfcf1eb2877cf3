package boreas.wire;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.env.Verdict;
import boreas.label.Label;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Packets in one line each, for traces and sequence diagrams. Whatever the bytes are, there is a
/// line, and the packet is as before.
///
/// ```
///   linkPacket   hello, auth 1, 324 bytes
///                data 17, 84 bytes
///   frame        8000.0000.0000.0001 shift 4: PING v22 "IFACE_CNTRLR"
///                9800.0000.0000.0001 shift 8: handle 25714, data 6, 93 bytes
///   content      ping v22 txid 3031...
///   ip6          fc00::1 > fc00::2 ICMPv6 echo request 7, 104 bytes
/// ```
public final class PacketText {
    private PacketText() {}

    /// What a UDP datagram or the content of an Ethernet frame holds.
    public static String linkPacket(Packet p) {
        if (UdpBeaconHeader.fits(p) && p.length() >= UdpBeaconHeader.SIZE + Beacon.SIZE)
            return "beacon for port " + UdpBeaconHeader.dataPort(p);
        return cryptoAuth(p, 0);
    }

    /// A beacon, without what carries it.
    public static String beacon(Packet p) {
        if (!Beacon.fits(p)) return runt("beacon", p.length());
        return "beacon v" + Beacon.version(p) + " " + PublicKey.of(Beacon.key(p), 0).ip6();
    }

    /// What a link carries; the window begins at the switch header.
    public static String frame(Packet p) {
        if (!SwitchHeader.fits(p)) return runt("frame", p.length());
        var header =
                Label.toText(SwitchHeader.label(p)) + " shift " + SwitchHeader.labelShift(p) + ": ";
        if (!SwitchHeader.hasPayloadWord(p))
            return header + runt("payload", p.length() - SwitchHeader.SIZE);
        if (SwitchHeader.payloadWord(p) == SwitchHeader.CONTROL) {
            p.dropFront(ControlHeader.IN_FRAME);
            var text = header + control(p);
            p.prepend(ControlHeader.IN_FRAME);
            return text;
        }
        long word = SwitchHeader.payloadWord(p) & 0xffffffffL;
        if (word < CryptoAuthHeader.FIRST_DATA_NONCE)
            return header + cryptoAuth(p, SwitchHeader.SIZE);
        return header + "handle " + word + ", " + cryptoAuth(p, SwitchHeader.SIZE + 4);
    }

    private static String cryptoAuth(Packet p, int at) {
        p.dropFront(at);
        var text = runt("packet", p.length());
        if (CryptoAuthHeader.fits(p)) {
            long nonce = CryptoAuthHeader.nonce(p);
            text =
                    switch ((int) Math.min(nonce, CryptoAuthHeader.FIRST_DATA_NONCE)) {
                        case CryptoAuthHeader.HELLO -> "hello, auth ";
                        case CryptoAuthHeader.REPEAT_HELLO -> "repeat hello, auth ";
                        case CryptoAuthHeader.KEY -> "key, auth ";
                        case CryptoAuthHeader.REPEAT_KEY -> "repeat key, auth ";
                        default -> "data ";
                    };
            text += CryptoAuthHeader.isHandshake(p) ? CryptoAuthHeader.authType(p) : nonce;
            text += ", " + p.length() + " bytes";
        }
        p.prepend(at);
        return text;
    }

    /// A control frame; the window begins at the control header.
    public static String control(Packet p) {
        var verdict = ControlHeader.check(p);
        if (verdict == Verdict.RUNT) return runt("control frame", p.length());
        if (verdict != Verdict.OK)
            return "control frame of type " + ControlHeader.type(p) + ": " + verdict.meaning();
        return switch (ControlFrame.read(p)) {
            case ControlFrame.SwitchError(int code, Bytes cause) ->
                    "ERROR " + SwitchErrorCode.name(code) + ", cause " + Label.toText(cause.i64(0));
            case ControlFrame.Ping(int v, Bytes data) -> "PING v" + v + text(data);
            case ControlFrame.Pong(int v, Bytes data) -> "PONG v" + v + text(data);
            case ControlFrame.KeyPing(int v, _, Bytes data) -> "KEYPING v" + v + text(data);
            case ControlFrame.KeyPong(int v, Bytes key, Bytes data) ->
                    "KEYPONG v" + v + " " + PublicKey.of(key.toArray(), 0).ip6() + text(data);
            case ControlFrame.GetSnodeQuery(int v, _, Bytes data) -> "GETSNODE v" + v + text(data);
            case ControlFrame.GetSnodeReply(int v, var snode, Bytes data) ->
                    "SNODE v" + v + (snode.isKnown() ? " " + snode(snode) : " none") + text(data);
            case ControlFrame.RpathQuery(int v, _, Bytes data) -> "RPATH? v" + v + text(data);
            case ControlFrame.RpathReply(int v, long path, Bytes data) ->
                    "RPATH v" + v + " " + Label.toText(path) + text(data);
            case ControlFrame.LinkAddressQuery(int v, _, Bytes data) ->
                    "LLADDR? v" + v + text(data);
            case ControlFrame.LinkAddressReply(int v, var field, Bytes data) ->
                    "LLADDR v" + v + " " + field.address() + text(data);
        };
    }

    private static String snode(ControlFrame.Snode snode) {
        return PublicKey.of(snode.key().toArray(), 0).ip6() + " " + Label.toText(snode.path());
    }

    /// What is inside an end-to-end session; the window begins at the data header.
    public static String content(Packet p) {
        if (!DataHeader.fits(p)) return runt("content", p.length());
        int type = DataHeader.contentType(p);
        int length = p.length() - DataHeader.SIZE;
        if (type == DataHeader.ROUTING)
            return routing(RoutingMessage.read(p.get(DataHeader.SIZE, length)));
        if (type == DataHeader.IP_TUNNEL) return "IpTunnel, " + length + " bytes";
        if (DataHeader.isIp6(type)) return "IPv6 " + protocol(type) + ", " + length + " bytes";
        return "content type " + type + ", " + length + " bytes";
    }

    private static String routing(@Nullable RoutingMessage message) {
        return switch (message) {
            case null -> "routing message that cannot be read";
            case RoutingMessage.Query query ->
                    query.question().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                            + target(query)
                            + sender(message);
            case RoutingMessage.Reply(var nodes, _, _) ->
                    "reply with " + nodes.size() + " nodes" + sender(message);
        };
    }

    private static String target(RoutingMessage.Query query) {
        var ip6 = query.targetIp6();
        if (ip6 != null) return " " + ip6;
        long label = query.targetLabel();
        return label == Label.INVALID ? "" : " " + Label.toText(label);
    }

    private static String sender(RoutingMessage message) {
        return " v" + message.sender().version() + " txid " + message.txid();
    }

    /// An IPv6 packet.
    public static String ip6(Packet p) {
        if (!Ip6Header.fits(p)) return "no IPv6 packet, " + p.length() + " bytes";
        int next = Ip6Header.nextHeader(p);
        var what = protocol(next);
        if (Icmp6.isIn(p)) what += " " + icmp6(p);
        return new Ip6(Ip6Header.sourceHi(p), Ip6Header.sourceLo(p)).shortText()
                + " > "
                + new Ip6(Ip6Header.destinationHi(p), Ip6Header.destinationLo(p)).shortText()
                + " "
                + what
                + ", "
                + p.length()
                + " bytes";
    }

    private static String icmp6(Packet p) {
        return switch (Icmp6.type(p)) {
            case Icmp6.ECHO_REQUEST -> "echo request " + Icmp6.sequence(p);
            case Icmp6.ECHO_REPLY -> "echo reply " + Icmp6.sequence(p);
            case Icmp6.PACKET_TOO_BIG -> "packet too big, MTU " + Icmp6.mtu(p);
            case Icmp6.DESTINATION_UNREACHABLE -> "unreachable, code " + Icmp6.code(p);
            default -> "type " + Icmp6.type(p);
        };
    }

    private static String protocol(int nextHeader) {
        return switch (nextHeader) {
            case Ip6Header.TCP -> "TCP";
            case Ip6Header.UDP -> "UDP";
            case Ip6Header.IP6 -> "IPv6";
            case Ip6Header.ICMP6 -> "ICMPv6";
            default -> "protocol " + nextHeader;
        };
    }

    /// The printable end of a ping's data, if there is one worth reading.
    private static String text(Bytes data) {
        var all = data.toArray();
        int from = all.length;
        while (from > 0 && all[from - 1] >= ' ' && all[from - 1] < 127) from--;
        if (all.length - from < 4) return "";
        return " \"" + new String(all, from, all.length - from, StandardCharsets.US_ASCII) + "\"";
    }

    private static String runt(String what, int length) {
        return what + " of only " + length + " bytes";
    }
}
