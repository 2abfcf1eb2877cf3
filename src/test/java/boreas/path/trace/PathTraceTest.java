package boreas.path.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.path.trace.Hop.KnownBy;
import boreas.path.trace.Trace.Ending;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.SwitchErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PathTraceTest {
    private static final int ROUNDS = 10;
    private static final EncodingScheme V358 = EncodingScheme.V358;

    private MadeUpPath path = MadeUpPath.usual(0, 2, 3);

    // --- who is there

    @Test
    void namesEachHopWithItsDirectorSlotAndKey() {
        var trace = trace();
        assertThat(trace.ending()).isEqualTo(Ending.WHOLE);
        assertThat(trace.brokenAt()).isEqualTo(-1);
        assertThat(trace.hops()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            var hop = trace.hops().get(i);
            assertThat(hop.label()).isEqualTo(path.labelTo(i));
            assertThat(hop.key()).isEqualTo(path.stop(i).key);
            assertThat(hop.version()).isEqualTo(22);
            assertThat(hop.isSchemeAssumed()).isEqualTo(i == 3);
        }
        assertThat(trace.hops().getFirst().knownBy()).isEqualTo(KnownBy.SELF);
        assertThat(trace.hops().getFirst().exit()).isEqualTo(new Hop.Exit(3, 4, 0, 0));
        assertThat(trace.hops().get(1).exit()).isEqualTo(new Hop.Exit(5, 4, 0, 2));
        assertThat(trace.end().knownBy()).isEqualTo(KnownBy.ANSWER);
        assertThat(trace.end().exit()).isNull();
    }

    @Test
    void readsDirectorsOfWideForms() {
        path = MadeUpPath.usual(8, 33, 256, 0);
        assertThat(trace().hops().stream().map(h -> h.exit() == null ? -1 : h.exit().slot()))
                .containsExactly(8, 33, 256, 0, -1);
        assertThat(trace().hops().get(1).exit()).isEqualTo(new Hop.Exit(0x80, 10, 2, 33));
    }

    @Test
    void asksEachHopForItsSchemeAndReadsTheLabelByIt() {
        var schemes =
                new EncodingScheme[] {
                    V358, EncodingScheme.F8, EncodingScheme.V48, EncodingScheme.F4
                };
        path = new MadeUpPath(schemes, 2, 77, 19, 9, 3);
        var trace = trace();
        assertThat(trace.ending()).isEqualTo(Ending.WHOLE);
        assertThat(trace.hops().stream().map(h -> h.exit() == null ? -1 : h.exit().slot()))
                .containsExactly(2, 77, 19, 9, 3, -1);
        assertThat(trace.hops().stream().limit(4).map(Hop::scheme))
                .containsExactlyElementsOf(List.of(schemes));
    }

    @Test
    void readsOddSchemesOfEverySize() {
        var random = new Random(11);
        for (int run = 0; run < 200; run++) {
            int bits = 3 + random.nextInt(9);
            var odd = EncodingScheme.of(List.of(new EncodingScheme.Form(bits, 0, 0)));
            if (odd == null) throw new AssertionError("not sane");
            int slot = 2 + random.nextInt((1 << bits) - 2);
            path = new MadeUpPath(new EncodingScheme[] {V358, odd}, 0, slot, 2);
            assertThat(trace().ending()).isEqualTo(Ending.WHOLE);
            assertThat(trace().hops()).hasSize(4);
        }
    }

    @Test
    void doesNotAskForASchemeThatIsKnown() {
        for (var stop : path.stops) path.schemes.put(stop.key, stop.scheme);
        path.stop(1).hidesScheme = true;
        var trace = trace();
        assertThat(trace.hops().get(1).isSchemeAssumed()).isFalse();
    }

    @Test
    void assumesTheUsualSchemeOfAHopThatTellsNone() {
        path.stop(1).hidesScheme = true;
        var trace = trace();
        assertThat(trace.ending()).isEqualTo(Ending.WHOLE);
        assertThat(trace.hops().get(1).isSchemeAssumed()).isTrue();
        assertThat(trace.hops().get(1).scheme()).isEqualTo(V358);
    }

    @Test
    void aHopThatHidesIsNamedByTheRoutingTable() {
        path.stop(2).hidesKey = true;
        path.table.put(path.labelTo(2), new Node(path.stop(2).key, path.labelTo(2), 21));
        path.schemes.put(path.stop(2).key, path.stop(2).scheme);
        var hop = trace().hops().get(2);
        assertThat(hop.knownBy()).isEqualTo(KnownBy.TABLE);
        assertThat(hop.key()).isEqualTo(path.stop(2).key);
        assertThat(hop.version()).isEqualTo(21);
        assertThat(hop.isSchemeAssumed()).isFalse();
    }

    @Test
    void aSilentRelayInTheMiddleDoesNotBreakAPathWhoseEndAnswers() {
        path.stop(1).isDeaf = true;
        var trace = trace();
        assertThat(trace.ending()).isEqualTo(Ending.WHOLE);
        assertThat(trace.hops().get(1).isAnswering()).isFalse();
        assertThat(trace.hops().get(1).knownBy()).isEqualTo(KnownBy.NOBODY);
        assertThat(trace.end().key()).isEqualTo(path.stop(3).key);
    }

    @Test
    void onePathToThisNodeItselfHasOneHop() {
        path = MadeUpPath.usual();
        var trace = trace();
        assertThat(trace.hops()).hasSize(1);
        assertThat(trace.ending()).isEqualTo(Ending.WHOLE);
    }

    // --- how fast, how sure

    @Test
    void measuresEachHopSeveralTimes() {
        var trace = trace();
        for (var hop : trace.hops().subList(1, 4)) {
            assertThat(hop.pings().sent()).isEqualTo(ROUNDS);
            assertThat(hop.pings().answered()).isEqualTo(ROUNDS);
            assertThat(hop.pings().meanNs()).isEqualTo(10 * MadeUpPath.MS);
        }
        assertThat(trace.session().answered()).isEqualTo(ROUNDS);
    }

    @Test
    void tellsTheLossOfAHop() {
        path.stop(3).loses = n -> n % 4 == 1;
        var trace = trace();
        assertThat(trace.end().pings().lossPpm()).isBetween(300_000, 700_000);
        assertThat(trace.hops().get(2).pings().lossPpm()).isZero();
        assertThat(trace.ending()).isEqualTo(Ending.WHOLE);
    }

    @Test
    void anyOneOfTheFirstAnswersMayBeLost() {
        for (int lost = 0; lost < 12; lost++) {
            for (int stop = 1; stop <= 3; stop++) {
                int number = lost;
                path = MadeUpPath.usual(0, 2, 3);
                path.stop(stop).loses = n -> n == number;
                var trace = trace();
                assertThat(trace.ending()).as("lost %d of %d", lost, stop).isEqualTo(Ending.WHOLE);
                assertThat(trace.hops()).allMatch(h -> h.key() != null);
            }
        }
    }

    @Test
    void waitsWhileTheNodeHasNoRoomForQuestions() {
        path.noRoom = 5;
        assertThat(trace().ending()).isEqualTo(Ending.WHOLE);
    }

    // --- how long packets may be

    @Test
    void findsTheLongestFrameThatComesBack() {
        for (int bytes : new int[] {1500, 1499, 1305, 1304, 1303, 1280, 700, 41}) {
            path = MadeUpPath.usual(0, 2, 3);
            path.stop(2).linkBytes = bytes;
            // Key pings are longer than that.
            if (bytes < 116) path.stop(2).hidesKey = path.stop(3).hidesKey = true;
            var trace = trace();
            assertThat(trace.hops().get(1).frameBytes()).isEqualTo(1500);
            assertThat(trace.hops().get(1).isLongestTried()).isTrue();
            assertThat(trace.hops().get(2).frameBytes()).as("%d", bytes).isEqualTo(bytes);
            assertThat(trace.hops().get(2).isLongestTried()).isEqualTo(bytes == 1500);
            assertThat(trace.hops().get(3).frameBytes()).isEqualTo(bytes);
        }
        assertThat(path.longestFrame).isLessThanOrEqualTo(SizeProbe.BYTES_MAX);
    }

    @Test
    void lossDoesNotLookLikeAShortFrame() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            path = MadeUpPath.usual(0, 2, 3);
            path.stop(3).linkBytes = 1400;
            for (var stop : path.stops) stop.loses = _ -> random.nextInt(100) < 10;
            var trace = trace();
            assertThat(trace.end().frameBytes()).as("seed %d", seed).isBetween(1395, 1400);
        }
    }

    @Test
    void doesNotMeasureTheSizeOfAHopThatLosesMostPings() {
        path.stop(3).loses = n -> n > 3 && n % 3 != 0;
        assertThat(trace().end().frameBytes()).isZero();
    }

    @Test
    void sizesAreMeasuredOnlyIfWanted() {
        var trace = trace(path.label(), path.stops.getLast().key, false);
        assertThat(trace.end().frameBytes()).isZero();
        assertThat(path.longestFrame).isLessThan(100);
    }

    // --- where it breaks

    @Test
    void saysBehindWhichHopTheSilenceBegins() {
        for (int from = 1; from <= 3; from++) {
            path = MadeUpPath.usual(0, 2, 3);
            for (int i = from; i <= 3; i++) path.stop(i).isDeaf = true;
            var trace = trace();
            assertThat(trace.ending()).isEqualTo(Ending.SILENCE);
            assertThat(trace.brokenAt()).isEqualTo(from - 1);
            assertThat(trace.hops()).hasSize(4);
        }
    }

    @Test
    void saysWhichSwitchHasNoSuchSlot() {
        for (int at = 0; at <= 2; at++) {
            path = MadeUpPath.usual(0, 2, 3);
            path.stop(at).refusesNextWith = MadeUpPath.NO_SUCH_SLOT;
            for (int i = at + 1; i <= 3; i++) path.stop(i).isDeaf = true;
            var trace = trace();
            assertThat(trace.ending()).isEqualTo(Ending.NO_LINK);
            assertThat(trace.brokenAt()).isEqualTo(at);
        }
    }

    @Test
    void otherErrorsOfASwitchAreToldByTheirCode() {
        path.stop(1).refusesNextWith = SwitchErrorCode.RETURN_PATH_INVALID;
        var trace = trace();
        assertThat(trace.ending()).isEqualTo(Ending.REFUSED);
        assertThat(trace.brokenAt()).isEqualTo(1);
        assertThat(trace.hops().get(1).errorCode()).isEqualTo(SwitchErrorCode.RETURN_PATH_INVALID);
    }

    @Test
    void aForgedErrorDoesNotBreakAPathThatAnswers() {
        var trace = new Trace[1];
        var forged = MadeUpPath.switchError(4, SwitchErrorCode.MALFORMED_ADDRESS);
        var probes = new Forging(path, forged);
        new PathTrace(probes, path.timers, path.stop(0).key, 22, request(), (t, _) -> trace[0] = t)
                .begin(path.nowNs);
        path.run();
        assertThat(trace[0].ending()).isEqualTo(Ending.WHOLE);
    }

    @Test
    void anErrorForAPlaceOutsideThePathSaysNothing() {
        var trace = new Trace[1];
        for (int shift : new int[] {0, 1, 3, 5, 63}) {
            var probes = new Forging(path, MadeUpPath.switchError(shift, 1));
            new PathTrace(
                            probes,
                            path.timers,
                            path.stop(0).key,
                            22,
                            request(),
                            (t, _) -> trace[0] = t)
                    .begin(path.nowNs);
            path.run();
            assertThat(trace[0].hops().subList(1, 4)).allMatch(h -> h.errorCode() == -1);
        }
    }

    @Test
    void somebodyElseAtTheEndIsSaid() {
        var trace = trace(path.label(), path.stop(1).key, true);
        assertThat(trace.ending()).isEqualTo(Ending.OTHER_NODE);
        assertThat(trace.brokenAt()).isEqualTo(3);
    }

    @Test
    void aFarEndWhoseRouterIsSilentIsToldFromOneThatIsGone() {
        path.stop(3).hidesSession = true;
        var trace = trace();
        assertThat(trace.ending()).isEqualTo(Ending.NO_SESSION);
        assertThat(trace.brokenAt()).isEqualTo(3);
    }

    @Test
    void aFarEndThatAnswersOnlyInsideItsSessionIsThere() {
        path.stop(3).hidesKey = true;
        path.stop(3).loses = n -> false;
        var trace = trace();
        assertThat(trace.ending()).isEqualTo(Ending.WHOLE);
    }

    @Test
    void aLieAboutAKeyIsNoEnd() {
        path.stop(3).claims = path.stop(1).key;
        path.stop(3).hidesSession = true;
        assertThat(trace().ending()).isEqualTo(Ending.OTHER_NODE);
    }

    @Test
    void aLabelThatEndsWithinADirectorIsAMisfit() {
        path = new MadeUpPath(new EncodingScheme[] {V358, EncodingScheme.F8}, 2, 77, 3);
        long cut = path.labelTo(1) | 1L << 9; // 4 bits of own, 5 of 8
        cut = cut & ~(1L << 4);
        var trace = trace(cut, null, false);
        assertThat(trace.ending()).isEqualTo(Ending.MISFIT);
        assertThat(trace.brokenAt()).isEqualTo(1);
    }

    @Test
    void aRouterInTheMiddleOfALabelIsAMisfit() {
        var trace = trace(Label.splice(0x15, 0x11), null, false);
        assertThat(trace.ending()).isEqualTo(Ending.MISFIT);
        assertThat(trace.brokenAt()).isZero();
    }

    @Test
    void everyLabelComesToAnEnd() {
        var random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            long label = random.nextLong() >>> random.nextInt(64);
            if (label == 0 || label == Label.INVALID) continue;
            assertThat(trace(label, null, false).hops()).isNotEmpty();
        }
    }

    @Test
    void labelsOfNoPathAreRefused() {
        for (long label : new long[] {0, Label.INVALID})
            assertThatThrownBy(() -> new PathTrace.Request(label, null, 1, false))
                    .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void endsInTimeWithWhatThereIs() {
        path = MadeUpPath.usual(0, 2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6, 7);
        for (var stop : path.stops.subList(1, 14)) stop.linkBytes = 200;
        path.stop(1).linkBytes = 1499;
        for (var stop : path.stops.subList(2, 14)) stop.loses = n -> n % 2 == 0;
        long begunNs = path.nowNs;
        var told = new long[1];
        new PathTrace(
                        path,
                        path.timers,
                        path.stop(0).key,
                        22,
                        new PathTrace.Request(path.label(), null, 100, true),
                        (_, now) -> told[0] = now)
                .begin(path.nowNs);
        path.run();
        assertThat(told[0] - begunNs).isBetween(1L, PathTrace.TIME_MAX_NS);
    }

    @Test
    void isToldOnceAndLeavesNoTimerBehind() {
        var traces = new ArrayList<Trace>();
        new PathTrace(path, path.timers, path.stop(0).key, 22, request(), (t, _) -> traces.add(t))
                .begin(path.nowNs);
        path.run();
        assertThat(traces).hasSize(1);
        assertThat(path.timers.nextDeadlineNs()).isEqualTo(boreas.env.Timers.NEVER);
    }

    private PathTrace.Request request() {
        return new PathTrace.Request(path.label(), path.stops.getLast().key, ROUNDS, true);
    }

    private Trace trace() {
        return trace(path.label(), path.stops.getLast().key, true);
    }

    private Trace trace(long label, @Nullable PublicKey expected, boolean wantsSizes) {
        var traces = new ArrayList<Trace>();
        var request = new PathTrace.Request(label, expected, ROUNDS, wantsSizes);
        new PathTrace(path, path.timers, path.stop(0).key, 22, request, (t, _) -> traces.add(t))
                .begin(path.nowNs);
        path.run();
        if (traces.size() != 1) throw new AssertionError(traces.size() + " traces");
        return traces.getFirst();
    }
}
