package boreas.io;

import boreas.wire.Packet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Packets of one TCP flow that follow each other, and that the host's kernel may get as one
/// super-packet: cut again as [TcpCutter] does, each would be as it was.
///
/// So only what differs in sequence number, length and checksum goes together: same addresses,
/// ports, acknowledgement, window and options, flags ACK and nothing else but a PSH at the end, all
/// of the same length but a shorter last one. IPv4 must forbid fragments (then its identification
/// means nothing, RFC 6864) and have no options, IPv6 no extension headers. The checksum of each
/// was looked at: the kernel believes a super-packet, and an error from beyond the far tun device
/// must not get a good checksum here.
final class TcpRun {
    /// More than the 53 of ordinary length that a super-packet has room for.
    static final int PACKETS_MAX = 128;

    /// Of the largest headers: IPv6 and TCP.
    static final int HEADERS_MAX_BYTES = 40 + 60;

    private static final int IP_MAX_BYTES = 65_535;
    private static final int TCP = 6;

    private static final int IP4_SIZE = 20, IP4_LENGTH = 2, IP4_FRAGMENT = 6;
    private static final int IP4_TTL = 8, IP4_PROTOCOL = 9, IP4_CHECKSUM = 10, IP4_SOURCE = 12;
    private static final int DONT_FRAGMENT = 0x4000;

    private static final int IP6_SIZE = 40, IP6_LENGTH = 4, IP6_NEXT = 6, IP6_SOURCE = 8;
    private static final int SEQUENCE = 4, ACKNOWLEDGEMENT = 8, DATA_OFFSET = 12, FLAGS = 13;
    private static final int WINDOW = 14, CHECKSUM = 16, URGENT = 18, OPTIONS = 20;
    private static final int TCP_SIZE = 20;
    private static final int ACK = 0x10, PSH = 8;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Packet[] packets = new Packet[PACKETS_MAX];
    private int size;
    private boolean isOpen;
    private boolean isIp4;
    private int tcpAt, headerBytes, segmentBytes, payloadBytes;
    private int nextSequence;
    private boolean endsWithPush;

    int size() {
        return size;
    }

    Packet get(int i) {
        return packets[i];
    }

    /// Whether another packet may follow.
    boolean isOpen() {
        return isOpen;
    }

    /// Bytes of IP and TCP header in front of each payload.
    int headerBytes() {
        return headerBytes;
    }

    /// Begins anew; a packet that cannot be part of a run is one by itself.
    void begin(Packet p) {
        packets[0] = p;
        size = 1;
        isOpen = false;
        isIp4 = p.length() > IP4_SIZE && p.u8(0) == (4 << 4 | IP4_SIZE >>> 2);
        tcpAt = isIp4 ? IP4_SIZE : IP6_SIZE;
        if (!isPlainTcp(p)) return;
        headerBytes = tcpAt + tcpHeaderBytes(p);
        segmentBytes = payloadBytes = p.length() - headerBytes;
        if (segmentBytes <= 0 || headerBytes < tcpAt + TCP_SIZE || !isChecked(p)) return;
        nextSequence = p.i32(tcpAt + SEQUENCE) + segmentBytes;
        endsWithPush = isPush(p);
        isOpen = !endsWithPush;
    }

    /// Whether it must not overtake this run, nor be overtaken.
    boolean isSameFlow(Packet p) {
        if (p.length() < tcpAt + TCP_SIZE) return false;
        var first = packets[0];
        if (isIp4)
            return p.u8(0) == first.u8(0)
                    && p.u8(IP4_PROTOCOL) == TCP
                    && p.i64(IP4_SOURCE) == first.i64(IP4_SOURCE)
                    && p.i32(IP4_SIZE) == first.i32(IP4_SIZE);
        return p.u8(0) >>> 4 == 6
                && p.u8(IP6_NEXT) == TCP
                && p.i32(IP6_SIZE) == first.i32(IP6_SIZE)
                && p.i64(IP6_SOURCE) == first.i64(IP6_SOURCE)
                && p.i64(IP6_SOURCE + 8) == first.i64(IP6_SOURCE + 8)
                && p.i64(IP6_SOURCE + 16) == first.i64(IP6_SOURCE + 16)
                && p.i64(IP6_SOURCE + 24) == first.i64(IP6_SOURCE + 24);
    }

    /// Adds the flow's next packet, or ends the run without it. @return whether it was added
    boolean add(Packet p) {
        if (!continues(p)) {
            isOpen = false;
            return false;
        }
        int payload = p.length() - headerBytes;
        packets[size++] = p;
        payloadBytes += payload;
        nextSequence += payload;
        endsWithPush = isPush(p);
        isOpen = payload == segmentBytes && !endsWithPush && size < PACKETS_MAX;
        return true;
    }

