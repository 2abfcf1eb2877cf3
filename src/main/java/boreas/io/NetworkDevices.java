package boreas.io;

import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The network devices of this host and their IPv4 networks, asked of the kernel by rtnetlink(7),
/// in the network namespace of the calling thread. No state, no rights needed, any thread; it works
/// after a chroot too.
public final class NetworkDevices {
    // linux/netlink.h, linux/rtnetlink.h
    private static final int NETLINK_ROUTE = 0;
    private static final int NLM_F_DUMP = 0x300, NLM_F_DUMP_INTR = 0x10;
    private static final int NLMSG_ERROR = 2, NLMSG_DONE = 3;
    private static final int RTM_NEWLINK = 16, RTM_GETLINK = 18;
    private static final int RTM_NEWADDR = 20, RTM_GETADDR = 22;
    private static final int IFINFOMSG_BYTES = 16, IFADDRMSG_BYTES = 8;
    private static final int ATTRIBUTE_TYPE_MASK = 0x3fff;

    // linux/if_link.h, linux/if_addr.h
    private static final int IFLA_ADDRESS = 1, IFLA_IFNAME = 3, IFLA_MTU = 4;
    private static final int IFLA_MASTER = 10, IFLA_LINKINFO = 18, IFLA_INFO_SLAVE_KIND = 4;
    private static final int IFA_ADDRESS = 1, IFA_LOCAL = 2;

    /// A VRF only chooses a routing table; what arrives stays its members'.
    private static final String VRF = "vrf";

    private static final int MAC_BYTES = 6;
    private static final int SEQUENCE = 1;

    /// A list that changed while it was told is asked for again so often.
    private static final int TRIES = 3;

    /// The kernel never sends more at once (netlink(7)).
    private static final int ANSWER_BYTES = 64 << 10;

    private static final ValueLayout.OfInt BE_INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /// An IPv4 address of a device and the network it lies in.
    ///
    /// @param address the device's own, as 32 bits
    record Subnet(int device, int address, int prefixBits) {
        private int hostBits() {
            return prefixBits == 0 ? -1 : (1 << (32 - prefixBits)) - 1;
        }

        int broadcast() {
            return address | hostBits();
        }

        /// Networks of one or two addresses have no address to spare for it.
        boolean hasBroadcast() {
            return prefixBits < 31;
        }

        boolean contains(int other) {
            return (address & ~hostBits()) == (other & ~hostBits());
        }
    }

    private NetworkDevices() {}

    /// All devices, loopback among them; none when the kernel does not answer.
    public static List<NetworkDevice> list() {
        try (var arena = Arena.ofConfined()) {
            var request = new NetlinkMessage(arena, RTM_GETLINK, NLM_F_DUMP, SEQUENCE);
            return dump(arena, request.ints(0, 0, 0, 0), RTM_NEWLINK, NetworkDevices::device);
        }
    }

    /// The device of that name, if there is one now.
    public static @Nullable NetworkDevice find(String name) {
        for (var device : list()) if (device.name().equals(name)) return device;
        return null;
    }

    /// Names of the devices on which beacons of UDP can go out: those with an IPv4 network that has
    /// a broadcast address.
    public static List<String> withBroadcastAddress() {
        var networks = subnets();
        return list().stream()
                .filter(device -> !device.isLoopback())
                .filter(device ->
                        networks.stream()
                                .anyMatch(n -> n.device() == device.index() && n.hasBroadcast()))
                .map(NetworkDevice::name)
                .toList();
    }

    /// All IPv4 addresses; none when the kernel does not answer.
    static List<Subnet> subnets() {
        try (var arena = Arena.ofConfined()) {
            var request = new NetlinkMessage(arena, RTM_GETADDR, NLM_F_DUMP, SEQUENCE);
            request.bytes(Linux.AF_INET, 0, 0, 0).ints(0);
            return dump(arena, request, RTM_NEWADDR, NetworkDevices::subnet);
        }
    }

    /// ifinfomsg: u8 family, u8 pad, u16 hardware type, i32 index, u32 flags, u32 change.
    private static NetworkDevice device(MemorySegment m) {
        var attributes = m.asSlice(IFINFOMSG_BYTES);
        var name = attribute(attributes, IFLA_IFNAME);
        var mtu = attribute(attributes, IFLA_MTU);
        var mac = attribute(attributes, IFLA_ADDRESS);
        return new NetworkDevice(
                m.get(ValueLayout.JAVA_INT, 4),
                name == null ? "" : name.getString(0),
                m.get(ValueLayout.JAVA_SHORT, 2) & 0xffff,
                m.get(ValueLayout.JAVA_INT, 8),
                mtu == null ? 0 : mtu.get(ValueLayout.JAVA_INT_UNALIGNED, 0),
                mac == null ? 0 : mac(mac),
                attribute(attributes, IFLA_MASTER) != null && !isInVrf(attributes));
    }

