package boreas.io;

import static boreas.io.NetlinkMessage.NLM_F_CREATE;
import static boreas.io.NetlinkMessage.NLM_F_EXCL;

import boreas.address.Ip4;
import boreas.address.Ip4Prefix;
import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.host.HostOutcome;
import boreas.host.HostState;
import boreas.host.Setting;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings of this machine one by one, by rtnetlink(7) and the tun driver: what is there, made,
/// and removed again, in the network namespace of the calling thread. No state; any thread.
///
/// Nothing of others is replaced: what is in the way is a refusal. The kernel's switches (`sysctl`)
/// are files, and none of this class's business.
public final class HostSettings {
    /// Who made a route, for `ip route show proto 205`; above what the kernel itself and the known
    /// routing daemons use.
    public static final int PROTOCOL = 205;

    // linux/rtnetlink.h
    private static final int RTM_NEWLINK = 16, RTM_DELLINK = 17, RTM_GETLINK = 18;
    private static final int RTM_NEWADDR = 20, RTM_DELADDR = 21, RTM_GETADDR = 22;
    private static final int RTM_NEWROUTE = 24, RTM_DELROUTE = 25, RTM_GETROUTE = 26;
    private static final int NLM_F_DUMP = 0x300;
    private static final int IFINFOMSG_BYTES = 16, IFADDRMSG_BYTES = 8, RTMSG_BYTES = 12;
    private static final int RTA_DST = 1, RTA_OIF = 4, RTA_GATEWAY = 5, RTA_PRIORITY = 6;
    private static final int RTA_PREFSRC = 7, RTA_MULTIPATH = 9, RTA_TABLE = 15, RTA_VIA = 18;
    private static final int RTA_NH_ID = 30;
    private static final int RT_TABLE_MAIN = 254;
    private static final int RT_SCOPE_UNIVERSE = 0, RT_SCOPE_LINK = 253;
    private static final int RTN_UNICAST = 1, RTN_UNREACHABLE = 7;
    private static final int RTM_F_CLONED = 0x200;
    private static final int IFF_UP = 1; // netdevice(7)

    // linux/if_link.h, linux/if_addr.h, linux/if_tun.h, linux/if_tunnel.h, linux/ip6_tunnel.h
    private static final int IFLA_IFNAME = 3, IFLA_MTU = 4, IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1, IFLA_INFO_DATA = 2;
    private static final int IFLA_TUN_OWNER = 1, IFLA_TUN_PERSIST = 6;
    private static final int IFLA_IPTUN_LOCAL = 2, IFLA_IPTUN_REMOTE = 3, IFLA_IPTUN_TTL = 4;
    private static final int IFLA_IPTUN_ENCAP_LIMIT = 6, IFLA_IPTUN_FLAGS = 8;
    private static final int IFLA_IPTUN_PROTO = 9;
    private static final int IP6_TNL_F_IGN_ENCAP_LIMIT = 1;
    private static final int IFA_ADDRESS = 1, IFA_LOCAL = 2, IFA_F_NODAD = 2;

    private static final String KERNEL_TUNNEL = "ip6tnl";

    /// As tunnels of the kernel have it without being told.
    private static final int HOP_LIMIT = 64;

    private static final int SEQUENCE = 1;
    private static final HostState UNKNOWN = new HostState(List.of(), List.of(), List.of());

    // --- what is there

    /// @return [HostState#isUnknown] where the kernel does not answer, in part or in whole
    public HostState state() {
        try (var arena = Arena.ofConfined()) {
            var links =
                    NetworkDevices.dumpIfWhole(
                            arena,
                            request(arena, RTM_GETLINK).ints(0, 0, 0, 0),
                            RTM_NEWLINK,
                            HostSettings::link);
            if (links == null) return UNKNOWN;
            var names = new HashMap<Integer, String>();
            for (var l : links) names.put(l.index(), l.name());
            var addresses =
                    NetworkDevices.dumpIfWhole(
                            arena,
                            request(arena, RTM_GETADDR).bytes(Linux.AF_INET6, 0, 0, 0).ints(0),
                            RTM_NEWADDR,
                            m -> address(m, names));
            // Both kinds at once: what is neither is passed over.
            var routes =
                    NetworkDevices.dumpIfWhole(
                            arena,
                            request(arena, RTM_GETROUTE).ints(0, 0, 0),
                            RTM_NEWROUTE,
                            m -> route(m, names));
            if (addresses == null || routes == null) return UNKNOWN;
            return new HostState(links, addresses, routes);
        }
    }

