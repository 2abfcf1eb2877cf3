package boreas.host;

import boreas.address.Ip4;
import boreas.address.Ip4Prefix;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is so on this machine now, as far as settings are about it: devices, IPv6 addresses, and
/// the routes of the main table. A picture of one moment.
public record HostState(List<Link> links, List<Address> addresses, List<Route> routes) {
    public HostState {
        links = List.copyOf(links);
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
    }

    /// The kernel did not tell: else there would be the loopback device at least.
    public boolean isUnknown() {
        return links.isEmpty();
    }

    /// A network device.
    ///
    /// @param kind as the kernel calls it: `tun`, `ip6tnl`, `veth`; empty for hardware and loopback
    /// @param isPersistent a tun device that stays when nobody has it open
    /// @param owner of a tun device, by number; -1: nobody
    /// @param local end of a kernel tunnel
    /// @param remote end of a kernel tunnel
    public record Link(
            int index,
            String name,
            String kind,
            boolean isUp,
            int mtuBytes,
            boolean isPersistent,
            int owner,
            @Nullable Ip6 local,
            @Nullable Ip6 remote) {}

    public record Address(String device, Ip6 address, int bits) {}

    public enum RouteKind {
        UNICAST,
        UNREACHABLE,
        OTHER
    }

    /// @param device empty for those that lead nowhere, and for those that lead to several
    /// @param source what the kernel prefers to send from; null: it decides
    /// @param gateway whether a router comes next
    /// @param protocol who made it, rtnetlink(7)
    public record Route(
            IpPrefix destination,
            RouteKind kind,
            String device,
            @Nullable Ip6 source,
            boolean gateway,
            int metric,
            int protocol) {}

    /// How a setting stands.
    public sealed interface Fit {
        record Present() implements Fit {}

        record Missing() implements Fit {}

        /// @param what is there instead, a clause
        record Differs(String what) implements Fit {}
    }

    private static final Fit PRESENT = new Fit.Present(), MISSING = new Fit.Missing();
    private static final String TUN = "tun", KERNEL_TUNNEL = "ip6tnl";

    public @Nullable Link link(String name) {
        for (var l : links) if (l.name.equals(name)) return l;
        return null;
    }

    /// @param setting of devices, addresses and routes; the kernel's switches are asked elsewhere
    /// @param tunOwner whom a tun device is to belong to, by number; below 0: to anybody
    public Fit fit(Setting setting, int tunOwner) {
        return switch (setting) {
            case Setting.TunDevice(String device, int mtuBytes) -> tun(device, mtuBytes, tunOwner);
            case Setting.KernelTunnel t -> kernelTunnel(t);
            case Setting.Address(String device, Ip6 address, int bits) ->
                    address(device, address, bits);
            case Setting.Route r -> route(r);
            case Setting.Unreachable(IpPrefix destination, int metric) ->
                    unreachable(destination, metric);
            case Setting.Sysctl s -> throw new IllegalArgumentException(s.toString());
        };
    }

    /// Whether the thing itself is there, though not as it should be: a device of that name and
    /// kind, or a route that has lost its source, as routes do when an address goes. It can be
    /// mended.
    public boolean hasAltered(Setting setting) {
        if (setting instanceof Setting.Route wanted)
            return routes.stream()
                    .anyMatch(r ->
                            r.kind == RouteKind.UNICAST
                                    && r.source == null
                                    && !r.gateway
                                    && r.metric == wanted.metric()
                                    && r.device.equals(wanted.device())
                                    && r.destination.equals(wanted.destination()));
        return hasDevice(setting);
    }

    private boolean hasDevice(Setting setting) {
        return switch (setting) {
            case Setting.TunDevice(String device, _) -> {
                var link = link(device);
                yield link != null && link.kind.equals(TUN) && link.isPersistent;
            }
            case Setting.KernelTunnel(String device, Ip6 local, Ip6 remote, _) -> {
                var link = link(device);
                yield link != null
                        && link.kind.equals(KERNEL_TUNNEL)
                        && local.equals(link.local)
                        && remote.equals(link.remote);
            }
            default -> false;
        };
    }

