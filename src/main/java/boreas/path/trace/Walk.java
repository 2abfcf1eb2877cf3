package boreas.path.trace;

import boreas.address.PublicKey;
import boreas.env.Timers;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.path.dht.Inquiry;
import boreas.path.trace.Hop.KnownBy;
import boreas.switching.SwitchPinger.Answer;
import boreas.wire.ControlFrame;
import boreas.wire.ControlFrame.SwitchError;
import boreas.wire.RoutingMessage.Question;
import boreas.wire.SwitchErrorCode;
import java.util.List;

/// Goes along a path from hop to hop: asks who is there, by which scheme that node reads labels,
/// and cuts the next director off.
///
/// A hop that is silent does not end the walk, as one further on may answer: its scheme is then
/// taken from the routing table, or the usual one is assumed.
final class Walk {
    private static final int TRIES = 3;

    /// A silent hop is mostly followed by silent ones; each costs this.
    private static final int TRIES_BEHIND_SILENCE = 1;

    private static final int SCHEME_TRIES = 2;
    private static final long TIMEOUT_NS = 1_000_000_000L;
    private static final long NO_ROOM_NS = 100_000_000L;

    /// As the switch header of an error's cause has it, in the byte behind the flags.
    private static final int SHIFT_AT = 9, SHIFT_MASK = 0x3f;

    @FunctionalInterface
    interface Done {
        /// @param isMisfit the path makes no sense to the last hop
        void onWalked(boolean isMisfit, long nowNs);
    }

    private final Probes probes;
    private final long path;
    private final List<TracedHop> hops;
    private final Done done;
    private final Timers.Timer timer;
    private Timers.Callback atDeadline = _ -> {};
    private int tries;

    /// Counts steps, so that an answer to an earlier one is told from what is waited for.
    private int step;

    /// @param hops begins with this node; those that are found are added
    Walk(Probes probes, Timers timers, long path, List<TracedHop> hops, Done done) {
        this.probes = probes;
        this.path = path;
        this.hops = hops;
        this.done = done;
        this.timer = timers.newTimer(now -> atDeadline.onDeadline(now));
    }

    void goOn(long nowNs) {
        var last = hops.getLast();
        if (last.restOf(path) == Label.SELF) {
            done.onWalked(false, nowNs);
            return;
        }
        var next = last.cut(path);
        if (next == null) {
            done.onWalked(true, nowNs);
            return;
        }
        tries = last.isAnswering() ? TRIES : TRIES_BEHIND_SILENCE;
        hops.add(next);
        askWho(next, nowNs);
    }

    void cancel() {
        step++;
        timer.cancel();
    }

    private void askWho(TracedHop hop, long nowNs) {
        int asked = ++step;
        boolean isSent =
                probes.askKey(
                        hop.label,
                        TIMEOUT_NS,
                        (answer, at) -> {
                            if (step == asked) onWho(hop, answer, at);
                        },
                        nowNs);
        if (!isSent) later(nowNs + NO_ROOM_NS, at -> askWho(hop, at));
    }

    private void onWho(TracedHop hop, Answer answer, long nowNs) {
        switch (answer.result()) {
            case PONG, DIFF_LABEL -> {
                if (answer.reply() instanceof ControlFrame.KeyPong pong) {
                    hop.key = PublicKey.of(pong.key().toArray(), 0);
                    hop.version = pong.version();
                    hop.knownBy = KnownBy.ANSWER;
                    askScheme(hop, SCHEME_TRIES, nowNs);
                    return;
                }
            }
            case ERR_SWITCH, ERR_LOOP, ERR_UNKNOWN -> noteError(hops, answer);
            case TIMEOUT, DIFF_DATA -> {}
        }
        // An error may be forged, so it does not end the asking.
        if (--tries > 0) askAgain(hop, answer, nowNs);
        else onSilent(hop, nowNs);
    }

    /// Refusals come at once; asking again at once would ask the same moment.
    private void askAgain(TracedHop hop, Answer answer, long nowNs) {
        long waitNs = Math.max(0, NO_ROOM_NS - answer.elapsedNs());
        later(nowNs + waitNs, at -> askWho(hop, at));
    }

    private void onSilent(TracedHop hop, long nowNs) {
        var known = probes.nodeAt(hop.label, nowNs);
        if (known != null) {
            hop.key = known.key();
            hop.version = known.version();
            hop.knownBy = KnownBy.TABLE;
            hop.scheme = probes.schemeOf(known.key(), nowNs);
        }
        goOn(nowNs);
    }

    // --- by which scheme it reads labels

    private void askScheme(TracedHop hop, int triesLeft, long nowNs) {
        var key = hop.key;
        if (key == null) throw new AssertionError("a hop that answered has a key");
        hop.scheme = probes.schemeOf(key, nowNs);
        // Behind the end no director is cut.
        if (hop.scheme != null || hop.restOf(path) == Label.SELF || !key.isNodeKey()) {
            goOn(nowNs);
            return;
        }
        if (triesLeft == 0) {
            goOn(nowNs); // by the usual scheme
            return;
        }
        int asked = ++step;
        later(nowNs + TIMEOUT_NS, at -> askScheme(hop, triesLeft - 1, at));
        var _ =
                probes.inquire(
                        new Inquiry(
                                key,
                                hop.version,
                                hop.label,
                                Question.PING,
                                null,
                                0,
                                (reply, _, at) -> {
                                    if (step != asked || reply == null) return;
                                    onScheme(hop, key, reply.sender().scheme(), at);
                                }),
                        nowNs);
    }

    private void onScheme(TracedHop hop, PublicKey key, EncodingScheme scheme, long nowNs) {
        timer.cancel();
        probes.learnScheme(key, scheme);
        hop.scheme = scheme;
        goOn(nowNs);
    }

    private void later(long atNs, Timers.Callback then) {
        atDeadline = then;
        timer.at(atNs);
    }

    /// An error packet quotes the header of its cause, whose shift tells how much of the label had
    /// been used where it failed.
    static void noteError(List<TracedHop> hops, Answer answer) {
        if (answer.reply() == null) {
            hops.getFirst().errorCode = SwitchErrorCode.MALFORMED_ADDRESS;
        } else if (answer.reply() instanceof SwitchError error) {
            int shift = error.cause().u8(SHIFT_AT) & SHIFT_MASK;
            for (var hop : hops) if (Label.bits(hop.label) == shift) hop.errorCode = error.code();
        }
    }
}
