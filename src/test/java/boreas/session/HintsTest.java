package boreas.session;

import static boreas.session.SessionWorld.MS;
import static boreas.session.SessionWorld.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.wire.SwitchErrorCode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What anybody can forge is worth a look, and a look each time only as long as it is not proven
/// wrong.
class HintsTest {
    private static final long[] TO_B = {0x13, 0x155, 0x157, 0x159},
            TO_A = {0x15, 0x197, 0x199, 0x19b};

    private final SessionWorld net = new SessionWorld();
    private final TestNode a = net.node(1), b = net.node(2);

    @BeforeEach
    void talk() {
        net.connect(a, TO_B[0], b, TO_A[0]);
        a.send(b, "hello");
        net.run(100 * MS);
        b.send(a, "hello too");
        net.run(5 * SECOND);
    }

    private void connectByAllPaths() {
        for (int i = 1; i < TO_B.length; i++) {
            net.connect(a, TO_B[i], b, TO_A[i]);
            a.find(b, TO_B[i]);
        }
        net.run(20 * SECOND);
        net.sent.clear();
    }

    private void forge(int code, long everyNs, long forNs) {
        for (long t = 0; t < forNs; t += everyNs) net.at(net.nowNs + t, () -> forge(code));
    }

    private void forge(int code) {
        long label = a.sessionWith(b).label();
        a.sessions.onSwitchError(label, code, a.packet(""), net.nowNs);
        a.batch.clear();
    }

    private int sentIn(long ns) {
        net.sent.clear();
        net.run(ns);
        return net.sent(a).size();
    }

    @Test
    void forgedErrorsOfSwitchesCostFewerAndFewerProbes() {
        connectByAllPaths();
        forge(SwitchErrorCode.MALFORMED_ADDRESS, 20 * MS, 120 * SECOND);
        assertThat(sentIn(60 * SECOND)).isLessThan(60);
        assertThat(sentIn(60 * SECOND)).isLessThan(20);
    }

    @Test
    void forgedComplaintsOfTheFarEndCostFewerAndFewerProbes() {
        connectByAllPaths();
        forge(SwitchErrorCode.AUTHENTICATION, 20 * MS, 120 * SECOND);
        assertThat(sentIn(60 * SECOND)).isLessThan(60);
        assertThat(sentIn(60 * SECOND)).isLessThan(20);
    }

    /// A lost probe may seem to prove the liar right.
    @Test
    void whoForgesComplaintsOnALossyPathGetsFewHandshakes() {
        var loss = new Random(4);
        net.isLost = _ -> loss.nextInt(8) == 0;
        a.stream(b, 500 * MS, 240 * SECOND);
        forge(SwitchErrorCode.AUTHENTICATION, 20 * MS, 240 * SECOND);
        net.run(240 * SECOND);
        assertThat(a.stats(b).renewals()).isZero();
    }

    @Test
    void whoForgesComplaintsOnALongPathThatVariesGetsFewHandshakes() {
        var delay = new Random(4);
        net.isLost =
                f -> {
                    long lateNs = f.arrivesNs() + 300 * MS + delay.nextInt(80) * MS;
                    net.deliver(
                            new Frame(
                                    f.from(), f.to(), f.label(), f.pathBack(), f.bytes(), lateNs));
                    return true;
                };
        a.stream(b, 500 * MS, 240 * SECOND);
        net.run(20 * SECOND);
        forge(SwitchErrorCode.AUTHENTICATION, 20 * MS, 220 * SECOND);
        int before = a.stats(b).renewals();
        net.run(220 * SECOND);
        assertThat(a.stats(b).renewals() - before).isZero();
    }

    @Test
    void hellosThatAreReplayedCostFewerAndFewerProbes() {
        var hellos = hellosOfB(30);
        for (int i = 0; i < 600; i++) {
            var hello = hellos.get(i % hellos.size());
            net.at(net.nowNs + i * 100L * MS, () -> a.onFrame(hello));
        }
        net.sent.clear();
        net.run(60 * SECOND);
        assertThat(net.sent(a).stream().filter(f -> !f.isHandshake())).hasSizeLessThan(60);
    }

    /// Recorded, and never answered.
    private List<Frame> hellosOfB(int count) {
        var twin = net.node(2);
        net.connect(twin, 0x1d, a, 0x1f);
        net.isLost = f -> f.from() == twin || f.to() == twin;
        for (int i = 0; i < count; i++) {
            twin.restart();
            twin.send(a, "hello");
            net.run(MS);
        }
        net.nodes.remove(twin);
        return net.sent(twin).stream().filter(Frame::isHello).toList();
    }

    @Test
    void aFailureAmongForgedErrorsIsFoundAsSoonAsOneWithoutAnyHint() {
        connectByAllPaths();
        a.stream(b, 50 * MS, 60 * SECOND);
        forge(SwitchErrorCode.MALFORMED_ADDRESS, 20 * MS, 60 * SECOND);
        net.run(30 * SECOND);
        long inUse = a.sessionWith(b).label();
        net.isLost = f -> f.label() == inUse || f.pathBack() == inUse;
        long cutNs = net.nowNs;
        while (a.sessionWith(b).label() == inUse) net.run(10 * MS);
        assertThat(net.nowNs - cutNs).isLessThan(850 * MS);
    }

    @Test
    void aRestartAmongForgedComplaintsIsFoundAboutASecondAfterTheSilence() {
        a.stream(b, 50 * MS, 60 * SECOND);
        forge(SwitchErrorCode.AUTHENTICATION, 20 * MS, 60 * SECOND);
        net.run(30 * SECOND);
        b.restart();
        b.asksKeys = false;
        b.received.clear();
        long restartNs = net.nowNs;
        while (b.received.isEmpty()) net.run(10 * MS);
        assertThat(net.nowNs - restartNs).isLessThan(1100 * MS);
    }

    @Test
    void afterAQuietMinuteAnErrorIsBelievedAgain() {
        connectByAllPaths();
        forge(SwitchErrorCode.MALFORMED_ADDRESS, 20 * MS, 60 * SECOND);
        a.stream(b, 5 * SECOND, 122 * SECOND);
        net.run(122 * SECOND);
        long inUse = a.sessionWith(b).label();
        net.isLost = f -> f.label() == inUse || f.pathBack() == inUse;
        a.send(b, "lost");
        forge(SwitchErrorCode.MALFORMED_ADDRESS);
        net.run(40 * MS);
        a.send(b, "found");
        net.run(40 * MS);
        assertThat(b.texts()).contains("found");
    }

    @Test
    void aForgedErrorOfASwitchHidesNoComplaintOfTheFarEnd() {
        b.restart();
        b.asksKeys = false;
        a.send(b, "lost");
        forge(SwitchErrorCode.MALFORMED_ADDRESS);
        forge(SwitchErrorCode.AUTHENTICATION);
        net.sent.clear();
        net.run(800 * MS);
        assertThat(net.sent(a)).anyMatch(Frame::isHello);
    }
}
