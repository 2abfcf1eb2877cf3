package boreas.cryptoauth;

/// How far a handshake has come, by the names and numbers of genuine nodes.
public enum State {
    /// Nothing was said yet; the next message is a hello.
    INIT(0),
    /// Said hello, no answer yet; the next message is a repeated hello.
    SENT_HELLO(1),
    /// Heard a hello; the next message is a key.
    RECEIVED_HELLO(2),
    /// Answered it, no data yet; the next message is a repeated key.
    SENT_KEY(3),
    /// Our hello was answered: data can be sent, none was received yet.
    RECEIVED_KEY(4),
    /// Data was received, which proves that the peer is alive and has the same key.
    ESTABLISHED(100);

    private final int number;

    State(int number) {
        this.number = number;
    }

    /// As in error frames and at the admin interface.
    public int number() {
        return number;
    }
}
