package boreas.wire;

import boreas.env.Counters;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import java.util.Arrays;

/// Makes packets whole again that a far tunnel had to send in fragments: those of a kernel, which
/// puts a packet of 1280 bytes into two. Source: RFC 8200, 4.5; RFC 5722 (no overlaps); RFC 6946 (a
/// fragment that is the whole).
///
/// Bounded: so many packets in the making, of one sender and of all; who begins more gives up his
/// oldest. A packet whose fragments overlap, or contradict each other, is refused with all that
/// still comes of it. Memory is taken when a place is first used. Errors are verdicts, and the
/// machine goes on after each. Owned by the data loop.
public final class Reassembly {
    /// In place of a next header: nothing is whole yet, or the fragment was dropped.
    public static final int PENDING = -1;

    /// Ours: senders send the parts in one go; RFC 8200 would wait for 60 s at most.
    static final long PATIENCE_NS = 5_000_000_000L;

    /// Ours: a burst of full packets on a path that reorders.
    static final int PACKETS_OF_A_SENDER = 16;

    static final int PACKETS_MAX = 64;

    /// What a packet's slot holds behind the usual head room.
    static final int BYTES_MAX = Packet.CAPACITY - Packet.HEADROOM;

    private static final int UNIT_BYTES = 8;
    private static final int UNITS_MAX = BYTES_MAX / UNIT_BYTES + 1;
    private static final int UNKNOWN = -1;

    private final Counters ofNode, ofOwner;
    private final Timers.Timer timer;
    private final Making[] makings = new Making[PACKETS_MAX];
    private int inUse;

    /// One packet in the making. Places in use are the first ones, in no order.
    private static final class Making {
        private final byte[] bytes = new byte[BYTES_MAX];
        private final long[] units = new long[(UNITS_MAX + 63) / 64];
        private long sourceHi, sourceLo;
        private int identification;
        private int nextHeader;
        private int total;
        private int received;
        private int reach;
        private boolean isRefused;
        private long beganNs;

        void begin(long sourceHi, long sourceLo, int identification, long nowNs) {
            this.sourceHi = sourceHi;
            this.sourceLo = sourceLo;
            this.identification = identification;
            Arrays.fill(units, 0);
            nextHeader = total = UNKNOWN;
            received = reach = 0;
            isRefused = false;
            beganNs = nowNs;
        }

        boolean is(long sourceHi, long sourceLo, int identification) {
            return this.identification == identification && isOf(sourceHi, sourceLo);
        }

        boolean isOf(long sourceHi, long sourceLo) {
            return this.sourceLo == sourceLo && this.sourceHi == sourceHi;
        }

        /// Marks the units of a part; false when one was marked already.
        boolean mark(int offset, int length) {
            int last = (offset + length - 1) / UNIT_BYTES;
            for (int u = offset / UNIT_BYTES; u <= last; u++) {
                long bit = 1L << (u & 63);
                if ((units[u >> 6] & bit) != 0) return false;
                units[u >> 6] |= bit;
            }
            return true;
        }

        boolean isWhole() {
            return received == total && nextHeader != UNKNOWN;
        }
    }

    /// @param drops of whoever owns it: what is counted for the node is counted there too
    public Reassembly(World world, Counters drops) {
        ofNode = world.counters();
        ofOwner = drops;
        timer = world.timers().newTimer(this::expire);
    }

    /// Gives up all packets in the making, and their memory.
    public void close() {
        timer.cancel();
        Arrays.fill(makings, null);
        inUse = 0;
    }

    /// Packets in the making.
    public int size() {
        return inUse;
    }

