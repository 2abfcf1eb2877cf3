package boreas.io;

import boreas.ffm.Linux;
import boreas.wire.Packet;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A `sockaddr_in` or `sockaddr_in6`.
///
/// ```
///   sockaddr_in, 16 bytes (ip(7))        sockaddr_in6, 28 bytes (ipv6(7))
///    0  u16 family 2, native order        0  u16 family 10, native order
///    2  u16 port, big endian              2  u16 port, big endian
///    4  4 bytes address                   4  u32 flow information
///    8  8 bytes of zeros                  8  16 bytes address
///                                        24  u32 scope: index of the device, native order
/// ```
///
/// A link-local address (fe80::/10) means nothing without its scope, and a packet has no field for
/// that. So the scope stands in bits 16 to 47 of the address, which are zero in all such addresses;
/// KAME's kernels do the same.
final class SocketAddress extends KernelAddress {
    private static final int IP4_BYTES = 16;
    private static final int IP6_BYTES = 28;
    private static final int PORT = 2, IP4 = 4, IP6 = 8, SCOPE = 24;

    private static final ValueLayout.OfLong BE_LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final long MAPPED = 0xffffL;
    private static final long LINK_LOCAL = 0xfe80L << 48;
    private static final long LINK_LOCAL_MASK = 0xffc0L << 48;
    private static final long SCOPE_MASK = 0x0000_ffff_ffff_0000L;

    private final boolean isIp4;

    SocketAddress(boolean isIp4) {
        super(isIp4 ? IP4_BYTES : IP6_BYTES, isIp4 ? Linux.AF_INET : Linux.AF_INET6);
        this.isIp4 = isIp4;
    }

    /// Takes a packet's link address. @return false when the address is of the other family
    boolean set(long hi, long lo, int udpPort) {
        memory().set(BE_SHORT, PORT, (short) udpPort);
        boolean isMapped = hi == 0 && lo >>> 32 == MAPPED;
        if (isIp4) {
            memory().set(BE_INT, IP4, (int) lo);
            return isMapped;
        }
        int scope = 0;
        if ((hi & LINK_LOCAL_MASK) == LINK_LOCAL) {
            scope = (int) (hi >>> 16);
            hi &= ~SCOPE_MASK;
        }
        memory().set(BE_LONG, IP6, hi);
        memory().set(BE_LONG, IP6 + 8, lo);
        memory().set(ValueLayout.JAVA_INT, SCOPE, scope);
        return !isMapped;
    }

    void copyTo(Packet packet) {
        packet.linkHi = hi();
        packet.linkLo = lo();
        packet.linkUdpPort = udpPort();
    }

    long hi() {
        if (isIp4) return 0;
        long hi = memory().get(BE_LONG, IP6);
        if ((hi & LINK_LOCAL_MASK) != LINK_LOCAL) return hi;
        long scope = memory().get(ValueLayout.JAVA_INT, SCOPE) & 0xffffffffL;
        return (hi & ~SCOPE_MASK) | scope << 16;
    }

    long lo() {
        if (isIp4) return MAPPED << 32 | (memory().get(BE_INT, IP4) & 0xffffffffL);
        return memory().get(BE_LONG, IP6 + 8);
    }

    int udpPort() {
        return memory().get(BE_SHORT, PORT) & 0xffff;
    }
}
