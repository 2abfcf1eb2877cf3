package boreas.config;

import boreas.address.AddressException;
import boreas.address.Ip4;
import boreas.address.Ip4Prefix;
import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Reads `router`: what lies at the inside, supernodes, seeds, IpTunnel.
final class RouterReader {
    /// The kernel's limit for names of devices (IFNAMSIZ, with the zero at the end).
    private static final int DEVICE_NAME_MAX = 15;

    private static final int PUBLIC_PEER_ID_MAX = 64;
    private static final String KEY_ADVICE = "write a node's key, 52 characters and .k";
    private static final RouterConf EMPTY =
            new RouterConf(
                    new RouterConf.Inside.None(),
                    List.of(),
                    List.of(),
                    null,
                    new IpTunnelConf(List.of(), List.of()));

    private final Problems problems;
    private final Section router;

    private RouterReader(Section router) {
        this.router = router;
        problems = router.problems();
    }

    static RouterConf read(Section root) {
        var router = root.section("router");
        return router == null ? EMPTY : new RouterReader(router).read();
    }

    private RouterConf read() {
        var conf =
                new RouterConf(
                        inside(), keys(router, "supernodes"), dnsSeeds(), publicPeer(), ipTunnel());
        router.finish();
        return conf;
    }

    private RouterConf.Inside inside() {
        var section = router.section("interface");
        if (section == null) return new RouterConf.Inside.None();
        section.knows("tunDevice", "tunfd", "socketFullPath", "socketAttemptToCreate");
        var type = section.string("type");
        var inside = inside(section, type);
        section.finish();
        return inside;
    }

    private RouterConf.Inside inside(Section section, Value.@Nullable Str type) {
        if (type != null && type.is("TUNInterface")) return tun(section);
        if (type != null && type.is("SocketInterface")) return socket(section);
        if (section.has("type") ? type == null : section.isMisspelt("type"))
            return new RouterConf.Inside.None();
        problems.warning(
                type == null ? section.at() : type.at(),
                ("%s: read %s, expected \"TUNInterface\" or \"SocketInterface\"; as it is,"
                                + " this machine has no device in the mesh")
                        .formatted(
                                section.name("type"), type == null ? "none" : Problems.show(type)));
        return new RouterConf.Inside.None();
    }

    private RouterConf.Inside tun(Section section) {
        var device = section.string("tunDevice");
        var fd = section.integer("tunfd", 0, Integer.MAX_VALUE);
        if (device != null && fd.isPresent()) {
            problems.warning(
                    device.at(),
                    section.name("tunDevice")
                            + ": read it beside tunfd, expected one of the two; as it is,"
                            + " there is no tun device");
            return new RouterConf.Inside.None();
        }
        if (device == null) return new RouterConf.Inside.Tun(null, fd);
        String name = device.text();
        boolean isName = !name.isBlank() && name.chars().noneMatch(c -> c <= ' ' || c == '/');
        if (device.length() > DEVICE_NAME_MAX)
            problems.error(
                    device.at(),
                    ("%s: read %s, tunnel name too big, limit is [%d] characters; write a"
                                    + " shorter one")
                            .formatted(
                                    section.name("tunDevice"),
                                    Problems.show(device),
                                    DEVICE_NAME_MAX));
        else if (!isName)
            problems.error(
                    device.at(),
                    "%s: read %s, expected the name of a device; write one such as \"tun0\""
                            .formatted(section.name("tunDevice"), Problems.show(device)));
        return new RouterConf.Inside.Tun(name, fd);
    }

    private RouterConf.Inside socket(Section section) {
        var create = section.value("socketAttemptToCreate");
        if (create != null)
            problems.warning(
                    create.at(),
                    section.name("socketAttemptToCreate")
                            + ": read it, expected nothing; it is an old setting without"
                            + " effect, take it away");
        var path = section.requiredString("socketFullPath", "write the socket's path");
        return path == null
                ? new RouterConf.Inside.None()
                : new RouterConf.Inside.Socket(path.text());
    }

    private List<PublicKey> keys(Section section, String listName) {
        var keys = new ArrayList<PublicKey>();
        int i = 0;
        for (var text : section.strings(listName)) {
            String name = section.name(listName) + "[" + i++ + "]";
            var key = section.parse(text, name, KeyText::parse, KEY_ADVICE);
            if (key != null) keys.add(key);
        }
        return List.copyOf(keys);
    }

    private List<String> dnsSeeds() {
        var seeds = new ArrayList<String>();
        for (var seed : router.strings("dnsSeeds")) {
            if (seed.text().isBlank())
                problems.warning(
                        seed.at(),
                        router.name("dnsSeeds")
                                + ": read an empty name, expected a name in the DNS; take it away");
            else seeds.add(seed.text());
        }
        return List.copyOf(seeds);
    }

    private RouterConf.@Nullable PublicPeer publicPeer() {
        if (router.value("publicPeer") instanceof Value.Str id) return publicPeer(id, null, null);
        var section = router.section("publicPeer");
        if (section == null) return null;
        var id = section.string("id");
        var ip4 = endpoint(section, "ipv4", LinkAddress.Kind.UDP4);
        var ip6 = endpoint(section, "ipv6", LinkAddress.Kind.UDP6);
        section.finish();
        if (id != null) return publicPeer(id, ip4, ip6);
        if (ip4 != null || ip6 != null)
            problems.warning(
                    section.at(),
                    section.name("id") + " is missing; without it nothing is published");
        return null;
    }

