package boreas.session;

import boreas.address.Ip6;

/// Told of packets that waited in vain. Implemented by `tun`, which tells the sender.
@FunctionalInterface
public interface UndeliveredHandler {
    /// No path to the destination came in time.
    ///
    /// @param content what follows the data header; the handler may keep the array
    void onUndelivered(Ip6 destination, int type, byte[] content, long nowNs);
}
