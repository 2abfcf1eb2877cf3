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

    private final World world;
    private final DhtPathFinder finder;
    private final RoutingTable table;
    private final Questions questions;
    private final Map<Ip6, Search> searches = new LinkedHashMap<>();

    Searches(World world, DhtPathFinder finder, RoutingTable table, Questions questions) {
        this.world = world;
        this.finder = finder;
        this.table = table;
        this.questions = questions;
    }

    /// A session wants a way to an address.
    void want(Ip6 target, long nowNs) {
        var known = table.find(target);
        if (known != null) finder.offer(known, nowNs);
        if (searches.containsKey(target) || searches.size() == MAX) return;
        var timer = world.timers().newTimer(now -> onStep(target, now));
        var search = new Search(target, timer, nowNs);
        searches.put(target, search);
        if (known != null && known.isFresh(nowNs)) search.onFound();
        begin(search, nowNs);
    }

    private void begin(Search search, long nowNs) {
        int count = Search.CANDIDATES_MAX;
        for (var node : table.nearest(search.target(), count, _ -> true)) search.add(node);
        ask(search, nowNs);
    }

    /// A node turned up, or another way to it.
    void onNode(KnownNode node, long nowNs) {
        if (searches.isEmpty()) return;
        for (var search : List.copyOf(searches.values())) {
            if (node.address().equals(search.target())) {
                search.onFound();
                finder.offer(node, nowNs);
            } else {
                search.add(node);
            }
            ask(search, nowNs);
        }
    }

    int size() {
        return searches.size();
    }

    private void ask(Search search, long nowNs) {
        while (search.mayAsk()) {
            var node = search.next();
            if (finder.askForNodes(node, search.target(), new Waiting(search), nowNs))
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

        Waiting(Search search) {
            this.search = search;
        }

        @Override
        public void onReply(Reply reply, Question question, long roundTripNs, long nowNs) {
            search.onEnded();
            finder.learn(reply, question.label(), nowNs);
            if (searches.get(search.target()) == search) ask(search, nowNs);
        }

        @Override
        public void onTimeout(Question question, long nowNs) {}
    }
}
