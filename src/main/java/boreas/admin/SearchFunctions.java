package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.address.Ip6;
import boreas.label.Label;
import boreas.node.NodeCommand;
import boreas.path.dht.DhtSnapshot;
import boreas.path.trace.RouterPing.Ending;
import boreas.path.trace.RouterPing.Outcome;
import boreas.path.trace.RouterPing.Request;
import boreas.path.trace.RouterPing.Target;
import boreas.wire.Bytes;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Question;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// `SearchRunner_*`: searches. Source: cjdns protocol, admin API.
final class SearchFunctions {
    /// As genuine searches of the core.
    private static final int REQUESTS_DEFAULT = 20;

    private static final int REQUESTS_MAX = 64;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /// Of one question: of twenty, one after the other, some may be to nodes that are gone.
    private static final long TIMEOUT_NS = 2_000 * NANOS_PER_MILLI;

    /// Ours: a search that takes longer would be forgotten by the interface.
    private static final long LASTS_NS = 45_000 * NANOS_PER_MILLI;

    private final OffLoop node;

    private SearchFunctions(OffLoop node) {
        this.node = node;
    }

    static List<AdminFunction> of(OffLoop node) {
        var f = new SearchFunctions(node);
        return List.of(
                guardedLater(
                        "SearchRunner_search",
                        f::search,
                        required("ipv6", STRING),
                        optional("maxRequests", INT)),
                guardedLater(
                        "SearchRunner_showActiveSearch",
                        f::showActiveSearch,
                        required("number", INT)));
    }

    private CompletableFuture<Reply> showActiveSearch(Call call) {
        long number = call.arguments().number("number", 0);
        return node.send(new NodeCommand.TakeDhtSnapshot())
                .thenApply(table -> {
                    var searches = table.searches();
                    var reply = Reply.success().with("activeSearches", searches.size());
                    if (number < 0 || number >= searches.size()) return reply;
                    var search = searches.get((int) number);
                    var last = search.lastAsked();
                    return reply.with("target", search.target().toString())
                            .with("lastNodeAsked", last == null ? "" : last.toString())
                            .with("totalRequests", search.asked());
                });
    }

    /// A search of its own, step by step, so that each answer can be shown: it changes nothing but
    /// what the pathfinder learns from the answers anyway.
    private CompletableFuture<Reply> search(Call call) {
        var target = RouterFunctions.address(call.arguments().requiredText("ipv6"));
        if (target == null || !target.isCjdns())
            return CompletableFuture.completedFuture(Reply.error("ipv6 invalid"));
        long most = call.arguments().number("maxRequests", REQUESTS_DEFAULT);
        int requests = most <= 0 ? REQUESTS_DEFAULT : (int) Math.min(most, REQUESTS_MAX);
        return node.send(new NodeCommand.TakeDhtSnapshot())
                .thenCompose(table -> new Run(call, target, requests, table).next());
    }

    /// One search: candidates, the best on top.
    private final class Run {
        private final Call call;
        private final Ip6 target;
        private final ArrayDeque<Node> candidates = new ArrayDeque<>();
        private final Set<Ip6> seen = new HashSet<>();
        private int requestsLeft;
        private long leftNs = LASTS_NS;

        Run(Call call, Ip6 target, int requests, DhtSnapshot table) {
            this.call = call;
            this.target = target;
            requestsLeft = requests;
            for (var n : table.nearest(target)) {
                var a = n.address();
                if (a.label() != Label.INVALID && candidates.size() < REQUESTS_MAX)
                    add(new Node(a.key(), a.label(), a.version()), false);
            }
        }

        private void add(Node n, boolean isBest) {
            if (!seen.add(n.key().ip6())) return;
            if (isBest) candidates.addFirst(n);
            else candidates.addLast(n);
        }

        CompletableFuture<Reply> next() {
            if (candidates.isEmpty() || requestsLeft-- == 0 || leftNs < TIMEOUT_NS)
                return CompletableFuture.completedFuture(Reply.success().with("complete", 1));
            var request =
                    new Request(
                            new Target.Exact(candidates.removeFirst()),
                            Question.FIND_NODE,
                            Bytes.of(target.bytes()),
                            0,
                            TIMEOUT_NS);
            return RouterFunctions.ask(node, request)
                    .thenCompose(outcome -> {
                        tell(outcome);
                        return next();
                    });
        }

        private void tell(Outcome outcome) {
            leftNs -= Math.max(outcome.roundTripNs(), NANOS_PER_MILLI);
            var whom = outcome.node();
            var answer = outcome.reply();
            if (outcome.ending() != Ending.ANSWERED || whom == null || answer == null) return;
            var nodes = RouterFunctions.fromHere(answer.nodes(), whom.path());
            call.push(
                    new Reply()
                            .with("from", RouterFunctions.name(whom))
                            .with("ms", outcome.roundTripNs() / NANOS_PER_MILLI)
                            .withTexts(
                                    "nodes", nodes.stream().map(RouterFunctions::name).toList()));
            // The nearest come last in an answer, and are asked next.
            for (var n : nodes) add(n, true);
            boolean isFound = whom.key().ip6().equals(target);
            if (isFound) requestsLeft = Math.min(requestsLeft, 1);
        }
    }
}
