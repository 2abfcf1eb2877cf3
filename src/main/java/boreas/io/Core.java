package boreas.io;

import boreas.wire.Batch;

/// What the loop drives: the pure node, or a test's stand-in. All calls come from the loop's
/// thread.
///
/// The packets of a batch are the loop's; they are used again after the call has returned.
public interface Core {
    /// Datagrams of one link port, in the order in which they came.
    void onDatagrams(int port, Batch packets, long nowNs);

    /// Packets from one tun device: bare IPv4 or IPv6, or rubbish.
    void onTun(int tunId, Batch packets, long nowNs);

    /// When [#onDeadline] is wanted next; `Long.MAX_VALUE` for never.
    long nextDeadlineNs();

    void onDeadline(long nowNs);

    /// The device is gone (somebody deleted it); nothing will come from it. From here on it is the
    /// core's: to be closed, or made again ([TunDevice#makeAgain]) and added again.
    void onTunLost(int tunId, TunDevice device, long nowNs);

    /// One of the calls above, or a command, threw: an error of ours. The loop goes on with the
    /// next batch.
    void onFault(Throwable fault, long nowNs);
}
