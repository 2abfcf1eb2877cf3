package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import boreas.env.Verdict;
import boreas.value.Value;
import boreas.vectors.VectorCase;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Drives two sessions through a recorded dialogue of two genuine ones, step by step, and compares
/// all bytes, verdicts and states. A packet that is delivered is always the recorded one, so the
/// sides are judged independently of each other.
final class Dialogue {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int NO_SESSION = 2;
    private static final int KEY_IN_ESTABLISHED_SESSION = 5;
    private static final int REPLAY = 14;
    private static final int DECRYPT_FAILED = 15;

    private final List<VectorCase> steps;
    private final Side[] sides;
    private final Map<Long, Sent> packets = new HashMap<>();
    private final Set<Difference> differences = EnumSet.noneOf(Difference.class);

    /// @param temporaryKey of a handshake packet, in hex
    private record Sent(VectorCase step, String temporaryKey) {
        byte[] wire() {
            return step.hex("wire");
        }

        byte[] plain() {
            return step.hex("plain");
        }
    }

    Dialogue(VectorCase c) {
        steps = c.cases("ops");
        long startNs = steps.getFirst().number("time") * SECOND_NS;
        var keys = c.cases("sides");
        var sides = new ArrayList<Side>();
        for (int i = 0; i < 2; i++) {
            var random = new RecordedRandom();
            var context = Contexts.of(keys.get(i).hex("private"), random);
            assertThat(context.identity().publicKey().bytes()).isEqualTo(keys.get(i).hex("public"));
            if (i == 1 || c.flag("mutual"))
                context.users().add(c.text("password"), c.text("login"), null);
            var credentials = i == 0 || c.flag("mutual") ? credentials(c, i) : null;
            var peer = PublicKey.of(keys.get(1 - i).hex("public"), 0);
            boolean requireAuth =
                    c.list("requireAuth").get(i) instanceof Value.Int n && n.number() != 0;
            var session = new SecureSession(context, peer, requireAuth, credentials, startNs);
            sides.add(new Side(session, random, startNs));
        }
        this.sides = sides.toArray(new Side[0]);
    }

    private static @Nullable Credentials credentials(VectorCase c, int side) {
        String password =
                side == 0 && c.flag("wrongPassword") ? "wrong-password" : c.text("password");
        return switch (c.intOf("auth")) {
            case 0 -> null;
            case 1 -> Credentials.of(null, password);
            case 2 -> Credentials.of(c.text("login"), password);
            default -> throw c.unknownKind("auth");
        };
    }

    /// Plays all steps.
    ///
    /// @return in what the sessions differed as they are meant to
    Set<Difference> run() {
        for (var step : steps) {
            var side = sides[step.intOf("side")];
            switch (step.text("op")) {
                case "encrypt" -> side.encrypt(step);
                case "decrypt" -> side.decrypt(step);
                default -> throw step.unknownKind("op");
            }
        }
        return differences;
    }

    private static long nowNs(VectorCase step) {
        return step.number("time") * SECOND_NS;
    }

    private final class Side {
        final SecureSession session;
        final RecordedRandom random;

        /// False after a [Difference] that ends the comparison.
        boolean isFollowed = true;

        /// What the genuine session is compared with: a candidate where that one was thrown away.
        Incarnation followed;

        /// The genuine session's clock and state.
        long lastPacketNs;

        int state;
        boolean isEstablished;
        String herHello = "";

        final Set<String> heldHellos = new HashSet<>();
        final Set<String> spentHellos = new HashSet<>();
        final Set<Long> opened = new HashSet<>();
        boolean hasOldSession;
        String temporaryKey = "";

        Side(SecureSession session, RecordedRandom random, long startNs) {
            this.session = session;
            this.random = random;
            followed = session.current();
            lastPacketNs = startNs;
        }

        void encrypt(VectorCase step) {
            byte[] wire = step.hex("wire");
            byte[] drawn = step.hex("random");
            if (drawn.length == 68)
                temporaryKey =
                        HexFormat.of()
                                .formatHex(
                                        Contexts.CRYPTO.publicKey(
                                                Arrays.copyOfRange(drawn, 36, 68)));
            packets.put(step.number("packet"), new Sent(step, temporaryKey));
            assertThat(step.number("ret")).isZero();

            long nowNs = nowNs(step);
            boolean timesOut = state != 1 && !isFresh(nowNs);
            if (isFollowed && timesOut && followed != session.current())
                differ(Difference.CLOCK_OF_THE_OLD_SESSION);
            if (timesOut) {
                lastPacketNs = nowNs;
                herHello = "";
            }
            if (isFollowed) {
                if (followed != session.current()) session.deliverThrough(followed);
                random.record(drawn);
                var p = TestPackets.packet(step.hex("plain"));
                session.seal(p, nowNs);
                assertThat(p.toArray()).as("%s", step).isEqualTo(wire);
                random.assertUsedUp();
            }
            compare(step);
        }

        private boolean isFresh(long nowNs) {
            return nowNs - lastPacketNs < (isEstablished ? 60 : 10) * SECOND_NS;
        }

        void decrypt(VectorCase step) {
            var sent = packets.get(step.number("packet"));
            if (sent == null) throw new AssertionError(step + ": no such packet");
            byte[] wire = step.has("wire") ? step.hex("wire") : sent.wire();
            if (isFollowed) open(step, sent, wire);
            if (step.number("ret") == 0) onGenuineAccepted(step, sent, wire);
            compare(step);
        }