    private static NetlinkMessage request(Arena arena, int type) {
        return new NetlinkMessage(arena, type, NLM_F_DUMP, SEQUENCE);
    }

    /// ifinfomsg: u8 family, u8 pad, u16 hardware type, i32 index, u32 flags, u32 change.
    private static HostState.Link link(MemorySegment m) {
        var attributes = m.asSlice(IFINFOMSG_BYTES);
        var name = NetworkDevices.attribute(attributes, IFLA_IFNAME);
        var info = NetworkDevices.attribute(attributes, IFLA_LINKINFO);
        var kindBytes = info == null ? null : NetworkDevices.attribute(info, IFLA_INFO_KIND);
        String kind = kindBytes == null ? "" : kindBytes.getString(0);
        var data = info == null ? null : NetworkDevices.attribute(info, IFLA_INFO_DATA);
        var tun = kind.equals("tun") ? data : null;
        var tunnel = kind.equals(KERNEL_TUNNEL) ? data : null;
        var persist = tun == null ? null : NetworkDevices.attribute(tun, IFLA_TUN_PERSIST);
        return new HostState.Link(
                m.get(ValueLayout.JAVA_INT, 4),
                name == null ? "" : name.getString(0),
                kind,
                (m.get(ValueLayout.JAVA_INT, 8) & IFF_UP) != 0,
                number(attributes, IFLA_MTU, 0),
                persist != null && persist.get(ValueLayout.JAVA_BYTE, 0) != 0,
                tun == null ? -1 : number(tun, IFLA_TUN_OWNER, -1),
                tunnel == null ? null : ip6(NetworkDevices.attribute(tunnel, IFLA_IPTUN_LOCAL)),
                tunnel == null ? null : ip6(NetworkDevices.attribute(tunnel, IFLA_IPTUN_REMOTE)));
    }

    /// ifaddrmsg: u8 family, u8 prefix length, u8 flags, u8 scope, u32 index.
    private static HostState.@Nullable Address address(
            MemorySegment m, Map<Integer, String> names) {
        var attributes = m.asSlice(IFADDRMSG_BYTES);
        var local = ip6(NetworkDevices.attribute(attributes, IFA_LOCAL));
        if (local == null) local = ip6(NetworkDevices.attribute(attributes, IFA_ADDRESS));
        var device = names.get(m.get(ValueLayout.JAVA_INT, 4));
        if (local == null || device == null) return null;
        return new HostState.Address(device, local, m.get(ValueLayout.JAVA_BYTE, 1) & 0xff);
    }

    /// rtmsg: u8 family, u8 bits of destination, u8 bits of source, u8 class, u8 table, u8
    /// protocol, u8 scope, u8 type, u32 flags.
    private static HostState.@Nullable Route route(MemorySegment m, Map<Integer, String> names) {
        int family = m.get(ValueLayout.JAVA_BYTE, 0);
        boolean isKnown = family == Linux.AF_INET || family == Linux.AF_INET6;
        boolean isCloned = (m.get(ValueLayout.JAVA_INT, 8) & RTM_F_CLONED) != 0;
        if (!isKnown || isCloned || m.get(ValueLayout.JAVA_BYTE, 2) != 0) return null;
        var attributes = m.asSlice(RTMSG_BYTES);
        int table = number(attributes, RTA_TABLE, m.get(ValueLayout.JAVA_BYTE, 4) & 0xff);
        if (table != RT_TABLE_MAIN) return null;
        int bits = m.get(ValueLayout.JAVA_BYTE, 1) & 0xff;
        var kind =
                switch (m.get(ValueLayout.JAVA_BYTE, 7)) {
                    case RTN_UNICAST -> HostState.RouteKind.UNICAST;
                    case RTN_UNREACHABLE -> HostState.RouteKind.UNREACHABLE;
                    default -> HostState.RouteKind.OTHER;
                };
        var device = names.get(number(attributes, RTA_OIF, 0));
        if (device == null || kind != HostState.RouteKind.UNICAST) device = "";
        return new HostState.Route(
                prefix(family, NetworkDevices.attribute(attributes, RTA_DST), bits),
                kind,
                device,
                ip(NetworkDevices.attribute(attributes, RTA_PREFSRC)),
                has(attributes, RTA_GATEWAY)
                        || has(attributes, RTA_VIA)
                        || has(attributes, RTA_MULTIPATH)
                        || has(attributes, RTA_NH_ID),
                number(attributes, RTA_PRIORITY, 0),
                m.get(ValueLayout.JAVA_BYTE, 5) & 0xff);
    }

