package boreas.session;

import static boreas.session.SessionWorld.MS;
import static boreas.session.SessionWorld.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.cryptoauth.State;
import boreas.cryptoauth.WornOut;
import boreas.env.Verdict;
import boreas.session.Frame.Kind;
import boreas.wire.SwitchErrorCode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A conversation survives whatever happens to either end or to the path, and soon.
class RecoveryTest {
    private static final long TO_B = 0x13, TO_A = 0x15;
    private static final long ALSO_TO_B = 0x155, ALSO_TO_A = 0x197;

    private final SessionWorld net = new SessionWorld();
    private final TestNode a = net.node(1), b = net.node(2);

    @BeforeEach
    void talk() {
        net.connect(a, TO_B, b, TO_A);
        a.send(b, "hello");
        net.run(100 * MS);
        b.send(a, "hello too");
        net.run(5 * SECOND);
        net.sent.clear();
        a.received.clear();
        b.received.clear();
    }

    private long firstAfter(List<Frame> frames, long sinceNs) {
        return frames.stream().mapToLong(Frame::arrivesNs).filter(t -> t > sinceNs).min().orElse(-1)
                - sinceNs;
    }

    /// How long it took until a stream of packets, one every 50 ms, arrived again.
    private long outageMs(TestNode from, TestNode to) {
        long startNs = net.nowNs;
        from.stream(to, 50 * MS, 30 * SECOND);
        int before = to.received.size();
        while (to.received.size() == before && net.nowNs < startNs + 30 * SECOND) net.run(10 * MS);
        return (net.nowNs - startNs) / MS;
    }

    @Test
    void nothingIsSentWhileNothingIsSaid() {
        net.run(60 * SECOND);
        assertThat(net.sent).hasSizeLessThan(4);
    }

    @Test
    void trafficThatIsAnsweredNeedsOneProbeASecondFromEitherSide() {
        for (int i = 0; i < 100; i++) {
            net.at(net.nowNs + i * 100L * MS, () -> a.send(b, "question"));
            net.at(net.nowNs + (i * 100L + 50) * MS, () -> b.send(a, "answer"));
        }
        net.run(11 * SECOND);
        assertThat(net.sent).hasSizeBetween(200 + 2 * 18, 200 + 2 * 22);
    }

    @Test
    void aStreamInOneDirectionIsProbedModestly() {
        a.stream(b, 10 * MS, 10 * SECOND);
        net.run(11 * SECOND);
        assertThat(net.sent(b)).as("answers to probes").hasSizeBetween(15, 20);
        assertThat(net.kinds()).doesNotContain(Kind.HELLO);
    }

    @Test
    void aRestartedReceiverAsksForTheKeyAndOffersAFreshSession() {
        b.restart();
        assertThat(outageMs(a, b)).isLessThan(150);
        assertThat(b.keyPings).isEqualTo(1);
        assertThat(net.sent(b).getFirst().kind()).isEqualTo(Kind.HELLO);
    }

    @Test
    void aRestartedReceiverThatIsSilentIsGreetedAfterFourProbes() {
        b.restart();
        b.asksKeys = false;
        assertThat(outageMs(a, b)).isBetween(1000L, 1600L);
    }

    @Test
    void aRestartedSenderIsTakenUpWithinARoundTrip() {
        a.restart();
        assertThat(outageMs(a, b)).isLessThan(60);
        b.send(a, "and you");
        net.run(100 * MS);
        assertThat(a.texts()).contains("and you");
    }

    @Test
    void bothMayRestartAtOnce() {
        a.restart();
        b.restart();
        a.stream(b, 50 * MS, 5 * SECOND);
        b.stream(a, 50 * MS, 5 * SECOND);
        net.run(6 * SECOND);
        assertThat(a.texts()).hasSizeGreaterThan(95);
        assertThat(b.texts()).hasSizeGreaterThan(95);
    }