    /// Takes a fragment.
    ///
    /// @param sourceHi the sender's address: fragments of others are others'
    /// @param p begins at its fragment header; when its packet is whole, holds that afterwards,
    ///   from what was behind the fragment header on
    /// @return the next header of the whole, or [#PENDING]
    public int onFragment(long sourceHi, long sourceLo, Packet p, long nowNs) {
        if (!FragmentHeader.fits(p)) return drop(Verdict.RUNT);
        int offset = FragmentHeader.offset(p);
        boolean hasMore = FragmentHeader.hasMore(p);
        int nextHeader = FragmentHeader.nextHeader(p);
        int identification = FragmentHeader.identification(p);
        int length = p.length() - FragmentHeader.SIZE;
        if (offset == 0 && !hasMore) {
            p.dropFront(FragmentHeader.SIZE);
            return nextHeader;
        }
        boolean fits = length > 0 && offset + length <= BYTES_MAX;
        if (!fits || hasMore && length % UNIT_BYTES != 0) return drop(Verdict.FRAGMENT_MISFIT);
        int place = placeOf(sourceHi, sourceLo, identification, nowNs);
        var m = makings[place];
        if (m.isRefused) return drop(Verdict.FRAGMENT_OVERLAP);
        if (contradicts(m, offset, length, hasMore) || !m.mark(offset, length)) {
            m.isRefused = true; // stays until its time is over, so that the rest finds it
            return drop(Verdict.FRAGMENT_OVERLAP);
        }
        p.get(FragmentHeader.SIZE, m.bytes, offset, length);
        m.received += length;
        m.reach = Math.max(m.reach, offset + length);
        if (!hasMore) m.total = offset + length;
        if (offset == 0) m.nextHeader = nextHeader;
        if (!m.isWhole()) return PENDING;
        p.clear();
        p.extend(m.total);
        p.put(0, m.bytes, 0, m.total);
        free(place);
        return m.nextHeader;
    }

    /// Whether a part lies behind the end, or says that the end is elsewhere.
    private static boolean contradicts(Making m, int offset, int length, boolean hasMore) {
        if (m.total != UNKNOWN) return !hasMore || offset + length > m.total;
        return !hasMore && offset + length < m.reach;
    }

    private int drop(Verdict why) {
        count(why);
        return PENDING;
    }

    private void count(Verdict why) {
        ofNode.count(why);
        ofOwner.count(why);
    }

    private int placeOf(long sourceHi, long sourceLo, int identification, long nowNs) {
        int ofSender = 0;
        int oldestOfSender = -1;
        int oldest = -1;
        for (int i = 0; i < inUse; i++) {
            var m = makings[i];
            if (m.is(sourceHi, sourceLo, identification)) return i;
            if (oldest < 0 || m.beganNs < makings[oldest].beganNs) oldest = i;
            if (!m.isOf(sourceHi, sourceLo)) continue;
            ofSender++;
            if (oldestOfSender < 0 || m.beganNs < makings[oldestOfSender].beganNs)
                oldestOfSender = i;
        }
        int place;
        if (ofSender == PACKETS_OF_A_SENDER) place = giveUp(oldestOfSender);
        else if (inUse == PACKETS_MAX) place = giveUp(oldest);
        else place = inUse++;
        if (makings[place] == null) makings[place] = new Making();
        makings[place].begin(sourceHi, sourceLo, identification, nowNs);
        timer.noLaterThan(nowNs + PATIENCE_NS);
        return place;
    }

    private int giveUp(int place) {
        if (!makings[place].isRefused) count(Verdict.FRAGMENT_EXPIRED);
        return place;
    }

    private void free(int place) {
        inUse--;
        var last = makings[inUse];
        makings[inUse] = makings[place];
        makings[place] = last;
    }

    private void expire(long nowNs) {
        long earliestNs = Timers.NEVER;
        for (int i = inUse - 1; i >= 0; i--) {
            long endNs = makings[i].beganNs + PATIENCE_NS;
            if (endNs > nowNs) {
                earliestNs = Math.min(earliestNs, endNs);
                continue;
            }
            giveUp(i);
            free(i);
        }
        timer.at(earliestNs);
    }
}
