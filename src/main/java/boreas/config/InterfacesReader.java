package boreas.config;

import boreas.address.AddressException;
import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.value.Position;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Reads `interfaces`: sockets, Ethernet devices, and the peers to connect to.
final class InterfacesReader {
    private static final int PORT_MAX = 65535;
    private static final String ENDPOINT_ADVICE =
            "write \"$IP:$PORT\", \"[$IP6]:$PORT\" or \"host.name:$PORT\"";
    private static final String MAC_ADVICE = "write an address such as \"01:02:03:04:05:06\"";

    private final Problems problems;
    private final @Nullable Section interfaces;
    private final @Nullable Identity identity;
    private final @Nullable AdminConf admin;

    InterfacesReader(Section root, @Nullable Identity identity, @Nullable AdminConf admin) {
        this.problems = root.problems();
        this.identity = identity;
        this.admin = admin;
        interfaces = root.section("interfaces");
    }

    void finish() {
        if (interfaces != null) interfaces.finish();
    }

    List<UdpInterfaceConf> udp() {
        var found = new ArrayList<UdpInterfaceConf>();
        if (interfaces == null) return found;
        var names = new ArrayList<String>();
        for (var section : interfaces.oneOrMoreSections("UDPInterface")) {
            var conf = udp(section);
            if (conf == null) continue;
            var at = section.value("bind") instanceof Value bind ? bind.at() : section.at();
            for (int i = 0; i < found.size(); i++)
                if (collide(conf.bind(), found.get(i).bind()))
                    bindTwice(section, at, conf, names.get(i));
            if (admin != null && collide(conf.bind(), admin.bind()))
                bindTwice(section, at, conf, "admin.bind");
            names.add(section.name("bind"));
            found.add(conf);
        }
        return List.copyOf(found);
    }

    private void bindTwice(Section section, Position at, UdpInterfaceConf conf, String other) {
        problems.error(
                at,
                "%s: read %s, which is taken by %s; write another port"
                        .formatted(section.name("bind"), conf.bind(), other));
    }

    /// Whether two sockets would want the same datagrams.
    private static boolean collide(LinkAddress a, LinkAddress b) {
        if (a.kind() != b.kind() || a.udpPort() != b.udpPort() || a.udpPort() == 0) return false;
        return a.equals(b) || isWildcard(a) || isWildcard(b);
    }

    private static boolean isWildcard(LinkAddress address) {
        return address.ip().equals(Ip6.mapped(0)) || address.ip().equals(new Ip6(0, 0));
    }

    private @Nullable UdpInterfaceConf udp(Section section) {
        var bindText = section.string("bind");
        var bind =
                section.parse(
                        bindText,
                        section.name("bind"),
                        ConfReader::bindAddress,
                        "write \"0.0.0.0:$PORT\" or \"[::]:$PORT\"");
        if (bindText == null) bind = LinkAddress.udp(Ip6.mapped(0), 0);
        var dscp = section.integer("dscp", 0, 63);
        var beaconPort = section.integer("beaconPort", 1, PORT_MAX);
        var devices = section.strings("beaconDevices").stream().map(Value.Str::text).toList();
        var beacon = beacon(section, beaconPort, devices);
        var peers = new ArrayList<PeerConf>();
        var connectTo = section.section("connectTo");
        if (connectTo != null) {
            for (var e : connectTo.dict().entries().entrySet()) {
                var endpoint = endpoint(connectTo, e.getKey(), bind);
                addPeer(peers, connectTo, e.getKey(), e.getValue(), endpoint);
            }
        }
        section.finish();
        if (bind == null) return null;
        if (beacon != BeaconMode.OFF && !canHaveBeacons(section, bind, beaconPort))
            beacon = BeaconMode.OFF;
        return new UdpInterfaceConf(bind, dscp, beacon, beaconPort, devices, List.copyOf(peers));
    }

