package boreas.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// What was read from a tun device and has to wait: a queue for each flow, served in turns.
///
/// The kernel's own queue of the device is one for all, and a single TCP flow fills it with
/// megabytes; a ping would stand behind them. So the device is read empty all the time, into slabs
/// of 64 KB, and the order is made here, after the manner of fq_codel (RFC 8290): each flow gets
/// one slab's worth, then the next. A flow whose queue stands for long loses a packet now and then
/// ([CoDel]), which is how TCP learns how fast it may be.
///
/// Slabs are made when they are first needed, and used again: the one that was used last first.
/// When all are in use the device is left alone, and the kernel's queue is what bounds the rest.
final class FlowQueue {
    static final int SLABS_MAX = 64;

    /// By hash; two flows that meet in one share their turn.
    static final int FLOWS = 256;

    /// Served before it is the next flow's turn; the last slab may be more.
    private static final int QUANTUM_BYTES = 1 << 15;

    /// Room for the longest IP packet behind 16 bytes, of which an offload header takes the last.
    static final int PACKET_AT = 16;

    static final int PACKET_MAX_BYTES = 65_535;

    /// One packet or super-packet, with its offload header in front.
    static final class Slab {
        final MemorySegment memory = Arena.ofAuto().allocate(PACKET_AT + PACKET_MAX_BYTES, 64);
        int length;
        private long readNs;
        private @Nullable Slab next;
    }

    private static final class Flow {
        private final CoDel coDel = new CoDel();
        private @Nullable Slab head, tail;
        private int servedBytes;
        private @Nullable Flow next;
    }

    private final Flow[] flows = new Flow[FLOWS];

    /// Flows that have something, in the order of their turns.
    private @Nullable Flow first, last;

    private @Nullable Slab free;
    private int made;

    FlowQueue() {
        for (int i = 0; i < FLOWS; i++) flows[i] = new Flow();
    }

    boolean isEmpty() {
        return first == null;
    }

    /// A slab to read into, null when all are in use. It stays free until [#add].
    @Nullable Slab free() {
        if (free == null && made < SLABS_MAX) {
            made++;
            free = new Slab();
        }
        return free;
    }

    /// Whether a flow has something waiting here, which its next packet must not overtake.
    boolean hasFlow(int hash) {
        return flow(hash).head != null;
    }

    /// Queues what was read into the slab that [#free] gave.
    void add(Slab slab, int hash, long nowNs) {
        free = slab.next;
        slab.next = null;
        slab.readNs = nowNs;
        var flow = flow(hash);
        var tail = flow.tail;
        flow.tail = slab;
        if (flow.head != null && tail != null) {
            tail.next = slab;
            return;
        }
        flow.head = slab;
        flow.servedBytes = 0;
        flow.next = null;
        if (last == null) first = flow;
        else last.next = flow;
        last = flow;
    }

    /// The slab whose turn it is, null when there is none; it stays until [#remove].
    @Nullable Slab next() {
        return first == null ? null : first.head;
    }

    /// Whether the flow of [#next] must lose a packet. To be asked once for each slab.
    boolean mustDrop(long nowNs) {
        var flow = first;
        if (flow == null || flow.head == null) return false;
        return flow.coDel.isDropped(nowNs - flow.head.readNs, flow.head == flow.tail, nowNs);
    }

    /// Done with the slab that [#next] gave.
    void remove() {
        var flow = first;
        if (flow == null || flow.head == null) return;
        var slab = flow.head;
        flow.head = slab.next;
        flow.servedBytes += slab.length;
        slab.next = free;
        free = slab;
        boolean isDone = flow.head == null;
        if (isDone) flow.tail = null;
        else if (flow.servedBytes < QUANTUM_BYTES) return;
        flow.servedBytes = 0;
        first = flow.next;
        flow.next = null;
        if (first == null) last = null;
        if (isDone) return;
        if (last == null) first = flow;
        else last.next = flow;
        last = flow;
    }

    private Flow flow(int hash) {
        return flows[hash & FLOWS - 1];
    }

    // --- which flow

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int IP4_SIZE = 20, IP4_PROTOCOL = 9, IP4_SOURCE = 12;
    private static final int IP6_SIZE = 40, IP6_NEXT = 6, IP6_SOURCE = 8;
    private static final int TCP = 6, UDP = 17;

    /// By addresses and protocol, of TCP and UDP also by ports; rubbish has a hash too.
    static int hash(MemorySegment s, long at, int length) {
        int version = length == 0 ? 0 : s.get(ValueLayout.JAVA_BYTE, at) >>> 4 & 0xf;
        long h = 0;
        int protocol = 0, ports = 0;
        if (version == 6 && length >= IP6_SIZE + 4) {
            for (int i = IP6_SOURCE; i < IP6_SIZE; i += 8) h = mix(h, s.get(LONG, at + i));
            protocol = s.get(ValueLayout.JAVA_BYTE, at + IP6_NEXT);
            ports = s.get(INT, at + IP6_SIZE);
        } else if (version == 4 && length >= IP4_SIZE + 4) {
            h = mix(h, s.get(LONG, at + IP4_SOURCE));
            protocol = s.get(ValueLayout.JAVA_BYTE, at + IP4_PROTOCOL);
            ports = s.get(INT, at + IP4_SIZE);
        }
        if (protocol != TCP && protocol != UDP) ports = 0;
        h = mix(h, (long) ports << 8 | protocol);
        return (int) (h >>> 40);
    }

    private static long mix(long h, long value) {
        return (h ^ value) * 0x9e37_79b9_7f4a_7c15L + (h >>> 29);
    }
}
