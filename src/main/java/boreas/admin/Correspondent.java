package boreas.admin;

/// Whoever sent a request, as the way back to them. Equal ones are the same caller.
interface Correspondent {
    /// Sends one reply; does not wait. @return false when it cannot be sent
    boolean send(byte[] datagram);

    /// Whether the way that a request came already says who asks, so that it needs no signature.
    boolean isTrusted();
}