    private RouterConf.PublicPeer publicPeer(
            Value.Str id, @Nullable String ip4, @Nullable String ip6) {
        if (id.length() > PUBLIC_PEER_ID_MAX)
            problems.error(
                    id.at(),
                    "%s: read %d bytes, expected at most %d; write a shorter one"
                            .formatted(router.name("publicPeer"), id.length(), PUBLIC_PEER_ID_MAX));
        return new RouterConf.PublicPeer(id.text(), ip4, ip6);
    }

    private @Nullable String endpoint(Section section, String key, LinkAddress.Kind kind) {
        var text = section.string(key);
        String advice =
                kind == LinkAddress.Kind.UDP4 ? "write \"$IP:$PORT\"" : "write \"[$IP]:$PORT\"";
        var endpoint = section.parse(text, section.name(key), t -> address(t, kind), advice);
        return text == null || endpoint == null ? null : text.text();
    }

    private static PeerEndpoint address(String text, LinkAddress.Kind kind)
            throws AddressException {
        var address = LinkAddress.parse(text);
        if (address.kind() != kind) throw notOfFamily(kind);
        return new PeerEndpoint.Numeric(address);
    }

    private static AddressException notOfFamily(LinkAddress.Kind kind) {
        return new AddressException(
                kind == LinkAddress.Kind.UDP4 ? "not an IPv4 address" : "not an IPv6 address", 0);
    }

    private IpTunnelConf ipTunnel() {
        var section = router.section("ipTunnel");
        if (section == null) return EMPTY.ipTunnel();
        var allowed = new ArrayList<IpTunnelConf.Allowed>();
        var blocks = new ArrayList<Block>();
        for (var entry : section.sections("allowedConnections")) {
            var conf = allowed(entry);
            if (conf == null) continue;
            allowed.add(conf);
            for (var block : blocksOf(conf)) {
                warnOfOverlap(block, entry, blocks);
                blocks.add(new Block(block, entry));
            }
        }
        var outgoing = keys(section, "outgoingConnections");
        section.finish();
        return new IpTunnelConf(List.copyOf(allowed), outgoing);
    }

    /// Addresses that belong to a client.
    private record Block(IpPrefix range, Section entry) {}

    private static List<IpPrefix> blocksOf(IpTunnelConf.Allowed conf) {
        var blocks = new ArrayList<IpPrefix>();
        var ip4 = conf.ip4Address();
        var ip6 = conf.ip6Address();
        if (ip4 != null) blocks.add(new Ip4Prefix(ip4, conf.ip4Alloc().orElse(Ip4Prefix.BITS_MAX)));
        if (ip6 != null) blocks.add(new Ip6Prefix(ip6, conf.ip6Alloc().orElse(Ip6Prefix.BITS_MAX)));
        return blocks;
    }

    private void warnOfOverlap(IpPrefix range, Section entry, List<Block> before) {
        for (var other : before)
            if (other.range.meets(range))
                problems.warning(
                        entry.at(),
                        "%s: read %s for this client, expected no address of another one; that of line %d has %s, so a packet could be for either"
                                .formatted(
                                        entry.path(), range, other.entry.at().line(), other.range));
    }

    private IpTunnelConf.@Nullable Allowed allowed(Section entry) {
        var keyText = entry.requiredString("publicKey", KEY_ADVICE);
        var key = entry.parse(keyText, entry.name("publicKey"), KeyText::parse, KEY_ADVICE);
        var ip4 =
                entry.parse(
                        entry.string("ip4Address"),
                        entry.name("ip4Address"),
                        Ip4::parse,
                        "write one such as \"192.168.1.24\"");
        var ip6 =
                entry.parse(
                        entry.string("ip6Address"),
                        entry.name("ip6Address"),
                        Ip6::parse,
                        "write one such as \"2001:db8::10\"");
        var ip4Prefix = lengthOf(entry, "ip4Prefix", "ip4Address", 0, 32);
        var ip4Alloc = lengthOf(entry, "ip4Alloc", "ip4Address", 1, 32);
        var ip6Prefix = lengthOf(entry, "ip6Prefix", "ip6Address", 0, 128);
        var ip6Alloc = lengthOf(entry, "ip6Alloc", "ip6Address", 1, 128);
        if (!entry.has("ip4Address") && !entry.has("ip6Address"))
            problems.error(
                    entry.at(),
                    entry.name("ip6Address")
                            + ": read neither ip4Address nor ip6Address, expected one of them;"
                            + " write one");
        entry.finishWithNotes();
        if (key == null) return null;
        return new IpTunnelConf.Allowed(key, ip4, ip4Prefix, ip4Alloc, ip6, ip6Prefix, ip6Alloc);
    }

    /// The length of a prefix: a number without quotes, and only beside its address.
    private OptionalInt lengthOf(Section entry, String key, String address, int min, int max) {
        var value = entry.value(key);
        if (value instanceof Value.Str)
            problems.error(
                    value.at(),
                    "%s: read a String, expected a whole number; take the quotes away"
                            .formatted(entry.name(key)));
        if (value == null || value instanceof Value.Str) return OptionalInt.empty();
        if (!entry.has(address))
            problems.error(
                    value.at(),
                    "%s: read it without %s, expected both or none; write the address too"
                            .formatted(entry.name(key), address));
        return entry.integer(key, min, max);
    }
}
