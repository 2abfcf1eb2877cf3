package boreas.path.dht;

import boreas.address.Ip6;
import boreas.env.World;
import boreas.path.dht.Questions.Question;
import boreas.wire.RoutingMessage.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The searches under way, at most [#MAX].
///
/// What this node knows already is told at once; the search goes on for other ways. A node that
/// turns up in any way, by an answer, as a new peer, by speaking to us, is a candidate of all
/// searches. Source: cjdns protocol, legacy DHT pathfinder, search.
final class Searches {
    static final int MAX = 31;

    /// How long a search waits for answers before it asks others.
    static final long PATIENCE_MIN_NS = 50_000_000L;

    static final long PATIENCE_MAX_NS = 2_000_000_000L;
    private static final int PATIENCE_IN_MEANS = 4;

    /// Who has spoken so lately need not be searched, but for other ways.
    private static final long FRESH_NS = 10_000_000_000L;

    private final World world;
    private final Messenger messenger;
    private final NodeStore store;
    private final Questions questions;
    private final Map<Ip6, Search> searches = new LinkedHashMap<>();

    Searches(World world, Messenger messenger, NodeStore store, Questions questions) {
        this.world = world;
        this.messenger = messenger;
        this.store = store;
        this.questions = questions;
    }

    /// A session wants a way to an address.
    void want(Ip6 target, long nowNs) {
        var running = searches.get(target);
        if (running != null) running.raise();
        else start(target, Search.Kind.WANTED, nowNs);
    }

    /// Learns of the nodes around an address.
    void explore(Ip6 target, long nowNs) {
        if (!searches.containsKey(target)) start(target, Search.Kind.UPKEEP, nowNs);
    }

    private void start(Ip6 target, Search.Kind kind, long nowNs) {
        if (searches.size() == MAX) return;
        var timer = world.timers().newTimer(now -> onStep(target, now));
        var search = new Search(target, kind, timer, nowNs);
        searches.put(target, search);
        var known = store.find(target);
        if (known != null && known.isReachable() && isFresh(known, nowNs)) search.onFound();
        begin(search, nowNs);
    }

    private static boolean isFresh(KnownNode node, long nowNs) {
        return node.isHeard() && nowNs - node.heardNs() < FRESH_NS;
    }

    private void begin(Search search, long nowNs) {
        int count = Search.CANDIDATES_MAX;
        for (var node : store.nearest(search.target(), count, this::isWorthAsking))
            search.add(node);
        ask(search, nowNs);
    }

    /// Who has not answered for a while is passed over. Not so a peer: its link works, and there
    /// may be no other way to anywhere. It is asked after all others.
    private boolean isWorthAsking(KnownNode node) {
        return !node.isSilent() || node.isPeer();
    }

    /// A node turned up, or another way to it.
    void onNode(KnownNode node, long nowNs) {
        if (searches.isEmpty()) return;
        for (var search : List.copyOf(searches.values())) {
            if (node.address().equals(search.target())) search.onFound();
            else search.add(node);
            ask(search, nowNs);
        }
    }

    List<Search> all() {
        return List.copyOf(searches.values());
    }

    int size() {
        return searches.size();
    }

    private void ask(Search search, long nowNs) {
        while (search.mayAsk()) {
            var node = search.next();
            if (messenger.askForNodes(node, search.target(), new Waiting(search, node), nowNs))
                search.onAsked();
        }
        if (search.isOver(nowNs)) search.step().at(Math.max(nowNs, search.againNs()));
        else if (search.isWaiting()) search.step().noLaterThan(nowNs + patienceNs());
        else search.step().at(search.rest(nowNs));
    }

    private void onStep(Ip6 target, long nowNs) {
        var search = searches.get(target);
        if (search == null) return;
        search.onPatienceOver();
        if (search.isOver(nowNs) && nowNs >= search.againNs()) searches.remove(target);
        else if (search.beginRound(nowNs)) begin(search, nowNs);
        else ask(search, nowNs);
    }

    private long patienceNs() {
        long ns = PATIENCE_IN_MEANS * questions.meanNs();
        int half = Math.clamp(ns / 2, 1, Integer.MAX_VALUE);
        ns += world.random().nextInt(half);
        return Math.clamp(ns, PATIENCE_MIN_NS, PATIENCE_MAX_NS);
    }

    /// Waits for the answer to one question of a search.
    private final class Waiting implements Questions.Asker {
        private final Search search;
        private final KnownNode asked;

        Waiting(Search search, KnownNode asked) {
            this.search = search;
            this.asked = asked;
        }

        @Override
        public void onReply(Reply reply, Question question, long roundTripNs, long nowNs) {
            search.onEnded();
            messenger.learn(store.current(asked), reply, nowNs);
            if (searches.get(search.target()) == search) ask(search, nowNs);
        }

        @Override
        public void onTimeout(Question question, long nowNs) {}
    }
}
