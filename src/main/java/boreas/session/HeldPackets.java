package boreas.session;

import boreas.address.Ip6;
import boreas.env.Counters;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.wire.Packet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Packets that wait for a path or a key: one for each destination, the newest, for ten seconds.
///
/// More would be useless: who waits so long for a first answer sends again. When all places are
/// taken, the one that waited longest makes room. Source: cjdns protocol, session manager.
final class HeldPackets {
    static final int DESTINATIONS_MAX = 30;
    static final long HOLD_NS = 10_000_000_000L;

    /// A packet's bytes, copied out of its turn.
    ///
    /// @param isUnseen a program that looks on has sent it, and is not shown it
    record Held(int type, byte[] content, boolean isUnseen, long sinceNs) {}

    /// Told of a packet that waited in vain.
    @FunctionalInterface
    interface Expired {
        void onExpired(Ip6 destination, Held held, long nowNs);
    }

    private final Map<Ip6, Held> held = new LinkedHashMap<>();
    private final Counters counters;
    private final Timers.Timer expiry;
    private final Expired expired;

    HeldPackets(Counters counters, Timers timers, Expired expired) {
        this.counters = counters;
        this.expired = expired;
        this.expiry = timers.newTimer(this::expire);
    }

    void hold(Ip6 destination, int type, Packet content, boolean isUnseen, long nowNs) {
        if (held.remove(destination) != null) counters.count(Verdict.HELD_PACKET_REPLACED);
        if (held.size() == DESTINATIONS_MAX) {
            removeOldest();
            counters.count(Verdict.HELD_PACKET_REPLACED);
        }
        held.put(destination, new Held(type, content.toArray(), isUnseen, nowNs));
        expiry.noLaterThan(nowNs + HOLD_NS);
    }

    /// Hands the packet over, null when none waits.
    @Nullable Held take(Ip6 destination) {
        return held.remove(destination);
    }

    boolean isHolding(Ip6 destination) {
        return held.containsKey(destination);
    }

    int size() {
        return held.size();
    }

    private void removeOldest() {
        Iterator<Ip6> oldest = held.keySet().iterator();
        oldest.next();
        oldest.remove();
    }

    private void expire(long nowNs) {
        while (!held.isEmpty()) {
            var oldest = held.entrySet().iterator().next();
            long atNs = oldest.getValue().sinceNs + HOLD_NS;
            if (atNs > nowNs) {
                expiry.at(atNs);
                return;
            }
            held.remove(oldest.getKey());
            counters.count(Verdict.HELD_PACKET_EXPIRED);
            expired.onExpired(oldest.getKey(), oldest.getValue(), nowNs);
        }
    }
}
