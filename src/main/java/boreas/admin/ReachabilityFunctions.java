package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.required;

import java.util.List;

/// `ReachabilityCollector_getPeerInfo`: how the links did lately.
final class ReachabilityFunctions {
    private static final int PEERS_PER_PAGE = 8;

    private ReachabilityFunctions() {}

    static List<AdminFunction> of(PeerHistory history) {
        return List.of(
                guarded(
                        "ReachabilityCollector_getPeerInfo",
                        call ->
                                Reply.success()
                                        .withDicts(
                                                "peers",
                                                Page.of(
                                                                history.describe(),
                                                                call.arguments().number("page", 0),
                                                                PEERS_PER_PAGE)
                                                        .items()),
                        required("page", INT)));
    }
}