    private static boolean has(MemorySegment attributes, int type) {
        return NetworkDevices.attribute(attributes, type) != null;
    }

    private static int number(MemorySegment attributes, int type, int otherwise) {
        var value = NetworkDevices.attribute(attributes, type);
        return value == null || value.byteSize() < 4
                ? otherwise
                : value.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    }

    private static IpPrefix prefix(int family, @Nullable MemorySegment value, int bits) {
        var address = ip(value);
        if (family == Linux.AF_INET)
            return new Ip4Prefix(new Ip4(address == null ? 0 : (int) address.lo()), bits);
        return new Ip6Prefix(address == null ? new Ip6(0, 0) : address, bits);
    }

    private static @Nullable Ip6 ip6(@Nullable MemorySegment value) {
        return value == null || value.byteSize() != Ip6.BYTES
                ? null
                : Ip6.of(value.toArray(ValueLayout.JAVA_BYTE), 0);
    }

    /// Of either kind, IPv4 as `::ffff:a.b.c.d`.
    private static @Nullable Ip6 ip(@Nullable MemorySegment value) {
        if (value == null || value.byteSize() != 4) return ip6(value);
        int bits = 0;
        for (int i = 0; i < 4; i++) bits = bits << 8 | value.get(ValueLayout.JAVA_BYTE, i) & 0xff;
        return Ip6.mapped(bits);
    }

    // --- made

    /// Makes what is missing.
    ///
    /// @param tunOwner whom a tun device is to belong to, by number; below 0: to anybody
    public HostOutcome make(Setting setting, int tunOwner) {
        try {
            return outcome("make", setting, made(setting, tunOwner));
        } catch (DeviceException e) {
            return new HostOutcome.Refused(String.valueOf(e.getMessage()), false);
        }
    }

    private static HostNetwork.Answer made(Setting setting, int tunOwner) throws DeviceException {
        return switch (setting) {
            case Setting.TunDevice(String device, int mtuBytes) -> {
                TunDevice.makePersistent(device, tunOwner);
                yield up(device, mtuBytes);
            }
            case Setting.KernelTunnel t -> {
                var answer = send(arena -> tunnel(arena, t));
                yield answer.error() < 0 ? answer : up(t.device(), t.mtuBytes());
            }
            case Setting.Address(String device, Ip6 address, int bits) ->
                    onDevice(device, (arena, index) -> address(arena, true, address, bits, index));
            case Setting.Route r ->
                    onDevice(r.device(), (arena, index) -> route(arena, true, r, index));
            case Setting.Unreachable(IpPrefix destination, int metric) ->
                    send(arena -> unreachable(arena, true, destination, metric));
            case Setting.Sysctl s -> throw new IllegalArgumentException(s.toString());
        };
    }