    /// This state when these settings are gone; with a device its addresses and routes go.
    public HostState without(List<Setting> settings) {
        var links = new ArrayList<>(this.links);
        var addresses = new ArrayList<>(this.addresses);
        var routes = new ArrayList<>(this.routes);
        for (var s : settings) {
            switch (s) {
                case Setting.TunDevice(String device, _) ->
                        removeDevice(device, links, addresses, routes);
                case Setting.KernelTunnel t -> removeDevice(t.device(), links, addresses, routes);
                case Setting.Address(String device, Ip6 address, _) ->
                        addresses.removeIf(
                                a -> a.device.equals(device) && a.address.equals(address));
                case Setting.Route wanted -> routes.removeIf(r -> is(r, wanted));
                case Setting.Unreachable(IpPrefix destination, int metric) ->
                        routes.removeIf(r ->
                                r.kind == RouteKind.UNREACHABLE
                                        && r.metric == metric
                                        && r.destination.equals(destination));
                case Setting.Sysctl _ -> {}
            }
        }
        return new HostState(links, addresses, routes);
    }

    private static void removeDevice(
            String device, List<Link> links, List<Address> addresses, List<Route> routes) {
        links.removeIf(l -> l.name.equals(device));
        addresses.removeIf(a -> a.device.equals(device));
        routes.removeIf(r -> r.device.equals(device));
    }

    private Fit tun(String device, int mtuBytes, int owner) {
        var link = link(device);
        if (link == null) return MISSING;
        if (!link.kind.equals(TUN))
            return new Fit.Differs("a device of that name is there and is no tun device");
        if (!link.isPersistent) return new Fit.Differs("a running program has made it for itself");
        if (owner >= 0 && owner != link.owner)
            return new Fit.Differs(
                    link.owner < 0 ? "it belongs to nobody" : "it belongs to user " + link.owner);
        return upWithMtu(link, mtuBytes);
    }

    private Fit kernelTunnel(Setting.KernelTunnel tunnel) {
        var link = link(tunnel.device());
        if (link == null) return MISSING;
        if (!link.kind.equals(KERNEL_TUNNEL))
            return new Fit.Differs("a device of that name is there and is no IPv6 tunnel");
        if (!tunnel.local().equals(link.local) || !tunnel.remote().equals(link.remote))
            return new Fit.Differs("it leads from " + link.local + " to " + link.remote);
        return upWithMtu(link, tunnel.mtuBytes());
    }

    private static Fit upWithMtu(Link link, int mtuBytes) {
        if (link.mtuBytes != mtuBytes) return new Fit.Differs("its MTU is " + link.mtuBytes);
        return link.isUp ? PRESENT : new Fit.Differs("it is down");
    }

    /// A device has an address once; another one may have it too.
    private Fit address(String device, Ip6 address, int bits) {
        for (var a : addresses)
            if (a.device.equals(device) && a.address.equals(address))
                return a.bits == bits
                        ? PRESENT
                        : new Fit.Differs("it is there with /" + a.bits + " instead");
        return MISSING;
    }

    /// Of several routes with one metric the kernel takes which it likes: a second one is a
    /// difference too.
    private Fit route(Setting.Route wanted) {
        Fit fit = MISSING;
        for (var r : routes) {
            if (r.metric != wanted.metric() || !r.destination.equals(wanted.destination()))
                continue;
            if (!is(r, wanted)) return new Fit.Differs("there is " + text(r));
            fit = PRESENT;
        }
        return fit;
    }

    private static boolean is(Route r, Setting.Route wanted) {
        return r.kind == RouteKind.UNICAST
                && r.device.equals(wanted.device())
                && !r.gateway
                && r.metric == wanted.metric()
                && r.destination.equals(wanted.destination())
                && Objects.equals(wanted.source(), r.source);
    }

    private Fit unreachable(IpPrefix destination, int metric) {
        Fit fit = MISSING;
        for (var r : routes) {
            if (r.metric != metric || !r.destination.equals(destination)) continue;
            if (r.kind != RouteKind.UNREACHABLE) return new Fit.Differs("there is " + text(r));
            fit = PRESENT;
        }
        return fit;
    }

    private static String text(Route r) {
        String way =
                switch (r.kind) {
                    case UNREACHABLE -> "a route that refuses";
                    case OTHER -> "a route of another kind";
                    case UNICAST -> r.device.isEmpty() ? "a route" : "a route by " + r.device;
                };
        if (r.source == null) return way;
        return way
                + " from "
                + (r.destination instanceof Ip4Prefix
                        ? new Ip4((int) r.source.lo())
                        : r.source.compressedText());
    }
}