    @Test
    void restartsOverAndOverAgainAreSurvived() {
        for (int i = 0; i < 12; i++) {
            (i % 3 == 0 ? a : b).restart();
            assertThat(outageMs(a, b)).as("restart " + i).isLessThan(1600);
            assertThat(outageMs(b, a)).as("restart " + i).isLessThan(1600);
            net.run(30 * SECOND);
        }
    }

    @Test
    void aGenuinePeerThatRestartedAndSaidHelloIsGreetedSoon() {
        // It greets us for its own purposes, says nothing more, and never asks for keys.
        b.restart();
        b.asksKeys = false;
        b.sessions.ask(
                a.identity.publicKey(), 22, TO_A, b.packet("ping1234567890123456"), net.nowNs);
        b.batch.clear();
        net.isLost = f -> f.from() == b && f.kind() == Kind.DATA;
        net.run(30 * MS);
        net.isLost = _ -> false;
        assertThat(outageMs(a, b)).isLessThan(600);
    }

    @Test
    void whenTheLinkSaysThatAPeerRestartedItIsGreetedAtOnce() {
        b.restart();
        b.asksKeys = false;
        a.sessions.onPeerRenewed(b.identity.publicKey(), TO_B, net.nowNs);
        net.run(50 * MS);
        assertThat(net.sent(a).getFirst().kind()).isEqualTo(Kind.HELLO);
        a.send(b, "at once");
        net.run(50 * MS);
        assertThat(b.texts()).containsExactly("at once");
    }

    @Test
    void whenANeighbourRestartsThoseBehindItAreProbedAtOnce() {
        var w = new SessionWorld();
        TestNode x = w.node(1), far = w.node(2), near = w.node(3);
        w.connect(x, 0x153, far, 0x193);
        x.send(far, "hello");
        w.run(5 * SECOND);
        w.sent.clear();
        x.sessions.onPeerRenewed(near.identity.publicKey(), 0x13, w.nowNs);
        w.run(0);
        assertThat(w.kinds()).containsExactly(Kind.DATA);
    }

    @Test
    void aReplayedHelloEndsNothing() {
        a.restart();
        a.send(b, "new");
        net.run(SECOND);
        var hello = net.sent.stream().filter(Frame::isHello).findFirst().orElseThrow();
        var key = net.sent.stream().filter(f -> f.kind() == Kind.KEY).findFirst().orElseThrow();
        a.restart();
        a.send(b, "newer");
        net.run(SECOND);
        for (int i = 0; i < 5; i++) {
            b.onFrame(hello);
            a.onFrame(key);
            a.send(b, "n" + i);
            b.send(a, "m" + i);
            net.run(100 * MS);
        }
        assertThat(b.texts()).contains("new", "newer", "n0", "n1", "n2", "n3", "n4");
        assertThat(a.texts()).contains("m0", "m1", "m2", "m3", "m4");
        assertThat(b.count(Verdict.REPLAYED_HELLO)).isPositive();
    }

    @Test
    void aReplayedDataPacketIsTakenOnce() {
        a.send(b, "once");
        net.run(SECOND);
        var frame = net.sent.getFirst();
        for (int i = 0; i < 5; i++) b.onFrame(frame);
        assertThat(b.texts()).containsExactly("once");
        assertThat(b.count(Verdict.REPLAY)).isEqualTo(5);
    }

    @Test
    void anAuthenticPacketSentAgainByAnotherPathProvesNothing() {
        net.connect(a, ALSO_TO_B, b, ALSO_TO_A);
        a.stream(b, 50 * MS, 3 * SECOND);
        b.stream(a, 50 * MS, 3 * SECOND);
        net.run(SECOND);
        long inUse = b.sessionWith(a).label();
        for (var f : List.copyOf(net.sent)) {
            if (f.from() != a || f.arrivesNs() >= net.nowNs) continue;
            b.onFrame(new Frame(a, b, ALSO_TO_B, ALSO_TO_A + 2, f.bytes(), f.arrivesNs()));
            var changed = f.bytes().clone();
            changed[changed.length - 1] ^= 1;
            b.onFrame(new Frame(a, b, ALSO_TO_B, ALSO_TO_A + 2, changed, f.arrivesNs()));
        }
        net.run(SECOND);
        assertThat(b.sessionWith(a).upkeep().paths().isProven(ALSO_TO_A + 2)).isFalse();
        assertThat(b.sessionWith(a).upkeep().paths().has(ALSO_TO_A + 2)).isFalse();
        assertThat(b.sessionWith(a).label()).isEqualTo(inUse);
        assertThat(b.count(Verdict.REPLAY)).isPositive();
    }

