package boreas.cryptoauth;

import boreas.crypto.Crypto;
import boreas.env.Verdict;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// One run of the legacy handshake and the data after it, exactly by the rules of genuine nodes.
///
/// Everything hangs on `next`, the first word of the next packet that is sent: 0 and 1 are hellos,
/// 2 and 3 keys, greater numbers count data packets.
///
/// ```
///            sends hello                 gets key                  sends, gets data
///   INIT 0 ─────────────▶ SENT_HELLO 1 ──────────▶ RECEIVED_KEY 4 ──────┐
///      │                      │                                         ▼
///      │ gets hello           │ gets hello of a lower key          ESTABLISHED
///      ▼                      ▼                                         ▲
///   RECEIVED_HELLO 2 ◀────────┘     sends key         gets data         │
///      └─────────────────────────────────────▶ SENT_KEY 3 ──────────────┘
/// ```
///
/// Whoever said the hello that counted is the *initiator*, which decides the data nonces. No method
/// looks at the timeouts but [#resetIfIdle]. On any verdict but OK nothing has changed. Not all
/// rules are wanted on a live session: see [SecureSession].
final class Incarnation {
    /// An unfinished handshake is given up after this time without data.
    static final long SETUP_TIMEOUT_NS = 10_000_000_000L;

    /// An established session is given up after this time without data.
    static final long IDLE_TIMEOUT_NS = 60_000_000_000L;

    /// In front of a data packet: its number and the tag.
    static final int DATA_BYTES = 20;

    /// Here the numbers are used up.
    static final long NEXT_END = 0xffff_fff0L;

    private static final int RECEIVED_HELLO = 2;
    private static final int SENT_KEY = 3;
    private static final int RECEIVED_KEY = 4;

    /// Genuine nodes skip three numbers when a session becomes established.
    private static final int SKIPPED_WHEN_ESTABLISHED = 3;

    private static final ValueLayout.OfLong LITTLE_ENDIAN =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final MemorySegment ZERO_KEY = MemorySegment.ofArray(new byte[Crypto.KEY_BYTES]);

    private final Pairing pairing;
    private final MemorySegment runKey;
    private final MemorySegment nonce;
    private final ReplayWindow window = new ReplayWindow();

    /// Of those of one session, the one with the greater number began later.
    long turn;

    private long next;
    private boolean isInitiator;
    private boolean isEstablished;
    private byte @Nullable [] temporaryPrivateKey;
    private byte @Nullable [] temporaryKey;
    private byte @Nullable [] herTemporaryKey;

    /// X25519 for key packets: the initiator's temporary key with the responder's permanent one.
    private byte @Nullable [] mixedPoint;

    private boolean hasRunKey;

    /// Of the last data packet, or of the last timeout. Handshakes do not count.
    private long lastPacketNs;

    /// What our hellos presented; null when nothing, or not all the same.
    private @Nullable Presented presented;

    private int keysRepeated;

    private int peerHandle;
    private @Nullable User user;

    /// Whose credentials were in her hello, or in her key.
    private @Nullable User presenter;

    Incarnation(Pairing pairing, long nowNs) {
        this.pairing = pairing;
        var arena = Arena.ofAuto();
        runKey = arena.allocate(Crypto.KEY_BYTES, 8);
        nonce = arena.allocate(Crypto.NONCE_BYTES, 8);
        lastPacketNs = nowNs;
    }

    // ---------------------------------------------------------------------------------- sending

    /// Turns the payload into whatever message is next.
    void seal(Packet p) {
        if (next >= NEXT_END) reset();
        if (next >= RECEIVED_KEY) sealData(p);
        else if (next >= RECEIVED_HELLO) sealKey(p);
        else sealHello(p);
    }

    private void sealHello(Packet p) {
        pairing.drawNoise();
        var by = pairing.forHello();
        if (next == Handshake.HELLO) {
            makeTemporaryKey();
            presented = by;
        } else if (presented != by) {
            presented = null;
        }
        pairing.sealHandshake(p, (int) next, pairing.permanentPoint(), known(temporaryKey), by);
        isInitiator = true;
        next = Handshake.REPEATED_HELLO;
    }

