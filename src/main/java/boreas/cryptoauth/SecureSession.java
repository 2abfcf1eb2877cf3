package boreas.cryptoauth;

import boreas.address.PublicKey;
import boreas.env.Verdict;
import boreas.wire.Packet;
import org.jspecify.annotations.Nullable;

/// Secrecy with one peer: the [Incarnation] in use, and those that may take its place.
///
/// A genuine session has one incarnation, and any hello throws it away: so a recorded hello, sent
/// again by a stranger, ends a conversation. Here a hello that meets a *live* session (established,
/// data within 60 seconds, or renewed just now) makes a **candidate** beside it:
///
/// ```
///   current    what is sealed goes through it; all that it sends and takes is as in genuine nodes
///   candidates up to 4: a hello came, a key goes back; the first data packet that one of them opens
///              makes it current, unless that began later; a replayed hello never gets so far.
///              Given up after 10 seconds
///   renewal    our own hello beside a live session ([#renew]); its key packet makes it current,
///              since that answers a temporary key which we have just drawn
///   previous   what was current: it still opens data packets that were under way, for 10 seconds
///              after the new one has proven itself
/// ```
///
/// A restarted peer is thus taken up within one round trip, and a replay costs the answer to it.
/// When the session is not live, a hello does what it does in genuine nodes, except that one which
/// has led to an established session before is refused.
///
/// **For the caller.**
/// - The machine has no timers. While there is something to say and [#canSendData] is false, seal
///   something harmless (a ping) about every second: it goes out as whatever message is next. Do
///   the same while [#isRenewing], by [#sealRenewal].
/// - As the responder, seal an answer to a payload that came in a handshake, or the handshake ends
///   there. After [#open] said OK to a hello beside a live session, the answer travels through the
///   candidate; call [#endDelivery] when the payload is dealt with.
/// - After any verdict of [#open], good or bad, the session may be used on as if nothing had been
///   received: nothing that arrives ends it. Only a session made for a stranger's hello that was
///   not accepted deserves to be thrown away.
/// - After a bad verdict the packet's window has not moved and its first 16 bytes are as they came
///   (error frames quote them); the rest may be garbage.
/// - Ask [#canSendData] in the same turn before sealing what needs forward secrecy.
/// - Call [#close] at the end: it wipes all secrets.
///
/// Owned by the data loop. Sealing and opening data allocates nothing.
public final class SecureSession {
    /// A hello that crossed our own may come so long after the key.
    static final long CROSSED_NS = 2_000_000_000L;

    /// Reordering of the packets of two incarnations is over after this time.
    static final long GRACE_NS = 10_000_000_000L;

    /// How long a key may take that answers the last hello of a renewal.
    static final long RENEWAL_NS = 60_000_000_000L;

    /// How long offered credentials may take to prove themselves.
    static final long OFFER_NS = 10_000_000_000L;

    /// One in sixteen of all numbers is left from here on.
    private static final long NEXT_SCARCE = 0xf000_0000L;

    private final Pairing pairing;
    private boolean requireAuth;
    private final SpentHellos spent = new SpentHellos();

    private Incarnation current;
    private long turns;

    private final Candidates candidates = new Candidates();

    private @Nullable Incarnation renewal;
    private boolean isRenewalWanted;
    private long renewalEndNs;

    private long offerEndNs;

    private @Nullable Incarnation previous;
    private long previousEndNs;

    private @Nullable Incarnation delivering;
    private Incarnation lastOpened;
    private Opened opened = Opened.HANDSHAKE;
    private boolean hasMovedOn;

    /// @param requireAuth whether the peer's handshakes must present a user's credentials
    /// @param own what we present
    public SecureSession(
            CryptoAuthContext context,
            PublicKey peer,
            boolean requireAuth,
            @Nullable Credentials own,
            long nowNs) {
        pairing = new Pairing(context, peer, own, nowNs);
        this.requireAuth = requireAuth;
        current = lastOpened = begun(nowNs);
    }

    private Incarnation begun(long nowNs) {
        var incarnation = new Incarnation(pairing, nowNs);
        incarnation.turn = ++turns;
        return incarnation;
    }