    @Test
    void aPacketThatSomebodyHeldBackAndSendsByAnotherPathMovesNothing() {
        a.stream(b, 50 * MS, 3 * SECOND);
        b.stream(a, 50 * MS, 3 * SECOND);
        net.run(SECOND);
        long inUse = b.sessionWith(a).label();
        net.isLost =
                f -> f.from() == a && f.kind() == Kind.DATA && net.nowNs % (200 * MS) < 50 * MS;
        net.run(SECOND);
        net.isLost = _ -> false;
        for (var f : List.copyOf(net.sent))
            if (f.from() == a)
                b.onFrame(new Frame(a, b, ALSO_TO_B, ALSO_TO_A, f.bytes(), f.arrivesNs()));
        net.run(SECOND);
        assertThat(b.sessionWith(a).label()).isEqualTo(inUse);
    }

    @Test
    void afterACutLinkIsBackTrafficFlowsAtOnce() {
        net.isLost = _ -> true;
        a.stream(b, 50 * MS, 45 * SECOND);
        net.run(40 * SECOND);
        assertThat(b.texts()).isEmpty();
        net.isLost = _ -> false;
        net.run(100 * MS);
        assertThat(b.texts()).isNotEmpty();
        assertThat(b.stats(a).state()).isEqualTo(State.ESTABLISHED);
    }

    @Test
    void greetingsIntoTheVoidKeepTheirPace() {
        net.isLost = f -> f.from() == a;
        a.stream(b, 50 * MS, 20 * SECOND);
        net.run(20 * SECOND);
        var hellos = net.sent(a).stream().filter(Frame::isHello).toList();
        assertThat(hellos).hasSizeBetween(5, 7);
    }

    @Test
    void aLongOutageInBothDirectionsHealsWithoutARestart() {
        net.isLost = _ -> true;
        a.stream(b, 500 * MS, 200 * SECOND);
        net.run(190 * SECOND);
        net.isLost = _ -> false;
        net.sent.clear();
        net.run(9 * SECOND);
        assertThat(b.texts()).isNotEmpty();
    }

    @Test
    void trafficMovesToAnotherPathWhenTheOneInUseFallsSilent() {
        net.connect(a, ALSO_TO_B, b, ALSO_TO_A);
        a.find(b, ALSO_TO_B);
        net.run(SECOND);
        long inUse = a.sessionWith(b).label();
        net.isLost = f -> f.label() == inUse || f.pathBack() == inUse;
        assertThat(outageMs(a, b)).isLessThan(900);
        assertThat(a.sessionWith(b).label()).isNotEqualTo(inUse);
        assertThat(net.sent(a)).noneMatch(Frame::isHello);
    }

    @Test
    void aSilentPathIsUsedAgainWhenItIsRepaired() {
        net.connect(a, ALSO_TO_B, b, ALSO_TO_A, 30 * MS);
        a.find(b, ALSO_TO_B);
        net.run(SECOND);
        net.isLost = f -> f.label() == TO_B || f.pathBack() == TO_B;
        outageMs(a, b);
        assertThat(a.sessionWith(b).label()).isEqualTo(ALSO_TO_B);
        net.isLost = _ -> false;
        a.stream(b, 200 * MS, 20 * SECOND);
        net.run(10 * SECOND);
        assertThat(a.sessionWith(b).label()).isEqualTo(TO_B);
    }

