package boreas.cryptoauth;

/// Makes sessions old for the tests of those above.
public final class WornOut {
    private WornOut() {}

    /// As if a session had sent as many packets as it should.
    public static void make(SecureSession session) {
        session.current().setNext(0xf000_0000L);
    }
}
