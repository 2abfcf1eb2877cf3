package boreas.path.dht;

import boreas.address.Ip6;
import boreas.address.NodeAddress;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds paths by asking other nodes, and answers theirs.
///
/// Events come from three sides: `node` tells of peers, sessions tell what is wanted and hand over
/// routing messages, timers say when to ask again. What is learned goes into the [RoutingTable]; a
/// way to somebody whom a session wants is told to [Sessions] at once, which tries it out.
public final class DhtPathFinder implements PathFinder, ContentHandler {
    /// What a way costs follows from its length; most directors have 4 bits.
    private static final long COST_OF_BIT = PathMetric.COST_OF_HOP / 4;

    private final int ownVersion;
    private final Sessions sessions;
    private final PacketSource packets;
    private final RoutingTable table;
    private final Answers answers;
    private final Questions questions;
    private final Searches searches;
    private final PeerUpkeep upkeep;
    private long tooFar;

    public DhtPathFinder(
            World world, PublicKey own, int ownVersion, Sessions sessions, PacketSource packets) {
        this.ownVersion = ownVersion;
        this.sessions = sessions;
        this.packets = packets;
        table = new RoutingTable(own);
        answers = new Answers(own, ownVersion, table);
        questions = new Questions(world.random(), world.timers());
        searches = new Searches(world, this, table, questions);
        upkeep = new PeerUpkeep(world, this, table);
    }

    // --- peers, told by the node

    /// A link carries traffic.
    ///
    /// @param label the one-hop path
    public void onPeerUp(PublicKey key, int version, long label, long nowNs) {
        var peer = table.onPeerUp(key, version, label, nowNs);
        upkeep.onPeerUp(peer, nowNs); // asks it, which makes a session
        sessions.onPathFound(key, version, label, PathMetric.ROUTING_TABLE_PEER, nowNs);
        searches.onNode(peer, nowNs);
    }

    /// A link is gone.
    public void onPeerDown(PublicKey key, long label, long nowNs) {
        table.onPathGone(label);
        upkeep.onPeerDown(key);
    }

    // --- what sessions want

    @Override
    public void onPathWanted(Ip6 destination, long nowNs) {
        searches.want(destination, nowNs);
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
        from.setVersion(message.sender().version());
        if (from.isProven(pathBack)) onHeard(from, message.sender(), pathBack, nowNs);
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
        var node = table.onHeard(from.key(), sender.version(), pathBack, nowNs);
        if (node == null) return;
        sessions.onPathFound(from.key(), sender.version(), pathBack, found(pathBack), nowNs);
        searches.onNode(node, nowNs);
    }

    private Verdict answer(Session from, Query query, long pathBack, long nowNs) {
        var reply = packets.take();
        if (reply == null) return Verdict.NO_ROOM;
        reply.append(answers.answer(query, pathBack, formOf(pathBack)).write());
        sessions.reply(from, reply, pathBack, nowNs);
        return Verdict.OK;
    }

    // --- for faces

    /// What is known now.
    public DhtSnapshot snapshot(long nowNs) {
        var own = table.own();
        var nodes = new ArrayList<DhtSnapshot.NodeEntry>();
        var links = new ArrayList<DhtSnapshot.LinkEntry>();
        for (var n : table.all()) {
            int hops = n.isPeer() ? 1 : Math.max(2, Label.bits(n.label()) / 4);
            nodes.add(
                    new DhtSnapshot.NodeEntry(
                            new NodeAddress(n.version(), n.label(), n.key()),
                            hops,
                            hops * DhtSnapshot.COST_OF_HOP,
                            EncodingScheme.V358,
                            n.isPeer(),
                            n.isHeard(),
                            n.freshNs(),
                            Keyspace.bucket(own.ip6(), n.address()),
                            own));
            for (var way : n.ways())
                links.add(
                        new DhtSnapshot.LinkEntry(
                                own,
                                n.key(),
                                way.label(),
                                -1,
                                hops * DhtSnapshot.COST_OF_HOP,
                                Label.isOneHop(way.label()),
                                way.label() == n.label(),
                                way.toldNs()));
        }
        return new DhtSnapshot(own, EncodingScheme.V358, nowNs, nodes, links, List.of(), 0);
    }

    /// The best way known to an address, whether it was tried or not; null when there is none.
    public @Nullable Node locate(Ip6 address) {
        var node = table.find(address);
        return node == null || !node.isReachable()
                ? null
                : new Node(node.key(), node.label(), node.version());
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

    /// Asks a node for those near to an address.
    boolean askForNodes(KnownNode node, Ip6 target, Questions.Asker asker, long nowNs) {
        return ask(
                node,
                asker,
                (sender, txid) -> Query.about(Question.FIND_NODE, target, sender, txid),
                nowNs);
    }

    /// Asks a node for its peers from a path on.
    boolean askForPeers(KnownNode node, long from, Questions.Asker asker, long nowNs) {
        return ask(node, asker, (sender, txid) -> Query.peers(from, sender, txid), nowNs);
    }

    private interface QueryWriter {
        Query write(Sender sender, Bytes txid);
    }

    private boolean ask(KnownNode node, Questions.Asker asker, QueryWriter query, long nowNs) {
        long label = node.label();
        var p = label == Label.INVALID ? null : packets.take();
        if (p == null) return false;
        var txid = questions.add(node.key(), label, asker, nowNs);
        p.append(query.write(sender(label), txid).write());
        return sessions.ask(node.key(), node.version(), label, p, nowNs) == Verdict.OK;
    }

    private Sender sender(long label) {
        return new Sender(ownVersion, EncodingScheme.V358, formOf(label));
    }

    private static int formOf(long label) {
        return Math.max(0, EncodingScheme.V358.formOf(label));
    }

    /// Learns the nodes of an answer.
    ///
    /// @param via path to whoever answered
    void learn(Reply reply, long via, long nowNs) {
        for (var told : reply.nodes()) {
            if (told.version() < RoutingMessage.OLDEST_VERSION) continue;
            long label = Label.splice(told.path(), via);
            if (label == Label.INVALID) tooFar++;
            if (label == Label.INVALID || label == via) continue; // too far, or it speaks of itself
            table.onEndOf(label, told.key());
            var node = table.onTold(told.key(), told.version(), label, nowNs);
            if (node != null) searches.onNode(node, nowNs);
        }
    }

    private static int found(long label) {
        return PathMetric.found(Label.bits(label) * COST_OF_BIT);
    }

    public DhtStats stats() {
        return new DhtStats(questions.asked(), table.all().size(), searches.size(), tooFar);
    }

    /// Tells the sessions all ways to a node.
    void offer(KnownNode node, long nowNs) {
        for (var way : node.ways()) {
            int metric = way.isPeer() ? PathMetric.ROUTING_TABLE_PEER : found(way.label());
            sessions.onPathFound(node.key(), node.version(), way.label(), metric, nowNs);
        }
    }
}