    public PublicKey peer() {
        return pairing.peer();
    }

    // ---------------------------------------------------------------------------------- inbound

    /// Opens a packet in place: on OK its window is the plaintext, and [#opened] says what it was.
    public Verdict open(Packet p, long nowNs) {
        expire(nowNs);
        var verdict = openWithoutTimeout(p, nowNs);
        // A handshake that begins or moves on now gets its ten seconds from now. In genuine nodes
        // the old clock goes on, and the answer itself may time out. Repetitions do not count:
        // replayed ones could keep a dead handshake forever.
        if (verdict == Verdict.OK && hasMovedOn) lastOpened.setLastPacketNs(nowNs);
        return verdict;
    }

    /// The same by the state as it is.
    Verdict openWithoutTimeout(Packet p, long nowNs) {
        delivering = null;
        hasMovedOn = false;
        if (p.length() < Incarnation.DATA_BYTES) return Verdict.RUNT;
        long first = p.u32(0);
        return first > Handshake.LAST_KIND
                ? openData(p, first, nowNs)
                : openHandshake(p, (int) first, nowNs);
    }

    /// What the last packet was that [#open] found OK.
    public Opened opened() {
        return opened;
    }

    /// The payload of the last packet is dealt with: what is sealed goes through the current
    /// incarnation again. Harmless when there was nothing to end.
    public void endDelivery() {
        delivering = null;
    }