    /// Brings a device that is there to its MTU and up, and gives it to its owner; gives a route
    /// its source again.
    public HostOutcome mend(Setting setting, int tunOwner) {
        try {
            return outcome(
                    "mend",
                    setting,
                    switch (setting) {
                        case Setting.TunDevice(String device, int mtuBytes) -> {
                            var link = new HostSettings().state().link(device);
                            if (tunOwner >= 0 && link != null && link.owner() != tunOwner)
                                TunDevice.makePersistent(device, tunOwner);
                            yield up(device, mtuBytes);
                        }
                        case Setting.KernelTunnel t -> up(t.device(), t.mtuBytes());
                        case Setting.Route r -> {
                            var bare =
                                    new Setting.Route(
                                            r.destination(), r.device(), null, r.metric());
                            var answer =
                                    onDevice(
                                            r.device(),
                                            (arena, index) -> route(arena, false, bare, index));
                            yield answer.error() < 0 ? answer : made(r, tunOwner);
                        }
                        default -> throw new IllegalArgumentException(setting.toString());
                    });
        } catch (DeviceException e) {
            return new HostOutcome.Refused(String.valueOf(e.getMessage()), false);
        }
    }

    // --- removed

    /// Removes what is there; what has gone already counts as done.
    public HostOutcome remove(Setting setting) {
        var answer =
                switch (setting) {
                    case Setting.TunDevice(String device, _) -> removeDevice(device);
                    case Setting.KernelTunnel t -> removeDevice(t.device());
                    case Setting.Address(String device, Ip6 address, int bits) ->
                            onDevice(
                                    device,
                                    (arena, index) -> address(arena, false, address, bits, index));
                    case Setting.Route r ->
                            onDevice(r.device(), (arena, index) -> route(arena, false, r, index));
                    case Setting.Unreachable(IpPrefix destination, int metric) ->
                            send(arena -> unreachable(arena, false, destination, metric));
                    case Setting.Sysctl s -> throw new IllegalArgumentException(s.toString());
                };
        boolean isGone =
                answer.error() == -Errno.ENODEV
                        || answer.error() == -Errno.ESRCH
                        || answer.error() == -Errno.ENXIO
                        || answer.error() == -Errno.EADDRNOTAVAIL;
        return isGone ? HostOutcome.DONE : outcome("remove", setting, answer);
    }

    private static HostNetwork.Answer removeDevice(String device) {
        return onDevice(
                device,
                (arena, index) ->
                        new NetlinkMessage(arena, RTM_DELLINK, 0, SEQUENCE).ints(0, index, 0, 0));
    }

    private static HostOutcome outcome(String verb, Setting setting, HostNetwork.Answer answer) {
        if (answer.error() >= 0) return HostOutcome.DONE;
        var sentence = new StringBuilder("cannot ").append(verb).append(' ').append(setting);
        sentence.append(": ").append(answer.clause());
        if (answer.error() == -Errno.EPERM) sentence.append("; it needs root or CAP_NET_ADMIN");
        else sentence.append(hint(setting, answer.error()));
        return new HostOutcome.Refused(sentence.toString(), answer.isPermission());
    }

    private static String hint(Setting setting, int error) {
        return switch (setting) {
            case Setting.KernelTunnel _ when error == -Errno.EOPNOTSUPP ->
                    "; the kernel has no IPv6 tunnels: 'modprobe ip6_tunnel'";
            case Setting.Address a when error == -Errno.EACCES ->
                    "; is IPv6 off? See 'sysctl net.ipv6.conf." + a.device() + ".disable_ipv6'";
            case Setting.Address a when error == -Errno.ENODEV ->
                    "; is there a device " + a.device() + "? See \"device\" in the site file";
            case Setting.Route r when error == -Errno.EINVAL && r.source() != null ->
                    "; does this machine have the address " + r.sourceText() + "?";
            default -> "";
        };
    }

    // --- messages

    @FunctionalInterface
    private interface Message {
        NetlinkMessage in(Arena arena);
    }

    @FunctionalInterface
    private interface DeviceMessage {
        NetlinkMessage in(Arena arena, int index);
    }

    private static HostNetwork.Answer send(Message message) {
        try (var arena = Arena.ofConfined()) {
            return HostNetwork.exchange(arena, message.in(arena).segment());
        }
    }

