package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.address.AddressException;
import boreas.address.Ip4;
import boreas.address.Ip6;
import boreas.admin.PeerArguments.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `IpTunnel_*`: there are none, so there is nothing to list and nothing to remove. Arguments are
/// judged all the same, so that a script learns what is wrong with them. Source: cjdns protocol,
/// IpTunnel.
final class IpTunnelFunctions {
    private IpTunnelFunctions() {}

    static List<AdminFunction> all() {
        return List.of(
                guarded(
                        "IpTunnel_allowConnection",
                        IpTunnelFunctions::allow,
                        required("publicKeyOfAuthorizedNode", STRING),
                        optional("ip4Address", STRING),
                        optional("ip4Alloc", INT),
                        optional("ip4Prefix", INT),
                        optional("ip6Address", STRING),
                        optional("ip6Alloc", INT),
                        optional("ip6Prefix", INT)),
                guarded(
                        "IpTunnel_connectTo",
                        IpTunnelFunctions::connect,
                        required("publicKeyOfNodeToConnectTo", STRING)),
                guarded(
                        "IpTunnel_removeConnection",
                        _ -> Reply.error("not_found"),
                        required("connection", INT)),
                guarded(
                        "IpTunnel_listConnections",
                        _ -> Reply.success().withTexts("connections", List.of())),
                guarded(
                        "IpTunnel_showConnection",
                        _ -> Reply.error("connection not found"),
                        required("connection", INT)));
    }

    private static Reply connect(Call call) {
        try {
            var _ = PeerArguments.key(call.arguments(), "publicKeyOfNodeToConnectTo");
        } catch (Refused e) {
            return e.reply();
        }
        return Refusal.IP_TUNNEL.reply();
    }

    private static Reply allow(Call call) {
        try {
            judge(call.arguments());
        } catch (Refused e) {
            return e.reply();
        }
        return Refusal.IP_TUNNEL.reply();
    }

    /// In the genuine order of complaints.
    private static void judge(Arguments arguments) throws Refused {
        var ip6 = arguments.text("ip6Address");
        var ip4 = arguments.text("ip4Address");
        if (ip6 == null && ip4 == null) throw new Refused("Must specify ip6Address or ip4Address");
        var _ = PeerArguments.key(arguments, "publicKeyOfAuthorizedNode");
        judge(arguments, "ip6", ip6, 128);
        judge(arguments, "ip4", ip4, 32);
        try {
            if (ip6 != null) Ip6.parse(ip6);
        } catch (AddressException e) {
            throw new Refused("malformed ip6Address");
        }
        try {
            if (ip4 != null) Ip4.parse(ip4);
        } catch (AddressException e) {
            throw new Refused("malformed ip4Address");
        }
    }

    private static void judge(Arguments arguments, String kind, @Nullable String address, int bits)
            throws Refused {
        for (var name : List.of("Prefix", "Alloc"))
            if (address == null && arguments.hasNumber(kind + name))
                throw new Refused("Must specify " + kind + "Address with " + kind + name);
        judge(arguments, kind + "Prefix", 0, bits);
        judge(arguments, kind + "Alloc", 1, bits);
    }

    private static void judge(Arguments arguments, String name, int least, int most)
            throws Refused {
        long number = arguments.number(name, most);
        if (number < least || number > most)
            throw new Refused(name + " out of range: must be " + least + " to " + most);
    }
}
