package boreas.admin;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/// Addresses that may be sent what they did not ask for (log lines): those that authenticated
/// lately and still speak.
///
/// Any request keeps a registered address for another 30 s; only an authenticated one registers it.
/// Bounded: the address that has been silent longest makes room.
final class CallerRegister {
    /// Of the protocol: subscribers ping at least this often.
    static final long SILENCE_MAX_MS = 30_000;

    /// Ours: more tools than one machine runs at once.
    static final int CALLERS_MAX = 64;

    /// Last request by address, longest silent first.
    private final Map<InetSocketAddress, Long> lastHeardMs =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Long> eldest) {
                    return size() > CALLERS_MAX;
                }
            };

    /// To be told of each request; says whether the address is registered now.
    boolean heard(InetSocketAddress from, boolean authenticated, long epochMillis) {
        if (authenticated || isRegistered(from, epochMillis)) {
            lastHeardMs.put(from, epochMillis);
            return true;
        }
        return false;
    }

    private boolean isRegistered(InetSocketAddress from, long epochMillis) {
        var last = lastHeardMs.get(from);
        return last != null && epochMillis - last <= SILENCE_MAX_MS;
    }
}
