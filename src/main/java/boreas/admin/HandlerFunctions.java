package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.node.NodeCommand;
import boreas.tap.Tap;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// `UpperDistributor_*`: programs of this machine that are handed a copy of each packet of a kind.
/// Source: cjdns protocol, UpperDistributor handlers; vectors: `taps.json`.
final class HandlerFunctions {
    private static final int HANDLERS_PER_PAGE = 8;

    private final NodeGate node;

    private HandlerFunctions(NodeGate node) {
        this.node = node;
    }

    static List<AdminFunction> of(NodeGate node) {
        var f = new HandlerFunctions(node);
        return List.of(
                guardedLater("UpperDistributor_listHandlers", f::list, optional("page", INT)),
                guardedLater(
                        "UpperDistributor_registerHandler",
                        f::register,
                        required("contentType", INT),
                        required("udpPort", INT)),
                guardedLater(
                        "UpperDistributor_unregisterHandler",
                        f::unregister,
                        required("udpPort", INT)));
    }

    /// As genuine nodes do it: no `more`, the newest of a page first, a negative page is the first.
    private CompletableFuture<Reply> list(Call call) {
        long page = Math.max(0, call.arguments().number("page", 0));
        return node.send(new NodeCommand.ListTaps())
                .thenApply(taps -> {
                    var handlers =
                            Page.of(taps, page, HANDLERS_PER_PAGE).items().reversed().stream()
                                    .map(HandlerFunctions::record)
                                    .toList();
                    return Reply.success().withDicts("handlers", handlers);
                });
    }

    private static Reply record(Tap tap) {
        return new Reply().with("type", tap.contentType()).with("udpPort", tap.udpPort());
    }

    private CompletableFuture<Reply> register(Call call) {
        int port = port(call);
        if (port == 0) return Reply.refusal("invalid_udpPort");
        long type = call.arguments().number("contentType", -1);
        if (type < 0 || type > Tap.CONTENT_TYPE_MAX) return Reply.refusal("invalid_contentType");
        return node.send(new NodeCommand.RegisterTap(new Tap(port, (int) type)))
                .thenApply(HandlerFunctions::words);
    }

    private static Reply words(Tap.Registration registration) {
        return switch (registration) {
            case DONE -> Reply.success();
            case PORT_TAKEN -> Reply.error("UpperDistributor_registerHandler_PORT_REGISTERED");
            case FULL -> Reply.error("too many handlers are registered");
        };
    }

    private CompletableFuture<Reply> unregister(Call call) {
        int port = port(call);
        if (port == 0) return Reply.refusal("invalid_udpPort");
        return node.send(new NodeCommand.UnregisterTap(port))
                .thenApply(wasThere ->
                        wasThere
                                ? Reply.success()
                                : Reply.error("UpperDistributor_unregisterHandler_NONEXISTANT"));
    }

    /// 0 when it cannot be one.
    private static int port(Call call) {
        long port = call.arguments().number("udpPort", 0);
        return port > 0 && port <= Tap.PORT_MAX ? (int) port : 0;
    }
}
