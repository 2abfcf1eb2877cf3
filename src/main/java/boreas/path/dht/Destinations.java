package boreas.path.dht;

import boreas.address.Ip6;
import boreas.env.Timers;
import boreas.env.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The destinations that somebody here talks to: tells their paths, and works on better ones.
///
/// For each destination the best path is offered and others that share no relay with it. While a
/// shorter path or a way around may exist, the nodes of the [Frontier] are asked, from both ends,
/// until the known parts meet. Each destination may ask [#FIRST_QUESTIONS] at its beginning and
/// [#QUESTIONS] each time that a session asks again, which is about every 30 s; a destination that
/// nobody asks for costs nothing.
final class Destinations {
    /// As many as sessions keep.
    static final int PATHS = 4;

    /// While questions are under way: the best, and one around it.
    private static final int PATHS_AT_WORK = 2;

    static final int FIRST_QUESTIONS = 16;
    static final int QUESTIONS = 5;

    static final int QUESTIONS_AT_ONE_TIME = 3;

    /// Between two grants of questions.
    static final long GRANT_NS = 20_000_000_000L;

    /// Sessions ask for a path more often than that while they are in use.
    static final long IDLE_NS = 120_000_000_000L;

    private static final long GATHER_NS = 200_000_000L;

    /// More than that at one time get no work done, only what is known.
    static final int MAX = 256;

    /// To look for the paths to one destination takes about a microsecond for each known node. What
    /// is due at the same moment, as when a link goes down, is spread: the loop has packets to
    /// carry meanwhile.
    static final int NODES_IN_A_PERIOD = 4_096;

    static final long PERIOD_NS = 5_000_000L;

    /// Who talks to the destinations.
    interface Talkers {
        /// Tells of paths to one of them.
        void offer(List<Route> routes, long nowNs);

        /// When a user's packet last went there, or wanted to; [Long#MIN_VALUE] never.
        long lastUseNs(Ip6 destination);
    }

    private final Talkers talkers;
    private final NodeStore store;
    private final PeerQuestions questions;
    private final Frontier frontier;
    private final Timers.Timer sweep;
    private final Timers.Timer work;
    private final Map<Ip6, Destination> destinations = new LinkedHashMap<>();
    private long periodEndNs = Long.MIN_VALUE;

    /// Destinations that may still be looked at in this period.
    private int left;

    Destinations(World world, Talkers talkers, NodeStore store, PeerQuestions questions) {
        this.talkers = talkers;
        this.store = store;
        this.questions = questions;
        this.frontier = new Frontier(store.root());
        this.sweep = world.timers().newTimer(this::onSweep);
        this.work = world.timers().newTimer(this::onWork);
    }

    /// A session asks for paths.
    void onWanted(Ip6 address, long nowNs) {
        var d = destinations.get(address);
        if (d == null) {
            var known = store.find(address);
            if (destinations.size() >= MAX) {
                if (known != null) talkers.offer(store.routes(known, PATHS), nowNs);
                return;
            }
            d = new Destination(address);
            destinations.put(address, d);
            sweep.noLaterThan(nowNs + IDLE_NS);
        } else if (nowNs - d.grantedNs >= GRANT_NS) {
            d.questions = Math.max(d.questions, QUESTIONS);
            d.grantedNs = nowNs;
        }
        if (d.grantedNs == Long.MIN_VALUE) d.grantedNs = nowNs;
        d.wantedNs = nowNs;
        d.isToldAnew = true;
        if (d.offered.isEmpty()) d.advance(nowNs);
        else d.dueBy(nowNs);
    }

    /// Something is new about a node. The first path is told at once; after that news gather for a
    /// moment, since they come by the dozen.
    void onNode(KnownNode node, long nowNs) {
        var d = destinations.get(node.address());
        if (d == null) return;
        if (d.offered.isEmpty()) d.advance(nowNs);
        else d.dueBy(nowNs + GATHER_NS);
    }

    /// A link of our own came or went: everybody may be reached in another way now. As many as can
    /// be are told at once, before the sessions hear of it.
    void onPeersChanged(long nowNs) {
        for (var d : destinations.values()) {
            d.questions = Math.max(d.questions, QUESTIONS);
            d.isToldAnew = true;
            d.dueBy(nowNs);
        }
        onWork(nowNs);
    }

    /// A path fell silent: the others are told again, and looked for.
    void onSilent(Ip6 address, long nowNs) {
        var d = destinations.get(address);
        if (d == null) return;
        d.isToldAnew = true;
        d.dueBy(nowNs);
    }

