package boreas.admin;

import boreas.label.Label;
import boreas.value.JsonText;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What `boreas why` does and prints: the paths to a node hop by hop, and where they break.
///
/// The path in use is looked at first; when it is bad, the others of the session too. Without any,
/// a search is made, and what came of it is told.
public final class WhyReport implements Report {
    /// Ours: as many paths as anybody reads about.
    private static final int PATHS_MAX = 3;

    private static final int PING_TIMEOUT_MS = 3_000;

    private final NodeTarget target;
    private final @Nullable PathsReport paths;
    private final List<TraceReport> traces;
    private final String foundNothing;

    WhyReport(
            NodeTarget target,
            @Nullable PathsReport paths,
            List<TraceReport> traces,
            String foundNothing) {
        this.target = target;
        this.paths = paths;
        this.traces = List.copyOf(traces);
        this.foundNothing = foundNothing;
    }

    /// Looks; that takes some seconds for each path.
    ///
    /// @param rounds pings to each hop
    /// @param wantsSizes whether to find out how long packets may be
    /// @param progress told what is being done
    /// @throws AdminException when the node does not answer, or is a genuine one
    public static WhyReport make(
            AdminClient client,
            NodeTarget target,
            int rounds,
            boolean wantsSizes,
            Consumer<String> progress) {
        client.requireOurs("Boreas_trace", PathsReport.PING_WORKS);
        var look = new Look(client, target, rounds, wantsSizes, progress);
        return look.make();
    }

    private record Look(
            AdminClient client,
            NodeTarget target,
            int rounds,
            boolean wantsSizes,
            Consumer<String> progress) {
        WhyReport make() {
            var names = new KnownNames(PeersReport.peers(client));
            if (target.label() != Label.INVALID) {
                var trace = trace(Label.toText(target.label()), names);
                return new WhyReport(target, null, List.of(trace), "");
            }
            var address = target.ip6();
            if (address == null) throw new AssertionError(target.toString());
            var paths = PathsReport.fetch(client, address);
            if (paths.isSelf()) return nothing(paths, "That is this node itself.");
            if (paths.peersUp() == 0)
                return nothing(
                        paths,
                        paths.peers() == 0
                                ? "This node has no peers, so it reaches nobody: `connectTo` in its"
                                        + " configuration names some, or beacons find them."
                                : "None of this node's "
                                        + paths.peers()
                                        + " peers is up, so it reaches nobody. `boreas peers` says"
                                        + " why.");
            var outcome = "";
            if (paths.paths().isEmpty()) {
                progress.accept("no path is known; searching");
                outcome = search();
                paths = PathsReport.fetch(client, address);
            }
            if (paths.paths().isEmpty()) return nothing(paths, withoutPath(outcome, paths));
            return new WhyReport(target, paths, traces(paths, names), "");
        }

        private String search() {
            var reply =
                    client.call(
                            "Boreas_ping",
                            Value.dict()
                                    .put("path", target.path())
                                    .put("timeout", PING_TIMEOUT_MS)
                                    .build());
            var result = reply.str("result");
            return result == null ? "" : result.text();
        }

        private WhyReport nothing(PathsReport paths, String words) {
            return new WhyReport(target, paths, List.of(), words);
        }

        private String withoutPath(String outcome, PathsReport paths) {
            return switch (outcome) {
                case "not_found" ->
                        "The search found no path: no node that was asked knows this address."
                                + " Either its node is off, or nothing links it with this mesh. "
                                + paths.peersUp()
                                + " of "
                                + paths.peers()
                                + " peers of this node are up.";
                default ->
                        "A path was found, but nobody answered by it within "
                                + PING_TIMEOUT_MS / 1000
                                + " s, and it is forgotten again. Its node has probably just gone"
                                + " off.";
            };
        }

        private List<TraceReport> traces(PathsReport paths, KnownNames names) {
            var labels = new LinkedHashSet<String>();
            for (var p : paths.paths()) if (p.isInUse()) labels.add(p.label());
            for (var p : paths.paths()) labels.add(p.label());
            var traces = new ArrayList<TraceReport>();
            for (var label : labels) {
                var trace = trace(label, names);
                traces.add(trace);
                if (trace.isGood() || traces.size() == PATHS_MAX) break;
            }
            return traces;
        }

        private TraceReport trace(String label, KnownNames names) {
            progress.accept("looking at path " + label);
            var arguments =
                    Value.dict()
                            .put("path", label)
                            .put("rounds", rounds)
                            .put("sizes", wantsSizes ? 1 : 0);
            var key = key();
            if (!key.isEmpty()) arguments.put("key", key);
            return TraceReport.of(client.call("Boreas_trace", arguments.build()), names);
        }

        /// Whoever should be at the end: said on the command line, or known to the session.
        private String key() {
            var key = target.key();
            if (key != null) return key.toString();
            var address = target.ip6();
            return address == null ? "" : PathsReport.fetch(client, address).sessionKey();
        }
    }

    /// True when the first path that was looked at is as it should be.
    @Override
    public boolean isHealthy() {
        if (traces.isEmpty()) return paths != null && paths.isSelf();
        return traces.getFirst().isGood();
    }

    /// Each path that was looked at, then the sentence that answers the question.
    @Override
    public String toTable() {
        var text = new StringBuilder();
        text.append(target.title()).append('\n');
        for (int i = 0; i < traces.size(); i++) {
            var trace = traces.get(i);
            text.append('\n').append(trace.toTable());
            if (paths != null) text.append(state(trace.path()));
            text.append(trace.verdict()).append('\n');
        }
        if (!foundNothing.isEmpty()) text.append(foundNothing).append('\n');
        if (traces.size() > 1 && traces.getLast().isGood())
            text.append("\nOne path works: traffic takes ")
                    .append(traces.getLast().path())
                    .append(" as soon as it is proven.\n");
        return text.toString();
    }

    private String state(String label) {
        if (paths == null) return "";
        for (var p : paths.paths())
            if (p.label().equals(label))
                return "for the session: "
                        + p.state()
                        + (p.provenAgeMs() < 0
                                ? ", never proven"
                                : ", proven " + HumanText.duration(p.provenAgeMs()) + " ago")
                        + "\n";
        return "";
    }

    /// The node's own replies, with the words.
    @Override
    public String toJson() {
        var all = Value.dict().put("target", target.title()).put("good", isHealthy() ? 1 : 0);
        if (!foundNothing.isEmpty()) all.put("verdict", foundNothing);
        all.put(
                "traces",
                traces.stream()
                        .map(t -> (Value) t.record().edit().put("verdict", t.verdict()).build())
                        .toList());
        return JsonText.standard(all.build()) + "\n";
    }
}
