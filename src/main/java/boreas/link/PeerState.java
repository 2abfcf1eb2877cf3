package boreas.link;

/// Where a peer stands, under the names that operators know from the genuine program. Source: cjdns
/// protocol, peering layer, peer state machine.
public enum PeerState {
    /// A session object exists, nothing was sent.
    INIT(0),
    SENT_HELLO(1),
    RECEIVED_HELLO(2),
    SENT_KEY(3),
    /// We can decrypt data but have not seen any yet.
    RECEIVED_KEY(4),
    /// A data packet was decrypted.
    ESTABLISHED(100),
    /// No valid packet for 20.48 s, and still trying.
    UNRESPONSIVE(-1),
    /// No valid packet yet at all.
    UNAUTHENTICATED(-2),
    /// The peer speaks a protocol version that we don't.
    INCOMPATIBLE(-3);

    private final int number;

    PeerState(int number) {
        this.number = number;
    }

    /// The number that the genuine program uses.
    public int number() {
        return number;
    }
}
