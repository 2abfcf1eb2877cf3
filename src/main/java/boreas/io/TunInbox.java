package boreas.io;

import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.util.Objects;

/// What the host sends into one tun device: packets, or super-packets of TCP that are cut here
/// ([TcpCutter]).
///
/// A batch begins with packets of flows that have nothing waiting, then comes what waits
/// ([FlowQueue]): so a ping does not stand behind a download. Within a flow the order is kept.
///
/// With a [VnetHeader] in front the kernel leaves checksums to whoever reads, and all of them are
/// made here. A device without that header takes the same way: its packets are whole.
final class TunInbox {
    /// Read in one turn at most, some 10 us each: more than a turn serves.
    private static final int QUEUED_PER_TURN = 16;

    private static final int START = FlowQueue.PACKET_AT;

    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int fd;
    private final int headerBytes;
    private final Counters counters;
    private final FlowQueue queue = new FlowQueue();
    private final TcpCutter cutter = new TcpCutter();
    private final Lull lull = new Lull();

    /// @param headerBytes [VnetHeader#SIZE], or 0 for a device that has none
    TunInbox(int fd, int headerBytes, Counters counters) {
        this.fd = fd;
        this.headerBytes = headerBytes;
        this.counters = counters;
    }

    boolean hasOffloads() {
        return headerBytes != 0;
    }

    /// Whether there are packets that the kernel need not be asked for.
    boolean isHolding() {
        return !queue.isEmpty();
    }

    /// Fills a batch with what is there. @return false when the device is gone
    boolean receive(Batch into, long nowNs) {
        boolean isAlive = readEmpty(into, nowNs);
        serve(into, nowNs);
        return isAlive;
    }

    /// Reads what is there, as far as there is room.
    private boolean readEmpty(Batch into, long nowNs) {
        int queuedMax = QUEUED_PER_TURN;
        // Bounded by attempts, not by what was good: rubbish must not hold the loop.
        int attempts = Math.min(into.capacity() - into.size() + queuedMax, lull.messagesAt(nowNs));
        for (int i = attempts; i > 0 && queuedMax > 0; i--) {
            // Half of the batch is for those that wait, if any do.
            if (into.size() >= (queue.isEmpty() ? into.capacity() : into.capacity() / 2)) break;
            var slab = queue.free();
            if (slab == null) break;
            long n = read(slab);
            if (n == -Errno.EAGAIN || n == -Errno.EINTR) break;
            if (n <= 0) return false; // EBADFD: the device was deleted
            if (take(slab, (int) n - headerBytes, into, nowNs)) queuedMax--;
        }
        return true;
    }

    private long read(FlowQueue.Slab slab) {
        int from = START - headerBytes;
        try {
            int max = headerBytes + FlowQueue.PACKET_MAX_BYTES;
            return LibC.read(fd, slab.memory.address() + from, max);
        } finally {
            Reference.reachabilityFence(slab);
        }
    }

    /// Deals with what stands in the free slab. @return whether it waits
    boolean take(FlowQueue.Slab slab, int length, Batch into, long nowNs) {
        if (length <= 0) {
            counters.count(Verdict.BAD_OFFLOAD);
            return false;
        }
        slab.length = length;
        int hash = FlowQueue.hash(slab.memory, START, length);
        if (isSingle(slab) && !queue.hasFlow(hash)) {
            takeSingle(slab, into);
            return false;
        }
        queue.add(slab, hash, nowNs);
        return true;
    }

    /// Fills a batch with what waits.
    void serve(Batch into, long nowNs) {
        while (!into.isFull()) {
            if (cutter.hasNext()) {
                cutter.next(into.next());
            } else {
                var slab = queue.next();
                if (slab == null) return;
                begin(slab, into, nowNs);
            }
            if (!cutter.hasNext()) queue.remove();
        }
    }

    private void begin(FlowQueue.Slab slab, Batch into, long nowNs) {
        boolean mustDrop = queue.mustDrop(nowNs);
        if (mustDrop) counters.count(Verdict.STANDING_QUEUE);
        if (!isSingle(slab)) {
            var verdict =
                    counters.count(
                            cutter.begin(slab.memory, START - headerBytes, START, slab.length));
            if (verdict == Verdict.OK && mustDrop) cutter.skip();
        } else if (!mustDrop) {
            takeSingle(slab, into);
        }
    }

    private boolean isSingle(FlowQueue.Slab slab) {
        return headerBytes == 0
                || VnetHeader.type(slab.memory, START - headerBytes) == VnetHeader.SINGLE;
    }

    private void takeSingle(FlowQueue.Slab slab, Batch into) {
        var p = into.next();
        if (counters.count(complete(slab, p)) != Verdict.OK) into.unNext();
    }

    private Verdict complete(FlowQueue.Slab slab, Packet p) {
        if (slab.length > p.tailroom()) return Verdict.TOO_BIG;
        MemorySegment.copy(slab.memory, START, p.memory(), p.start(), slab.length);
        p.setWindow(p.start(), slab.length);
        int header = START - headerBytes;
        boolean isWhole =
                headerBytes == 0
                        || (VnetHeader.flags(slab.memory, header) & VnetHeader.NEEDS_CHECKSUM) == 0;
        if (isWhole) return Verdict.OK;
        int from = VnetHeader.checksumStart(slab.memory, header);
        int field = from + VnetHeader.checksumOffset(slab.memory, header);
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

    /// For tests: where [#take] looks.
    FlowQueue.Slab freeSlab() {
        return Objects.requireNonNull(queue.free(), "all slabs are in use");
    }
}