    private boolean continues(Packet p) {
        int payload = p.length() - headerBytes;
        return payload > 0
                && payload <= segmentBytes
                && headerBytes + payloadBytes + payload <= IP_MAX_BYTES
                && isPlainTcp(p)
                && tcpAt + tcpHeaderBytes(p) == headerBytes
                && p.i32(tcpAt + SEQUENCE) == nextSequence
                && hasSameHeaders(p)
                && isChecked(p);
    }

    /// All but lengths, sequence number, PSH, checksums and identification.
    private boolean hasSameHeaders(Packet p) {
        var first = packets[0];
        boolean isSame =
                isIp4
                        ? p.u8(1) == first.u8(1) && p.u8(IP4_TTL) == first.u8(IP4_TTL)
                        : p.i32(0) == first.i32(0) && p.u8(7) == first.u8(7);
        if (!isSame) return false;
        if (p.i32(tcpAt + ACKNOWLEDGEMENT) != first.i32(tcpAt + ACKNOWLEDGEMENT)
                || p.u16(tcpAt + WINDOW) != first.u16(tcpAt + WINDOW)) return false;
        for (int i = tcpAt + OPTIONS; i < headerBytes; i += 4)
            if (p.i32(i) != first.i32(i)) return false;
        return true;
    }

    /// A whole packet with data and nothing special; its checksum is another question.
    private boolean isPlainTcp(Packet p) {
        if (p.length() < tcpAt + TCP_SIZE) return false;
        boolean isIp =
                isIp4
                        ? p.u16(IP4_LENGTH) == p.length()
                                && p.u16(IP4_FRAGMENT) == DONT_FRAGMENT
                                && p.u8(IP4_PROTOCOL) == TCP
                        : p.u8(0) >>> 4 == 6
                                && IP6_SIZE + p.u16(IP6_LENGTH) == p.length()
                                && p.u8(IP6_NEXT) == TCP;
        return isIp
                && (p.u8(tcpAt + FLAGS) & ~PSH) == ACK
                && (p.u8(tcpAt + DATA_OFFSET) & 0xf) == 0
                && p.u16(tcpAt + URGENT) == 0;
    }

    private int tcpHeaderBytes(Packet p) {
        return (p.u8(tcpAt + DATA_OFFSET) & 0xf0) >>> 2;
    }

    private boolean isPush(Packet p) {
        return (p.u8(tcpAt + FLAGS) & PSH) != 0;
    }

    private boolean isChecked(Packet p) {
        var memory = p.memory();
        long at = p.start();
        if (isIp4 && NativeSum.of(memory, at, IP4_SIZE) != 0xffff) return false;
        int length = p.length() - tcpAt;
        int sum = pseudoSum(memory, at, length) + NativeSum.of(memory, at + tcpAt, length);
        return NativeSum.fold(sum) == 0xffff;
    }

    private int pseudoSum(MemorySegment memory, long at, int tcpBytes) {
        int addresses =
                isIp4
                        ? NativeSum.of(memory, at + IP4_SOURCE, 8)
                        : NativeSum.of(memory, at + IP6_SOURCE, 32);
        return addresses + TCP + tcpBytes;
    }

    /// Writes what stands in front of all payloads together: a [VnetHeader] at `at`, then the
    /// headers of IP and TCP for the whole. The checksum is begun, not made: the kernel has no use
    /// for one.
    void writeHeaders(MemorySegment s, int at) {
        var first = packets[0];
        VnetHeader.write(
                s,
                at,
                VnetHeader.NEEDS_CHECKSUM,
                isIp4 ? VnetHeader.TCP4 : VnetHeader.TCP6,
                headerBytes,
                segmentBytes,
                tcpAt,
                CHECKSUM);
        long ip = (long) at + VnetHeader.SIZE;
        MemorySegment.copy(first.memory(), first.start(), s, ip, headerBytes);
        int length = headerBytes + payloadBytes;
        if (isIp4) {
            s.set(U16, ip + IP4_LENGTH, (short) length);
            s.set(U16, ip + IP4_CHECKSUM, (short) 0);
            s.set(U16, ip + IP4_CHECKSUM, (short) ~NativeSum.of(s, ip, IP4_SIZE));
        } else {
            s.set(U16, ip + IP6_LENGTH, (short) (length - IP6_SIZE));
        }
        long tcp = ip + tcpAt;
        if (endsWithPush) s.set(U8, tcp + FLAGS, (byte) (ACK | PSH));
        s.set(U16, tcp + CHECKSUM, (short) NativeSum.fold(pseudoSum(s, ip, length - tcpAt)));
    }
}
