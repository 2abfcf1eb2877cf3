package boreas.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What stands in front of each packet of a tun device that was opened with `IFF_VNET_HDR`: what is
/// left to be done to it. A `struct virtio_net_hdr` of linux/virtio_net.h, in the byte order of the
/// machine; offsets count from the IP header.
///
/// ```
///   0  u8   flags           1: the checksum is only begun (sum of the pseudo header)
///                           2: the checksum was found right
///   1  u8   type            0: one packet; 1: a super-packet of TCP over IPv4; 4: over IPv6
///                           5: of UDP
///                           80 (bit): its sender uses explicit congestion notification
///   2  u16  header length   of the linear part of the kernel's buffer, a hint
///   4  u16  segment size    payload of each packet that is to be made of it
///   6  u16  checksum start  what the checksum covers begins here, and goes to the end
///   8  u16  checksum offset of the checksum itself, behind the start
/// ```
final class VnetHeader {
    static final int SIZE = 10;

    static final int NEEDS_CHECKSUM = 1;
    static final int SINGLE = 0, TCP4 = 1, TCP6 = 4, UDP = 5, ECN = 0x80;
    private static final int FLAGS = 0, TYPE = 1, HEADER_LENGTH = 2, SEGMENT_SIZE = 4;
    private static final int CHECKSUM_START = 6, CHECKSUM_OFFSET = 8;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED;

    private VnetHeader() {}

    static int flags(MemorySegment s, long at) {
        return s.get(U8, at + FLAGS) & 0xff;
    }

    static int type(MemorySegment s, long at) {
        return s.get(U8, at + TYPE) & 0xff;
    }

    static int segmentBytes(MemorySegment s, long at) {
        return s.get(U16, at + SEGMENT_SIZE) & 0xffff;
    }

    static int checksumStart(MemorySegment s, long at) {
        return s.get(U16, at + CHECKSUM_START) & 0xffff;
    }

    static int checksumOffset(MemorySegment s, long at) {
        return s.get(U16, at + CHECKSUM_OFFSET) & 0xffff;
    }

    static void write(
            MemorySegment s,
            long at,
            int flags,
            int type,
            int headerBytes,
            int segmentBytes,
            int checksumStart,
            int checksumOffset) {
        s.set(U8, at + FLAGS, (byte) flags);
        s.set(U8, at + TYPE, (byte) type);
        s.set(U16, at + HEADER_LENGTH, (short) headerBytes);
        s.set(U16, at + SEGMENT_SIZE, (short) segmentBytes);
        s.set(U16, at + CHECKSUM_START, (short) checksumStart);
        s.set(U16, at + CHECKSUM_OFFSET, (short) checksumOffset);
    }
}