    private Verdict openData(Packet p, long number, long nowNs) {
        boolean wasEstablished = current.isEstablished();
        var verdict = current.openData(p, number, nowNs);
        if (verdict == Verdict.OK) {
            if (!wasEstablished) onEstablished(nowNs);
            return accepted(wasEstablished ? Opened.DATA : Opened.FIRST_DATA, current);
        }
        if (verdict == Verdict.REPLAY) return verdict;

        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i).openData(p, number, nowNs) != Verdict.OK) continue;
            var candidate = candidates.take(i);
            if (current.canSendData() && candidate.turn < current.turn) {
                keepBeside(candidate, nowNs);
                return accepted(Opened.DATA, candidate);
            }
            replaceCurrent(candidate, nowNs);
            isRenewalWanted = false; // but should its key still come, the peer goes by it
            onEstablished(nowNs);
            return accepted(Opened.FIRST_DATA, candidate);
        }
        var old = previous;
        if (old != null) {
            var late = old.openData(p, number, nowNs);
            if (late == Verdict.OK) return accepted(Opened.DATA, old);
            if (late == Verdict.REPLAY) return late;
        }
        return verdict;
    }

    private Verdict openHandshake(Packet p, int kind, long nowNs) {
        var awaiting = keyAwaiting();
        if (!Handshake.isHello(kind) && awaiting == null) return Verdict.KEY_IN_ESTABLISHED_SESSION;
        if (!Handshake.fits(p)) return Verdict.RUNT;
        if (!pairing.isFromPeer(p)) return Verdict.WRONG_PUBLIC_KEY;

        var user = pairing.findUser(p);
        if (user != null && !user.allows(peer().ip6())) return Verdict.ADDRESS_RESTRICTED;
        if (user == null && requireAuth) return Verdict.AUTH_REQUIRED;
        if (user == null && Handshake.hasCredentials(p)) return Verdict.UNKNOWN_CREDENTIALS;

        boolean isRepeated = Handshake.isRepeated(kind);
        if (awaiting != null && !Handshake.isHello(kind))
            return openKey(p, isRepeated, awaiting, user, nowNs);
        var verdict = pairing.openHandshake(p, pairing.permanentPoint(), user);
        return verdict == Verdict.OK ? acceptHello(p, isRepeated, user, nowNs) : verdict;
    }

    /// The incarnation that a key packet is for.
    private @Nullable Incarnation keyAwaiting() {
        if (!current.isEstablished()) return current;
        return renewal != null && renewal.isAwaitingKey() ? renewal : null;
    }

    private Verdict openKey(
            Packet p, boolean isRepeated, Incarnation awaiting, @Nullable User user, long nowNs) {
        hasMovedOn = awaiting.isAwaitingKey();
        var verdict = awaiting.openKey(p, isRepeated, user, nowNs);
        if (verdict != Verdict.OK) return verdict;
        if (awaiting == renewal) {
            renewal = null;
            replaceCurrent(awaiting, nowNs);
        }
        return accepted(Opened.HANDSHAKE, awaiting);
    }

    private Verdict acceptHello(Packet p, boolean isRepeated, @Nullable User user, long nowNs) {
        var known = candidates.madeBy(p);
        if (known != null) return acceptRepeatedCandidateHello(p, isRepeated, known, user);

        if (!current.knowsTemporaryKey(p) && spent.contains(p)) return Verdict.REPLAYED_HELLO;
        if (isConversing(nowNs) && !current.knowsTemporaryKey(p))
            return acceptHelloOfLiveSession(p, isRepeated, user, nowNs);

        hasMovedOn = current.isBegunBy(p);
        if (hasMovedOn && !pairing.affords(nowNs)) return Verdict.HANDSHAKE_RATE;
        var verdict = current.acceptHello(p, isRepeated, user);
        if (verdict != Verdict.OK) return verdict;
        if (hasMovedOn) current.turn = ++turns;
        return accepted(Opened.HANDSHAKE, current);
    }

    /// Whether there is something to lose: a live session, or one whose first data from the peer
    /// are still under way. A hello that crossed our own and yielded to it may come as late as
    /// that; were it taken, each side would wait for the other's hello to be answered.
    private boolean isConversing(long nowNs) {
        if (current.isLive(nowNs)) return true;
        if (!current.canSendData()) return false;
        if (previous != null) return true;
        return !pairing.peerIsLower() && nowNs - current.lastPacketNs() < CROSSED_NS;
    }

    private Verdict acceptHelloOfLiveSession(
            Packet p, boolean isRepeated, @Nullable User user, long nowNs) {
        var crossed = renewal;
        if (crossed != null && crossed.isAwaitingKey() && !pairing.peerIsLower())
            return acceptCandidateHello(p, isRepeated, crossed, user);

        if (!pairing.affords(nowNs)) return Verdict.HANDSHAKE_RATE;
        var candidate = begun(nowNs);
        var verdict = acceptCandidateHello(p, isRepeated, candidate, user);
        if (verdict != Verdict.OK) return verdict;
        endRenewal();
        candidates.add(candidate);
        return verdict;
    }

    private Verdict acceptCandidateHello(
            Packet p, boolean isRepeated, Incarnation candidate, @Nullable User user) {
        var verdict = candidate.acceptHello(p, isRepeated, user);
        if (verdict != Verdict.OK) return verdict;
        delivering = candidate;
        return accepted(Opened.CANDIDATE_HANDSHAKE, candidate);
    }

    private Verdict acceptRepeatedCandidateHello(
            Packet p, boolean isRepeated, Incarnation candidate, @Nullable User user) {
        var verdict = acceptCandidateHello(p, isRepeated, candidate, user);
        if (verdict == Verdict.OK) opened = Opened.REPEATED_CANDIDATE_HANDSHAKE;
        return verdict;
    }

    private Verdict accepted(Opened what, Incarnation by) {
        opened = what;
        lastOpened = by;
        return Verdict.OK;
    }

    // --------------------------------------------------------------------------------- outbound

    /// Seals the payload in place and prepends what belongs to it: it becomes a hello, a key or a
    /// data packet, whatever is next. Always OK.
    public Verdict seal(Packet p, long nowNs) {
        expire(nowNs);
        sealing().seal(p);
        return Verdict.OK;
    }

    /// Whether the next message is a data packet, whose payload has forward secrecy. Within one
    /// turn, the answer holds for the [#seal] after it.
    public boolean canSendData(long nowNs) {
        expire(nowNs);
        return sealing().canSendData();
    }

    /// Whether the next message answers a hello, as a key packet: the moment to seal something
    /// short. Whoever said hello waits for the key instead, and repeats the hello now and then.
    public boolean isAnswering() {
        var state = sealing().state();
        return state == State.RECEIVED_HELLO || state == State.SENT_KEY;
    }

    private Incarnation sealing() {
        var through = delivering;
        return through != null ? through : current;
    }

    /// Begins to replace a live session by our own hello: when the peer is silent, or the session
    /// old. On a session that is not established this does nothing, for what is sealed drives its
    /// handshake anyway.
    public void renew(long nowNs) {
        expire(nowNs);
        if (!current.isEstablished()) return;
        isRenewalWanted = true;
        if (renewal != null) return;
        renewal = begun(nowNs);
        renewalEndNs = nowNs + RENEWAL_NS;
    }

    /// Whether a renewal waits for its key: then [#sealRenewal] about once a second.
    public boolean isRenewing() {
        return renewal != null && isRenewalWanted;
    }

    /// No more hellos, since the session is well after all; a key that is under way is still
    /// welcome.
    public void stopRenewing() {
        isRenewalWanted = false;
    }

    /// Seals the hello of the renewal, first or repeated; the same as [#seal] when there is none.
    public Verdict sealRenewal(Packet p, long nowNs) {
        expire(nowNs);
        var hello = renewal;
        if (hello == null) return seal(p, nowNs);
        renewalEndNs = nowNs + RENEWAL_NS;
        hello.seal(p);
        return Verdict.OK;
    }

    /// Whether the numbers of data packets run out: time to [#renew]. At their end a session starts
    /// from the beginning by itself.
    public boolean isWornOut() {
        return current.next() >= NEXT_SCARCE;
    }

    // ------------------------------------------------------------------------------- succession

    private void replaceCurrent(Incarnation successor, long nowNs) {
        if (current.canSendData()) {
            keepAsPrevious(current, nowNs);
        } else {
            end(previous);
            previous = null;
            current.reset();
        }
        current = successor;
    }

    private void keepAsPrevious(Incarnation incarnation, long nowNs) {
        end(previous);
        previous = incarnation;
        previousEndNs = nowNs + Incarnation.IDLE_TIMEOUT_NS;
    }

    /// What began before the current one does not take its place again: each side would go by what
    /// the other has just left. The peer has heard the later hello and moves as soon as data come.
    private void keepBeside(Incarnation older, long nowNs) {
        spend(older);
        keepAsPrevious(older, nowNs);
        if (current.isEstablished()) previousEndNs = nowNs + GRACE_NS;
    }

    private void onEstablished(long nowNs) {
        spend(current);
        previousEndNs = Math.min(previousEndNs, nowNs + GRACE_NS);
    }

    private void spend(Incarnation established) {
        byte[] hello = established.herTemporaryKey();
        if (!established.isInitiator() && hello != null) spent.add(hello);
    }

    /// The timeout rules. What may take the place of a current incarnation that timed out, does.
    private void expire(long nowNs) {
        for (int i = candidates.size() - 1; i >= 0; i--) {
            if (!candidates.get(i).resetIfIdle(nowNs)) continue;
            var late = candidates.take(i);
            if (delivering == late) delivering = null;
        }
        if (previous != null && nowNs - previousEndNs >= 0) {
            end(previous);
            previous = null;
        }
        if (renewal != null && nowNs - renewalEndNs >= 0) endRenewal();
        if (pairing.isOffering() && nowNs - offerEndNs >= 0 && hasFallback()) withdrawOffer();
        if (!current.resetIfIdle(nowNs)) return;
        var successor = renewal != null ? renewal : candidates.takeNewest();
        renewal = null;
        if (successor != null) current = successor;
    }

    private boolean hasFallback() {
        return current.isEstablished() || pairing.own() != null;
    }

    private void endRenewal() {
        if (delivering == renewal) delivering = null;
        end(renewal);
        renewal = null;
        isRenewalWanted = false;
    }

    private static void end(@Nullable Incarnation incarnation) {
        if (incarnation != null) incarnation.reset();
    }

    /// Starts from the beginning, and wipes all keys of the conversation.
    public void reset() {
        endRenewal();
        candidates.clear();
        end(previous);
        previous = delivering = null;
        current.reset();
        lastOpened = current;
    }

    /// What we present from now on. Another password resets the session; the same one does nothing,
    /// whatever the login.
    public void setCredentials(@Nullable Credentials own) {
        var before = pairing.own();
        if (own == null ? before == null : before != null && own.hasPasswordOf(before)) return;
        pairing.present(own);
        reset();
    }

    /// From now on the peer need not present credentials.
    public void waiveAuth() {
        requireAuth = false;
    }

    /// Takes note of credentials that the peer may want from now on, by hearsay: a beacon, which
    /// anybody can forge. They are tried in hellos, beside a live session in those of a renewal
    /// that begins now, and stay once the peer has answered one. Where there is something to fall
    /// back on (a live session, credentials that were good before) they are given up after ten
    /// seconds; otherwise they stay until others are offered.
    ///
    /// @return whether there is news, so that a hello should go out now
    public boolean offer(Credentials heard, long nowNs) {
        expire(nowNs);
        var own = pairing.own();
        if (own != null && own.hasPasswordOf(heard)) {
            withdrawOffer();
            return false;
        }
        offerEndNs = nowNs + OFFER_NS;
        if (pairing.isOffering(heard)) return false;
        pairing.offer(heard);
        endRenewal(); // its hellos presented something else
        renew(nowNs);
        return true;
    }

    /// Whether these are others than we present, and offer already.
    public boolean isNews(Credentials heard) {
        var own = pairing.own();
        return !pairing.isOffering(heard) && (own == null || !own.hasPasswordOf(heard));
    }

    /// Whether we have credentials that the peer accepted, or that were configured.
    public boolean presentsCredentials() {
        return pairing.own() != null;
    }

    /// Whether offered credentials wait for the peer's answer.
    public boolean isOffering() {
        return pairing.isOffering();
    }

    private void withdrawOffer() {
        if (!pairing.isOffering()) return;
        pairing.withdrawOffer();
        endRenewal();
    }

    /// Wipes all secrets; the session must not be used afterwards.
    public void close() {
        reset();
        pairing.wipe();
    }

    // ---------------------------------------------------------------------------------- questions

    public State state() {
        return current.state();
    }

    /// Login of the user whose credentials the peer presented in the hello of the current
    /// incarnation; null when it presented none, or we were the ones who said hello.
    public @Nullable String user() {
        var user = current.user();
        return user == null ? null : user.login();
    }

    /// Login of the user whose credentials the peer presented last in the current incarnation, in
    /// its hello or in the key by which it answered ours; null when it presented none.
    public @Nullable String presentedLogin() {
        var presenter = current.presenter();
        return presenter == null ? null : presenter.login();
    }

    public SessionCounters counters() {
        return current.counters();
    }

    /// Notes the number by which the peer wants its data packets named, as told in the handshake
    /// that was opened last.
    public void setPeerHandle(int handle) {
        lastOpened.setPeerHandle(handle);
    }

    /// The peer's handle that belongs to the next [#seal].
    public int peerHandle() {
        return sealing().peerHandle();
    }

    /// The number by which genuine nodes name the reason (error frames, logs); 0 for none.
    public static int errorNumber(Verdict verdict) {
        return switch (verdict) {
            case OK -> 0;
            case RUNT -> 1;
            case NO_SESSION -> 2;
            case KEY_IN_ESTABLISHED_SESSION -> 5;
            case WRONG_PUBLIC_KEY -> 6;
            case ADDRESS_RESTRICTED -> 7;
            case AUTH_REQUIRED -> 8;
            case UNKNOWN_CREDENTIALS -> 9;
            case STRAY_KEY -> 10;
            case HANDSHAKE_DECRYPT_FAILED -> 11;
            case ZERO_TEMP_KEY -> 12;
            case INVALID_HANDSHAKE, REPLAYED_HELLO -> 13;
            case REPLAY -> 14;
            case DECRYPT_FAILED -> 15;
            default -> 16; // ours alone
        };
    }

    // ---------------------------------------------------------------------------------- for tests

    Incarnation current() {
        return current;
    }

    int candidateCount() {
        return candidates.size();
    }

    @Nullable Incarnation delivering() {
        return delivering;
    }

    void deliverThrough(Incarnation candidate) {
        delivering = candidate;
    }

    @Override
    public String toString() {
        return peer() + ": " + current;
    }
}
