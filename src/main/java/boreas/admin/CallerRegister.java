package boreas.admin;

import java.util.LinkedHashMap;
import java.util.Map;

/// Callers that may be sent what they did not ask for (log lines): those that authenticated lately
/// and still speak.
///
/// Any request keeps a registered caller for another 30 s; only an authenticated one registers it.
/// Bounded: who has been silent longest makes room. From any thread.
final class CallerRegister {
    /// Of the protocol: subscribers ping at least this often.
    static final long SILENCE_MAX_MS = 30_000;

    /// Ours: more tools than one machine runs at once.
    static final int CALLERS_MAX = 64;

    /// Last request by caller, longest silent first.
    private final Map<Correspondent, Long> lastHeardMs =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Correspondent, Long> eldest) {
                    return size() > CALLERS_MAX;
                }
            };

    /// To be told of each request.
    synchronized void heard(Correspondent from, boolean authenticated, long epochMillis) {
        if (authenticated || isRegistered(from, epochMillis)) lastHeardMs.put(from, epochMillis);
    }

    synchronized boolean isRegistered(Correspondent from, long epochMillis) {
        // Not `get`, which would make a caller young whom only a log line looked for.
        for (var e : lastHeardMs.entrySet())
            if (e.getKey().equals(from)) return epochMillis - e.getValue() <= SILENCE_MAX_MS;
        return false;
    }

    /// The caller is gone.
    synchronized void forget(Correspondent caller) {
        lastHeardMs.remove(caller);
    }
}