    private boolean canHaveBeacons(Section section, LinkAddress bind, OptionalInt beaconPort) {
        var value = section.value("beacon");
        if (value == null) throw new AssertionError("beacon without a value");
        if (bind.kind() == LinkAddress.Kind.UDP6) {
            problems.warning(
                    value.at(),
                    ("%s: read %s under an interface that is bound to %s, expected 0, because"
                                    + " IPv6 has no broadcasts; write it under the one for IPv4")
                            .formatted(section.name("beacon"), Problems.show(value), bind));
            return false;
        }
        if (beaconPort.isEmpty() || beaconPort.getAsInt() != bind.udpPort()) return true;
        problems.warning(
                value.at(),
                ("%s: read %s, expected 0, because beaconPort is the port of the interface"
                                + " itself; write another one, the same in the whole network")
                        .formatted(section.name("beacon"), Problems.show(value)));
        return false;
    }

    private BeaconMode beacon(Section section, OptionalInt port, List<String> devices) {
        var mode = beacon(section);
        if (mode == BeaconMode.OFF) return mode;
        var value = section.value("beacon");
        if (value == null) throw new AssertionError("beacon without a value");
        requireForBeacon(section, value, "beaconPort", "64512");
        requireForBeacon(section, value, "beaconDevices", "[ \"all\" ]");
        return port.isPresent() && !devices.isEmpty() ? mode : BeaconMode.OFF;
    }

    private void requireForBeacon(Section section, Value beacon, String key, String example) {
        if (section.has(key) || section.isMisspelt(key)) return;
        problems.warning(
                beacon.at(),
                "%s: read %s, expected 0, because it requires %s; write \"%s\": %s"
                        .formatted(
                                section.name("beacon"), Problems.show(beacon), key, key, example));
    }

    private BeaconMode beacon(Section section) {
        var value = section.integer("beacon");
        if (value == null) return BeaconMode.OFF;
        var modes = BeaconMode.values();
        if (value.number() >= 0 && value.number() < modes.length)
            return modes[(int) value.number()];
        problems.slip(
                value.at(),
                ("%s: read %d, expected 0 (off), 1 (accept) or 2 (send and accept); as it is,"
                                + " there are no beacons")
                        .formatted(section.name("beacon"), value.number()));
        return BeaconMode.OFF;
    }

    private @Nullable PeerEndpoint endpoint(
            Section connectTo, Value.Str key, @Nullable LinkAddress bind) {
        var endpoint = connectTo.parse(key, "connectTo", PeerEndpoint::parse, ENDPOINT_ADVICE);
        int port =
                switch (endpoint) {
                    case null -> -1;
                    case PeerEndpoint.Named(_, int udpPort) -> udpPort;
                    case PeerEndpoint.Numeric(LinkAddress address) -> address.udpPort();
                };
        if (port == 0) {
            problems.error(
                    key.at(),
                    "connectTo: read %s, expected a port from 1 to %d; write the peer's port"
                            .formatted(Problems.show(key), PORT_MAX));
            return null;
        }
        if (!(endpoint instanceof PeerEndpoint.Numeric(LinkAddress address))) return endpoint;
        if (address.isInsideCjdns()) {
            problems.error(
                    key.at(),
                    ("connectTo: read %s, which is inside fc00::/8, a loop: the link would"
                                    + (" run through itself; write the peer's address in the"
                                            + " network below"))
                            .formatted(Problems.show(key)));
            return null;
        }
        if (bind != null && address.kind() != bind.kind()) {
            problems.error(
                    key.at(),
                    ("connectTo: read %s under an interface that is bound to %s, expected an"
                                    + (" address of the same family; move it to the interface"
                                            + " for %s"))
                            .formatted(
                                    Problems.show(key),
                                    bind,
                                    address.kind() == LinkAddress.Kind.UDP4 ? "IPv4" : "IPv6"));
            return null;
        }
        return endpoint;
    }

