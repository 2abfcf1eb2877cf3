package boreas.path.dht;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The [#SIZE] nodes with the least cost beyond our own peers: their links are kept known, so that
/// a path to somebody far is found where his neighbourhood meets this one.
///
/// No peer has more than its share of them, so that one that invents nodes does not hide the
/// others.
final class Neighbourhood {
    static final int SIZE = 40;

    /// Each peer's share, when it has others beside it.
    private static final int SHARE_MIN = 8;

    /// After this a node is asked again.
    static final long ROUND_NS = 400_000_000_000L;

    /// Who belongs to it is looked up so often.
    private static final long CHOICE_NS = 5_000_000_000L;

    private final NodeStore store;
    private List<KnownNode> members = List.of();
    private long chosenNs = Long.MIN_VALUE;

    Neighbourhood(NodeStore store) {
        this.store = store;
    }

    /// Who is to be asked for its peers now; null if nobody is.
    @Nullable KnownNode next(long nowNs) {
        if (chosenNs == Long.MIN_VALUE || nowNs - chosenNs >= CHOICE_NS) {
            chosenNs = nowNs;
            members = choose();
        }
        for (var node : members) {
            boolean isOld = node.answeredNs == Long.MIN_VALUE || nowNs - node.answeredNs > ROUND_NS;
            if (isOld && PeerQuestions.mayAsk(node, nowNs)) return node;
        }
        return null;
    }

    private List<KnownNode> choose() {
        var near = new ArrayList<KnownNode>();
        for (var n : store.all()) if (n.isReachable() && n.hops > 1 && !n.isSilent()) near.add(n);
        near.sort(Comparator.comparingInt((KnownNode n) -> n.hops).thenComparing(n -> n.cost));
        int share = Math.max(SHARE_MIN, 2 * SIZE / Math.max(1, store.root().links().size()));
        Map<KnownNode, Integer> taken = new HashMap<>();
        var members = new ArrayList<KnownNode>();
        for (var n : near) {
            if (members.size() == SIZE) break;
            if (taken.merge(peerBefore(n), 1, Integer::sum) <= share) members.add(n);
        }
        return members;
    }

    private static KnownNode peerBefore(KnownNode node) {
        var at = node;
        for (var l = at.best; l != null && l.parent().best != null; l = at.best) at = l.parent();
        return at;
    }
}
