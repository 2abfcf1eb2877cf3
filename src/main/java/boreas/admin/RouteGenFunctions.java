package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.admin.RouteGen.Entry;
import boreas.admin.RouteGen.Kind;
import java.util.List;
import java.util.function.Predicate;

/// `RouteGen_*`: the arithmetic of routes into a tunnel. Source: cjdns protocol, RouteGen.
final class RouteGenFunctions {
    private static final int ROUTES_PER_PAGE = 20;
    private static final int MAC_PARTS = 6;

    private final RouteGen routes;
    private final HostProcess process;

    private RouteGenFunctions(RouteGen routes, HostProcess process) {
        this.routes = routes;
        this.process = process;
    }

    static List<AdminFunction> of(RouteGen routes, HostProcess process) {
        var f = new RouteGenFunctions(routes, process);
        return List.of(
                f.adder("RouteGen_addException", Kind.EXCEPTION),
                f.adder("RouteGen_addLocalPrefix", Kind.LOCAL_PREFIX),
                f.adder("RouteGen_addPrefix", Kind.PREFIX),
                f.lister("RouteGen_getExceptions", ip6 -> routes.texts(Kind.EXCEPTION, ip6)),
                f.lister("RouteGen_getGeneratedRoutes", routes::generate),
                f.lister("RouteGen_getLocalPrefixes", ip6 -> routes.texts(Kind.LOCAL_PREFIX, ip6)),
                f.lister("RouteGen_getPrefixes", ip6 -> routes.texts(Kind.PREFIX, ip6)),
                f.remover("RouteGen_removePrefix", Kind.PREFIX),
                guarded("RouteGen_commit", f::commit, required("tunName", STRING)),
                f.remover("RouteGen_removeException", Kind.EXCEPTION),
                f.remover("RouteGen_removeLocalPrefix", Kind.LOCAL_PREFIX));
    }

    private AdminFunction adder(String name, Kind kind) {
        return changer(
                name,
                entry ->
                        routes.add(kind, entry)
                                ? Reply.success()
                                : Reply.error("there are " + RouteGen.ENTRIES_MAX + " already"));
    }

    private AdminFunction remover(String name, Kind kind) {
        return changer(
                name,
                entry ->
                        routes.remove(kind, entry)
                                ? Reply.success()
                                : Reply.error("no_such_route"));
    }

    /// What is done with one route.
    @FunctionalInterface
    private interface Change {
        Reply with(Entry entry);
    }

    private static AdminFunction changer(String name, Change change) {
        return guarded(
                name,
                call -> {
                    var text = call.arguments().requiredText("route");
                    var entry = Entry.parse(text);
                    if (entry != null) return change.with(entry);
                    return Reply.error(isMac(text) ? "unexpected_af" : "parse_failed");
                },
                required("route", STRING));
    }

    /// An address, but of no family that is routed.
    private static boolean isMac(String text) {
        Predicate<String> isByte = part -> part.matches("[0-9a-fA-F]{2}");
        var parts = text.split(":", -1);
        return parts.length == MAC_PARTS && List.of(parts).stream().allMatch(isByte);
    }

    /// All of one family.
    @FunctionalInterface
    private interface Listing {
        List<String> of(boolean isIp6);
    }

    private AdminFunction lister(String name, Listing listing) {
        return guarded(
                name,
                call -> {
                    var all = listing.of(call.arguments().isSet("ip6"));
                    var page = Page.of(all, call.arguments().number("page", 0), ROUTES_PER_PAGE);
                    return new Reply().withTexts("routes", page.items()).withMore(page.hasMore());
                },
                optional("ip6", INT),
                optional("page", INT));
    }

    /// Nothing to lead into the device is soon done.
    private Reply commit(Call call) {
        var device = call.arguments().requiredText("tunName");
        if (!process.hasDevice(device))
            return Reply.error("there is no network device '" + device + "' here");
        return routes.hasPrefixes() ? Refusal.ROUTES.reply() : Reply.success();
    }
}