    private static boolean isInVrf(MemorySegment attributes) {
        var info = attribute(attributes, IFLA_LINKINFO);
        var kind = info == null ? null : attribute(info, IFLA_INFO_SLAVE_KIND);
        return kind != null && kind.getString(0).equals(VRF);
    }

    private static long mac(MemorySegment address) {
        if (address.byteSize() != MAC_BYTES) return 0;
        long mac = 0;
        for (int i = 0; i < MAC_BYTES; i++)
            mac = mac << 8 | (address.get(ValueLayout.JAVA_BYTE, i) & 0xff);
        return mac;
    }

    /// ifaddrmsg: u8 family, u8 prefix length, u8 flags, u8 scope, u32 index.
    private static @Nullable Subnet subnet(MemorySegment m) {
        var attributes = m.asSlice(IFADDRMSG_BYTES);
        var local = attribute(attributes, IFA_LOCAL);
        if (local == null) local = attribute(attributes, IFA_ADDRESS);
        if (local == null || local.byteSize() != 4) return null;
        return new Subnet(
                m.get(ValueLayout.JAVA_INT, 4),
                local.get(BE_INT, 0),
                m.get(ValueLayout.JAVA_BYTE, 1) & 0xff);
    }

    /// rtattr: u16 length with these 4 bytes, u16 type, value, padded to 4 bytes.
    static @Nullable MemorySegment attribute(MemorySegment attributes, int type) {
        long at = 0;
        while (at + 4 <= attributes.byteSize()) {
            int length = attributes.get(ValueLayout.JAVA_SHORT_UNALIGNED, at) & 0xffff;
            if (length < 4 || at + length > attributes.byteSize()) return null;
            int found = attributes.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 2);
            if ((found & ATTRIBUTE_TYPE_MASK) == type)
                return attributes.asSlice(at + 4, length - 4);
            at += (length + 3) & ~3;
        }
        return null;
    }

    /// Asks for a list.
    ///
    /// @param type of the messages that answer
    /// @param read makes an entry of the bytes behind the netlink header, null for none
    /// @return nothing when the kernel does not answer
    static <T> List<T> dump(
            Arena arena,
            NetlinkMessage request,
            int type,
            Function<MemorySegment, @Nullable T> read) {
        var found = dumpIfWhole(arena, request, type, read);
        return found == null ? List.of() : found;
    }

    /// As [#dump]; null when the kernel does not answer, or the list changed each time.
    static <T> @Nullable List<T> dumpIfWhole(
            Arena arena,
            NetlinkMessage request,
            int type,
            Function<MemorySegment, @Nullable T> read) {
        var answer = arena.allocate(ANSWER_BYTES, 8);
        var found = new ArrayList<T>();
        for (int i = 0; i < TRIES; i++) {
            found.clear();
            if (dump(request.segment(), answer, type, found, read)) return found;
        }
        return null;
    }

    /// @return whether that was all, and consistent
    private static <T> boolean dump(
            MemorySegment request,
            MemorySegment answer,
            int type,
            List<T> found,
            Function<MemorySegment, @Nullable T> read) {
        int fd = LibC.socket(Linux.AF_NETLINK, Linux.SOCK_RAW | Linux.SOCK_CLOEXEC, NETLINK_ROUTE);
        if (fd < 0) return false;
        try {
            if (LibC.write(fd, request.address(), request.byteSize()) < 0) return false;
            while (true) {
                long n = LibC.read(fd, answer.address(), ANSWER_BYTES);
                if (n == -Errno.EINTR) continue;
                if (n <= 0) return false;
                switch (messages(answer.asSlice(0, n), type, found, read)) {
                    case MORE -> {}
                    case DONE -> {
                        return true;
                    }
                    case BROKEN -> {
                        return false;
                    }
                }
            }
        } finally {
            LibC.close(fd);
        }
    }

    private enum Progress {
        MORE,
        DONE,
        BROKEN
    }

    private static <T> Progress messages(
            MemorySegment answer,
            int type,
            List<T> found,
            Function<MemorySegment, @Nullable T> read) {
        long at = 0;
        while (at + NetlinkMessage.HEADER_BYTES <= answer.byteSize()) {
            int length = answer.get(ValueLayout.JAVA_INT, at);
            int its = answer.get(ValueLayout.JAVA_SHORT, at + 4);
            boolean isInterrupted =
                    (answer.get(ValueLayout.JAVA_SHORT, at + 6) & NLM_F_DUMP_INTR) != 0;
            if (its == NLMSG_ERROR
                    || isInterrupted
                    || length < NetlinkMessage.HEADER_BYTES
                    || at + length > answer.byteSize()) return Progress.BROKEN;
            if (its == NLMSG_DONE) return Progress.DONE;
            if (its == type) {
                var one =
                        read.apply(
                                answer.asSlice(
                                        at + NetlinkMessage.HEADER_BYTES,
                                        length - NetlinkMessage.HEADER_BYTES));
                if (one != null) found.add(one);
            }
            at += (length + 3) & ~3;
        }
        return Progress.MORE;
    }
}
