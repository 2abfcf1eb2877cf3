package boreas.path.trace;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.path.dht.DhtPathFinder;
import boreas.path.dht.DhtSnapshot;
import boreas.path.dht.Inquiry;
import boreas.session.Sessions;
import boreas.switching.SwitchPinger;
import boreas.switching.SwitchPinger.Question;
import boreas.wire.Bytes;
import boreas.wire.RoutingMessage.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at paths and asks routers, for the faces, with what a node has.
public final class Tracer {
    /// At one time; each may have 30 pings open, and the pinger holds 50.
    static final int TRACES_MAX = 1;

    /// At one time: the faces' own bound is lower.
    static final int PINGS_MAX = 64;

    private static final int SCHEMES_MAX = 256;

    /// The table is not copied for each question to it.
    private static final long TABLE_FRESH_NS = 1_000_000_000L;

    private final Timers timers;
    private final PublicKey self;
    private final int version;
    private final Probes probes;
    private int traces;
    private int pings;

    public Tracer(
            Timers timers,
            PublicKey self,
            int version,
            SwitchPinger pinger,
            Sessions sessions,
            DhtPathFinder finder) {
        this.timers = timers;
        this.self = self;
        this.version = version;
        this.probes = new Lent(pinger, sessions, finder);
    }

    /// Looks at a path.
    ///
    /// @return false when others are being looked at; else the listener will be told once
    public boolean trace(PathTrace.Request request, PathTrace.Listener listener, long nowNs) {
        if (traces == TRACES_MAX) return false;
        traces++;
        PathTrace.Listener andOver =
                (trace, at) -> {
                    traces--;
                    listener.onTrace(trace, at);
                };
        new PathTrace(probes, timers, self, version, request, andOver).begin(nowNs);
        return true;
    }

    /// Asks a router; the listener will be told once.
    public void ask(RouterPing.Request request, RouterPing.Listener listener, long nowNs) {
        if (pings == PINGS_MAX) {
            var busy = new RouterPing.Outcome(RouterPing.Ending.BUSY, null, null, 0, 0);
            listener.onOutcome(busy, nowNs);
            return;
        }
        pings++;
        RouterPing.Listener andOver =
                (outcome, at) -> {
                    pings--;
                    listener.onOutcome(outcome, at);
                };
        new RouterPing(probes, timers, request, andOver).begin(nowNs);
    }

    /// A node's own parts, for these machines.
    private static final class Lent implements Probes {
        private final SwitchPinger pinger;
        private final Sessions sessions;
        private final DhtPathFinder finder;

        private @Nullable DhtSnapshot table;

        /// What nodes said of themselves; the oldest is forgotten first.
        private final Map<PublicKey, EncodingScheme> schemes =
                new LinkedHashMap<>() {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<PublicKey, EncodingScheme> e) {
                        return size() > SCHEMES_MAX;
                    }
                };

        Lent(SwitchPinger pinger, Sessions sessions, DhtPathFinder finder) {
            this.pinger = pinger;
            this.sessions = sessions;
            this.finder = finder;
        }

        @Override
        public boolean askKey(
                long label, long timeoutNs, SwitchPinger.Listener listener, long nowNs) {
            return Verdict.OK
                    == pinger.ask(Question.KEYPING, label, Bytes.EMPTY, timeoutNs, listener, nowNs);
        }

        @Override
        public boolean ping(
                long label,
                int frameBytes,
                long timeoutNs,
                SwitchPinger.Listener listener,
                long nowNs) {
            return Verdict.OK == pinger.askSized(label, frameBytes, timeoutNs, listener, nowNs);
        }

        @Override
        public boolean inquire(Inquiry inquiry, long nowNs) {
            return finder.inquire(inquiry, nowNs);
        }

        @Override
        public @Nullable Node nodeAt(long label, long nowNs) {
            var hops = table(nowNs).decode(label);
            if (hops.isEmpty() || hops.getLast().label() != label) return null;
            var node = hops.getLast().node();
            return node == null
                    ? null
                    : new Node(node.address().key(), label, node.address().version());
        }

        private DhtSnapshot table(long nowNs) {
            var seen = table;
            if (seen == null || nowNs - seen.nowNs() > TABLE_FRESH_NS)
                table = seen = finder.snapshot(nowNs);
            return seen;
        }

        @Override
        public @Nullable Node wayTo(Ip6 address) {
            var session = sessions.find(address);
            return session == null || session.label() == Label.INVALID
                    ? finder.locate(address)
                    : new Node(session.key(), session.label(), session.version());
        }

        @Override
        public void search(Ip6 address, long nowNs) {
            finder.onPathWanted(address, nowNs);
        }

        @Override
        public @Nullable EncodingScheme schemeOf(PublicKey key, long nowNs) {
            var told = schemes.get(key);
            if (told != null) return told;
            var known = table(nowNs).find(key);
            // Of a node that never spoke the table says the usual scheme for want of a better one.
            return known == null || !known.isHeard() ? null : known.scheme();
        }

        @Override
        public void learnScheme(PublicKey key, EncodingScheme scheme) {
            schemes.put(key, scheme);
        }
    }
}
