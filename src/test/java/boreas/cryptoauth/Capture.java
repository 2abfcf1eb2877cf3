package boreas.cryptoauth;

import static boreas.cryptoauth.Contexts.CRYPTO;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import boreas.crypto.Crypto;
import boreas.env.RandomSource;
import boreas.env.Verdict;
import boreas.value.Value;
import boreas.vectors.VectorCase;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Link traffic with a genuine node: each packet opens with its recorded key, and a session of ours
/// in the scripted role says and understands the same.
final class Capture {
    private static final long NOW_NS = 5_000_000_000L;

    private final VectorCase capture;
    private final List<VectorCase> packets;
    private final CryptoAuthContext context;
    private final PublicKey genuine;
    private SecureSession session;
    private boolean hasSpoken;

    /// The packet that is sealed: what is random in it is taken from it.
    private @Nullable VectorCase speaking;

    Capture(VectorCase capture) {
        this.capture = capture;
        packets = capture.cases("packets");
        context = Contexts.of(capture.dict("scripted").hex("private"), recordedRandom());
        genuine = PublicKey.of(capture.dict("genuine").hex("public"), 0);
        context.users().add(capture.text("password"), capture.text("login"), null);
        session = newSession();
    }

    private SecureSession newSession() {
        hasSpoken = false;
        String login = capture.intOf("authType") == 2 ? capture.text("login") : null;
        boolean isCaller = capture.text("role").equals("initiator");
        var own = isCaller ? Credentials.of(login, capture.text("password")) : null;
        return new SecureSession(context, genuine, !isCaller, own, NOW_NS);
    }

    void run() {
        for (var packet : packets) {
            opensWithItsKey(packet);
            if (packet.text("from").equals("scripted")) speak(packet);
            else listen(packet);
        }
    }

    private static void opensWithItsKey(VectorCase packet) {
        byte[] wire = packet.hex("wire");
        boolean isData = packet.text("kind").equals("data");
        int at = isData ? Incarnation.DATA_BYTES : Handshake.BOX;
        byte[] nonce = packet.hex(isData ? "nonce" : "handshakeNonce");
        byte[] expected = packet.hex("plain");
        if (!isData) expected = concat(packet.hex("tempPublic"), expected);
        var memory = nativeBytes(wire);
        assertThat(
                        CRYPTO.open(
                                nativeBytes(packet.hex("secret")),
                                nativeBytes(nonce),
                                memory,
                                at,
                                wire.length - at))
                .as("%s opens", packet)
                .isTrue();
        assertThat(memory.asSlice(at).toArray(ValueLayout.JAVA_BYTE))
                .as("%s", packet)
                .isEqualTo(expected);
        if (isData) return;
        assertThat(Arrays.copyOfRange(wire, Handshake.CHALLENGE, Handshake.NONCE))
                .isEqualTo(packet.hex("challenge"));
        assertThat(Arrays.copyOfRange(wire, Handshake.PERMANENT_KEY, 72))
                .isEqualTo(packet.hex("permanentPublic"));
    }

    private void speak(VectorCase packet) {
        // A hello after the first is the script's own restart.
        if (packet.text("kind").equals("hello") && hasSpoken) session = newSession();
        boolean isFirst = !hasSpoken;
        hasSpoken = true;
        speaking = packet;
        if (isFirst && packet.text("kind").equals("repeat-hello"))
            session.seal(TestPackets.packet(packet.hex("plain")), NOW_NS); // the one that got lost
        var p = TestPackets.packet(packet.hex("plain"));
        session.seal(p, NOW_NS);
        assertThat(p.toArray()).as("%s", packet).isEqualTo(packet.hex("wire"));
    }

    private void listen(VectorCase packet) {
        var p = TestPackets.packet(packet.hex("wire"));
        assertThat(session.open(p, NOW_NS)).as("%s", packet).isEqualTo(Verdict.OK);
        assertThat(p.toArray()).as("%s", packet).isEqualTo(packet.hex("plain"));
    }

    private RandomSource recordedRandom() {
        return into -> {
            var packet = speaking;
            if (packet == null) throw new AssertionError("asked for randomness while listening");
            byte[] drawn =
                    into.length == Crypto.KEY_BYTES
                            ? privateKeyOf(packet.text("tempPublic"))
                            : concat(packet.hex("challenge"), packet.hex("handshakeNonce"));
            assertThat(drawn).hasSameSizeAs(into);
            System.arraycopy(drawn, 0, into, 0, into.length);
        };
    }

    private byte[] privateKeyOf(String temporaryKey) {
        for (var v : capture.dict("scripted").list("tempPrivate")) {
            if (!(v instanceof Value.Str s)) throw new AssertionError("private key " + v);
            byte[] privateKey = HexFormat.of().parseHex(s.text());
            if (HexFormat.of().formatHex(CRYPTO.publicKey(privateKey)).equals(temporaryKey))
                return privateKey;
        }
        throw new AssertionError("no private key for " + temporaryKey);
    }

    private static MemorySegment nativeBytes(byte[] bytes) {
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