    /// @param endpoint null when it was refused; the entry is checked all the same
    private void addPeer(
            List<PeerConf> peers,
            Section connectTo,
            Value.Str key,
            Value value,
            @Nullable PeerEndpoint endpoint) {
        String name = connectTo.name("\"" + key.text() + "\"");
        if (!(value instanceof Value.Dict dict)) {
            problems.error(
                    value.at(),
                    ("%s: read %s, expected a Dict; write { \"password\": \"…\","
                                    + " \"publicKey\": \"….k\" }")
                            .formatted(name, Problems.type(value)));
            return;
        }
        var section = new Section(problems, name, dict);
        var keyText = section.requiredString("publicKey", "write the peer's key, \"….k\"");
        var publicKey =
                section.parse(
                        keyText,
                        section.name("publicKey"),
                        KeyText::parse,
                        "write the peer's key, 52 characters and .k");
        var password = section.string("password");
        var login = section.text("login");
        var peerName = section.text("peerName");
        var version = section.integer("version", 0, Integer.MAX_VALUE);
        section.finishWithNotes();
        if (!section.has("password"))
            problems.warning(
                    section.at(),
                    section.name("password")
                            + " is missing; without it the peer must accept strangers");
        if (publicKey == null || keyText == null) return;
        if (identity != null && publicKey.equals(identity.publicKey())) {
            problems.warning(
                    keyText.at(),
                    section.name("publicKey")
                            + ": read this node's own key, expected the peer's; the entry"
                            + " counts for nothing");
            return;
        }
        for (var peer : peers)
            if (peer.publicKey().equals(publicKey))
                problems.warning(
                        keyText.at(),
                        ("%s: read a key that the peer at %s has too, expected each peer"
                                        + " once; take one of them away")
                                .formatted(section.name("publicKey"), peer.endpoint()));
        if (endpoint == null) return;
        peers.add(
                new PeerConf(
                        endpoint,
                        publicKey,
                        login,
                        password == null ? null : Password.of(password),
                        peerName,
                        version));
    }

    List<EthInterfaceConf> ethernet() {
        var found = new ArrayList<EthInterfaceConf>();
        if (interfaces == null) return found;
        var sections = interfaces.oneOrMoreSections("ETHInterface");
        for (var section : sections) {
            var bind = section.requiredString("bind", "write the device, or \"all\"");
            var beacon = beacon(section);
            var peers = new ArrayList<PeerConf>();
            var connectTo = section.section("connectTo");
            if (connectTo != null) {
                for (var e : connectTo.dict().entries().entrySet()) {
                    var endpoint =
                            connectTo.parse(
                                    e.getKey(), "connectTo", InterfacesReader::mac, MAC_ADVICE);
                    addPeer(peers, connectTo, e.getKey(), e.getValue(), endpoint);
                }
            }
            section.finish();
            if (bind == null) continue;
            var conf = new EthInterfaceConf(bind.text(), beacon, List.copyOf(peers));
            if (isTwice(section, bind, found)) continue;
            boolean losesOthers = sections.size() > 1 || !peers.isEmpty();
            if (conf.isForAllDevices() && losesOthers)
                problems.warning(
                        bind.at(),
                        section.name("bind")
                                + ": read \"all\", which leaves out all other entries and all"
                                + " connectTo; name the devices instead");
            found.add(conf);
        }
        return List.copyOf(found);
    }

    private boolean isTwice(Section section, Value.Str bind, List<EthInterfaceConf> found) {
        if (found.stream().noneMatch(one -> one.bind().equals(bind.text()))) return false;
        problems.warning(
                bind.at(),
                ("%s: read %s, which an entry above has already, expected each device once; put"
                                + " all of it into one entry, for this one is left out")
                        .formatted(section.name("bind"), Problems.show(bind)));
        return true;
    }

    private static PeerEndpoint mac(String text) throws AddressException {
        var mac = LinkAddress.mac(text);
        if (mac == null) throw new AddressException("not an Ethernet address", 0);
        return new PeerEndpoint.Numeric(mac);
    }
}
