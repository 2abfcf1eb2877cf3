package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import java.util.List;

/// `UpperDistributor_*`: programs that are handed a copy of each packet of a kind. There are none.
/// Source: cjdns protocol, UpperDistributor handlers.
final class HandlerFunctions {
    /// Of the protocol: control frames, the highest kind.
    private static final long CONTENT_TYPE_MAX = 65_538;

    private HandlerFunctions() {}

    static List<AdminFunction> all() {
        return List.of(
                guarded(
                        "UpperDistributor_listHandlers",
                        _ -> Reply.success().withDicts("handlers", List.of()),
                        optional("page", INT)),
                guarded(
                        "UpperDistributor_registerHandler",
                        HandlerFunctions::register,
                        required("contentType", INT),
                        required("udpPort", INT)),
                guarded(
                        "UpperDistributor_unregisterHandler",
                        HandlerFunctions::unregister,
                        required("udpPort", INT)));
    }

    private static Reply register(Call call) {
        if (!isPort(call)) return invalidPort();
        long type = call.arguments().number("contentType", -1);
        if (type < 0 || type > CONTENT_TYPE_MAX) return Reply.error("invalid_contentType");
        return Refusal.HANDLER.reply();
    }

    private static Reply unregister(Call call) {
        return isPort(call)
                ? Reply.error("UpperDistributor_unregisterHandler_NONEXISTANT")
                : invalidPort();
    }

    private static boolean isPort(Call call) {
        long port = call.arguments().number("udpPort", 0);
        return port > 0 && port <= 65_535;
    }

    private static Reply invalidPort() {
        return Reply.error("invalid_udpPort");
    }
}