    private void sealKey(Packet p) {
        pairing.drawNoise();
        if (next == RECEIVED_HELLO) makeTemporaryKey();
        var point = mixedPoint;
        if (point == null) mixedPoint = point = pairing.ownPointWith(known(herTemporaryKey));
        keysRepeated = next == RECEIVED_HELLO ? 0 : keysRepeated + 1;
        var by = pairing.forKey(keysRepeated);
        pairing.sealHandshake(p, (int) next, point, known(temporaryKey), by);
        next = SENT_KEY;
    }

    private void makeTemporaryKey() {
        Pairing.wipe(temporaryPrivateKey);
        byte[] drawn = pairing.newPrivateKey();
        temporaryPrivateKey = drawn;
        temporaryKey = pairing.publicKey(drawn);
        hasRunKey = false;
    }

    private void sealData(Packet p) {
        assert p.length() > 0 : "an empty message is never sent";
        if (!hasRunKey) makeRunKey();
        p.prepend(DATA_BYTES);
        p.putI32(0, (int) next);
        setNonce(next, isInitiator);
        pairing.seal(runKey, nonce, p, DATA_BYTES);
        next++;
    }

    private void makeRunKey() {
        pairing.forget(runKey); // of a key packet that another one replaced
        pairing.deriveRunKey(known(temporaryPrivateKey), known(herTemporaryKey), runKey);
        hasRunKey = true;
    }

    /// The number stands little endian in bytes 4 .. 7 when the initiator sends, else in 0 .. 3;
    /// the other 20 bytes are zero.
    private void setNonce(long number, boolean initiatorSends) {
        nonce.set(LITTLE_ENDIAN, 0, initiatorSends ? number << 32 : number);
    }

    // -------------------------------------------------------------------------------- receiving

    /// Opens a data packet; the first one that is authentic establishes the session.
    Verdict openData(Packet p, long number, long nowNs) {
        if (next < SENT_KEY) return Verdict.NO_SESSION;
        if (!hasRunKey) makeRunKey();
        setNonce(number, !isInitiator);
        if (!pairing.open(runKey, nonce, p, DATA_BYTES)) return Verdict.DECRYPT_FAILED;
        if (!window.accept(number)) return Verdict.REPLAY;
        if (!isEstablished) {
            isEstablished = true;
            next += SKIPPED_WHEN_ESTABLISHED;
            Pairing.wipe(temporaryPrivateKey); // the key of data is made; nothing else needs it
            Pairing.wipe(mixedPoint);
            temporaryPrivateKey = mixedPoint = null;
        }
        lastPacketNs = nowNs;
        p.dropFront(DATA_BYTES);
        return Verdict.OK;
    }

    /// Whether this opened hello, when accepted, begins a new handshake.
    boolean isBegunBy(Packet hello) {
        return !knowsTemporaryKey(hello) && !(isAwaitingKey() && !pairing.peerIsLower());
    }

    /// Takes a hello whose box was opened with the permanent keys.
    Verdict acceptHello(Packet p, boolean isRepeated, @Nullable User from) {
        if (knowsTemporaryKey(p)) {
            boolean isAnswering = next == RECEIVED_HELLO || next == SENT_KEY;
            if (!isRepeated || !isAnswering) return Verdict.INVALID_HANDSHAKE;
        } else if (isBegunBy(p)) {
            reset();
            herTemporaryKey = Handshake.temporaryKey(p);
            user = presenter = from;
            next = RECEIVED_HELLO;
        } // else hellos crossed and ours counts: she will answer it, but her payload is good
        p.dropFront(Handshake.BYTES);
        return Verdict.OK;
    }

