package boreas.daemon;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.admin.AdminClient;
import boreas.admin.AdminEndpoint;
import boreas.admin.AdminException;
import boreas.admin.AdminPassword;
import boreas.config.CjdrouteConf;
import boreas.config.Problem;
import boreas.config.Problems;
import boreas.config.RouterConf;
import boreas.config.UdpInterfaceConf;
import boreas.env.Counters;
import boreas.host.HostState;
import boreas.io.DeviceException;
import boreas.io.HostSettings;
import boreas.io.NetworkDevices;
import boreas.value.Position;
import boreas.value.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What is wrong with a good configuration on this machine now: who else can read it, ports that
/// others have, devices and users that are not there, names without an address, routes that take
/// packets elsewhere. Changes nothing.
///
/// A node that runs with this configuration already has its ports by right.
public final class MachineCheck {
    private static final Duration NODE_PATIENCE = Duration.ofMillis(500);
    private static final long NAMES_PATIENCE_S = 5;
    private static final Ip6 ANY_6 = new Ip6(0, 0);
    private static final Ip6 ANY_4 = Ip6.mapped(0);

    private static final Set<PosixFilePermission> OTHERS_READ =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final Problems problems = new Problems();
    private final CjdrouteConf conf;
    private final Value.Dict root;

    private MachineCheck(CjdrouteConf conf, Value.Dict root) {
        this.conf = conf;
        this.root = root;
    }

    /// @param root of the text that `conf` was read from
    /// @param asksForNames whether names of peers are looked up, which may take seconds
    /// @return in the order of their places
    public static List<Problem> of(CjdrouteConf conf, Value.Dict root, boolean asksForNames) {
        return of(conf, root, asksForNames, portsOfRunningNode(conf));
    }

    /// @param own what the node with this configuration listens at; null: none runs
    static List<Problem> of(
            CjdrouteConf conf, Value.Dict root, boolean asksForNames, @Nullable Set<String> own) {
        var check = new MachineCheck(conf, root);
        check.ports(own == null ? Set.of() : own);
        check.ethernet();
        check.user();
        check.routes();
        if (asksForNames) check.names();
        return check.problems.sorted();
    }

    /// Whether others than its owner may read a file with a private key in it.
    ///
    /// @return null when all is well, or the file system knows no rights
    public static @Nullable Problem secrets(Path file, Position top) {
        try {
            var rights = Files.getPosixFilePermissions(file);
            if (OTHERS_READ.stream().noneMatch(rights::contains)) return null;
            return new Problem(
                    Problem.Severity.WARNING,
                    top,
                    "the file has the rights %s, expected rw-------, for whoever reads it has the private key and all passwords; chmod 600 %s"
                            .formatted(PosixFilePermissions.toString(rights), file));
        } catch (IOException | UnsupportedOperationException _) {
            return null;
        }
    }

    // --- ports

    private void ports(Set<String> own) {
        var leaving = new HashSet<>(own);
        for (var udp : conf.udpInterfaces()) leaving.remove(udp.bind().toString());
        for (int i = 0; i < conf.udpInterfaces().size(); i++) {
            var udp = conf.udpInterfaces().get(i);
            if (own.contains(udp.bind().toString())) continue;
            // The node itself has the port, and leaves it first: only the address can be wrong.
            boolean givesWay = leaving.stream().anyMatch(one -> isInTheWay(one, udp.bind()));
            port(udp, givesWay ? LinkAddress.udp(udp.bind().ip(), 0) : udp.bind(), at(i));
        }
    }

    /// Whether a socket there keeps another from its port.
    private static boolean isInTheWay(String bound, LinkAddress wanted) {
        try {
            var other = LinkAddress.parse(bound);
            return other.kind() == wanted.kind()
                    && other.udpPort() == wanted.udpPort()
                    && (isAny(other.ip()) || isAny(wanted.ip()));
        } catch (AddressException e) {
            return false; // an Ethernet device
        }
    }

    private static boolean isAny(Ip6 ip) {
        return ip.equals(ANY_4) || ip.equals(ANY_6);
    }

    /// @param tried its address, with another port where this one will be free
    private void port(UdpInterfaceConf udp, LinkAddress tried, Position at) {
        try {
            var opened = OpenedUdp.at(tried, 0, new Counters());
            opened.socket().close();
            if (opened.isAhead()) problems.warning(at, OpenedUdp.absence(udp.bind()));
        } catch (DeviceException e) {
            var text = OpenedUdp.refusal(udp.bind(), e);
            boolean goesOn =
                    udp.bind().kind() == LinkAddress.Kind.UDP6 && udp.connectTo().isEmpty();
            if (goesOn) problems.warning(at, text);
            else problems.error(at, text);
        }
    }

