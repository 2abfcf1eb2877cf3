package boreas.session;

import static boreas.session.SessionWorld.MS;
import static boreas.session.SessionWorld.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.session.Frame.Kind;
import boreas.wire.InternetChecksum;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a sender is told whose packet did not open.
class DecryptErrorsTest {
    private static final long TO_B = 0x13, TO_A = 0x15;

    private final SessionWorld net = new SessionWorld();
    private final TestNode a = net.node(1), b = net.node(2);

    @BeforeEach
    void talk() {
        net.connect(a, TO_B, b, TO_A);
        a.send(b, "hello");
        net.run(SECOND);
        a.send(b, "data");
        net.run(SECOND);
    }

    private Frame first(Kind kind) {
        return net.sent.stream()
                .filter(f -> f.from() == a && f.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static Frame flipped(Frame f, int at) {
        var bytes = f.bytes().clone();
        bytes[at] ^= 1;
        return f.with(bytes, 0);
    }

    @Test
    void theErrorSaysWhichPacketAndWhy() {
        var bad = flipped(first(Kind.DATA), 40);
        net.sent.clear();
        b.onFrame(bad);

        var error = net.sent.getFirst();
        assertThat(error.label()).as("goes back by the same way").isEqualTo(TO_A);
        var p = ByteBuffer.wrap(error.bytes());
        assertThat(p.get(8)).as("must not be answered").isEqualTo((byte) 1);
        assertThat(p.get(9)).as("version 1, shift 0").isEqualTo((byte) 0x40);
        assertThat(p.getInt(12)).isEqualTo(-1);
        assertThat(p.getShort(18)).as("ERROR").isEqualTo((short) 2);
        assertThat(p.getInt(20)).as("authentication").isEqualTo(6);
        assertThat(p.getLong(24)).as("label at the router").isEqualTo(Long.reverse(TO_A));
        assertThat(p.getInt(32)).as("shift and class").isEqualTo(0x0048ffff);
        assertThat(Arrays.copyOfRange(error.bytes(), 36, 52))
                .as("from the nonce on")
                .isEqualTo(Arrays.copyOfRange(bad.bytes(), 16, 32));
        assertThat(p.getInt(52)).as("does not decrypt").isEqualTo(15);
        assertThat(p.getInt(56)).as("established").isEqualTo(100);
        assertThat(error.bytes()).hasSize(60);
        var frame = b.packet("").append(Arrays.copyOfRange(error.bytes(), 16, 60));
        assertThat(InternetChecksum.of(frame)).isZero();
    }

    @Test
    void aReplayIsReportedAsOne() {
        var twice = first(Kind.DATA);
        net.sent.clear();
        b.onFrame(twice);
        assertThat(ByteBuffer.wrap(net.sent.getFirst().bytes()).getInt(52)).isEqualTo(14);
    }

    @Test
    void aHelloThatDoesNotOpenIsReported() {
        var bad = flipped(first(Kind.HELLO), 130);
        net.sent.clear();
        b.onFrame(bad);
        var error = net.sent.getFirst();
        assertThat(ByteBuffer.wrap(error.bytes()).getInt(52)).isEqualTo(11);
        assertThat(Arrays.copyOfRange(error.bytes(), 36, 52))
                .isEqualTo(Arrays.copyOfRange(bad.bytes(), 12, 28));
    }

    @Test
    void whatIsTooShortOrForNobodyIsPassedOverInSilence() {
        var data = first(Kind.DATA);
        var hello = first(Kind.HELLO);
        net.sent.clear();
        for (int n = 12; n < 36; n++) b.onFrame(data.with(Arrays.copyOf(data.bytes(), n), 0));
        for (int n = 12; n < 136; n++) b.onFrame(hello.with(Arrays.copyOf(hello.bytes(), n), 0));
        b.onFrame(flipped(data, 15)); // another handle
        var handshake = data.bytes().clone();
        handshake[19] = 2; // a nonce below 4 behind a handle
        handshake[18] = handshake[17] = handshake[16] = 0;
        b.onFrame(data.with(handshake, 0));
        assertThat(net.sent).isEmpty();
    }

    @Test
    void errorsAreRateLimited() {
        var bad = flipped(first(Kind.DATA), 40);
        net.sent.clear();
        for (int i = 0; i < 1000; i++) b.onFrame(bad);
        assertThat(net.sent).hasSize(16);
        net.run(500 * MS);
        net.sent.clear();
        for (int i = 0; i < 1000; i++) b.onFrame(bad);
        assertThat(net.sent).hasSize(4);
    }
}
