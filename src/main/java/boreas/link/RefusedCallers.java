package boreas.link;

import boreas.address.LinkAddress;
import boreas.address.PublicKey;
import boreas.env.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who knocked and was not let in, so that an operator sees whose password is wrong. A few only,
/// those of the last hour; whoever tried last stays longest.
final class RefusedCallers {
    static final int CALLERS_MAX = 32;
    static final long FORGET_NS = 3_600_000_000_000L;

    /// More than that and nobody reads it; it also keeps a flood from costing anything.
    private static final long SPACING_NS = 100_000_000L;

    private record Caller(LinkAddress address, PublicKey key) {}

    private final Map<Caller, RefusedCaller> callers = new LinkedHashMap<>();
    private long lastNs = Long.MIN_VALUE;

    void onRefused(int port, LinkAddress address, PublicKey key, Verdict reason, long nowNs) {
        var caller = new Caller(address, key);
        var before = callers.get(caller);
        if (before == null) {
            // Made-up callers shall not drive the true ones out faster than somebody can look.
            if (lastNs != Long.MIN_VALUE && nowNs - lastNs < SPACING_NS) return;
            lastNs = nowNs;
            if (callers.size() >= CALLERS_MAX) callers.remove(callers.keySet().iterator().next());
            before = new RefusedCaller(port, address.toString(), key, reason, 0, nowNs, nowNs);
        } else {
            callers.remove(caller);
        }
        callers.put(caller, before.again(reason, nowNs));
    }

    /// It got in after all, and so this is its key: whatever it did wrong at other addresses is
    /// mended.
    void onAdmitted(PublicKey key) {
        callers.keySet().removeIf(caller -> caller.key.equals(key));
    }

    /// Whoever tried last comes first.
    List<RefusedCaller> list(long nowNs) {
        callers.values().removeIf(c -> nowNs - c.lastNs() >= FORGET_NS);
        return new ArrayList<>(callers.values()).reversed();
    }
}
