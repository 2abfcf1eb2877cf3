package boreas.site;

import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import boreas.address.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole site file, checked.
///
/// @param ula the /48 of all sites
/// @param endpointSubnet the subnet of the tunnels' ends
/// @param machines by name
public record Site(Ip6Prefix ula, int endpointSubnet, List<Machine> machines, List<Rule> rules) {
    public Site {
        machines = List.copyOf(machines);
        rules = List.copyOf(rules);
    }

    public @Nullable Machine byName(String name) {
        for (var m : machines) if (m.name().equals(name)) return m;
        return null;
    }

    /// How a machine finds itself.
    public @Nullable Machine byKey(PublicKey key) {
        for (var m : machines) if (m.key().equals(key)) return m;
        return null;
    }

    /// Why a link must not go to this address, as a clause; null when it may. To be asked also
    /// about each address that the name of a host turns out to have: a link through one's own
    /// tunnels would carry itself.
    public @Nullable String refusedUnderlay(Ip6 address) {
        if (address.isCjdns()) return "is inside fc00::/8, which the link itself would carry";
        if (ula.contains(address)) return "is inside the sites' own " + ula;
        for (var m : machines)
            for (var range : m.behind())
                if (range.holds(address)) return "is inside " + range + " behind " + m.name();
        return null;
    }

    /// All that the machines carry to each other: [#refusedUnderlay] without fc00::/8.
    public List<IpPrefix> networks() {
        var networks = new ArrayList<IpPrefix>();
        networks.add(ula);
        for (var m : machines) networks.addAll(m.behind());
        return networks;
    }

    /// The names, for messages.
    List<String> names() {
        var names = new ArrayList<String>();
        for (var m : machines) names.add(m.name());
        return names;
    }
}
