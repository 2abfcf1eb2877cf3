package boreas.cryptoauth;

import boreas.address.PublicKey;
import boreas.crypto.Crypto;
import boreas.env.TokenBucket;
import boreas.env.Verdict;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Two permanent keys and what we present to the other: all that the incarnations of one session
/// have in common, and the boxes of their handshake packets.
///
/// The X25519 of the two permanent keys is kept, so that a hello, wherever it comes from, is
/// checked without one.
final class Pairing {
    /// Handshakes that are worth work. Each costs three X25519, about 0.1 ms with the fast library,
    /// and a recorded hello can be sent at any rate. A peer that restarts in a loop on a lossy path
    /// needs far less.
    static final int HANDSHAKE_BURST = 32;

    static final int HANDSHAKES_PER_SECOND = 8;

    private static final byte[] ZEROS = new byte[16];

    private final CryptoAuthContext context;
    private final PublicKey peer;
    private final byte[] peerKey;
    private final byte[] ownKey;
    private final boolean peerIsLower;
    private byte @Nullable [] permanentPoint;

    /// What the peer has accepted before, or was configured.
    private @Nullable Presented own;

    /// What it may accept now, by hearsay.
    private @Nullable Presented offered;

    private final TokenBucket budget;

    private final MemorySegment boxKey;
    private final MemorySegment boxNonce;
    private final byte[] noise = new byte[Handshake.CHALLENGE_BYTES + Crypto.NONCE_BYTES];

    Pairing(CryptoAuthContext context, PublicKey peer, @Nullable Credentials own, long nowNs) {
        this.context = context;
        this.peer = peer;
        peerKey = peer.bytes();
        ownKey = context.identity().publicKey().bytes();
        peerIsLower = Arrays.compareUnsigned(peerKey, ownKey) < 0;
        budget = new TokenBucket(HANDSHAKE_BURST, HANDSHAKES_PER_SECOND, nowNs);
        var arena = Arena.ofAuto();
        boxKey = arena.allocate(Crypto.KEY_BYTES, 8);
        boxNonce = arena.allocate(Crypto.NONCE_BYTES, 8);
        present(own);
    }

    PublicKey peer() {
        return peer;
    }

    /// Of two hellos that crossed, the one from the lower permanent key counts.
    boolean peerIsLower() {
        return peerIsLower;
    }

    @Nullable Credentials own() {
        return own == null ? null : own.credentials();
    }

    void present(@Nullable Credentials credentials) {
        withdrawOffer();
        wipe(own);
        own = credentials == null ? null : new Presented(context.crypto(), credentials, false);
    }

    boolean isOffering() {
        return offered != null;
    }

    boolean isOffering(Credentials credentials) {
        return offered != null && offered.hasPasswordOf(credentials);
    }

    void offer(Credentials credentials) {
        withdrawOffer();
        offered = new Presented(context.crypto(), credentials, true);
    }

    void withdrawOffer() {
        wipe(offered);
        offered = null;
    }

    @Nullable Presented forHello() {
        return offered != null ? offered : own;
    }

    /// A key that presents something wrong is lost on the peer, one that presents nothing is lost
    /// on a peer that wants something. What was configured is presented always, as in genuine
    /// nodes; what is known by hearsay in turn with what else may be right, beginning with the
    /// newest.
    ///
    /// @param repetition how many keys of this handshake went out before
    @Nullable Presented forKey(int repetition) {
        var heard = offered;
        var proven = own;
        if (heard == null)
            return proven == null || !proven.isHearsay() || repetition % 2 == 0 ? proven : null;
        return switch (repetition % 3) {
            case 0 -> heard;
            case 1 -> proven;
            default -> null;
        };
    }

    /// The peer answered a hello that presented this.
    void onAccepted(Presented presented) {
        if (presented != offered) return;
        wipe(own);
        own = presented;
        offered = null;
    }

    boolean isFromPeer(Packet handshake) {
        return Handshake.isFrom(handshake, peerKey);
    }

    /// Asked before a handshake packet makes work beyond its own check.
    ///
    /// @return false when there were too many
    boolean affords(long nowNs) {
        return budget.take(nowNs);
    }

    /// Whom the peer says to be.
    @Nullable User findUser(Packet handshake) {
        long challenge = Handshake.challenge(handshake);
        return AuthChallenge.type(challenge) == AuthChallenge.NONE
                ? null
                : context.users().find(challenge, peer.ip6());
    }

    // ---------------------------------------------------------------------------------- secrets

    byte[] newPrivateKey() {
        return context.world().random().bytes(Crypto.KEY_BYTES);
    }

