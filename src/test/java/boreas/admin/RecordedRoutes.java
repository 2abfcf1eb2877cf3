package boreas.admin;

import boreas.admin.RouteGen.Kind;
import boreas.value.Value;

/// Gives the route generator the prefixes and exceptions that it had when a reply was recorded, so
/// that the routes made of them can be compared.
final class RecordedRoutes {
    private RecordedRoutes() {}

    static void learn(RouteGen routes, String function, Value.Dict arguments, Value.Dict reply) {
        if (function.startsWith("RouteGen_remove"))
            learnRemoval(routes, function, arguments, reply);
        var kind =
                switch (function) {
                    case "RouteGen_getPrefixes" -> Kind.PREFIX;
                    case "RouteGen_getExceptions" -> Kind.EXCEPTION;
                    default -> null;
                };
        var items = reply.items("routes");
        if (kind == null || items == null) return;
        for (var v : items.values()) {
            var entry = RouteGen.Entry.parse(((Value.Str) v).text());
            if (entry == null) throw new AssertionError("no route: " + v);
            routes.add(kind, entry);
        }
    }

    /// What a request removed was there, or was not.
    private static void learnRemoval(
            RouteGen routes, String function, Value.Dict arguments, Value.Dict reply) {
        var route = arguments.str("route");
        var entry = route == null ? null : RouteGen.Entry.parse(route.text());
        if (entry == null) return;
        var kind =
                switch (function) {
                    case "RouteGen_removePrefix" -> Kind.PREFIX;
                    case "RouteGen_removeException" -> Kind.EXCEPTION;
                    default -> Kind.LOCAL_PREFIX;
                };
        boolean wasThere = Value.of("none").equals(reply.str("error"));
        if (wasThere) routes.add(kind, entry);
        else routes.remove(kind, entry);
    }
}
