package boreas.path.dht;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.session.ContentHandler;
import boreas.session.PathFinder;
import boreas.session.PathMetric;
import boreas.session.Session;
import boreas.session.Sessions;
import boreas.wire.Bytes;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import boreas.wire.RoutingMessage;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Query;
import boreas.wire.RoutingMessage.Question;
import boreas.wire.RoutingMessage.Reply;
import boreas.wire.RoutingMessage.Sender;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds paths by asking other nodes, and answers theirs.
///
/// Events come from three sides: `node` tells of peers, sessions tell what is wanted and hand over
/// routing messages, timers say when to ask again. What is learned goes into the [NodeStore]; a way
/// to somebody whom a session wants is told to [Sessions] at once, which tries it out.
public final class DhtPathFinder implements PathFinder, ContentHandler {
    /// A path that fell silent did so lately; what came over its links before says nothing.
    private static final long SILENT_NS = 1_000_000_000L;

    /// Complaints of switches are not authenticated: this often they are looked into.
    private static final long COMPLAINT_SPACING_NS = 1_000_000_000L;

    private final int ownVersion;
    private final Sessions sessions;
    private final PacketSource packets;
    private final World world;
    private final EncodingScheme scheme;
    private final NodeStore store;
    private final Answers answers;
    private final Questions questions;
    private final Searches searches;
    private final PeerQuestions peerQuestions;
    private final PeerUpkeep peerUpkeep;
    private final Upkeep upkeep;
    private final Destinations destinations;
    private long nextComplaintNs = Long.MIN_VALUE;

    /// @param scheme of this node's switch
    public DhtPathFinder(
            World world,
            PublicKey own,
            EncodingScheme scheme,
            int ownVersion,
            Sessions sessions,
            PacketSource packets) {
        this.world = world;
        this.scheme = scheme;
        this.ownVersion = ownVersion;
        this.sessions = sessions;
        this.packets = packets;
        store = new NodeStore(own, scheme, world.counters());
        answers = new Answers(ownVersion, store);
        questions = new Questions(world.random(), world.timers());
        var mail = new Mail();
        searches = new Searches(world, mail, store, questions);
        peerQuestions = new PeerQuestions(mail, store);
        peerUpkeep = new PeerUpkeep(world, peerQuestions, store);
        upkeep = new Upkeep(world, store, peerQuestions, searches);
        destinations = new Destinations(world, new Talkers(), store, peerQuestions);
    }

    // --- peers, told by the node

    /// A link carries traffic.
    ///
    /// @param label the one-hop path
    public void onPeerUp(PublicKey key, int version, long label, long nowNs) {
        var peer = store.onPeerUp(key, version, label, nowNs);
        peerUpkeep.onPeerUp(peer, nowNs); // asks it, which makes a session
        sessions.onPathFound(key, version, label, PathMetric.ROUTING_TABLE_PEER, nowNs);
        upkeep.onPeerUp(nowNs);
        searches.onNode(peer, nowNs);
        destinations.onPeersChanged(nowNs);
    }

    /// A link is gone.
    public void onPeerDown(PublicKey key, long label, long nowNs) {
        store.onPeerDown(label);
        peerUpkeep.onPeerDown(key);
        upkeep.onChange(nowNs);
        destinations.onPeersChanged(nowNs);
    }

    /// A switch on the way says that it could not forward a packet of ours. It may be a lie, so its
    /// owner is asked for its peers, and nothing is forgotten.
    ///
    /// @param path of the packet
    /// @param gone bits of the path that the packet had behind it
    public void onSwitchError(long path, int gone, long nowNs) {
        if (!isComplaintHeard(nowNs)) return;
        upkeep.onChange(nowNs);
        long toSwitch = path & (1L << gone) - 1 | 1L << gone;
        var trace = store.trace(toSwitch);
        if (!trace.isWhole() || trace.end() == store.root()) return;
        if (PeerQuestions.mayAsk(trace.end(), nowNs))
            peerQuestions.ask(trace.end(), PeerQuestions.FEW_PAGES, PeerQuestions.NOBODY, nowNs);
    }

    private boolean isComplaintHeard(long nowNs) {
        if (nowNs < nextComplaintNs) return false;
        nextComplaintNs = nowNs + COMPLAINT_SPACING_NS;
        return true;
    }