        private void open(VectorCase step, Sent sent, byte[] wire) {
            long nowNs = nowNs(step);
            int genuine = step.intOf("ret");
            boolean isIntact = !step.has("wire");
            long first = wire.length < 4 ? 0 : ByteBuffer.wrap(wire).getInt() & 0xffff_ffffL;
            boolean isSpent = genuine == 0 && first <= 1 && isSpent(sent.temporaryKey());
            boolean isForOlder = first <= 1 && heldHellos.contains(sent.temporaryKey());
            boolean isBegun = genuine == 0 && first <= 1 && !sent.temporaryKey().equals(herHello);
            boolean isBeside = isBegun && hasLiveSession(nowNs);
            boolean isTwice = first >= 4 && isIntact && opened.contains(step.number("packet"));
            long nextBefore = session.current().next();
            long clockBefore = session.current().lastPacketNs();
            boolean hasCandidate = followed != session.current();

            var p = TestPackets.packet(wire);
            var verdict = session.openWithoutTimeout(p, nowNs);
            int ours = SecureSession.errorNumber(verdict);
            byte[] plain = ours == 0 ? p.toArray() : null;

            if (isTwice) assertThat(ours).as("%s: data twice", step).isNotZero();
            if (isSpent) {
                differ(Difference.SPENT_HELLO);
                assertThat(verdict)
                        .as("%s", step)
                        .isIn(Verdict.REPLAYED_HELLO, Verdict.INVALID_HANDSHAKE);
                assertThat(session.current().next()).isEqualTo(nextBefore);
            } else if (isForOlder && genuine == 0) {
                differ(Difference.OLDER_CANDIDATE);
            } else if (isBeside) {
                differ(Difference.HELLO_BESIDE_LIVE_SESSION);
                assertThat(ours).as("%s", step).isZero();
                assertThat(session.opened()).isEqualTo(Opened.CANDIDATE_HANDSHAKE);
                assertThat(session.current().next()).isEqualTo(nextBefore);
                if (hasCandidate) heldHellos.add(herHello);
                followed = Objects.requireNonNull(session.delivering());
                hasOldSession = true;
            } else if (genuine == REPLAY && ours == 0) {
                differ(Difference.LATE_NUMBER);
                assertThat(isIntact && first >= 4).as("%s", step).isTrue();
                assertThat(plain).as("%s", step).isEqualTo(sent.plain());
                session.current().setLastPacketNs(clockBefore); // the genuine clock did not notice
            } else if (hasOldSession && ours != genuine) {
                differ(Difference.PACKET_OF_THE_OLD_SESSION);
                if (first <= 3) {
                    assertThat(hasCandidate && first >= 2).as("%s", step).isTrue();
                    assertThat(ours).as("%s", step).isEqualTo(KEY_IN_ESTABLISHED_SESSION);
                } else {
                    assertThat(genuine).as("%s", step).isIn(NO_SESSION, DECRYPT_FAILED);
                    assertThat(ours).as("%s", step).isIn(0, REPLAY, DECRYPT_FAILED);
                    if (ours == REPLAY) assertThat(isTwice).as("%s", step).isTrue();
                }
                if (ours == 0) assertThat(plain).as("%s", step).isEqualTo(sent.plain());
            } else {
                assertThat(ours).as("%s: verdict", step).isEqualTo(genuine);
                if (isBegun && hasCandidate) heldHellos.add(herHello);
                if (isBegun) followed = session.current();
            }
            if (ours == 0 && genuine == 0)
                assertThat(plain).as("%s", step).isEqualTo(step.hex("plain"));
            if (ours == 0 && first >= 4) opened.add(step.number("packet"));
        }

        /// Whether ours still has a session that a hello may not touch.
        private boolean hasLiveSession(long nowNs) {
            return followed == session.current()
                    ? isEstablished && isFresh(nowNs)
                    : session.current().isLive(nowNs);
        }

        private boolean isSpent(String hello) {
            return spentHellos.contains(hello) && !hello.equals(herHello);
        }

        private void onGenuineAccepted(VectorCase step, Sent sent, byte[] wire) {
            long first = ByteBuffer.wrap(wire).getInt() & 0xffff_ffffL;
            boolean isOfHello = step.number("state") == 2 || step.number("state") == 3;
            if (first <= 3) herHello = isOfHello ? sent.temporaryKey() : "";
            if (first < 4) return;
            lastPacketNs = nowNs(step);
            if (!isEstablished && !step.flag("initiator")) spentHellos.add(herHello);
        }

        private void differ(Difference difference) {
            differences.add(difference);
            if (difference.endsComparison()) isFollowed = false;
        }

        private void compare(VectorCase step) {
            state = step.intOf("state");
            isEstablished = step.flag("established");
            if (!isFollowed) return;
            assertThat(followed.state().number()).as("%s: state", step).isEqualTo(state);
            assertThat(followed.next()).as("%s: next", step).isEqualTo(step.number("nextNonce"));
            assertThat(followed.isInitiator())
                    .as("%s: initiator", step)
                    .isEqualTo(step.flag("initiator"));
            assertThat(followed.isEstablished())
                    .as("%s: established", step)
                    .isEqualTo(isEstablished);
        }
    }
}
