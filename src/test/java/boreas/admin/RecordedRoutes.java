package boreas.admin;

import boreas.admin.RouteGen.Kind;
import boreas.value.Value;

/// Gives the route generator the prefixes and exceptions that it had when a reply was recorded, so
/// that the routes made of them can be compared.
final class RecordedRoutes {
    private RecordedRoutes() {}

    static void learn(RouteGen routes, String function, Value.Dict reply) {
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
}
