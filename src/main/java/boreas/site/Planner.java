package boreas.site;

import boreas.address.Ip4Prefix;
import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import boreas.host.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes the plan of one machine.
///
/// Addresses that must outlive the tunnel devices (endpoint, services, the machine's own) are on
/// the loopback device, or on that of the /64: a service stays bound while a tunnel is repaired.
///
/// **Nothing leaves in clear.** The /48 as a whole, and each network of others outside it, has a
/// route that refuses, behind the one that leads into the tunnel: when a device is missing, its
/// packets go nowhere. Metrics are below those of any usual tool, so that another route to the same
/// prefix is never preferred; the firewall drops what a more special one would take elsewhere.
final class Planner {
    /// IPv6 demands it of every link, and both kinds of node carry it whole.
    static final int MTU_BYTES = 1280;

    /// 1280 less 40 of IPv6 and 20 of TCP.
    static final int MSS_BYTES = 1220;

    /// A tunnel of the kernel puts 48 bytes into the 1304 of its node's device: what is larger than
    /// 1256 it would send in two fragments.
    static final int KERNEL_MSS_BYTES = 1196;

    /// Ours: the kernel takes 256 for its own routes, network managers take 100 and more.
    static final int METRIC = 64;

    static final int REFUSAL_METRIC = METRIC + 1;

    private static final String LOOPBACK = "lo";
    private static final int HOST_BITS = 128;

    private final Site site;
    private final Machine own;
    private final List<IpPrefix> ownRanges;
    private final List<String> notes = new ArrayList<>();

    Planner(Site site, Machine own) {
        this.site = site;
        this.own = own;
        this.ownRanges = own.siteRanges();
    }

    SitePlan plan() {
        var tunnels = tunnels();
        var peers = peers();
        return new SitePlan(site, own, settings(tunnels), peers, tunnels, gates(tunnels), notes());
    }

    private List<Tunnel> tunnels() {
        var tunnels = new ArrayList<Tunnel>();
        for (var m : others()) {
            boolean isKernelTunnel = m.isGenuine();
            int mss = isKernelTunnel || own.isGenuine() ? KERNEL_MSS_BYTES : MSS_BYTES;
            tunnels.add(
                    new Tunnel(
                            m.tunnel(),
                            m.name(),
                            m.key(),
                            m.siteRanges(),
                            MTU_BYTES,
                            mss,
                            // our own tunnels of the kernel are made without
                            own.isGenuine() ? null : m.encapsulationLimit(),
                            isKernelTunnel));
        }
        return tunnels;
    }

    private List<Machine> others() {
        return site.machines().stream().filter(m -> !m.name().equals(own.name())).toList();
    }

    /// Genuine nodes know nothing of credentials that follow from keys.
    private List<PlannedPeer> peers() {
        var peers = new ArrayList<PlannedPeer>();
        for (var m : others()) {
            if (own.isGenuine() || m.isGenuine()) continue;
            peers.add(new PlannedPeer(m.name(), m.key(), m.underlay()));
        }
        return peers;
    }

    // --- the machine

    private List<Setting> settings(List<Tunnel> tunnels) {
        var settings = new ArrayList<Setting>();
        refusals(settings, tunnels); // first: closed before anything is open
        forwarding(settings);
        for (var t : tunnels)
            settings.add(
                    own.isGenuine()
                            ? new Setting.KernelTunnel(
                                    t.device(), own.nodeAddress(), t.nodeAddress(), t.mtuBytes())
                            : new Setting.TunDevice(t.device(), t.mtuBytes()));
        addresses(settings);
        for (var t : tunnels)
            for (var range : t.remote())
                settings.add(new Setting.Route(range, t.device(), source(range), METRIC));
        return settings;
    }

    /// Only a machine with something behind it passes packets on.
    private void forwarding(List<Setting> settings) {
        if (own.lanDevice() != null || !Ranges.ip6(own.behind()).isEmpty())
            settings.add(new Setting.Sysctl("net.ipv6.conf.all.forwarding", 1));
        if (!Ranges.ip4(own.behind()).isEmpty())
            settings.add(new Setting.Sysctl("net.ipv4.ip_forward", 1));
    }

    private void addresses(List<Setting> settings) {
        settings.add(new Setting.Address(LOOPBACK, own.endpoint(), HOST_BITS));
        settings.add(address(own.ownAddress()));
        for (var s : own.services())
            if (!hasAddress(settings, s.address())) settings.add(address(s.address()));
        if (!hasAddress(settings, own.source())) settings.add(address(own.source()));
    }

    /// On the device where neighbours ask for it.
    private Setting address(Ip6 address) {
        var lan = own.lanDevice();
        return lan != null && own.network().contains(address)
                ? new Setting.Address(lan, address, own.network().bits())
                : new Setting.Address(LOOPBACK, address, HOST_BITS);
    }

    private static boolean hasAddress(List<Setting> settings, Ip6 address) {
        return settings.stream()
                .anyMatch(s -> s instanceof Setting.Address a && a.address().equals(address));
    }

    private @Nullable Ip6 source(IpPrefix destination) {
        if (!(destination instanceof Ip4Prefix)) return own.source();
        var ip4 = own.ip4Address();
        return ip4 == null ? null : ip4.mapped();
    }

