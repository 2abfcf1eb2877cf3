package boreas.io;

import static boreas.io.NetlinkMessage.NLM_F_CREATE;
import static boreas.io.NetlinkMessage.NLM_F_REPLACE;

import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.host.HostChange;
import boreas.host.HostOutcome;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Executes changes of the host's network by rtnetlink(7), in the network namespace of the calling
/// thread. No state; any thread, but it waits for the kernel's answer (at once, in practice).
public final class HostNetwork {
    // linux/rtnetlink.h, linux/if_link.h, linux/if_addr.h
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_NEWADDR = 20, RTM_DELADDR = 21;
    private static final int RTM_NEWROUTE = 24, RTM_DELROUTE = 25;
    private static final int IFLA_MTU = 4;
    private static final int IFA_ADDRESS = 1, IFA_LOCAL = 2;
    private static final int RTA_DST = 1, RTA_OIF = 4, RTA_PRIORITY = 6;
    private static final int RT_TABLE_MAIN = 254;
    private static final int RTPROT_STATIC = 4;
    private static final int RT_SCOPE_UNIVERSE = 0;
    private static final int RTN_UNICAST = 1;
    private static final int IFF_UP = 1; // netdevice(7)

    // linux/netlink.h
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10, NETLINK_EXT_ACK = 11;
    private static final int NLMSG_ERROR = 2;
    private static final int NLM_F_ACK_TLVS = 0x200;
    private static final int NLMSGERR_ATTR_MSG = 1;

    private static final int ANSWER_BYTES = 4096;
    private static final int SEQUENCE = 1;

    /// The kernel's answer.
    ///
    /// @param error 0, or an error number below 0
    /// @param text what the kernel says about it, often nothing
    record Answer(int error, String text) {
        /// What went wrong, as a clause.
        String clause() {
            return text.isEmpty() ? Errno.text(error) : text;
        }

        boolean isPermission() {
            return error == -Errno.EPERM || error == -Errno.EACCES;
        }
    }

    /// Makes it so. What is so already, or gone already, counts as done.
    public HostOutcome apply(HostChange change) {
        int device = LibC.interfaceIndex(deviceOf(change));
        boolean isRemoval =
                switch (change) {
                    case HostChange.RemoveAddress _, HostChange.RemoveRoute _ -> true;
                    case HostChange.AddAddress _,
                            HostChange.SetMtu _,
                            HostChange.LinkUp _,
                            HostChange.AddRoute _ ->
                            false;
                };
        if (device < 0) // with a device its addresses and routes go
        return isRemoval ? HostOutcome.DONE : refused(change, new Answer(device, ""));
        try (var arena = Arena.ofConfined()) {
            var answer = exchange(arena, message(arena, change, device));
            boolean isGone = answer.error == -Errno.EADDRNOTAVAIL || answer.error == -Errno.ESRCH;
            if (answer.error >= 0 || (isRemoval && isGone)) return HostOutcome.DONE;
            return refused(change, answer);
        }
    }

    private static String deviceOf(HostChange change) {
        return switch (change) {
            case HostChange.AddAddress c -> c.device();
            case HostChange.RemoveAddress c -> c.device();
            case HostChange.SetMtu c -> c.device();
            case HostChange.LinkUp c -> c.device();
            case HostChange.AddRoute c -> c.device();
            case HostChange.RemoveRoute c -> c.device();
        };
    }

    private static MemorySegment message(Arena arena, HostChange change, int device) {
        return switch (change) {
            case HostChange.AddAddress(_, var address, int bits) ->
                    address(arena, RTM_NEWADDR, bits, device)
                            .attribute(IFA_LOCAL, address)
                            .attribute(IFA_ADDRESS, address)
                            .segment();
            case HostChange.RemoveAddress(_, var address, int bits) ->
                    address(arena, RTM_DELADDR, bits, device)
                            .attribute(IFA_LOCAL, address)
                            .attribute(IFA_ADDRESS, address)
                            .segment();
            case HostChange.SetMtu(_, int mtuBytes) ->
                    link(arena, device, 0).attribute(IFLA_MTU, mtuBytes).segment();
            case HostChange.LinkUp _ -> link(arena, device, IFF_UP).segment();
            case HostChange.AddRoute(_, var destination, int metric) ->
                    route(arena, RTM_NEWROUTE, destination.bits())
                            .attribute(RTA_DST, destination.address())
                            .attribute(RTA_OIF, device)
                            .attribute(RTA_PRIORITY, metric)
                            .segment();
            case HostChange.RemoveRoute(_, var destination, int metric) ->
                    route(arena, RTM_DELROUTE, destination.bits())
                            .attribute(RTA_DST, destination.address())
                            .attribute(RTA_OIF, device)
                            .attribute(RTA_PRIORITY, metric)
                            .segment();
        };
    }

