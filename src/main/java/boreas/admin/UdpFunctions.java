package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.admin.PeerArguments.Refused;
import boreas.link.PeerRefused;
import boreas.link.PeerSettings;
import boreas.node.NodeSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// `UDPInterface_*`: sockets to peers, and calling peers over them.
final class UdpFunctions {
    /// "This host", as a peer's address; genuine nodes take it for loopback too.
    private static final Ip6 UNSPECIFIED_6 = new Ip6(0, 0);

    private static final Ip6 UNSPECIFIED_4 = Ip6.mapped(0);
    private static final Ip6 LOOPBACK_6 = new Ip6(0, 1);
    private static final Ip6 LOOPBACK_4 = Ip6.mapped(0x7f000001);
    private static final String OTHER_FAMILY =
            "different address type than this socket is bound to.";

    private final Surroundings around;

    private UdpFunctions(Surroundings around) {
        this.around = around;
    }

    static List<AdminFunction> of(NodeGate node, Surroundings around) {
        var f = new UdpFunctions(around);
        return List.of(
                PeerArguments.beginConnection(
                        "UDPInterface_beginConnection",
                        "address",
                        node,
                        UdpFunctions::peer,
                        UdpFunctions::words),
                guarded(
                        "UDPInterface_listDevices",
                        _ -> new Reply().withTexts("ret", around.broadcastDevices())),
                guardedLater(
                        "UDPInterface_new",
                        f::open,
                        optional("beaconPort", INT),
                        optional("bindAddress", STRING),
                        optional("dscp", INT)));
    }

    private CompletableFuture<Reply> open(Call call) {
        var text = call.arguments().optionalText("bindAddress");
        LinkAddress bind;
        try {
            bind = bindAddress(text == null ? "0.0.0.0" : text);
        } catch (AddressException e) {
            return Reply.refusal("Failed to parse address");
        }
        long dscp = call.arguments().number("dscp", 0);
        if (dscp < 0 || dscp > 63) return Reply.refusal("dscp is " + dscp + ", it must be 0 to 63");
        long beaconPort = call.arguments().number("beaconPort", 0);
        if (beaconPort < 0 || beaconPort > 65535)
            return Reply.refusal("beaconPort is " + beaconPort + ", it must be 0 to 65535");
        return around.openUdp(bind, (int) dscp, (int) beaconPort)
                .thenApply(opened ->
                        Reply.success()
                                .with("interfaceNumber", opened.port().ifNum())
                                .with("bindAddress", opened.boundTo().toString()));
    }

    /// An address with or without a port; without one the system chooses it.
    private static LinkAddress bindAddress(String text) throws AddressException {
        boolean isBareIp6 = !text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':');
        if (isBareIp6) return LinkAddress.parse("[" + text + "]:0");
        boolean hasPort = text.lastIndexOf(':') > text.lastIndexOf(']');
        return LinkAddress.parse(hasPort ? text : text + ":0");
    }

    private static PeerSettings peer(Arguments arguments, NodeSnapshot node) throws Refused {
        var port = PeerArguments.port(arguments, node, false);
        if (port == null) throw PeerArguments.noSuchSocket();
        var key = PeerArguments.key(arguments);
        var endpoint = endpoint(arguments.requiredText("address"));
        // Asked here already, because genuine nodes complain of it before they look at the key.
        if (endpoint instanceof PeerEndpoint.Numeric(LinkAddress address)
                && address.kind() != port.kind()) throw new Refused(OTHER_FAMILY);
        return PeerArguments.settings(arguments, port, endpoint, key);
    }

    private static PeerEndpoint endpoint(String text) throws Refused {
        try {
            return switch (PeerEndpoint.parse(text)) {
                case PeerEndpoint.Numeric(LinkAddress a) ->
                        new PeerEndpoint.Numeric(LinkAddress.udp(specified(a.ip()), a.udpPort()));
                case PeerEndpoint.Named name -> name;
            };
        } catch (AddressException e) {
            throw new Refused("unable to parse ip address and port.");
        }
    }

    private static Ip6 specified(Ip6 ip) {
        if (ip.equals(UNSPECIFIED_4)) return LOOPBACK_4;
        return ip.equals(UNSPECIFIED_6) ? LOOPBACK_6 : ip;
    }

    /// In the genuine words, where the genuine program has words for it.
    private static String words(PeerRefused.Reason reason) {
        return switch (reason) {
            case NO_SUCH_PORT -> PeerArguments.NO_SUCH_SOCKET;
            case BAD_KEY -> "invalid cjdns public key.";
            case WRONG_FAMILY -> OTHER_FAMILY;
            case ADDRESS_TAKEN -> "another configured peer has this address";
            case NO_SLOT -> "no more space to register with the switch.";
            case LOOP -> "that address is inside fc00::/8, the link would be a loop";
            case CARRIED ->
                    "that address is inside a network of the site, the link would be a loop";
        };
    }
}
