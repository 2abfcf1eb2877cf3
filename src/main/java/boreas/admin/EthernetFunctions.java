package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.required;

import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.admin.PeerArguments.Refused;
import boreas.link.PeerRefused;
import boreas.link.PeerSettings;
import boreas.node.NodeSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// `ETHInterface_*`: network devices to peers, and calling peers by their MAC. Source: cjdns
/// protocol, admin API.
final class EthernetFunctions {
    private final Surroundings around;

    private EthernetFunctions(Surroundings around) {
        this.around = around;
    }

    static List<AdminFunction> of(NodeGate node, Surroundings around) {
        var f = new EthernetFunctions(around);
        return List.of(
                PeerArguments.beginConnection(
                        "ETHInterface_beginConnection",
                        "macAddress",
                        node,
                        EthernetFunctions::peer,
                        EthernetFunctions::words),
                guarded(
                        "ETHInterface_listDevices",
                        _ -> Reply.success().withTexts("devices", around.ethernetDevices())),
                guardedLater("ETHInterface_new", f::open, required("bindDevice", STRING)));
    }

    private CompletableFuture<Reply> open(Call call) {
        return around.openEthernet(call.arguments().requiredText("bindDevice"))
                .thenApply(port -> Reply.success().with("interfaceNumber", port.ifNum()));
    }

    private static PeerSettings peer(Arguments arguments, NodeSnapshot node) throws Refused {
        PublicKey key;
        try {
            key = PeerArguments.key(arguments);
        } catch (Refused _) {
            throw new Refused("invalid publicKey");
        }
        var mac = LinkAddress.mac(arguments.requiredText("macAddress"));
        if (mac == null) throw new Refused("invalid macAddress");
        var port = PeerArguments.port(arguments, node, true);
        if (port == null) throw PeerArguments.noSuchInterface();
        return PeerArguments.settings(arguments, port, new PeerEndpoint.Numeric(mac), key);
    }

    private static String words(PeerRefused.Reason reason) {
        return switch (reason) {
            case NO_SUCH_PORT -> "invalid interfaceNumber";
            case BAD_KEY -> "invalid publicKey";
            case WRONG_FAMILY, LOOP, CARRIED -> "invalid macAddress";
            case ADDRESS_TAKEN -> "another configured peer has this address";
            case NO_SLOT -> "no more space to register with the switch.";
        };
    }
}