    /// Opens a key packet.
    Verdict openKey(Packet p, boolean isRepeated, @Nullable User from, long nowNs) {
        if (!isInitiator) return Verdict.STRAY_KEY;
        assert next == Handshake.REPEATED_HELLO || next >= RECEIVED_KEY;
        var point = mixedPoint;
        if (point == null) mixedPoint = point = pairing.peerPointWith(known(temporaryPrivateKey));
        var verdict = pairing.openHandshake(p, point, from);
        if (verdict != Verdict.OK) return verdict;

        boolean isKnown = knowsTemporaryKey(p);
        if (next >= RECEIVED_KEY && isKnown != isRepeated) return Verdict.INVALID_HANDSHAKE;
        if (!isKnown) {
            if (next >= RECEIVED_KEY && !pairing.affords(nowNs)) return Verdict.HANDSHAKE_RATE;
            herTemporaryKey = Handshake.temporaryKey(p);
            hasRunKey = false;
        }
        presenter = from;
        if (presented != null) pairing.onAccepted(presented);
        // Once data was sent, a number is skipped: observed, harmless.
        next = next > RECEIVED_KEY ? next + 1 : RECEIVED_KEY;
        p.dropFront(Handshake.BYTES);
        return Verdict.OK;
    }

    /// Asks about an opened handshake packet.
    boolean knowsTemporaryKey(Packet p) {
        return Handshake.hasTemporaryKey(p, herTemporaryKey);
    }

    // ------------------------------------------------------------------------------------- ends

    /// The timeout rule. A hello that was sent is never given up: its answer may still come.
    ///
    /// @return whether the incarnation was given up; it is then new, and so is its clock
    boolean resetIfIdle(long nowNs) {
        if (isAwaitingKey() || isFresh(nowNs)) return false;
        reset();
        lastPacketNs = nowNs;
        return true;
    }

    /// Back to the beginning; the clock stays.
    void reset() {
        next = 0;
        isInitiator = isEstablished = hasRunKey = false;
        Pairing.wipe(temporaryPrivateKey);
        Pairing.wipe(mixedPoint);
        temporaryPrivateKey = mixedPoint = null;
        temporaryKey = herTemporaryKey = null;
        user = presenter = null;
        presented = null;
        pairing.forget(runKey);
        nonce.fill((byte) 0);
        window.clear();
    }

    // ---------------------------------------------------------------------------------- questions

    State state() {
        return switch ((int) Math.min(next, RECEIVED_KEY)) {
            case 0 -> State.INIT;
            case 1 -> State.SENT_HELLO;
            case RECEIVED_HELLO -> State.RECEIVED_HELLO;
            case SENT_KEY -> State.SENT_KEY;
            default -> isEstablished ? State.ESTABLISHED : State.RECEIVED_KEY;
        };
    }

    boolean isEstablished() {
        return isEstablished;
    }

    /// Established, and not to be given up by the next [#resetIfIdle].
    boolean isLive(long nowNs) {
        return isEstablished && isFresh(nowNs);
    }

    private boolean isFresh(long nowNs) {
        return nowNs - lastPacketNs < (isEstablished ? IDLE_TIMEOUT_NS : SETUP_TIMEOUT_NS);
    }

    boolean isAwaitingKey() {
        return next == Handshake.REPEATED_HELLO;
    }

    boolean isInitiator() {
        return isInitiator;
    }

    /// Whether the next message is a data packet.
    boolean canSendData() {
        return next >= RECEIVED_KEY && next < NEXT_END;
    }

    long next() {
        return next;
    }

    /// Null before her first handshake packet.
    byte @Nullable [] herTemporaryKey() {
        return herTemporaryKey;
    }

    SessionCounters counters() {
        return window.counters();
    }

    @Nullable User user() {
        return user;
    }

    @Nullable User presenter() {
        return presenter;
    }

    int peerHandle() {
        return peerHandle;
    }

    void setPeerHandle(int handle) {
        peerHandle = handle;
    }

    long lastPacketNs() {
        return lastPacketNs;
    }

    /// The clock begins anew.
    void setLastPacketNs(long nowNs) {
        lastPacketNs = nowNs;
    }

    boolean holdsPrivateKey() {
        return temporaryPrivateKey != null;
    }

    boolean holdsRunKey() {
        return runKey.mismatch(ZERO_KEY) >= 0;
    }

    /// Tests jump to the end of the numbers.
    void setNext(long next) {
        this.next = next;
    }

    private static byte[] known(byte @Nullable [] value) {
        if (value == null) throw new AssertionError("a key that this state has is missing");
        return value;
    }

    @Override
    public String toString() {
        return state() + (isInitiator ? ", initiator" : "") + ", next " + next;
    }
}
