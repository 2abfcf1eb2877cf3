package boreas.link;

/// What happens to peers, for those above the switch: the pathfinder and the sessions.
public interface PeerEvents {
    /// The link is established and the peer's protocol version is known; told again when the
    /// version changes.
    void onPeerUp(Peer peer, long nowNs);

    /// A fresh link session replaced an established one: the peer has probably restarted, so
    /// whatever it knew of us is gone.
    void onPeerRenewed(Peer peer, long nowNs);

    /// Nothing authentic came for so long that traffic should go another way; or the peer was
    /// removed.
    void onPeerDown(Peer peer, long nowNs);

    /// The peer is no longer one; [#onPeerDown] was told before, where it was up.
    default void onPeerGone(Peer peer, long nowNs) {}

    /// The link was silent for a while, but not for long enough to be down, and is heard again.
    default void onPeerHeardAgain(Peer peer, long nowNs) {}
}