    /// Somebody speaks from where another node is known to be. The links of the node before may be
    /// others by now, or a relay may lie of the way: that node is asked who is there.
    private void onContradiction(LabelTrace trace, long nowNs) {
        var last = trace.last();
        if (last == null || last.parent() == store.root() || !isComplaintHeard(nowNs)) return;
        var owner = last.parent();
        if (!PeerQuestions.mayAskOnContradiction(owner, nowNs)) return;
        owner.contradictedNs = nowNs;
        peerQuestions.askForHop(owner, last.label(), PeerQuestions.NOBODY, nowNs);
    }

    // --- what sessions want

    @Override
    public void onPathWanted(Ip6 destination, long nowNs) {
        destinations.onWanted(destination, nowNs);
        searches.want(destination, nowNs);
    }

    @Override
    public int sharedHops(long a, long b) {
        return store.sharedHops(a, b);
    }

    @Override
    public boolean isLoop(long label) {
        return store.trace(label).isLoop();
    }

    @Override
    public void onPathAnswered(Session session, long label, long roundTripNs, long nowNs) {
        if (mayLeadTo(session.address(), label)) store.onAnswered(label, nowNs);
    }

    @Override
    public void onPathSilent(Session session, long label, long nowNs) {
        if (mayLeadTo(session.address(), label)) store.onLost(label, nowNs - SILENT_NS, nowNs);
        destinations.onSilent(session.address(), nowNs);
    }

    /// A path by which somebody speaks may, by all that is known, lead to somebody else: then what
    /// becomes of messages by it says nothing of the links that are known.
    private boolean mayLeadTo(Ip6 address, long label) {
        var trace = store.trace(label);
        return !trace.isWhole() || trace.end().address().equals(address);
    }

    @Override
    public boolean writePing(Packet into, Session session, long label, long nowNs) {
        var txid = questions.add(session.key(), label, Questions.NOBODY, nowNs);
        into.append(Query.ping(sender(label), txid).write());
        return true;
    }

    // --- routing messages of others

    @Override
    public Verdict onContent(Session from, int type, Packet content, long pathBack, long nowNs) {
        var message = RoutingMessage.read(content.toArray());
        if (message == null) return Verdict.BAD_ROUTING_MESSAGE;
        if (!from.isReplayable() || from.version() == 0)
            from.setVersion(message.sender().version());
        if (!from.isReplayable()) onHeard(from, message.sender(), pathBack, nowNs);
        return switch (message) {
            case Query q -> answer(from, q, pathBack, nowNs);
            case Reply r -> {
                var question = questions.onReply(from.key(), r, nowNs);
                if (question == null) yield Verdict.UNASKED;
                from.onAnswered(question.label(), nowNs - question.sentNs(), nowNs);
                yield Verdict.OK;
            }
        };
    }

    private void onHeard(Session from, Sender sender, long pathBack, long nowNs) {
        var node = store.onHeard(from.key(), sender, pathBack, nowNs);
        if (node == null) return;
        var trace = store.trace(pathBack);
        if (trace.isWhole() && trace.end() != node) onContradiction(trace, nowNs);
        if (!trace.isLoop()) {
            int metric = PathMetric.found((long) trace.hops() * PathMetric.COST_OF_HOP);
            sessions.onPathFound(from.key(), sender.version(), pathBack, metric, nowNs);
        }
        tellOf(node, nowNs);
    }

    private void tellOf(KnownNode node, long nowNs) {
        destinations.onNode(node, nowNs);
        searches.onNode(node, nowNs);
    }

    private Verdict answer(Session from, Query query, long pathBack, long nowNs) {
        var reply = packets.take();
        if (reply == null) return Verdict.NO_ROOM;
        reply.append(answers.answer(query, pathBack, formOf(pathBack), nowNs).write());
        sessions.reply(from, reply, pathBack, nowNs);
        return Verdict.OK;
    }

    /// What this node says to a routing message that comes from itself; null when it is no
    /// question.
    public byte @Nullable [] answerOwn(byte[] question, long nowNs) {
        if (!(RoutingMessage.read(question) instanceof Query query)) return null;
        return answers.answer(query, Label.SELF, formOf(Label.SELF), nowNs).write();
    }

    // --- for faces

    /// What is known now.
    public DhtSnapshot snapshot(long nowNs) {
        return Picture.of(store, searches, questions.asked(), nowNs);
    }

    /// The best path known to an address, whether it was tried or not; null when there is none.
    public @Nullable Node locate(Ip6 address) {
        var node = store.find(address);
        return node == null || !node.isReachable()
                ? null
                : new Node(node.key(), node.label(), node.version());
    }

    public DhtStats stats() {
        long tooFar = world.counters().of(Verdict.LABEL_TOO_LONG);
        return new DhtStats(questions.asked(), store.all().size(), searches.size(), tooFar);
    }