    private static HostNetwork.Answer onDevice(String device, DeviceMessage message) {
        int index = LibC.interfaceIndex(device);
        return index < 0
                ? new HostNetwork.Answer(index, "")
                : send(arena -> message.in(arena, index));
    }

    private static HostNetwork.Answer up(String device, int mtuBytes) {
        return onDevice(
                device,
                (arena, index) ->
                        new NetlinkMessage(arena, RTM_NEWLINK, 0, SEQUENCE)
                                .ints(0, index, IFF_UP, IFF_UP)
                                .attribute(IFLA_MTU, mtuBytes));
    }

    /// For both kinds of inner packet (protocol 0), without the encapsulation limit.
    private static NetlinkMessage tunnel(Arena arena, Setting.KernelTunnel t) {
        var message =
                new NetlinkMessage(arena, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, SEQUENCE)
                        .ints(0, 0, 0, 0)
                        .attribute(IFLA_IFNAME, t.device());
        int info = message.open(IFLA_LINKINFO);
        message.attribute(IFLA_INFO_KIND, KERNEL_TUNNEL);
        int data = message.open(IFLA_INFO_DATA);
        message.attribute(IFLA_IPTUN_LOCAL, t.local())
                .attribute(IFLA_IPTUN_REMOTE, t.remote())
                .attributeOfByte(IFLA_IPTUN_TTL, HOP_LIMIT)
                .attributeOfByte(IFLA_IPTUN_ENCAP_LIMIT, 0)
                .attribute(IFLA_IPTUN_FLAGS, IP6_TNL_F_IGN_ENCAP_LIMIT)
                .attributeOfByte(IFLA_IPTUN_PROTO, 0);
        return message.close(data).close(info);
    }

    /// Without detection of duplicates: a route may name the address at once.
    private static NetlinkMessage address(
            Arena arena, boolean isNew, Ip6 address, int bits, int index) {
        int type = isNew ? RTM_NEWADDR : RTM_DELADDR;
        return new NetlinkMessage(arena, type, isNew ? NLM_F_CREATE | NLM_F_EXCL : 0, SEQUENCE)
                .bytes(Linux.AF_INET6, bits, isNew ? IFA_F_NODAD : 0, RT_SCOPE_UNIVERSE)
                .ints(index)
                .attribute(IFA_LOCAL, address)
                .attribute(IFA_ADDRESS, address);
    }

    private static NetlinkMessage route(
            Arena arena, boolean isNew, Setting.Route route, int index) {
        boolean isIp4 = route.destination() instanceof Ip4Prefix;
        var message =
                route(
                        arena,
                        isNew,
                        route.destination(),
                        isIp4 ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE,
                        RTN_UNICAST,
                        route.metric());
        message.attribute(RTA_OIF, index);
        var source = route.source();
        if (source == null) return message;
        return isIp4
                ? message.attributeIp4(RTA_PREFSRC, (int) source.lo())
                : message.attribute(RTA_PREFSRC, source);
    }

    private static NetlinkMessage unreachable(
            Arena arena, boolean isNew, IpPrefix destination, int metric) {
        return route(arena, isNew, destination, RT_SCOPE_UNIVERSE, RTN_UNREACHABLE, metric);
    }

    private static NetlinkMessage route(
            Arena arena, boolean isNew, IpPrefix destination, int scope, int kind, int metric) {
        boolean isIp4 = destination instanceof Ip4Prefix;
        int type = isNew ? RTM_NEWROUTE : RTM_DELROUTE;
        var message =
                new NetlinkMessage(arena, type, isNew ? NLM_F_CREATE | NLM_F_EXCL : 0, SEQUENCE)
                        .bytes(isIp4 ? Linux.AF_INET : Linux.AF_INET6, destination.bits(), 0, 0)
                        .bytes(RT_TABLE_MAIN, isNew ? PROTOCOL : 0, scope, kind)
                        .ints(0);
        switch (destination) {
            case Ip4Prefix p -> message.attributeIp4(RTA_DST, p.address().bits());
            case Ip6Prefix p -> message.attribute(RTA_DST, p.address());
        }
        return message.attribute(RTA_PRIORITY, metric);
    }
}
