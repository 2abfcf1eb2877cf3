package boreas.tap;

/// A program of this machine that is handed copies of a kind of content.
///
/// @param udpPort where it listens, on this node's address
/// @param contentType of the data header, or [#CONTROL]
public record Tap(int udpPort, int contentType) {
    /// The kind of control frames, which have no data header.
    public static final int CONTROL = 0x10000;

    /// Of the protocol; nothing has the two kinds above [#CONTROL].
    public static final int CONTENT_TYPE_MAX = CONTROL + 2;

    public static final int PORT_MAX = 0xffff;

    public Tap {
        if (udpPort < 1 || udpPort > PORT_MAX)
            throw new IllegalArgumentException("port " + udpPort);
        if (contentType < 0 || contentType > CONTENT_TYPE_MAX)
            throw new IllegalArgumentException("content type " + contentType);
    }

    /// What became of the wish to register one.
    public enum Registration {
        DONE,
        PORT_TAKEN,
        /// [Taps#TAPS_MAX] are there.
        FULL
    }
}
