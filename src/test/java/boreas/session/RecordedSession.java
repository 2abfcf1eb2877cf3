package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.address.PrivateKey;
import boreas.address.PublicKey;
import boreas.crypto.Crypto;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.Users;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.Label;
import boreas.value.Bencode;
import boreas.value.Value;
import boreas.vectors.VectorCase;
import boreas.wire.Batch;
import boreas.wire.CryptoAuthHeader;
import boreas.wire.DataHeader;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import boreas.wire.SwitchHeader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A conversation with a genuine node, recorded by a scripted one: our sessions take its role. They
/// must write the same frames from the same randomness, and understand the genuine ones.
final class RecordedSession {
    private static final long NOW_NS = 5_000_000_000L;

    /// The scripted node's only link is in its first slot.
    private static final long TO_GENUINE = Label.ofInterface(0);

    private static final int LINK_DIRECTOR = 0x3, LINK_DIRECTOR_BITS = 4;

    private final VectorCase vector;
    private final List<VectorCase> packets;
    private final PublicKey genuine;
    private final Batch batch = new Batch(8);
    private final Set<String> heard = new HashSet<>();
    private Sessions sessions;
    private int next;
    private boolean hasGreeted;
    private boolean isSettingUp;

    /// The packet that is being written: what is random in it is taken from it.
    private @Nullable VectorCase speaking;

    private byte @Nullable [] emitted;
    private @Nullable String delivered;

    RecordedSession(VectorCase vector) {
        this.vector = vector;
        packets = vector.cases("packets");
        genuine = PublicKey.of(vector.dict("genuine").hex("public"), 0);
        sessions = newSessions();
    }

    private Sessions newSessions() {
        var world = new World(this::draw, new Timers(), new Counters(), EventLog.SILENT);
        var key = PrivateKey.ofBytes(vector.dict("scripted").hex("private"));
        var identity = Identity.of(Objects.requireNonNull(key), TestNode.CRYPTO);
        isSettingUp = true;
        var made =
                new Sessions(
                        world,
                        new CryptoAuthContext(
                                identity, new Users(TestNode.CRYPTO), TestNode.CRYPTO, world),
                        this::emit,
                        PacketSource.of(batch),
                        (_, _, _) -> {},
                        NOW_NS);
        isSettingUp = false;
        made.attach(0, DataHeader.IP_TUNNEL, this::onContent);
        return made;
    }

    void play() {
        while (next < packets.size()) {
            var packet = packets.get(next++);
            if (packet.text("from").equals("scripted")) speak(packet);
            else listen(packet);
        }
    }

    // --- what the scripted side says

    private void speak(VectorCase packet) {
        boolean isGreeting = packet.text("kind").equals("hello");
        if (isGreeting && hasGreeted) sessions = newSessions(); // the script's own restart
        hasGreeted |= isGreeting;
        emitted = null;
        speaking = packet;
        int type = packet.intOf("contentType");
        var p = batch.next().append(packet.hex("content"));
        if (type == DataHeader.ROUTING) {
            sessions.ask(genuine, 22, TO_GENUINE, p, NOW_NS);
        } else {
            var to = genuine.ip6();
            sessions.send(to.hi(), to.lo(), type, p, NOW_NS);
        }
        speaking = null;
        var frame = emitted;
        if (frame == null) throw new AssertionError(packet + " was not sent");
        byte[] expected = packet.hex("frame");
        assertThat(behindSwitchHeader(frame))
                .as("%s", packet)
                .isEqualTo(behindSwitchHeader(expected));
    }

    private Verdict emit(Packet frame, long nowNs) {
        emitted = frame.toArray();
        assertThat(SwitchHeader.label(frame)).isEqualTo(TO_GENUINE);
        return Verdict.OK;
    }

    private static byte[] behindSwitchHeader(byte[] frame) {
        return Arrays.copyOfRange(frame, SwitchHeader.SIZE, frame.length);
    }

    // --- what the genuine side says

