package boreas.io;

import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.ByteOrder;

/// What the host sends into one tun device: packets, or super-packets of TCP that are cut here
/// ([TcpCutter]). What a batch has no room for waits ([#isHolding]).
///
/// With a [VnetHeader] in front the kernel leaves checksums to whoever reads, and all of them are
/// made here. A device without that header takes the same way: its packets are whole.
final class TunInbox {
    /// The longest IP packet.
    private static final int PACKET_MAX_BYTES = 65_535;

    /// Where the packet starts in the slab: the header fits in front, and the rest is aligned.
    private static final int START = 16;

    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int fd;
    private final int headerBytes;
    private final Counters counters;
    private final MemorySegment slab = Arena.ofAuto().allocate(START + PACKET_MAX_BYTES, 64);
    private final TcpCutter cutter = new TcpCutter();

    /// @param headerBytes [VnetHeader#SIZE], or 0 for a device that has none
    TunInbox(int fd, int headerBytes, Counters counters) {
        this.fd = fd;
        this.headerBytes = headerBytes;
        this.counters = counters;
    }

    /// Whether there are packets that the kernel need not be asked for.
    boolean isHolding() {
        return cutter.hasNext();
    }

    /// Fills a batch with what is there. @return false when the device is gone
    boolean receive(Batch into) {
        // Bounded by attempts, not by what was good: rubbish must not hold the loop.
        for (int i = into.capacity() - into.size(); i > 0; i--) {
            if (cutter.hasNext()) {
                cutter.next(into.next());
                continue;
            }
            int from = START - headerBytes;
            long n = read(from);
            if (n == -Errno.EAGAIN || n == -Errno.EINTR) return true;
            if (n <= 0) return false; // EBADFD: the device was deleted
            counters.count(take((int) n - headerBytes, into));
        }
        return true;
    }

    private long read(int from) {
        try {
            return LibC.read(fd, slab.address() + from, headerBytes + PACKET_MAX_BYTES);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /// Deals with what stands in the slab.
    Verdict take(int length, Batch into) {
        int header = START - headerBytes;
        if (length <= 0) return Verdict.BAD_OFFLOAD;
        boolean isSingle = headerBytes == 0 || VnetHeader.type(slab, header) == VnetHeader.SINGLE;
        if (!isSingle) {
            var verdict = cutter.begin(slab, header, START, length);
            if (verdict == Verdict.OK) cutter.next(into.next());
            return verdict;
        }
        var p = into.next();
        var verdict = takeSingle(p, header, length);
        if (verdict != Verdict.OK) into.unNext();
        return verdict;
    }

    private Verdict takeSingle(Packet p, int header, int length) {
        if (length > p.tailroom()) return Verdict.TOO_BIG;
        MemorySegment.copy(slab, START, p.memory(), p.start(), length);
        p.setWindow(p.start(), length);
        boolean isWhole =
                headerBytes == 0
                        || (VnetHeader.flags(slab, header) & VnetHeader.NEEDS_CHECKSUM) == 0;
        if (isWhole) return Verdict.OK;
        int from = VnetHeader.checksumStart(slab, header);
        int field = from + VnetHeader.checksumOffset(slab, header);
        return complete(p, from, field) ? Verdict.OK : Verdict.BAD_OFFLOAD;
    }

    /// Makes a checksum of one that holds only the sum of the pseudo header.
    private static boolean complete(Packet p, int from, int field) {
        if (field + 2 > p.length()) return false;
        int sum = NativeSum.of(p.memory(), p.start() + from, p.length() - from);
        int checksum = ~sum & 0xffff;
        // For UDP 0 means that there is none; to all others both mean the same.
        p.memory().set(U16, p.start() + field, (short) (checksum == 0 ? 0xffff : checksum));
        return true;
    }

    /// For tests: where [#take] finds header and packet.
    MemorySegment slab() {
        return slab.asSlice(START - headerBytes);
    }
}
