package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.AdminFunction.open;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.required;

import java.util.List;

/// How the genuine pathfinder keeps its table true (`Janitor_*`, `NodeStore_*FullVerify`). Ours
/// works otherwise and keeps no such lists. Source: cjdns protocol, admin API.
final class UpkeepFunctions {
    private static final List<String> MILLS =
            List.of("externalMill", "linkMill", "nodeMill", "dhtMill", "splitMill");

    private UpkeepFunctions() {}

    static List<AdminFunction> all() {
        return List.of(
                guarded(
                        "Janitor_dumpRumorMill",
                        UpkeepFunctions::dump,
                        required("mill", STRING),
                        required("page", INT)),
                open("NodeStore_getFullVerify", _ -> Reply.success().with("fullVerify", 0)),
                guarded(
                        "NodeStore_setFullVerify",
                        call ->
                                call.arguments().isSet("fullVerify")
                                        ? Refusal.FULL_VERIFY.reply()
                                        : Reply.success(),
                        required("fullVerify", INT)));
    }

    private static Reply dump(Call call) {
        return MILLS.contains(call.arguments().requiredText("mill"))
                ? new Reply().withTexts("addresses", List.of()).with("total", 0)
                : Reply.error("mill must be one of [" + String.join(",", MILLS) + "]");
    }
}
