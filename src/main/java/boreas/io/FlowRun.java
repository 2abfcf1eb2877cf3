package boreas.io;

import boreas.wire.Packet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Packets of one flow that the host may be handed as one super-packet: they follow each other,
/// their headers differ in nothing that matters, all have the same length but a shorter last one.
///
/// What is the same for all transports stands here: IPv4 must forbid fragments (then its
/// identification means nothing, RFC 6864) and have no options, IPv6 no extension headers. The
/// checksum of each packet was looked at: the kernel believes a super-packet, and an error from
/// beyond the far tun device must not get a good checksum here.
abstract sealed class FlowRun permits TcpRun, UdpRun {
    /// Of the largest headers: IPv6 and TCP.
    static final int HEADERS_MAX_BYTES = 40 + 60;

    private static final int IP_MAX_BYTES = 65_535;

    private static final int IP4_SIZE = 20, IP4_LENGTH = 2, IP4_FRAGMENT = 6;
    private static final int IP4_TTL = 8, IP4_PROTOCOL = 9, IP4_CHECKSUM = 10, IP4_SOURCE = 12;
    private static final int DONT_FRAGMENT = 0x4000, FRAGMENT_OFFSET = 0x1fff;
    private static final int IP6_SIZE = 40, IP6_LENGTH = 4, IP6_NEXT = 6, IP6_SOURCE = 8;
    private static final int IP6_FRAGMENT_HEADER = 44;

    static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int protocol;
    private final int transportMinBytes;
    private final int checksumOffset;
    private final Packet[] packets;
    private int size;
    private boolean isOpen;
    private boolean isIp4;
    private int transportAt, headerBytes, segmentBytes, payloadBytes;

    /// @param protocol its number in an IP header
    /// @param transportMinBytes of its own header, at least
    /// @param checksumOffset of the checksum in that
    /// @param packetsMax as many as one super-packet may stand for
    FlowRun(int protocol, int transportMinBytes, int checksumOffset, int packetsMax) {
        this.protocol = protocol;
        this.transportMinBytes = transportMinBytes;
        this.checksumOffset = checksumOffset;
        packets = new Packet[packetsMax];
    }

    /// The protocol of an IP packet without extension headers; of anything else a number that no
    /// run has.
    static int protocol(Packet p) {
        if (p.length() <= IP4_SIZE) return -1;
        return switch (p.u8(0) >>> 4) {
            case 4 -> p.u8(IP4_PROTOCOL);
            case 6 -> p.u8(IP6_NEXT);
            default -> -1;
        };
    }

    final int size() {
        return size;
    }

    final Packet get(int i) {
        return packets[i];
    }

    /// Whether another packet may follow.
    final boolean isOpen() {
        return isOpen;
    }

    /// Bytes of IP and transport header in front of each payload.
    final int headerBytes() {
        return headerBytes;
    }

    /// Begins anew; a packet that cannot be part of a run is one by itself.
    final void begin(Packet p) {
        packets[0] = p;
        size = 1;
        isOpen = false;
        isIp4 = p.length() > IP4_SIZE && p.u8(0) == (4 << 4 | IP4_SIZE >>> 2);
        transportAt = isIp4 ? IP4_SIZE : IP6_SIZE;
        if (!isPlain(p)) return;
        headerBytes = transportAt + transportBytes(p, transportAt);
        segmentBytes = payloadBytes = p.length() - headerBytes;
        if (segmentBytes <= 0 || headerBytes < transportAt + transportMinBytes || !isChecked(p))
            return;
        isOpen = takeOver(p, transportAt, segmentBytes);
    }

    /// Whether it must not overtake this run, nor be overtaken. A fragment tells no flow: it may be
    /// of this one.
    final boolean isSameFlow(Packet p) {
        if (p.length() < transportAt + transportMinBytes) return false;
        var first = packets[0];
        if (isIp4) {
            if (p.u8(0) >>> 4 != 4 || p.i64(IP4_SOURCE) != first.i64(IP4_SOURCE)) return false;
            return (p.u16(IP4_FRAGMENT) & FRAGMENT_OFFSET) != 0
                    || p.u8(0) == first.u8(0)
                            && p.u8(IP4_PROTOCOL) == protocol
                            && p.i32(IP4_SIZE) == first.i32(IP4_SIZE);
        }
        int next = p.u8(IP6_NEXT);
        return p.u8(0) >>> 4 == 6
                && (next == protocol && p.i32(IP6_SIZE) == first.i32(IP6_SIZE)
                        || next == IP6_FRAGMENT_HEADER)
                && p.i64(IP6_SOURCE) == first.i64(IP6_SOURCE)
                && p.i64(IP6_SOURCE + 8) == first.i64(IP6_SOURCE + 8)
                && p.i64(IP6_SOURCE + 16) == first.i64(IP6_SOURCE + 16)
                && p.i64(IP6_SOURCE + 24) == first.i64(IP6_SOURCE + 24);
    }