    @Test
    void aBetterPathIsProbedBeforeItIsUsed() {
        net.connect(a, ALSO_TO_B, b, ALSO_TO_A, 3 * MS);
        net.isLost = f -> f.label() == ALSO_TO_B;
        a.sessions.onPathFound(
                b.identity.publicKey(), 22, ALSO_TO_B, PathMetric.SUPERNODE, net.nowNs);
        a.stream(b, 50 * MS, SECOND);
        net.run(2 * SECOND);
        assertThat(a.sessionWith(b).label()).isEqualTo(TO_B);
        assertThat(b.texts()).as("nothing was risked").hasSize(20);

        net.isLost = _ -> false;
        a.stream(b, 50 * MS, 8 * SECOND);
        net.run(8 * SECOND);
        assertThat(a.sessionWith(b).label()).isEqualTo(ALSO_TO_B);
    }

    @Test
    void aGonePathIsLeftAtOnce() {
        net.connect(a, ALSO_TO_B, b, ALSO_TO_A);
        a.find(b, ALSO_TO_B);
        net.run(SECOND);
        a.sessions.onPathGone(TO_B, net.nowNs);
        a.send(b, "by the other");
        assertThat(net.sent.getLast().label()).isEqualTo(ALSO_TO_B);
    }

    @Test
    void whenAllIsLostANewPathIsTriedAtOnce() {
        b.restart();
        net.isLost = f -> f.label() == TO_B || f.label() == TO_A;
        a.stream(b, 50 * MS, 40 * SECOND);
        net.run(20 * SECOND);
        net.connect(a, ALSO_TO_B, b, ALSO_TO_A);
        a.knowsPaths = false;
        a.find(b, ALSO_TO_B);
        net.run(100 * MS);
        assertThat(b.texts()).isNotEmpty();
    }

    @Test
    void whileAllIsLostPathsAreSoughtEveryTwoSeconds() {
        net.isLost = _ -> true;
        a.stream(b, 50 * MS, 20 * SECOND);
        a.wanted.clear();
        net.run(20 * SECOND);
        assertThat(a.wanted).hasSizeBetween(8, 18);
    }

    @Test
    void anErrorOfASwitchMovesTrafficWithinTwoRoundTrips() {
        net.connect(a, ALSO_TO_B, b, ALSO_TO_A);
        a.find(b, ALSO_TO_B);
        net.run(SECOND);
        long inUse = a.sessionWith(b).label();
        net.isLost = f -> f.label() == inUse || f.pathBack() == inUse;
        a.send(b, "lost");
        a.sessions.onSwitchError(inUse, SwitchErrorCode.MALFORMED_ADDRESS, a.packet(""), net.nowNs);
        net.run(40 * MS);
        a.send(b, "found");
        net.run(40 * MS);
        assertThat(b.texts()).containsExactly("found");
    }

    @Test
    void aForgedErrorChangesNothing() {
        for (int i = 0; i < 100; i++)
            a.sessions.onSwitchError(
                    TO_B, i % 14, a.batch.isFull() ? a.batch.get(0) : a.packet(""), net.nowNs);
        a.batch.clear();
        a.stream(b, 50 * MS, SECOND);
        net.run(2 * SECOND);
        assertThat(b.texts()).hasSize(20);
        assertThat(net.sent(a)).noneMatch(Frame::isHello);
        assertThat(net.sent(a)).hasSizeLessThan(35);
    }

    @Test
    void aSessionWithoutAnyPathIsForgotten() {
        net.run(250 * SECOND);
        assertThat(a.sessions.size()).isZero();
        assertThat(b.sessions.size()).isZero();
        a.send(b, "hello again");
        net.run(SECOND);
        assertThat(b.texts()).containsExactly("hello again");
    }

    @Test
    void anEndedSessionIsOpenedAgainByTheNextPacket() {
        assertThat(a.sessions.reset(b.ip6())).isTrue();
        assertThat(outageMs(a, b)).isLessThan(100);
    }

    @Test
    void afterAnIdleMinuteTheHandshakeIsMadeAgain() {
        net.run(70 * SECOND);
        a.send(b, "still there?");
        net.run(100 * MS);
        assertThat(b.texts()).containsExactly("still there?");
    }

