package boreas.path.dht;

import boreas.address.PublicKey;
import boreas.env.Timers;
import boreas.env.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks each peer for its own peers: at once when it comes up, again soon, then about once a
/// minute.
///
/// That opens a session with the peer, tells whether it still answers, and keeps at hand the second
/// way to whoever is two hops away. Genuine nodes ask several questions a second all their life, or
/// (v22) none at all after their start.
final class PeerUpkeep {
    /// While it has not answered, and then doubled each time.
    static final long RETRY_NS = 2_000_000_000L;

    static final long SECOND_ROUND_NS = 10_000_000_000L;
    static final long ROUND_NS = 60_000_000_000L;

    /// Rounds are spread, so that nodes started together do not stay in step.
    private static final int SPREAD_MS = 5_000;

    private final World world;
    private final PeerQuestions questions;
    private final NodeStore store;
    private final Timers.Timer timer;
    private final Map<PublicKey, Asked> peers = new LinkedHashMap<>();

    PeerUpkeep(World world, PeerQuestions questions, NodeStore store) {
        this.world = world;
        this.questions = questions;
        this.store = store;
        this.timer = world.timers().newTimer(this::onDeadline);
    }

    void onPeerUp(KnownNode node, long nowNs) {
        var asked = peers.computeIfAbsent(node.key(), _ -> new Asked(node));
        asked.begin(nowNs);
        arm();
    }

    /// One of its links is gone, maybe the last.
    void onPeerDown(PublicKey key) {
        for (var l : store.root().links()) if (l.child().key().equals(key)) return;
        peers.remove(key);
    }

    private void onDeadline(long nowNs) {
        for (var asked : List.copyOf(peers.values())) if (asked.nextNs <= nowNs) asked.ask(nowNs);
        arm();
    }

    private void arm() {
        long next = Timers.NEVER;
        for (var asked : peers.values()) next = Math.min(next, asked.nextNs);
        timer.at(next);
    }

    /// One peer, in its round of questions.
    private final class Asked implements PeerQuestions.Listener {
        private final KnownNode node;
        private int rounds;
        private int unanswered;
        private long nextNs;

        Asked(KnownNode node) {
            this.node = node;
        }

        void begin(long nowNs) {
            rounds = unanswered = 0;
            ask(nowNs);
        }

        void ask(long nowNs) {
            unanswered++;
            nextNs = nowNs + gapNs();
            questions.ask(node, PeerQuestions.ALL_PAGES, this, nowNs);
        }

        private long gapNs() {
            long ns = ROUND_NS;
            if (unanswered > 0) ns = Math.min(RETRY_NS << Math.min(unanswered - 1, 5), ROUND_NS);
            else if (rounds == 1) ns = SECOND_ROUND_NS;
            return ns + world.random().nextInt(SPREAD_MS) * 1_000_000L * (rounds > 0 ? 1 : 0);
        }

        @Override
        public void onEnded(KnownNode node, boolean isAnswered, long nowNs) {
            if (!isAnswered) return;
            if (unanswered > 0) rounds++;
            unanswered = 0;
            nextNs = nowNs + gapNs();
            arm();
        }
    }
}