    byte[] publicKey(byte[] privateKey) {
        return context.crypto().publicKey(privateKey);
    }

    /// X25519 of both permanent keys; not a copy.
    byte[] permanentPoint() {
        var known = permanentPoint;
        if (known == null) permanentPoint = known = ownPointWith(peerKey);
        return known;
    }

    /// X25519 of our permanent key and her temporary one.
    byte[] ownPointWith(byte[] temporaryKey) {
        byte[] secret = context.identity().privateKey().bytes();
        byte[] point = context.crypto().x25519(secret, temporaryKey);
        wipe(secret);
        return point;
    }

    /// X25519 of our temporary key and her permanent one.
    byte[] peerPointWith(byte[] temporaryPrivateKey) {
        return context.crypto().x25519(temporaryPrivateKey, peerKey);
    }

    /// The key of data packets, from both temporary keys.
    void deriveRunKey(byte[] ownTemporary, byte[] herTemporary, MemorySegment into) {
        byte[] point = context.crypto().x25519(ownTemporary, herTemporary);
        derive(point, null, into);
        wipe(point);
    }

    private void derive(byte[] point, byte @Nullable [] passwordSecret, MemorySegment into) {
        var crypto = context.crypto();
        byte[] key =
                passwordSecret == null
                        ? crypto.hsalsa20(point, ZEROS)
                        : crypto.sha256(point, passwordSecret);
        MemorySegment.copy(key, 0, into, ValueLayout.JAVA_BYTE, 0, Crypto.KEY_BYTES);
        wipe(key);
    }

    // ------------------------------------------------------------------------------------ boxes

    /// Draws the random parts of a handshake packet. The temporary key, when a new one is made, is
    /// drawn after them.
    void drawNoise() {
        context.world().random().nextBytes(noise);
    }

    /// Writes a handshake packet around the payload, after [#drawNoise].
    ///
    /// @param point X25519 of the two keys that belong to this kind of packet
    /// @param by the credentials that it presents
    void sealHandshake(
            Packet p, int kind, byte[] point, byte[] temporaryKey, @Nullable Presented by) {
        int length = p.length() + Crypto.KEY_BYTES;
        p.prepend(Handshake.BYTES);
        p.putI32(0, kind);
        p.put(Handshake.CHALLENGE, noise);
        if (by == null) {
            p.putU8(Handshake.CHALLENGE, AuthChallenge.NONE);
        } else {
            p.putI64(Handshake.CHALLENGE, by.challenge());
            p.putU16(Handshake.CHALLENGE + 8, 0);
        }
        p.putU16(Handshake.CHALLENGE + 10, 0);
        p.put(Handshake.PERMANENT_KEY, ownKey);
        p.put(Handshake.TEMPORARY_KEY, temporaryKey);
        derive(point, by == null ? null : by.secret(), boxKey);
        Handshake.nonceTo(p, boxNonce);
        long at = (long) p.start() + Handshake.BOX;
        context.crypto().seal(boxKey, boxNonce, p.memory(), at, length);
        context.crypto().forget(boxKey);
    }

    /// Opens the box of a handshake packet, in place; the window stays.
    Verdict openHandshake(Packet p, byte[] point, @Nullable User user) {
        derive(point, user == null ? null : user.secret(), boxKey);
        Handshake.nonceTo(p, boxNonce);
        long at = (long) p.start() + Handshake.BOX;
        int length = p.length() - Handshake.BOX;
        boolean authentic = context.crypto().open(boxKey, boxNonce, p.memory(), at, length);
        context.crypto().forget(boxKey);
        if (!authentic) return Verdict.HANDSHAKE_DECRYPT_FAILED;
        return Handshake.isTemporaryKeyZero(p) ? Verdict.ZERO_TEMP_KEY : Verdict.OK;
    }

    /// Wipes a key of [#open] and [#seal], wherever it is kept.
    void forget(MemorySegment key) {
        context.crypto().forget(key);
    }

    boolean open(MemorySegment key, MemorySegment nonce, Packet p, int at) {
        return context.crypto()
                .open(key, nonce, p.memory(), (long) p.start() + at, (long) p.length() - at);
    }

    void seal(MemorySegment key, MemorySegment nonce, Packet p, int at) {
        context.crypto()
                .seal(key, nonce, p.memory(), (long) p.start() + at, (long) p.length() - at);
    }

    void wipe() {
        wipe(permanentPoint);
        permanentPoint = null;
        present(null);
    }

    private static void wipe(@Nullable Presented presented) {
        if (presented != null) presented.wipe();
    }

    static void wipe(byte @Nullable [] secret) {
        if (secret != null) Arrays.fill(secret, (byte) 0);
    }
}
