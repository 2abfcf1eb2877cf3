package boreas.site;

import boreas.address.AddressException;
import boreas.address.Ip4Prefix;
import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import boreas.config.Problems;
import boreas.value.Position;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the machines of one file claim for themselves: no address may be handed out twice.
///
/// Claims are collected first and judged together, because a service's subnet is nobody's /64,
/// wherever in the file it stands. A clash is reported at the claim that stands further down, with
/// the place of the other one and a way out.
final class Claims {
    /// A tunnel device's name, and what in the file it comes from.
    record Device(String machine, String device, Position at) {}

    private record Subnet(String machine, String setting, Value.Str text, int subnet) {}

    private record ServiceClaim(
            String machine,
            String setting,
            Value.Str text,
            Ip6 address,
            @Nullable Ip6Prefix ownNetwork) {}

    private record Behind(String machine, String setting, Value.Str text, IpPrefix prefix) {}

    /// Addresses that no router may send to another machine.
    private static final List<IpPrefix> LOCAL =
            prefixes(
                    "::1/128",
                    "::ffff:0:0/96",
                    "fe80::/10",
                    "ff00::/8",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "224.0.0.0/4",
                    "255.255.255.255/32");

    private final Problems problems;
    private final Ip6Prefix ula;
    private final int endpointSubnet;
    private final List<Subnet> subnets = new ArrayList<>();
    private final List<ServiceClaim> services = new ArrayList<>();
    private final List<Behind> behind = new ArrayList<>();
    private final List<Device> tunnels = new ArrayList<>();
    private final Set<String> otherDevices = new HashSet<>();

    Claims(Problems problems, Ip6Prefix ula, int endpointSubnet) {
        this.problems = problems;
        this.ula = ula;
        this.endpointSubnet = endpointSubnet;
    }

    /// @param text the MAC or subnet that it comes from
    void subnet(String machine, String setting, Value.Str text, int subnet) {
        subnets.add(new Subnet(machine, setting, text, subnet));
    }

    /// @param ownNetwork the machine's /64, in which its services may be
    void service(
            String machine,
            String setting,
            Value.Str text,
            Ip6 address,
            @Nullable Ip6Prefix ownNetwork) {
        services.add(new ServiceClaim(machine, setting, text, address, ownNetwork));
    }

    void behind(String machine, String setting, Value.Str text, IpPrefix prefix) {
        behind.add(new Behind(machine, setting, text, prefix));
    }

    void tunnel(Device tunnel) {
        tunnels.add(tunnel);
    }

    /// A device that is there for something else.
    void other(String device) {
        otherDevices.add(device);
    }

    void judge() {
        var serviceSubnets = judgeServices();
        judgeSubnets(serviceSubnets);
        judgeBehind();
        judgeTunnels();
    }

    /// @return the subnets that services outside their machines' own /64 are in
    private Map<Integer, ServiceClaim> judgeServices() {
        var inSubnets = new HashMap<Integer, ServiceClaim>();
        var byAddress = new HashMap<Ip6, ServiceClaim>();
        for (var s : services) {
            int subnet = s.address.group(3);
            var other = byAddress.putIfAbsent(s.address, s);
            if (!ula.contains(s.address))
                refuse(s, "is not inside %s; write \":1:…\" for an address of it".formatted(ula));
            else if (subnet == endpointSubnet)
                refuse(
                        s,
                        "is in the subnet %x of the tunnels' ends; write another subnet"
                                .formatted(subnet));
            else if (s.address.lo() == 0)
                refuse(s, "is the address of a whole subnet; write a number behind the '::'");
            else if (other != null)
                refuse(
                        s,
                        "is the address of %s at %s too; write another one for one of them"
                                .formatted(other.setting, other.text.at()));
            else if (s.ownNetwork == null || !s.ownNetwork.contains(s.address))
                inSubnets.putIfAbsent(subnet, s);
        }
        return inSubnets;
    }

