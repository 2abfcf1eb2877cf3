package boreas.io;

import boreas.ffm.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A `struct msghdr` with its vector of buffers and room for one control message, used again for
/// each call. In the byte order of the machine.
///
/// ```
///   msghdr (recvmsg(2))                 iovec (readv(2))      cmsghdr (cmsg(3))
///    0  address of the other end         0  address            0  u64 length, with this header
///    8  u32 its length                   8  u64 length         8  i32 level
///   16  address of the vector                                 12  i32 type
///   24  u64 entries of it                                     16  data
///   32  address of the control messages
///   40  u64 their length
///   48  i32 flags of a received message
/// ```
///
/// The control message says that a message is many datagrams of one length, of which the last may
/// be shorter (udp(7)): `UDP_SEGMENT` with a u16 on the way out, `UDP_GRO` with an i32 on the way
/// in.
final class MessageHeader {
    private static final int HEADER_BYTES = 56, ENTRY_BYTES = 16, CONTROL_BYTES = 64;
    private static final int NAME = 0, NAME_LENGTH = 8, VECTOR = 16, ENTRIES = 24;
    private static final int CONTROL = 32, CONTROL_LENGTH = 40;
    private static final int LEVEL = 8, TYPE = 12, DATA = 16;
    private static final int SEGMENT_CONTROL_BYTES = 24; // CMSG_SPACE(2)

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;

    private final MemorySegment header;
    private final MemorySegment vector;
    private final MemorySegment control;

    /// @param entriesMax buffers that one message may be spread over
    MessageHeader(int entriesMax) {
        var arena = Arena.ofAuto();
        header = arena.allocate(HEADER_BYTES, 8);
        vector = arena.allocate((long) ENTRY_BYTES * entriesMax, 8);
        control = arena.allocate(CONTROL_BYTES, 8);
        header.set(LONG, VECTOR, vector.address());
        header.set(LONG, CONTROL, control.address());
    }

    long address() {
        return header.address();
    }

    /// Of the vector alone, for writev(2).
    long vectorAddress() {
        return vector.address();
    }

    void setBuffer(int i, long address, long length) {
        long entry = (long) i * ENTRY_BYTES;
        vector.set(LONG, entry, address);
        vector.set(LONG, entry + 8, length);
    }

    /// Makes it a message for somebody.
    ///
    /// @param buffers so many of the vector
    /// @param segmentBytes length of each datagram, 0 when there is only one
    void prepareSend(KernelAddress to, int buffers, int segmentBytes) {
        header.set(LONG, NAME, to.address());
        header.set(INT, NAME_LENGTH, to.length());
        header.set(LONG, ENTRIES, buffers);
        header.set(LONG, CONTROL_LENGTH, segmentBytes == 0 ? 0 : SEGMENT_CONTROL_BYTES);
        if (segmentBytes == 0) return;
        control.set(LONG, 0, DATA + SHORT.byteSize());
        control.set(INT, LEVEL, Linux.IPPROTO_UDP);
        control.set(INT, TYPE, Linux.UDP_SEGMENT);
        control.set(SHORT, DATA, (short) segmentBytes);
    }

    /// Makes room for a message of somebody.
    void prepareReceive(KernelAddress from, int buffers) {
        header.set(LONG, NAME, from.address());
        header.set(INT, NAME_LENGTH, from.length());
        header.set(LONG, ENTRIES, buffers);
        header.set(LONG, CONTROL_LENGTH, CONTROL_BYTES);
    }

    /// Length of each datagram in a received message, 0 when it is only one.
    int receivedSegmentBytes() {
        if (header.get(LONG, CONTROL_LENGTH) < DATA + INT.byteSize()) return 0;
        return control.get(INT, LEVEL) == Linux.IPPROTO_UDP
                        && control.get(INT, TYPE) == Linux.UDP_GRO
                ? control.get(INT, DATA)
                : 0;
    }
}
