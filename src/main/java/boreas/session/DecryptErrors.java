package boreas.session;

import boreas.cryptoauth.SecureSession;
import boreas.cryptoauth.State;
import boreas.env.TokenBucket;
import boreas.env.Verdict;
import boreas.wire.ControlHeader;
import boreas.wire.ControlType;
import boreas.wire.Packet;
import boreas.wire.SwitchErrorCode;
import boreas.wire.SwitchHeader;

/// The control frame that tells a sender that its packet did not open.
///
/// ```
///   behind the control header, big endian
///    0   4  error number, 6
///    4  12  switch header of the packet, as this node's switch left it
///   16  16  the packet's first bytes, from its CryptoAuth nonce on
///   32   4  CryptoAuth error number
///   36   4  state of the session
/// ```
///
/// Source: cjdns protocol, end-to-end sessions, in the form of version 22. The rate is bound, since
/// anybody can provoke it.
final class DecryptErrors {
    private static final int QUOTED = 16;
    private static final int BURST = 16;
    private static final int PER_SECOND = 8;

    private final TokenBucket bucket;
    private long label;
    private int headerRest;

    DecryptErrors(long nowNs) {
        bucket = new TokenBucket(BURST, PER_SECOND, nowNs);
    }

    /// Notes the switch header of a packet that is about to be opened.
    void note(Packet frame) {
        label = frame.i64(0);
        headerRest = frame.i32(8);
    }

    /// Turns a packet that did not open into the error frame about it.
    ///
    /// @param p the window begins at the nonce; afterwards it is a whole frame
    /// @return false if there is nothing to send
    boolean write(Packet p, long pathBack, Verdict verdict, State state, long nowNs) {
        int number = numberOf(verdict);
        if (number == 0 || p.length() < QUOTED || !bucket.take(nowNs)) return false;
        p.truncate(QUOTED);
        p.appendI32(number).appendI32(state.number());
        p.prepend(4 + SwitchHeader.SIZE);
        p.putI32(0, SwitchErrorCode.AUTHENTICATION);
        p.putI64(4, label);
        p.putI32(12, headerRest);
        ControlHeader.prepend(p, ControlType.ERROR);
        SwitchHeader.prependControl(p, pathBack, SwitchHeader.SUPPRESS_ERRORS);
        return true;
    }

    /// 0 for what is passed over in silence: that opened, and that genuine nodes have no word for.
    private static int numberOf(Verdict verdict) {
        return switch (verdict) {
            case NO_SESSION,
                    KEY_IN_ESTABLISHED_SESSION,
                    WRONG_PUBLIC_KEY,
                    ADDRESS_RESTRICTED,
                    AUTH_REQUIRED,
                    UNKNOWN_CREDENTIALS,
                    STRAY_KEY,
                    HANDSHAKE_DECRYPT_FAILED,
                    ZERO_TEMP_KEY,
                    INVALID_HANDSHAKE,
                    REPLAYED_HELLO,
                    REPLAY,
                    DECRYPT_FAILED ->
                    SecureSession.errorNumber(verdict);
            default -> 0;
        };
    }
}
