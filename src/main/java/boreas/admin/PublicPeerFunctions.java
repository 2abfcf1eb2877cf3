package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.AdminFunction.open;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.admin.PeerArguments.Refused;
import boreas.value.Value;
import java.util.List;
import java.util.stream.Stream;

/// `PeeringSeeder_*` and `SupernodeHunter_*`: strangers that a genuine node may ask for peers and
/// for paths. This one is private and asks none, so its lists are empty. Source: cjdns protocol,
/// admin API.
final class PublicPeerFunctions {
    private PublicPeerFunctions() {}

    static List<AdminFunction> seeds() {
        return List.of(
                guarded(
                        "PeeringSeeder_addDnsSeed",
                        _ -> Refusal.DNS_SEED.reply(),
                        required("seed", STRING),
                        optional("trustSnode", INT)),
                guarded(
                        "PeeringSeeder_listDnsSeeds",
                        _ -> Reply.success().with("seeds", Value.dict().build())),
                guarded(
                        "PeeringSeeder_publicPeer",
                        PublicPeerFunctions::publicPeer,
                        optional("ipv4", STRING),
                        optional("ipv6", STRING),
                        optional("peerID", STRING)),
                guarded("PeeringSeeder_publicStatus", _ -> Reply.success()),
                guarded(
                        "PeeringSeeder_rmDnsSeed",
                        _ -> Reply.error("seed not in list"),
                        required("seed", STRING)));
    }

    static List<AdminFunction> supernodes() {
        return List.of(
                guarded(
                        "SupernodeHunter_addSnode",
                        call -> withKey(call, Refusal.SUPERNODE.reply()),
                        required("key", STRING)),
                open(
                        "SupernodeHunter_listSnodes",
                        _ -> Reply.success().withTexts("snodes", List.of()),
                        optional("page", INT)),
                guarded(
                        "SupernodeHunter_removeSnode",
                        call ->
                                withKey(
                                        call,
                                        Reply.error("SupernodeHunter_removeSnode_NONEXISTANT")),
                        required("key", STRING)),
                open(
                        "SupernodeHunter_status",
                        _ ->
                                Reply.success()
                                        .with("activeSnode", "NONE")
                                        .with("usingAuthorizedSnode", 0)));
    }

    /// Without an address and an id it takes back what was never offered.
    private static Reply publicPeer(Call call) {
        boolean isOffer =
                Stream.of("ipv4", "ipv6", "peerID")
                        .anyMatch(name -> call.arguments().optionalText(name) != null);
        return isOffer ? Refusal.PUBLIC_PEER.reply() : Reply.success();
    }

    private static Reply withKey(Call call, Reply then) {
        try {
            var _ = PeerArguments.key(call.arguments(), "key");
            return then;
        } catch (Refused e) {
            return Reply.error("parse_error");
        }
    }
}