    private void listen(VectorCase packet) {
        byte[] frame = packet.hex("frame");
        var p = batch.next().append(frame);
        assertThat(SwitchHeader.label(p)).isEqualTo(packet.label("label"));
        assertThat(SwitchHeader.labelShift(p)).isEqualTo(packet.intOf("labelShift"));
        if (packet.has("outerHandle"))
            assertThat(SwitchHeader.payloadWord(p)).isEqualTo(packet.intOf("outerHandle"));
        long label = SwitchHeader.label(p) >>> LINK_DIRECTOR_BITS | Long.reverse(LINK_DIRECTOR);
        SwitchHeader.hop(p, label, SwitchHeader.labelShift(p) + LINK_DIRECTOR_BITS);
        long pathBack = Label.reverse64(label);
        assertThat(pathBack).isEqualTo(TO_GENUINE);

        delivered = null;
        var verdict = sessions.receive(p, pathBack, NOW_NS);
        boolean isTwice = !heard.add(packet.text("crypto"));
        batch.clear();
        if (isTwice) {
            assertThat(verdict).as("%s again", packet).isNotEqualTo(Verdict.OK);
            return;
        }
        assertThat(verdict).as("%s", packet).isEqualTo(Verdict.OK);
        assertThat(delivered)
                .as("%s", packet)
                .isEqualTo(packet.intOf("contentType") + " " + packet.text("content"));
        if (packet.has("decoded")) decodes(packet);
    }

    private Verdict onContent(Session from, int type, Packet p, long pathBack, long nowNs) {
        assertThat(from.key()).isEqualTo(genuine);
        delivered = type + " " + HexFormat.of().formatHex(p.toArray());
        // An answer to a handshake belongs into its delivery.
        while (next < packets.size() && isKeyOfScripted(packets.get(next)))
            speak(packets.get(next++));
        return Verdict.OK;
    }

    private static boolean isKeyOfScripted(VectorCase packet) {
        return packet.text("from").equals("scripted") && packet.text("kind").endsWith("key");
    }

    private static void decodes(VectorCase packet) {
        if (!(Bencode.read(packet.hex("content")) instanceof Bencode.Read.Ok(Value value, _)))
            throw new AssertionError(packet + " is not read");
        assertThat(value).as("%s", packet).isEqualTo(asBytes(packet.dict("decoded").dict()));
    }

    /// `{"hex": …}` stands for a string that is no text.
    private static Value asBytes(Value value) {
        if (!(value instanceof Value.Dict dict)) return value;
        if (dict.size() == 1 && dict.str("hex") instanceof Value.Str hex)
            return Value.of(HexFormat.of().parseHex(hex.text()));
        var read = Value.dict();
        dict.entries().forEach((k, v) -> read.put(k, asBytes(v)));
        return read.build();
    }

    // --- randomness

    private void draw(byte[] into) {
        if (isSettingUp) drawHandle(into);
        else drawForPacket(into);
    }

    /// The first handle is 4 plus what is drawn.
    private void drawHandle(byte[] into) {
        int drawn = vector.dict("scripted").intOf("handle") - 4;
        Arrays.fill(into, (byte) 0);
        for (int i = 0; i < 4; i++) into[into.length - 1 - i] = (byte) (drawn >>> 8 * i);
    }

    private void drawForPacket(byte[] into) {
        var packet = speaking;
        if (packet == null) throw new AssertionError("asked for randomness while listening");
        byte[] crypto = packet.hex("crypto");
        byte[] drawn =
                into.length == Crypto.KEY_BYTES
                        ? privateKeyOf(packet.text("tempPublic"))
                        : Arrays.copyOfRange(
                                crypto, CryptoAuthHeader.CHALLENGE, CryptoAuthHeader.PERMANENT_KEY);
        assertThat(drawn).hasSameSizeAs(into);
        System.arraycopy(drawn, 0, into, 0, into.length);
    }

    private byte[] privateKeyOf(String temporaryKey) {
        for (var v : vector.dict("scripted").list("tempPrivate")) {
            if (!(v instanceof Value.Str s)) throw new AssertionError("private key " + v);
            byte[] privateKey = HexFormat.of().parseHex(s.text());
            if (HexFormat.of()
                    .formatHex(TestNode.CRYPTO.publicKey(privateKey))
                    .equals(temporaryKey)) return privateKey;
        }
        throw new AssertionError("no private key for " + temporaryKey);
    }
}
