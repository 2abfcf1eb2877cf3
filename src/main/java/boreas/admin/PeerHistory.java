package boreas.admin;

import boreas.label.Label;
import boreas.link.PeerState;
import boreas.link.PeerStats;
import boreas.node.NodeCommand;
import boreas.node.NodeSnapshot;
import boreas.switching.SwitchPinger.Question;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The last three minutes of each link, in slots of ten seconds: how slow, how lossy, how much; and
/// the path from the peer back to here, which is asked of it. From any thread. Source: cjdns
/// protocol, admin API, `ReachabilityCollector_getPeerInfo`.
final class PeerHistory {
    /// Of the protocol.
    static final int SLOTS = 18;

    /// Of the protocol.
    static final long SLOT_MS = 10_000;

    /// Of the protocol: lost packets in parts of 2^18.
    private static final int LOSS_BITS = 18;

    private static final long LOSS_MAX = 0xfffe;

    /// Ours: a minute; who has not told by then never will.
    static final int ASKS_MAX = 6;

    private static final long BYTES_PER_KB = 1024;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long PATH_TIMEOUT_NS = 2_000 * NANOS_PER_MILLI;

    /// One link.
    private static final class Link {
        PeerStats now;
        final long[] lagMs = new long[SLOTS];
        final long[] loss = new long[SLOTS];
        final long[] kb = new long[SLOTS];
        long samples;
        long pathToUs;
        int asks;

        Link(PeerStats now) {
            this.now = now;
        }

        void sample(PeerStats next) {
            int slot = (int) (samples++ % SLOTS);
            long lost = Math.max(0, next.lostPackets() - now.lostPackets());
            long got = Math.max(0, next.receivedPackets() - now.receivedPackets());
            lagMs[slot] = next.rttNs() < 0 ? 0 : next.rttNs() / NANOS_PER_MILLI;
            loss[slot] =
                    lost + got == 0 ? 0 : Math.min(LOSS_MAX, (lost << LOSS_BITS) / (lost + got));
            kb[slot] = Math.max(0, next.bytesIn() - now.bytesIn()) / BYTES_PER_KB;
            now = next;
        }

        Reply describe() {
            return new Reply()
                    .with("addr", now.address().toString())
                    .with("pathThemToUs", Label.toText(pathToUs))
                    .with("querying", pathToUs == 0 && asks <= ASKS_MAX)
                    .with("lagSlots", lagMs)
                    .with("dropSlots", loss)
                    .with("kbRecvSlots", kb)
                    .with("samples", samples);
        }
    }

    /// In the order in which they came up.
    private final Map<Long, Link> links = new LinkedHashMap<>();

    /// To be told every [#SLOT_MS].
    ///
    /// @param node is asked for the paths back
    void sample(NodeSnapshot snapshot, NodeGate node) {
        for (var peer : take(snapshot.peers())) {
            var ask =
                    new NodeCommand.SwitchPing(
                            Question.RPATH,
                            peer.address().label(),
                            Bytes.EMPTY,
                            PATH_TIMEOUT_NS,
                            (answer, _) -> onAnswer(peer.peerId(), answer.reply()));
            var _ = node.send(ask);
        }
    }

    /// @return whose path back is to be asked
    private synchronized List<PeerStats> take(List<PeerStats> peers) {
        var there = new HashSet<Long>();
        var toAsk = new ArrayList<PeerStats>();
        for (var p : peers) {
            if (p.state() != PeerState.ESTABLISHED) continue;
            there.add(p.peerId());
            var link = links.get(p.peerId());
            if (link == null) {
                link = new Link(p);
                links.put(p.peerId(), link);
            } else link.sample(p);
            if (link.pathToUs == 0 && link.asks++ < ASKS_MAX) toAsk.add(p);
        }
        links.keySet().retainAll(there);
        return toAsk;
    }

    private synchronized void onAnswer(long peerId, @Nullable ControlFrame reply) {
        var link = links.get(peerId);
        if (link != null && reply instanceof ControlFrame.RpathReply back)
            link.pathToUs = back.path();
    }

    synchronized List<Reply> describe() {
        return links.values().stream().map(Link::describe).toList();
    }
}