    /// Adds the flow's next packet, or ends the run without it. @return whether it was added
    final boolean add(Packet p) {
        if (!continues(p)) {
            isOpen = false;
            return false;
        }
        int payload = p.length() - headerBytes;
        packets[size++] = p;
        payloadBytes += payload;
        isOpen =
                takeOver(p, transportAt, payload)
                        && payload == segmentBytes
                        && size < packets.length;
        return true;
    }

    private boolean continues(Packet p) {
        int payload = p.length() - headerBytes;
        return payload > 0
                && payload <= segmentBytes
                && headerBytes + payloadBytes + payload <= IP_MAX_BYTES
                && isPlain(p)
                && transportAt + transportBytes(p, transportAt) == headerBytes
                && hasSameIp(p)
                && follows(p, packets[0], transportAt, headerBytes)
                && isChecked(p);
    }

    /// All but length, checksum and identification.
    private boolean hasSameIp(Packet p) {
        var first = packets[0];
        return isIp4
                ? p.u8(1) == first.u8(1) && p.u8(IP4_TTL) == first.u8(IP4_TTL)
                : p.i32(0) == first.i32(0) && p.u8(7) == first.u8(7);
    }

    /// A whole packet with nothing special; its checksum is another question.
    private boolean isPlain(Packet p) {
        if (p.length() < transportAt + transportMinBytes) return false;
        boolean isIp =
                isIp4
                        ? p.u16(IP4_LENGTH) == p.length()
                                && p.u16(IP4_FRAGMENT) == DONT_FRAGMENT
                                && p.u8(IP4_PROTOCOL) == protocol
                        : p.u8(0) >>> 4 == 6
                                && IP6_SIZE + p.u16(IP6_LENGTH) == p.length()
                                && p.u8(IP6_NEXT) == protocol;
        return isIp && isPlainTransport(p, transportAt);
    }

    private boolean isChecked(Packet p) {
        var memory = p.memory();
        long at = p.start();
        if (isIp4 && NativeSum.of(memory, at, IP4_SIZE) != 0xffff) return false;
        int length = p.length() - transportAt;
        int sum = pseudoSum(memory, at, length) + NativeSum.of(memory, at + transportAt, length);
        return NativeSum.fold(sum) == 0xffff;
    }

    private int pseudoSum(MemorySegment memory, long at, int bytes) {
        int addresses =
                isIp4
                        ? NativeSum.of(memory, at + IP4_SOURCE, 8)
                        : NativeSum.of(memory, at + IP6_SOURCE, 32);
        return addresses + protocol + bytes;
    }

    /// Writes what stands in front of all payloads together: a [VnetHeader] at `at`, then the
    /// headers of IP and transport for the whole. The checksum is begun, not made: the kernel has
    /// no use for one.
    final void writeHeaders(MemorySegment s, int at) {
        var first = packets[0];
        VnetHeader.write(
                s,
                at,
                VnetHeader.NEEDS_CHECKSUM,
                type(isIp4),
                headerBytes,
                segmentBytes,
                transportAt,
                checksumOffset);
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
        long transport = ip + transportAt;
        int transportLength = length - transportAt;
        finish(s, transport, transportLength);
        int sum = NativeSum.fold(pseudoSum(s, ip, transportLength));
        s.set(U16, transport + checksumOffset, (short) sum);
    }

    // --- what each transport says

    /// Of a super-packet, for a [VnetHeader].
    abstract int type(boolean isIp4);

    /// Whether the transport header, which is at `at` and there as far as its shortest form, says
    /// nothing that a super-packet could not say.
    abstract boolean isPlainTransport(Packet p, int at);

    /// Bytes of the transport header of a plain packet, as it says itself.
    abstract int transportBytes(Packet p, int at);

    /// Whether a plain packet with headers of the same length comes next, and says otherwise the
    /// same as the first.
    abstract boolean follows(Packet p, Packet first, int at, int headerBytes);

    /// The packet is the run's last now. @return whether another one may follow
    abstract boolean takeOver(Packet p, int at, int payloadBytes);

    /// Changes the first packet's transport header at `at` into that of the whole.
    abstract void finish(MemorySegment s, long at, int transportLength);
}