    /// What the node that answers at `admin.bind` listens at; null: none answers. A genuine one
    /// does not tell, and is taken for the one with this configuration.
    private static @Nullable Set<String> portsOfRunningNode(CjdrouteConf conf) {
        var endpoint =
                AdminEndpoint.of(
                        conf.admin().bind(),
                        new AdminPassword(AdminPassword.NOT_WANTED),
                        "the configuration");
        var ports = new HashSet<String>();
        try (var client = new AdminClient(endpoint, NODE_PATIENCE)) {
            client.callOpen("ping", Value.dict().build());
            var reply = client.callOpen("Boreas_status", Value.dict().build());
            for (var name : reply.texts("ports"))
                ports.add(name.substring(name.lastIndexOf('/') + 1));
        } catch (AdminException e) {
            if (e.kind() == AdminException.Kind.NO_ANSWER) return null;
            for (var udp : conf.udpInterfaces()) ports.add(udp.bind().toString());
        }
        return ports;
    }

    // --- what must be there

    private void ethernet() {
        for (var one : conf.ethInterfaces())
            if (!one.isForAllDevices() && NetworkDevices.find(one.bind()) == null)
                problems.warning(
                        at("interfaces", "ETHInterface"),
                        "interfaces.ETHInterface.bind: read \"%s\", but there is no such device now; it will be used when it comes, 'ip link' lists those that are there"
                                .formatted(one.bind()));
    }

    private void user() {
        var name = conf.security().setUser();
        if (name == null) return;
        try {
            Privileges.account(name);
        } catch (StartFailure e) {
            problems.error(at("security"), "security.setuser: " + e.getMessage());
        }
    }

    // --- routes

    /// A route inside fc00::/8 by another device takes packets away from this node.
    private void routes() {
        if (!(conf.router().inside() instanceof RouterConf.Inside.Tun tun)) return;
        var state = new HostSettings().state();
        var own = new HashSet<String>();
        if (tun.device() != null) own.add(tun.device());
        for (var address : state.addresses())
            if (address.address().equals(conf.identity().ip6())) own.add(address.device());
        for (var route : state.routes()) {
            if (!(route.destination() instanceof Ip6Prefix to) || isHarmless(route, own)) continue;
            if (Ip6Prefix.CJDNS.contains(to))
                problems.warning(
                        at("router", "interface"),
                        "router.interface: there is a route for %s by device %s, so packets for it will not come to this node; is another cjdns running? 'ip -6 route del %s dev %s' takes it away"
                                .formatted(to, route.device(), to, route.device()));
        }
    }

    private static boolean isHarmless(HostState.Route route, Set<String> own) {
        return route.kind() != HostState.RouteKind.UNICAST
                || route.device().isEmpty()
                || route.device().equals("lo")
                || own.contains(route.device());
    }

    // --- names

    private record Asked(PeerEndpoint.Named name, CompletableFuture<InetAddress[]> answer) {}

    private void names() {
        var asked = new ArrayList<Asked>();
        for (var udp : conf.udpInterfaces())
            for (var peer : udp.connectTo())
                if (peer.endpoint() instanceof PeerEndpoint.Named name)
                    asked.add(new Asked(name, ask(name.host())));
        for (var one : asked) answer(one);
    }

    private static CompletableFuture<InetAddress[]> ask(String host) {
        var answer = new CompletableFuture<InetAddress[]>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answer.complete(InetAddress.getAllByName(host));
                    } catch (UnknownHostException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    private void answer(Asked asked) {
        var at = at(asked.name);
        try {
            for (var address : asked.answer.get(NAMES_PATIENCE_S, TimeUnit.SECONDS))
                if (Ip6.of(address).isCjdns())
                    problems.warning(
                            at,
                            "connectTo: read \"%s\", which is %s now, inside fc00::/8, a loop: the link would run through itself; that address is left out"
                                    .formatted(asked.name, address.getHostAddress()));
        } catch (ExecutionException | TimeoutException _) {
            problems.warning(
                    at,
                    "connectTo: read \"%s\", a name that has no address now; it is looked up again while the node runs, 'getent ahosts %s' shows what this machine finds"
                            .formatted(asked.name, asked.name.host()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    // --- places

    /// Of a key, or of the nearest one around it.
    private Position at(String... path) {
        Value value = root;
        for (var key : path) {
            var inside = value instanceof Value.Dict dict ? dict.get(key) : null;
            if (inside == null) break;
            value = inside;
        }
        return value.at();
    }

    private Position at(int udp) {
        var one = udpSection(udp);
        if (one == null) return at("interfaces", "UDPInterface");
        var bind = one.get("bind");
        return bind == null ? one.at() : bind.at();
    }

    private Value.@Nullable Dict udpSection(int index) {
        var interfaces = root.dict("interfaces");
        return switch (interfaces == null ? null : interfaces.get("UDPInterface")) {
            case Value.Dict one when index == 0 -> one;
            case Value.Items all
                    when index < all.size() && all.values().get(index) instanceof Value.Dict one ->
                    one;
            case null, default -> null;
        };
    }

    private Position at(PeerEndpoint.Named name) {
        for (int i = 0; i < conf.udpInterfaces().size(); i++) {
            var section = udpSection(i);
            var peers = section == null ? null : section.dict("connectTo");
            if (peers == null) continue;
            for (var key : peers.entries().keySet())
                if (key.text().equalsIgnoreCase(name.toString())) return key.at();
        }
        return at("interfaces", "UDPInterface");
    }
}