    /// ifinfomsg: u8 family, u8 pad, u16 type, i32 index, u32 flags, u32 which flags change.
    private static NetlinkMessage link(Arena arena, int device, int flags) {
        return new NetlinkMessage(arena, RTM_NEWLINK, 0, SEQUENCE).ints(0, device, flags, flags);
    }

    /// ifaddrmsg: u8 family, u8 prefix length, u8 flags, u8 scope, u32 index.
    private static NetlinkMessage address(Arena arena, int type, int prefixBits, int device) {
        return new NetlinkMessage(arena, type, NLM_F_CREATE | NLM_F_REPLACE, SEQUENCE)
                .bytes(Linux.AF_INET6, prefixBits, 0, RT_SCOPE_UNIVERSE)
                .ints(device);
    }

    /// rtmsg: u8 family, u8 bits of destination, u8 bits of source, u8 class, u8 table, u8
    /// protocol, u8 scope, u8 type, u32 flags.
    private static NetlinkMessage route(Arena arena, int type, int destinationBits) {
        return new NetlinkMessage(arena, type, NLM_F_CREATE | NLM_F_REPLACE, SEQUENCE)
                .bytes(Linux.AF_INET6, destinationBits, 0, 0)
                .bytes(RT_TABLE_MAIN, RTPROT_STATIC, RT_SCOPE_UNIVERSE, RTN_UNICAST)
                .ints(0);
    }

    /// Sends one request and reads the acknowledgement.
    static Answer exchange(Arena arena, MemorySegment request) {
        int fd = LibC.socket(Linux.AF_NETLINK, Linux.SOCK_RAW | Linux.SOCK_CLOEXEC, NETLINK_ROUTE);
        if (fd < 0) return new Answer(fd, "");
        try {
            LibC.setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, 1); // no echo of the request
            LibC.setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1); // with the kernel's own words
            long n = LibC.write(fd, request.address(), request.byteSize());
            if (n < 0) return new Answer((int) n, "");
            var answer = arena.allocate(ANSWER_BYTES, 8);
            n = LibC.read(fd, answer.address(), ANSWER_BYTES);
            if (n < 0) return new Answer((int) n, "");
            if (n < NetlinkMessage.HEADER_BYTES + 4
                    || answer.get(ValueLayout.JAVA_SHORT, 4) != NLMSG_ERROR)
                return new Answer(-Errno.EIO, "the kernel gave no acknowledgement");
            int error = answer.get(ValueLayout.JAVA_INT, NetlinkMessage.HEADER_BYTES);
            return new Answer(error, kernelText(answer.asSlice(0, n)));
        } finally {
            LibC.close(fd);
        }
    }

    /// nlmsgerr: i32 error, nlmsghdr of the request; then attributes if the flag says so.
    private static String kernelText(MemorySegment answer) {
        if ((answer.get(ValueLayout.JAVA_SHORT, 6) & NLM_F_ACK_TLVS) == 0) return "";
        long at = NetlinkMessage.HEADER_BYTES + 4 + NetlinkMessage.HEADER_BYTES;
        while (at + 4 <= answer.byteSize()) {
            int length = answer.get(ValueLayout.JAVA_SHORT, at) & 0xffff;
            if (length < 4 || at + length > answer.byteSize()) return "";
            if (answer.get(ValueLayout.JAVA_SHORT, at + 2) == NLMSGERR_ATTR_MSG)
                return answer.asSlice(at + 4, length - 4).getString(0);
            at += (length + 3) & ~3;
        }
        return "";
    }

    private static HostOutcome refused(HostChange change, Answer answer) {
        var sentence = new StringBuilder("cannot set ").append(change).append(": ");
        sentence.append(answer.clause());
        if (answer.error == -Errno.EPERM) sentence.append("; it needs root or CAP_NET_ADMIN");
        else if (answer.error == -Errno.EACCES && change instanceof HostChange.AddAddress a)
            sentence.append("; is IPv6 off? See 'sysctl net.ipv6.conf.")
                    .append(a.device())
                    .append(".disable_ipv6'");
        return new HostOutcome.Refused(sentence.toString(), answer.isPermission());
    }
}
