package boreas.path.dht;

import boreas.label.Label;
import boreas.path.dht.Questions.Question;
import boreas.wire.RoutingMessage.Reply;

/// Asks nodes for their peers, page by page, and writes the answers into the store.
///
/// An answer names eight peers from a label on; one that is full is followed by a question from its
/// last label on.
final class PeerQuestions {
    /// Told once for each round of questions to a node.
    interface Listener {
        void onEnded(KnownNode node, boolean isAnswered, long nowNs);
    }

    static final Listener NOBODY = (_, _, _) -> {};

    /// A switch has 256 slots; an answer names 8 peers, one of which is known from the last.
    static final int ALL_PAGES = 37;

    /// Of a node that is no peer.
    static final int FEW_PAGES = 4;

    /// The same node is not asked again before.
    static final long SPACING_NS = 10_000_000_000L;

    private final Messenger messenger;
    private final NodeStore store;

    PeerQuestions(Messenger messenger, NodeStore store) {
        this.messenger = messenger;
        this.store = store;
    }

    /// Whether a node can be asked now: there is a path to it, and it was not asked just before.
    /// One that does not answer is asked less and less often.
    static boolean mayAsk(KnownNode node, long nowNs) {
        return mayAsk(node, node.askedNs, nowNs);
    }

    /// The same for a question that somebody else provokes: counted apart, or whoever does so all
    /// the time would leave no question to those who look for paths.
    static boolean mayAskOnContradiction(KnownNode node, long nowNs) {
        return mayAsk(node, node.contradictedNs, nowNs);
    }

    private static boolean mayAsk(KnownNode node, long lastNs, long nowNs) {
        if (!node.isReachable()) return false;
        if (lastNs == Long.MIN_VALUE) return true;
        return nowNs - lastNs >= SPACING_NS << Math.min(node.unanswered, 5);
    }

    /// Asks from the first peer on, by the best path.
    ///
    /// @return whether the question is out, and the listener will be told
    boolean ask(KnownNode node, int pagesMax, Listener listener, long nowNs) {
        node.askedNs = nowNs;
        return new Round(node, pagesMax, listener).ask(0, nowNs);
    }

    /// Asks for one peer only: who is behind the first director of this label of the node's?
    boolean askForHop(KnownNode node, long label, Listener listener, long nowNs) {
        return new Round(node, 1, listener).ask(label, nowNs);
    }

    private final class Round implements Questions.Asker {
        private KnownNode node;
        private final Listener listener;
        private int pagesLeft;
        private long from;

        Round(KnownNode node, int pagesMax, Listener listener) {
            this.node = node;
            this.listener = listener;
            this.pagesLeft = pagesMax;
        }

        boolean ask(long from, long nowNs) {
            this.from = from;
            pagesLeft--;
            return messenger.askForPeers(node, from, this, nowNs);
        }

        @Override
        public void onReply(Reply reply, Question question, long roundTripNs, long nowNs) {
            boolean isFull = reply.nodes().size() >= Answers.NODES_MAX;
            // It may have made room for others meanwhile, and be known anew since it has answered.
            node = store.current(node);
            messenger.learn(node, reply, nowNs);
            store.onPeersTold(node, reply.nodes(), from, !isFull, nowNs);
            long last = last(reply);
            if (isFull && pagesLeft > 0 && last > from && ask(last, nowNs)) return;
            node.answeredNs = nowNs;
            listener.onEnded(node, true, nowNs);
        }

        @Override
        public void onTimeout(Question question, long nowNs) {
            listener.onEnded(node, false, nowNs);
        }

        /// The slot up to which it has answered, as a label of its own.
        private static long last(Reply reply) {
            long last = 0;
            for (var n : reply.nodes()) {
                long label = reply.sender().scheme().canonical(n.path());
                if (label != Label.INVALID) last = Math.max(last, label);
            }
            return last;
        }
    }
}
