package boreas.link;

import boreas.address.PublicKey;
import boreas.env.Verdict;

/// Somebody who said hello and was not let in; immutable.
///
/// @param key what it says its key is; nothing proves it
/// @param reason why it was not let in, the last time
/// @param count how often it tried
/// @param lastNs when it tried last, on the node's clock
public record RefusedCaller(
        int port,
        String linkAddress,
        PublicKey key,
        Verdict reason,
        long count,
        long firstNs,
        long lastNs) {
    RefusedCaller again(Verdict reason, long nowNs) {
        return new RefusedCaller(port, linkAddress, key, reason, count + 1, firstNs, nowNs);
    }
}
