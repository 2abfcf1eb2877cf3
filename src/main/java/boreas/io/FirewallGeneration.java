package boreas.io;

import boreas.ffm.LibC;
import boreas.ffm.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// How often nftables have been changed, in the network namespace of the calling thread: when the
/// number is the same, so are all tables.
///
/// ```
///   nlmsghdr, 16 bytes; nfgenmsg: u8 family, u8 version, u16 resource (linux/netfilter/nfnetlink.h)
///   attribute NFTA_GEN_ID: u32, big endian
/// ```
public final class FirewallGeneration {
    // linux/netlink.h, linux/netfilter/nfnetlink.h, linux/netfilter/nf_tables.h
    private static final int NETLINK_NETFILTER = 12;
    private static final int NFNL_SUBSYS_NFTABLES = 10;
    private static final int NFT_MSG_NEWGEN = 15, NFT_MSG_GETGEN = 16;
    private static final int NFTA_GEN_ID = 1;
    private static final int NFGENMSG_BYTES = 4;
    private static final int ANSWER_BYTES = 4096;

    private static final ValueLayout.OfInt BE_INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private FirewallGeneration() {}

    /// @return 0 or more; below 0 without the right to ask, or without nftables
    public static long now() {
        int fd =
                LibC.socket(
                        Linux.AF_NETLINK, Linux.SOCK_RAW | Linux.SOCK_CLOEXEC, NETLINK_NETFILTER);
        if (fd < 0) return fd;
        try (var arena = Arena.ofConfined()) {
            var request =
                    new NetlinkMessage(arena, NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETGEN, 0, 1)
                            .bytes(0, 0, 0, 0)
                            .segment();
            long n = LibC.write(fd, request.address(), request.byteSize());
            if (n < 0) return n;
            var answer = arena.allocate(ANSWER_BYTES, 8);
            n = LibC.read(fd, answer.address(), ANSWER_BYTES);
            int head = NetlinkMessage.HEADER_BYTES + NFGENMSG_BYTES;
            if (n < head
                    || answer.get(ValueLayout.JAVA_SHORT, 4)
                            != (NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWGEN)) return -1;
            var id = NetworkDevices.attribute(answer.asSlice(head, n - head), NFTA_GEN_ID);
            return id == null || id.byteSize() < 4 ? -1 : id.get(BE_INT, 0) & 0xffffffffL;
        } finally {
            LibC.close(fd);
        }
    }
}