    /// Asks one node for a face. A message that could not be sent ends in a timeout.
    ///
    /// @return whether the listener will be told; false when this turn has no packet left
    public boolean inquire(Inquiry inquiry, long nowNs) {
        var p = packets.take();
        if (p == null) return false;
        var asker =
                new Questions.Asker() {
                    @Override
                    public void onReply(
                            Reply reply, Questions.Question question, long tripNs, long atNs) {
                        inquiry.listener().onAnswer(reply, tripNs, atNs);
                    }

                    @Override
                    public void onTimeout(Questions.Question question, long atNs) {
                        inquiry.listener().onAnswer(null, atNs - nowNs, atNs);
                    }
                };
        var txid = questions.add(inquiry.key(), inquiry.label(), asker, nowNs);
        p.append(inquiry.write(sender(inquiry.label()), txid));
        var _ = sessions.ask(inquiry.key(), inquiry.version(), inquiry.label(), p, nowNs);
        return true;
    }

    // --- questions of ours, for the searches and the upkeep

    private final class Mail implements Messenger {
        @Override
        public boolean askForNodes(KnownNode node, Ip6 target, Questions.Asker asker, long nowNs) {
            return ask(
                    node,
                    asker,
                    (sender, txid) -> Query.about(Question.FIND_NODE, target, sender, txid),
                    nowNs);
        }

        @Override
        public boolean askForPeers(KnownNode node, long from, Questions.Asker asker, long nowNs) {
            return ask(node, asker, (sender, txid) -> Query.peers(from, sender, txid), nowNs);
        }

        @Override
        public void learn(KnownNode teller, Reply reply, long nowNs) {
            for (var told : reply.nodes()) {
                if (told.version() < RoutingMessage.OLDEST_VERSION) continue;
                var node = store.onTold(teller, told, nowNs);
                if (node != null) tellOf(node, nowNs);
            }
        }
    }

    private interface QueryWriter {
        Query write(Sender sender, Bytes txid);
    }

    private boolean ask(KnownNode node, Questions.Asker asker, QueryWriter query, long nowNs) {
        long label = node.label();
        var p = label == Label.INVALID ? null : packets.take();
        if (p == null) return false;
        var txid = questions.add(node.key(), label, new Asked(node, asker), nowNs);
        p.append(query.write(sender(label), txid).write());
        boolean isSent = sessions.ask(node.key(), node.version(), label, p, nowNs) == Verdict.OK;
        if (!isSent) questions.withdraw(txid);
        return isSent;
    }

    /// What an answer says of the path that was asked by, and what its absence says.
    private final class Asked implements Questions.Asker {
        private final KnownNode node;
        private final Questions.Asker asker;

        Asked(KnownNode node, Questions.Asker asker) {
            this.node = node;
            this.asker = asker;
        }

        @Override
        public void onReply(
                Reply reply, Questions.Question question, long roundTripNs, long nowNs) {
            // The answer to a question cannot be a replay, whatever carried it.
            var known = store.onHeard(node.key(), reply.sender(), question.label(), nowNs);
            if (known != null && mayLeadTo(node.address(), question.label()))
                store.onAnswered(question.label(), nowNs);
            asker.onReply(reply, question, roundTripNs, nowNs);
            tellOf(node, nowNs);
        }

        @Override
        public void onTimeout(Questions.Question question, long nowNs) {
            node.unanswered++;
            if (mayLeadTo(node.address(), question.label()))
                store.onLost(question.label(), question.sentNs(), nowNs);
            asker.onTimeout(question, nowNs);
        }
    }

    private Sender sender(long label) {
        return new Sender(ownVersion, scheme, formOf(label));
    }

    private int formOf(long label) {
        return Math.max(0, scheme.formOf(label));
    }

    /// The sessions.
    private final class Talkers implements Destinations.Talkers {
        @Override
        public void offer(List<Route> routes, long nowNs) {
            for (var route : routes) {
                var node = route.end();
                boolean isPeer = route.links().size() == 1 && route.links().getFirst().isOneHop();
                int metric =
                        isPeer
                                ? PathMetric.ROUTING_TABLE_PEER
                                : PathMetric.found(
                                        (long) route.cost()
                                                * PathMetric.COST_OF_HOP
                                                / KnownLink.HOP);
                sessions.onPathFound(node.key(), node.version(), route.label(), metric, nowNs);
            }
        }

        @Override
        public long lastUseNs(Ip6 destination) {
            var session = sessions.find(destination);
            return session == null ? Long.MIN_VALUE : session.lastUseNs();
        }
    }
}
