package boreas.cryptoauth;

/// What [SecureSession#open] has just accepted.
public enum Opened {
    /// A hello or a key of the session in use. Its payload has no forward secrecy, and that of a
    /// hello may be a replay.
    HANDSHAKE,

    /// A hello beside a live session. Until [SecureSession#endDelivery], what is sealed answers it.
    CANDIDATE_HANDSHAKE,

    /// The same hello repeated, which is answered again and tells nothing new.
    REPEATED_CANDIDATE_HANDSHAKE,

    /// Data that proved a handshake: from now on the session is established by it.
    FIRST_DATA,

    /// Data of a proven session.
    DATA;

    /// Whether the payload came inside a handshake packet: then only what is harmless when read or
    /// replayed by others may be acted on.
    public boolean isHandshake() {
        return this == HANDSHAKE || isCandidate() || this == REPEATED_CANDIDATE_HANDSHAKE;
    }

    /// Whether it begins something beside a live session.
    public boolean isCandidate() {
        return this == CANDIDATE_HANDSHAKE;
    }

    public boolean becameEstablished() {
        return this == FIRST_DATA;
    }
}
