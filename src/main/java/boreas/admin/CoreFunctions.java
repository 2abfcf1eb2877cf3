package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.AdminFunction.open;
import static boreas.admin.AdminFunction.openLater;

import boreas.label.EncodingScheme;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// `Core_*`: who the node is, and its end.
final class CoreFunctions {
    private final NodeGate node;
    private final Surroundings around;

    private CoreFunctions(NodeGate node, Surroundings around) {
        this.node = node;
        this.around = around;
    }

    static List<AdminFunction> of(NodeGate node, Surroundings around) {
        var f = new CoreFunctions(node, around);
        return List.of(
                guardedLater("Core_exit", f::exit),
                openLater("Core_nodeInfo", f::nodeInfo),
                open("Core_pid", _ -> new Reply().with("pid", around.process().id())));
    }

    /// The answer goes out first: afterwards there is nobody to give it.
    private CompletableFuture<Reply> exit(Call call) {
        call.push(Reply.success());
        around.stop();
        return new CompletableFuture<>();
    }

    private CompletableFuture<Reply> nodeInfo(Call call) {
        var scheme = EncodingScheme.V358;
        return node.snapshot()
                .thenApply(s ->
                        Reply.success()
                                .with("myAddr", s.self().toString())
                                .with("myIp6", s.self().ip6().toString())
                                .with("version", s.self().version())
                                .with(
                                        "compressedSchemeHex",
                                        HexFormat.of().formatHex(scheme.serialize()))
                                .withDicts("encodingScheme", SchemeRecord.of(scheme)));
    }
}
