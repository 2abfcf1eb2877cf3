package boreas.path.trace;

import boreas.address.PublicKey;
import boreas.env.Timers;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.path.trace.Hop.KnownBy;
import boreas.path.trace.Trace.Ending;
import boreas.wire.SwitchErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One look at a path, from the first question to the [Trace].
///
/// ```
///   Walk  -->  LossProbe  -->  SizeProbe (if wanted)  -->  told, once
///     |____________|_______________|___ or after [#TIME_MAX_NS], with what there is
/// ```
public final class PathTrace {
    /// Ours: a caller of the admin interface waits for a minute.
    static final long TIME_MAX_NS = 45_000_000_000L;

    /// What is looked at.
    ///
    /// @param expected who should be at the end, null if that is not known
    /// @param rounds pings to each hop, 1 to [#ROUNDS_MAX]
    /// @param wantsSizes whether to find out how long packets may be
    public record Request(
            long label, @Nullable PublicKey expected, int rounds, boolean wantsSizes) {
        public static final int ROUNDS_MAX = 100;

        public Request {
            if (label == Label.INVALID || label == 0 || rounds < 1 || rounds > ROUNDS_MAX)
                throw new IllegalArgumentException(Label.toText(label) + ", rounds " + rounds);
        }
    }

    @FunctionalInterface
    public interface Listener {
        void onTrace(Trace trace, long nowNs);
    }

    private final Request request;
    private final Listener listener;
    private final List<TracedHop> hops = new ArrayList<>();
    private final Timers.Timer limit;
    private final Walk walk;
    private final LossProbe losses;
    private final SizeProbe sizes;
    private boolean isMisfit;
    private boolean isOver;

    PathTrace(Probes probes, Timers timers, PublicKey self, int version, Request r, Listener l) {
        request = r;
        listener = l;
        limit = timers.newTimer(now -> finish(true, now));
        walk = new Walk(probes, timers, r.label, hops, this::onWalked);
        losses = new LossProbe(probes, timers, hops, r.expected, r.rounds, this::onLossesKnown);
        sizes = new SizeProbe(probes, timers, hops, now -> finish(false, now));
        var here = new TracedHop(Label.SELF);
        here.key = self;
        here.version = version;
        here.knownBy = KnownBy.SELF;
        here.scheme = EncodingScheme.V358;
        hops.add(here);
    }

    void begin(long nowNs) {
        limit.at(nowNs + TIME_MAX_NS);
        walk.goOn(nowNs);
    }

    private void onWalked(boolean isMisfit, long nowNs) {
        this.isMisfit = isMisfit;
        var last = hops.getLast();
        if (!isMisfit && last.key == null && request.expected != null) {
            last.key = request.expected;
            last.knownBy = KnownBy.ASKER;
        }
        if (hops.size() == 1) finish(false, nowNs);
        else losses.begin(nowNs);
    }

    private void onLossesKnown(long nowNs) {
        if (request.wantsSizes) sizes.begin(nowNs);
        else finish(false, nowNs);
    }

    private void finish(boolean isCutShort, long nowNs) {
        if (isOver) return;
        isOver = true;
        limit.cancel();
        walk.cancel();
        losses.cancel();
        sizes.cancel();
        listener.onTrace(judge(isCutShort), nowNs);
    }

    private Trace judge(boolean isCutShort) {
        int last = lastAnswering();
        var ending = ending(last);
        boolean isGood = ending == Ending.WHOLE;
        return new Trace(
                request.label,
                hops.stream().map(TracedHop::toHop).toList(),
                losses.session(),
                ending,
                isGood ? -1 : last,
                isCutShort);
    }

    private int lastAnswering() {
        for (int i = hops.size() - 1; i > 0; i--) {
            var hop = hops.get(i);
            // Who complains is there.
            if (hop.isAnswering() || hop.errorCode >= 0) return i;
        }
        return 0;
    }

    private Ending ending(int last) {
        boolean isEndReached = last == hops.size() - 1;
        if (isEndReached && isMisfit) return Ending.MISFIT;
        var session = losses.session();
        if (session.answered() > 0) return Ending.WHOLE;
        var hop = hops.get(last);
        if (isEndReached) {
            if (request.expected != null && hop.key != null && !request.expected.equals(hop.key))
                return Ending.OTHER_NODE;
            return session.sent() > 0 ? Ending.NO_SESSION : Ending.WHOLE;
        }
        if (hop.errorCode == SwitchErrorCode.MALFORMED_ADDRESS) return Ending.NO_LINK;
        return hop.errorCode >= 0 ? Ending.REFUSED : Ending.SILENCE;
    }
}