    private void refuse(ServiceClaim s, String why) {
        problems.error(
                s.text.at(),
                "%s: read %s, which %s".formatted(s.setting, Problems.show(s.text), why));
    }

    private void judgeSubnets(Map<Integer, ServiceClaim> serviceSubnets) {
        var taken = new HashMap<Integer, Subnet>();
        for (var s : subnets) {
            var other = taken.putIfAbsent(s.subnet, s);
            var service = serviceSubnets.get(s.subnet);
            String why = null;
            if (s.subnet == SiteReader.FIRST_SUBNET || s.subnet == SiteReader.LAST_SUBNET)
                why = "is no machine's";
            else if (s.subnet == endpointSubnet) why = "is that of the tunnels' ends";
            else if (other != null)
                why = "is that of machine %s at %s".formatted(other.machine, other.text.at());
            else if (service != null)
                why =
                        "is that of %s of machine %s at %s"
                                .formatted(service.setting, service.machine, service.text.at());
            if (why == null) continue;
            problems.error(
                    s.text.at(),
                    "%s: read %s, which gives machine %s the subnet %x, and that %s; write \"subnet\": \"%x\" for %s"
                            .formatted(
                                    s.setting,
                                    Problems.show(s.text),
                                    s.machine,
                                    s.subnet,
                                    why,
                                    free(s.subnet, serviceSubnets.keySet()),
                                    s.machine));
        }
    }

    /// The next subnet that nobody wants.
    private int free(int subnet, Set<Integer> serviceSubnets) {
        var taken = new HashSet<>(serviceSubnets);
        for (var s : subnets) taken.add(s.subnet);
        taken.add(endpointSubnet);
        taken.add(SiteReader.FIRST_SUBNET);
        taken.add(SiteReader.LAST_SUBNET);
        int next = subnet;
        while (taken.contains(next)) next = next + 1 & 0xffff;
        return next;
    }

    private void judgeBehind() {
        for (int i = 0; i < behind.size(); i++) {
            var b = behind.get(i);
            var why = whyNot(b.prefix);
            for (int j = 0; j < i && why == null; j++) {
                var other = behind.get(j);
                if (other.prefix.meets(b.prefix))
                    why =
                            "overlaps %s of machine %s at %s; divide them, or take one away"
                                    .formatted(other.prefix, other.machine, other.text.at());
            }
            if (why == null) continue;
            problems.error(
                    b.text.at(),
                    "%s: read %s, which %s".formatted(b.setting, Problems.show(b.text), why));
        }
    }

    private @Nullable String whyNot(IpPrefix prefix) {
        if (prefix.meets(ula))
            return "overlaps the sites' own %s; those subnets are shared out already"
                    .formatted(ula);
        if (prefix.meets(Ip6Prefix.CJDNS) && !(prefix instanceof Ip4Prefix))
            return "overlaps fc00::/8, where nodes are; take it away";
        for (var local : LOCAL) {
            boolean isSameKind = local instanceof Ip4Prefix == prefix instanceof Ip4Prefix;
            if (isSameKind && local.meets(prefix))
                return "overlaps %s, which is never routed; write a narrower one".formatted(local);
        }
        return null;
    }

    private void judgeTunnels() {
        var seen = new HashMap<String, Device>();
        for (var t : tunnels) {
            var other = seen.putIfAbsent(t.device, t);
            String why = null;
            if (other != null)
                why = "is that of machine %s at %s".formatted(other.machine, other.at);
            else if (otherDevices.contains(t.device))
                why = "is the name of a device that is there for something else";
            if (why == null) continue;
            problems.error(
                    t.at,
                    "machines.%s.tunnel: read \"%s\", which %s; write \"tunnel\": \"…\" for one of them"
                            .formatted(t.machine, t.device, why));
        }
    }

    private static List<IpPrefix> prefixes(String... texts) {
        var all = new ArrayList<IpPrefix>();
        try {
            for (var t : texts) all.add(IpPrefix.parse(t));
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
        return List.copyOf(all);
    }
}
