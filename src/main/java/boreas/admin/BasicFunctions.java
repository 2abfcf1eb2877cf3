package boreas.admin;

import static boreas.admin.AdminFunction.open;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.optional;

import java.util.List;

/// What every admin interface has: signs of life and the list of functions.
final class BasicFunctions {
    private BasicFunctions() {}

    static List<AdminFunction> admin(FunctionTable table) {
        return List.of(
                open(
                        "Admin_asyncEnabled",
                        call ->
                                new Reply()
                                        .with(
                                                "asyncEnabled",
                                                call.back().isRegistered(call.epochMillis()))),
                open(
                        "Admin_availableFunctions",
                        call -> table.page(call.arguments().number("page", 0)),
                        optional("page", INT)));
    }

    static List<AdminFunction> ping() {
        return List.of(open("ping", _ -> new Reply().with("q", "pong")));
    }
}