    private void refusals(List<Setting> settings, List<Tunnel> tunnels) {
        settings.add(new Setting.Unreachable(site.ula(), REFUSAL_METRIC));
        for (var t : tunnels)
            for (var range : t.remote())
                if (!site.ula().contains(range))
                    settings.add(new Setting.Unreachable(range, REFUSAL_METRIC));
    }

    // --- the firewall

    private List<Gate> gates(List<Tunnel> tunnels) {
        var gates = new ArrayList<Gate>();
        for (var t : tunnels) {
            var other = site.byName(t.machine());
            if (other == null) throw new AssertionError(t.machine());
            gates.add(
                    new Gate(
                            t.device(),
                            t.machine(),
                            t.remote(),
                            ownRanges,
                            t.mssBytes(),
                            grants(other)));
        }
        gates.add(mesh());
        return gates;
    }

    private List<Grant> grants(Machine other) {
        var grants = new Grants();
        var theirs = other.siteRanges();
        for (var rule : site.rules())
            grants.add(named(rule.from(), other, theirs), named(rule.to(), own, ownRanges), rule);
        return grants.sorted();
    }

    /// Between the nodes' own addresses, by the node's own device.
    private Gate mesh() {
        var grants = new Grants();
        var node = List.of(Machine.host(own.nodeAddress()));
        for (var rule : site.rules()) {
            var sources = new ArrayList<IpPrefix>();
            for (var party : rule.from()) {
                if (party instanceof Party.Mesh) sources.add(Ip6Prefix.CJDNS);
                if (party instanceof Party.OfRange(IpPrefix range)
                        && Ip6Prefix.CJDNS.contains(range)) sources.add(range);
            }
            for (var m : others())
                sources.addAll(named(rule.from(), m, List.of(Machine.host(m.nodeAddress()))));
            grants.add(sources, named(rule.to(), own, node), rule);
        }
        if (own.isGenuine())
            for (var m : others())
                grants.add(
                        List.of(Machine.host(m.nodeAddress())),
                        node,
                        new Rule(List.of(), List.of(), Protocol.TUNNEL, List.of()));
        return new Gate(own.meshDevice(), "", List.of(Ip6Prefix.CJDNS), node, 0, grants.sorted());
    }

    /// Those of a machine's addresses that the parties of a rule mean.
    ///
    /// @param ranges of the machine; a service or a range is cut down to them
    private static List<IpPrefix> named(
            List<Party> parties, Machine machine, List<IpPrefix> ranges) {
        var named = new ArrayList<IpPrefix>();
        for (var party : parties) {
            switch (party) {
                case Party.All _ -> named.addAll(ranges);
                case Party.Mesh _ -> {}
                case Party.OfMachine(String name) -> {
                    if (name.equals(machine.name())) named.addAll(ranges);
                }
                case Party.OfService(String name, String serviceName) -> {
                    var service = name.equals(machine.name()) ? machine.service(serviceName) : null;
                    if (service != null)
                        named.addAll(Ranges.meet(ranges, Machine.host(service.address())));
                }
                case Party.OfRange(IpPrefix range) -> named.addAll(Ranges.meet(ranges, range));
            }
        }
        return Ranges.minimal(named);
    }

    /// Grants without repetition, in an order that does not depend on that of the file: those for
    /// the same protocol and ports between the same sources are one.
    private static final class Grants {
        private final TreeMap<String, Grant> byText = new TreeMap<>();

        void add(List<IpPrefix> sources, List<IpPrefix> destinations, Rule rule) {
            if (sources.isEmpty() || destinations.isEmpty()) return;
            var grant =
                    new Grant(
                            Ranges.minimal(sources),
                            Ranges.minimal(destinations),
                            rule.protocol(),
                            rule.ports());
            byText.put(grant.toString(), grant);
        }

        List<Grant> sorted() {
            var all = new ArrayList<>(byText.values());
            all.sort(Comparator.comparing(Grant::protocol)); // stable: by text within a protocol
            return all;
        }
    }

    // --- what is left to people

    private List<String> notes() {
        var udp = own.underlay();
        if (udp != null)
            notes.add("UDP to " + udp + " must reach the node: no firewall may drop it.");
        if (own.underlay() == null && !own.isGenuine())
            for (var m : others())
                if (m.underlay() == null && !m.isGenuine())
                    notes.add(
                            "Neither this machine nor %s has an \"address\": the two need a third that both call, or beacons."
                                    .formatted(m.name()));
        for (var m : others())
            if (m.isGenuine() != own.isGenuine() || m.isGenuine())
                notes.add(
                        "The link between this machine and %s needs an entry in \"authorizedPasswords\" of one cjdroute.conf and in \"connectTo\" of the other, as always with a genuine node."
                                .formatted(m.name()));
        if (own.lanDevice() != null || !own.behind().isEmpty())
            notes.add(
                    "A machine that forwards ignores router advertisements: if it gets its own IPv6 route by them, net.ipv6.conf.DEVICE.accept_ra = 2 is needed for that device; `boreas site up` sees to it.");
        boolean hasIp4There = others().stream().anyMatch(m -> !Ranges.ip4(m.behind()).isEmpty());
        if (hasIp4There && own.ip4Address() == null)
            notes.add(
                    "Without an \"ip4Address\" in one of its own \"prefixes\", programs of this"
                            + " machine itself do not reach IPv4 networks of other sites.");
        return notes;
    }
}
