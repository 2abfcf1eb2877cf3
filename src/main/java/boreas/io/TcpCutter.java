package boreas.io;

import boreas.env.Verdict;
import boreas.wire.Packet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Cuts a super-packet of TCP, up to 64 KB that the host's kernel gives at once, into the packets
/// that it stands for.
///
/// Each piece has the headers of the whole, with its own lengths, sequence number and checksums.
/// FIN and PSH belong to the last piece, CWR to the first; the identification of IPv4 counts up.
/// Checksums are made here because they are end to end: a tunnel that authenticates does not
/// replace them. Sources: RFC 9293, RFC 1071; virtio 1.2, 5.1.6.2.
///
/// The sum of the pseudo header is taken from the checksum field, where the kernel has left it for
/// the length of the whole, and corrected to that of the piece: so extension headers of IPv6 that
/// change the destination need not be understood.
///
/// Error contract: after [#begin] gave anything but OK there is no piece.
final class TcpCutter {
    private static final int IP4_SIZE = 20, IP6_SIZE = 40, TCP_SIZE = 20;
    private static final int TCP = 6;

    // Offsets in the headers.
    private static final int IP4_LENGTH = 2, IP4_ID = 4, IP4_FRAGMENT = 6, IP4_PROTOCOL = 9;
    private static final int IP4_CHECKSUM = 10;
    private static final int IP6_LENGTH = 4, IP6_NEXT = 6;
    private static final int SEQUENCE = 4, DATA_OFFSET = 12, FLAGS = 13, TCP_CHECKSUM = 16;
    private static final int FIN = 1, PSH = 8, CWR = 0x80;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt I32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private MemorySegment whole = MemorySegment.NULL;
    private long start;
    private boolean isIp4;
    private int tcpAt, headerBytes, payloadBytes, segmentBytes;
    private int identification, sequence, flags;

    /// Sum of the pseudo header without the length of the TCP segment.
    private int pseudoSum;

    /// Payload that is cut already; all of it: nothing is left.
    private int cut;

    private int pieces;

    /// Takes a super-packet.
    ///
    /// @param s where the [VnetHeader] stands at `header` and the packet at `start`; it must stay
    ///   as it is until the last piece is cut
    Verdict begin(MemorySegment s, long header, long start, int length) {
        cut = payloadBytes = pieces = 0;
        int type = VnetHeader.type(s, header) & ~VnetHeader.ECN;
        isIp4 = type == VnetHeader.TCP4;
        if (!isIp4 && type != VnetHeader.TCP6) return Verdict.BAD_OFFLOAD;
        if ((VnetHeader.flags(s, header) & VnetHeader.NEEDS_CHECKSUM) == 0)
            return Verdict.BAD_OFFLOAD;
        tcpAt = VnetHeader.checksumStart(s, header);
        segmentBytes = VnetHeader.segmentBytes(s, header);
        if (VnetHeader.checksumOffset(s, header) != TCP_CHECKSUM || segmentBytes == 0)
            return Verdict.BAD_OFFLOAD;
        boolean isIp = isIp4 ? isIp4(s, start, length) : isIp6(s, start, length);
        if (!isIp || tcpAt + TCP_SIZE > length) return Verdict.BAD_OFFLOAD;
        long tcp = start + tcpAt;
        int tcpHeader = (s.get(U8, tcp + DATA_OFFSET) & 0xf0) >>> 2;
        headerBytes = tcpAt + tcpHeader;
        if (tcpHeader < TCP_SIZE || headerBytes >= length) return Verdict.BAD_OFFLOAD;
        if (Packet.HEADROOM + headerBytes + Math.min(segmentBytes, length - headerBytes)
                > Packet.CAPACITY) return Verdict.TOO_BIG;
        whole = s;
        this.start = start;
        payloadBytes = length - headerBytes;
        identification = isIp4 ? s.get(U16, start + IP4_ID) & 0xffff : 0;
        sequence = s.get(I32, tcp + SEQUENCE);
        flags = s.get(U8, tcp + FLAGS) & 0xff;
        int begun = s.get(U16, tcp + TCP_CHECKSUM) & 0xffff;
        pseudoSum = begun + (~(length - tcpAt) & 0xffff);
        return Verdict.OK;
    }

    private boolean isIp4(MemorySegment s, long at, int length) {
        if (length < IP4_SIZE || tcpAt < IP4_SIZE) return false;
        int versionAndSize = s.get(U8, at) & 0xff;
        return versionAndSize == (4 << 4 | tcpAt >>> 2)
                && (tcpAt & 3) == 0
                && (s.get(U16, at + IP4_LENGTH) & 0xffff) == length
                && (s.get(U16, at + IP4_FRAGMENT) & 0x3fff) == 0
                && s.get(U8, at + IP4_PROTOCOL) == TCP;
    }

    private boolean isIp6(MemorySegment s, long at, int length) {
        if (length < IP6_SIZE || tcpAt < IP6_SIZE) return false;
        boolean isPlain = s.get(U8, at + IP6_NEXT) == TCP;
        return (s.get(U8, at) & 0xf0) == 6 << 4
                && IP6_SIZE + (s.get(U16, at + IP6_LENGTH) & 0xffff) == length
                && isPlain == (tcpAt == IP6_SIZE); // else there are extension headers
    }

    /// Whether a piece is left.
    boolean hasNext() {
        return cut < payloadBytes;
    }

    /// Leaves out the next piece.
    void skip() {
        cut += Math.min(segmentBytes, payloadBytes - cut);
        pieces++;
    }

    /// Writes the next piece into an empty packet with the usual head room.
    void next(Packet into) {
        int payload = Math.min(segmentBytes, payloadBytes - cut);
        boolean isLast = cut + payload == payloadBytes;
        int at = into.start();
        var memory = into.memory();
        into.setWindow(at, headerBytes + payload);
        MemorySegment.copy(whole, start, memory, at, headerBytes);
        MemorySegment.copy(whole, start + headerBytes + cut, memory, at + headerBytes, payload);

        if (isIp4) finishIp4(memory, at, headerBytes + payload);
        else memory.set(U16, at + IP6_LENGTH, (short) (headerBytes + payload - IP6_SIZE));

        int f = flags;
        if (!isLast) f &= ~(FIN | PSH);
        if (pieces > 0) f &= ~CWR;
        long tcp = (long) at + tcpAt;
        memory.set(I32, tcp + SEQUENCE, sequence + cut);
        memory.set(U8, tcp + FLAGS, (byte) f);
        memory.set(U16, tcp + TCP_CHECKSUM, (short) 0);
        int segment = headerBytes - tcpAt + payload;
        int sum = pseudoSum + segment + NativeSum.of(memory, tcp, segment);
        memory.set(U16, tcp + TCP_CHECKSUM, (short) ~NativeSum.fold(sum));
        cut += payload;
        pieces++;
    }

    private void finishIp4(MemorySegment memory, long at, int length) {
        memory.set(U16, at + IP4_LENGTH, (short) length);
        memory.set(U16, at + IP4_ID, (short) (identification + pieces));
        memory.set(U16, at + IP4_CHECKSUM, (short) 0);
        memory.set(U16, at + IP4_CHECKSUM, (short) ~NativeSum.of(memory, at, tcpAt));
    }
}