    /// Looks at those that are due, the ones first to which something went last.
    private void onWork(long nowNs) {
        if (nowNs >= periodEndNs) {
            periodEndNs = nowNs + PERIOD_NS;
            left = Math.max(1, NODES_IN_A_PERIOD / Math.max(1, store.size()));
        }
        var due = new ArrayList<Destination>();
        long next = Timers.NEVER;
        for (var d : destinations.values()) {
            if (d.dueNs <= nowNs) due.add(d);
            else next = Math.min(next, d.dueNs);
        }
        if (due.size() > left) {
            due.sort(Comparator.comparingLong(d -> ~talkers.lastUseNs(d.address)));
            next = Math.min(next, periodEndNs);
        }
        work.noLaterThan(next);
        for (var d : due.subList(0, Math.min(left, due.size()))) {
            left--;
            d.advance(nowNs);
        }
    }

    private void onSweep(long nowNs) {
        long next = Timers.NEVER;
        for (var d : List.copyOf(destinations.values())) {
            if (nowNs - d.wantedNs >= IDLE_NS) d.end();
            else next = Math.min(next, d.wantedNs + IDLE_NS);
        }
        sweep.at(next);
    }

    private final class Destination implements PeerQuestions.Listener {
        private final Ip6 address;
        private @Nullable KnownNode node;
        private List<Route> offered = List.of();
        private int questions = FIRST_QUESTIONS;
        private int open;
        private long dueNs = Timers.NEVER;

        /// When it is due, paths that were told before are told again.
        private boolean isToldAnew;

        private long grantedNs = Long.MIN_VALUE;
        private long wantedNs;

        Destination(Ip6 address) {
            this.address = address;
        }

        void end() {
            destinations.remove(address);
            if (node != null) node.isWanted = false;
        }

        void dueBy(long ns) {
            dueNs = Math.min(dueNs, ns);
            work.noLaterThan(ns);
        }

        void advance(long nowNs) {
            boolean isTellingAll = isToldAnew;
            isToldAnew = false;
            dueNs = Timers.NEVER;
            var node = store.find(address);
            if (node == null) return;
            if (this.node != node) {
                this.node = node;
                node.isWanted = true;
            }
            var routes = store.routes(node, isTellingAll ? PATHS : PATHS_AT_WORK);
            tell(routes, isTellingAll, nowNs);
            if (routes.isEmpty()) return;
            while (questions > 0 && open < QUESTIONS_AT_ONE_TIME) {
                if (!askNext(node, routes, nowNs)) return;
            }
        }

        private void tell(List<Route> routes, boolean isTellingAll, long nowNs) {
            var news = isTellingAll ? routes : routes.stream().filter(this::isNew).toList();
            if (isTellingAll || !news.isEmpty()) offered = routes;
            talkers.offer(news, nowNs);
        }

        private boolean isNew(Route route) {
            for (var o : offered) if (o.label() == route.label()) return false;
            return true;
        }

        private boolean askNext(KnownNode target, List<Route> routes, long nowNs) {
            var best = routes.getFirst();
            var whom = frontier.towards(target, best.hops(), nowNs);
            if (whom == null && askForSplit(best, nowNs)) return true;
            if (whom == null) whom = frontier.around(target, best, hopsAround(routes), nowNs);
            if (whom == null) return false;
            if (!Destinations.this.questions.ask(whom, PeerQuestions.FEW_PAGES, this, nowNs))
                return false;
            questions--;
            open++;
            return true;
        }

        /// A stretch of the best path has no known nodes: who is the first on it?
        private boolean askForSplit(Route best, long nowNs) {
            for (var l : best.links()) {
                if (l.isOneHop() || l.parent() == store.root()) continue;
                if (!PeerQuestions.mayAsk(l.parent(), nowNs)) continue;
                if (!Destinations.this.questions.askForHop(l.parent(), l.label(), this, nowNs))
                    continue;
                l.parent().askedNs = nowNs;
                questions--;
                open++;
                return true;
            }
            return false;
        }

        /// Hops of the shortest path that shares no relay with the best.
        private static int hopsAround(List<Route> routes) {
            var best = routes.getFirst();
            for (var r : routes.subList(1, routes.size())) {
                boolean isDisjoint = true;
                for (var l : r.links()) isDisjoint &= !best.isThrough(l.child());
                if (isDisjoint) return r.hops();
            }
            return Frontier.NO_PATH;
        }

        @Override
        public void onEnded(KnownNode asked, boolean isAnswered, long nowNs) {
            open--;
            if (destinations.get(address) == this) dueBy(nowNs);
        }
    }
}
