package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.crypto.Crypto;
import boreas.env.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Two nodes with a session each, a clock that stands still, and a network that is the test: what
/// one [Party#says] is an array of bytes until somebody [Party#hears] it.
///
/// `low` has the numerically lower permanent key: its hello counts when two cross.
final class Pair {
    static final long SECOND_NS = 1_000_000_000L;

    long nowNs = 1000 * SECOND_NS;
    final Party low;
    final Party high;

    Pair() {
        this(1);
    }

    Pair(long seed) {
        this(seed, Contexts.CRYPTO);
    }

    Pair(long seed, Crypto crypto) {
        var random = new SeededRandom(seed);
        var one = Identity.generate(random, Contexts.CRYPTO);
        var other = Identity.generate(random, Contexts.CRYPTO);
        boolean isLower = one.publicKey().compareTo(other.publicKey()) < 0;
        low = new Party(isLower ? one : other, isLower ? other : one, random, crypto);
        high = new Party(isLower ? other : one, isLower ? one : other, random, crypto);
    }

    void pass(long seconds) {
        nowNs += seconds * SECOND_NS;
    }

    /// Hello, key and one data packet each way.
    void establish(Party caller, Party called) {
        assertThat(called.hears(caller.says("hello"))).isEqualTo(Verdict.OK);
        assertThat(caller.hears(called.says("key"))).isEqualTo(Verdict.OK);
        converse(caller, called);
        assertThat(caller.session.state()).isEqualTo(State.ESTABLISHED);
        assertThat(called.session.state()).isEqualTo(State.ESTABLISHED);
    }

    /// Data flows both ways.
    void converse(Party one, Party other) {
        assertTalks(one, other);
        assertTalks(other, one);
    }

    void assertTalks(Party from, Party to) {
        assertThat(from.session.canSendData(nowNs)).as("can send").isTrue();
        byte[] wire = from.says("news");
        assertThat(to.hears(wire)).as("data").isEqualTo(Verdict.OK);
        assertThat(to.heard).isEqualTo("news");
        assertThat(to.session.opened().isHandshake()).isFalse();
    }

    final class Party {
        final CryptoAuthContext context;
        private final Identity peer;
        boolean requiresAuth;
        @Nullable Credentials own;
        SecureSession session;

        /// What was heard last.
        String heard = "";

        private Party(Identity self, Identity peer, SeededRandom random, Crypto crypto) {
            context = Contexts.of(self, random, crypto);
            this.peer = peer;
            session = newSession();
        }

        private SecureSession newSession() {
            return new SecureSession(context, peer.publicKey(), requiresAuth, own, nowNs);
        }

        /// The node forgets everything.
        void restarts() {
            session = newSession();
        }

        void requiresAuth() {
            requiresAuth = true;
            restarts();
        }

        void presents(@Nullable Credentials credentials) {
            own = credentials;
            restarts();
        }

        byte[] says(String text) {
            var p = TestPackets.packet(text.getBytes(StandardCharsets.UTF_8));
            assertThat(session.seal(p, nowNs)).isEqualTo(Verdict.OK);
            return p.toArray();
        }

        byte[] greetsAfresh(String text) {
            var p = TestPackets.packet(text.getBytes(StandardCharsets.UTF_8));
            assertThat(session.sealRenewal(p, nowNs)).isEqualTo(Verdict.OK);
            return p.toArray();
        }

        Verdict hears(byte[] wire) {
            var p = TestPackets.packet(wire);
            var verdict = session.open(p, nowNs);
            if (verdict == Verdict.OK) {
                heard = new String(p.toArray(), StandardCharsets.UTF_8);
            } else {
                // The contract for error frames.
                assertThat(p.length()).isEqualTo(wire.length);
                int kept = Math.min(16, wire.length);
                assertThat(p.get(0, kept)).isEqualTo(Arrays.copyOf(wire, kept));
            }
            return verdict;
        }

        /// Hears a hello and answers it, as the layer above does while it handles the payload.
        byte[] answers(byte[] hello, String text) {
            assertThat(hears(hello)).isEqualTo(Verdict.OK);
            byte[] answer = says(text);
            session.endDelivery();
            return answer;
        }

        State state() {
            return session.state();
        }
    }

    /// First word: the kind of a handshake packet, or a data packet's number.
    static int first(byte[] wire) {
        return ByteBuffer.wrap(wire).getInt();
    }

    static byte[] flip(byte[] wire, int bit) {
        byte[] flipped = wire.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }
}