    @Test
    void theHelloOfARestartedPeerIsAnsweredByAKeyAndByNoHelloOfOurOwn() {
        a.send(b, "somebody wants to talk");
        net.run(SECOND);
        b.restart();
        net.sent.clear();
        b.send(a, "back");
        net.run(SECOND);
        assertThat(net.sent(a).stream().filter(Frame::isHello)).isEmpty();
        assertThat(a.texts()).containsExactly("back");
    }

    @Test
    void aRepeatedHelloOfARestartedPeerCostsItsAnswerAndNoMore() {
        b.restart();
        net.isLost = f -> f.from() == a;
        b.send(a, "back");
        net.run(5 * SECOND);
        int hellos = (int) net.sent(b).stream().filter(Frame::isHello).count();
        int keys = (int) net.sent(a).stream().filter(f -> f.isHandshake() && !f.isHello()).count();
        assertThat(hellos).isGreaterThan(2);
        assertThat(keys).isEqualTo(hellos);
        assertThat(net.sent(a).stream().filter(f -> f.kind() == Kind.DATA))
                .as("probes of the old session")
                .hasSizeLessThan(14);
    }

    @Test
    void whatComesInAHelloMayHaveComeBefore() {
        assertThat(b.replayable).containsExactly("ping");
        assertThat(a.replayable).isEmpty();
    }

    @Test
    void aWornOutSessionIsMadeAnewWhileItIsUsed() {
        WornOut.make(a.sessionWith(b).secure());
        a.stream(b, 50 * MS, 20 * SECOND);
        net.run(21 * SECOND);
        assertThat(a.sessionWith(b).secure().isWornOut()).isFalse();
        assertThat(b.received).hasSize(400);
        assertThat(net.sent(a).stream().filter(Frame::isHello)).hasSizeBetween(1, 2);
    }

    @Test
    void aSessionThatMakesRoomWhileItSearchesIsGoneForGood() {
        var nobody = net.node(3);
        nobody.isOn = false;
        net.connect(a, 0x17, nobody, 0x19);
        a.send(nobody, "anybody there?");
        net.run(SECOND);
        fillTable();
        long settledNs = net.nowNs + 12 * SECOND;
        a.whenWanted =
                () -> {
                    if (net.nowNs < settledNs) return;
                    a.whenWanted = () -> {};
                    a.askSomebody(new byte[32]);
                };
        net.run(40 * SECOND);
        assertThat(a.sessions.find(nobody.ip6())).isNull();
        assertThat(a.sessions.size()).isEqualTo(SessionTable.SESSIONS_MAX);
        net.run(200 * SECOND);
        assertThat(a.sessions.size()).isZero();
    }

    @Test
    void whoNeverAnsweredMakesRoomBeforeWhoDid() {
        net.run(20 * SECOND);
        fillTable();
        net.run(11 * SECOND);
        for (int i = 0; i < 100; i++) a.askSomebody(key(100_000 + i));
        assertThat(a.sessions.find(b.ip6())).isNotNull();
        assertThat(a.count(Verdict.NO_ROOM)).isZero();
    }

    private void fillTable() {
        for (int i = 0; a.sessions.size() < SessionTable.SESSIONS_MAX; i++) a.askSomebody(key(i));
    }

    private static byte[] key(int number) {
        var key = new byte[32];
        new Random(number).nextBytes(key);
        return key;
    }

    @Test
    void aFarPeerIsNotSuspectedBeforeFourRoundTrips() {
        var w = new SessionWorld();
        TestNode x = w.node(1), far = w.node(2);
        w.connect(x, TO_B, far, TO_A, 400 * MS);
        x.send(far, "hello");
        w.run(10 * SECOND);
        x.stream(far, 50 * MS, 10 * SECOND);
        w.run(12 * SECOND);
        assertThat(w.sent(x).stream().filter(Frame::isHello)).hasSizeLessThan(4);
        assertThat(firstAfter(w.sent(x), 0)).isPositive();
    }
}
