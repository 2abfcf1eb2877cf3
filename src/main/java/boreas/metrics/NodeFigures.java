package boreas.metrics;

import boreas.admin.SiteView;
import boreas.cryptoauth.State;
import boreas.env.Verdict;
import boreas.link.PeerState;
import boreas.link.PeerStats;
import boreas.node.NodeCounts;
import boreas.node.NodeSnapshot;
import boreas.session.PathStats;
import boreas.tunnel.TunnelState;
import boreas.tunnel.TunnelStats;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a node and its site say of themselves, as metrics. Names follow Prometheus' conventions:
/// base units, `_total` on what only grows. The number of series is bounded: peers beyond
/// [#PEERS_MAX] share one, sessions have no series of their own.
final class NodeFigures {
    /// Ours: an operator has fewer peers with names; a node that strangers may call has more.
    static final int PEERS_MAX = 64;

    private static final String OTHERS = "others";
    private static final double NANOS = 1e9;

    private final Family.Set families;

    private NodeFigures(Family.Set families) {
        this.families = families;
    }

    /// @param site null: of none
    static void describe(
            NodeSnapshot node,
            NodeCounts counts,
            @Nullable SiteView site,
            long nowEpochMillis,
            Family.Set families) {
        var figures = new NodeFigures(families);
        figures.links(node, nowEpochMillis);
        figures.sessions(node);
        figures.drops(node);
        figures.counts(node, counts);
        if (site != null) figures.site(site, node, nowEpochMillis);
    }

    // --- links

    private void links(NodeSnapshot node, long nowEpochMillis) {
        var byState =
                families.gauge(
                        "boreas_links",
                        "Links to neighbours by state; established ones carry traffic.");
        for (var state : PeerState.values()) byState.add(0, "state", lower(state));
        Set<String> named = new HashSet<>();
        for (var peer : node.peers()) {
            byState.add(1, "state", lower(peer.state()));
            var ip6 = peer.address().key().ip6().toString();
            boolean isNamed = named.contains(ip6) || named.size() < PEERS_MAX;
            if (isNamed) named.add(ip6);
            var user = peer.user();
            var name = user == null || user.isEmpty() ? ip6 : user;
            String[] labels =
                    isNamed
                            ? new String[] {"peer", name, "ip6", ip6}
                            : new String[] {"peer", OTHERS, "ip6", ""};
            link(peer, labels);
            if (isNamed) liveness(peer, labels, node.nowNs(), nowEpochMillis);
        }
    }

    private void link(PeerStats peer, String[] labels) {
        families.gauge("boreas_link_up", "Links with this neighbour that are established.")
                .add(peer.state() == PeerState.ESTABLISHED ? 1 : 0, labels);
        families.counter(
                        "boreas_link_received_bytes",
                        "Bytes received from this neighbour, as they were on the wire.")
                .add(peer.bytesIn(), labels);
        families.counter("boreas_link_sent_bytes", "Bytes sent to this neighbour.")
                .add(peer.bytesOut(), labels);
        families.counter(
                        "boreas_link_received_packets",
                        "Valid data packets received from this neighbour.")
                .add(peer.receivedPackets(), labels);
        families.counter(
                        "boreas_link_lost_packets",
                        "Packets of this neighbour that did not arrive, by gaps in its numbers.")
                .add(peer.lostPackets(), labels);
        families.counter(
                        "boreas_link_duplicate_packets",
                        "Packets of this neighbour that came a second time.")
                .add(peer.duplicates(), labels);
    }

    private void liveness(PeerStats peer, String[] labels, long nowNs, long nowEpochMillis) {
        if (peer.rttNs() >= 0)
            families.gauge(
                            "boreas_link_round_trip_seconds",
                            "Smoothed round trip of probes on the link; the largest of several.")
                    .largest(peer.rttNs() / NANOS, labels);
        if (peer.lastNs() != Long.MIN_VALUE)
            families.gauge(
                            "boreas_link_last_heard_timestamp_seconds",
                            "When something valid came from this neighbour last, since 1970.")
                    .largest(epochSeconds(peer.lastNs(), nowNs, nowEpochMillis), labels);
    }

    // --- sessions

    private void sessions(NodeSnapshot node) {
        var byState =
                families.gauge("boreas_sessions", "End-to-end sessions by state of their keys.");
        for (var state : State.values()) byState.add(0, "state", lower(state));
        var paths =
                families.gauge(
                        "boreas_session_paths",
                        "Paths of all sessions: in use, ready (standby), only heard of, silent.");
        for (var state : PathStats.State.values()) paths.add(0, "state", lower(state));
        int suspects = 0;
        for (var session : node.sessions()) {
            byState.add(1, "state", lower(session.state()));
            if (session.isSuspect()) suspects++;
            for (var path : session.paths()) paths.add(1, "state", lower(path.state()));
        }
        families.gauge(
                        "boreas_sessions_suspect",
                        "Sessions where something was sent and nothing has come back for a while.")
                .add(suspects);
    }

    // --- the whole node

    private void drops(NodeSnapshot node) {
        var drops =
                families.counter(
                        "boreas_drops", "Packets that were dropped, by reason; see docs/drops.md.");
        for (var verdict : Verdict.values())
            if (verdict != Verdict.OK)
                drops.add(node.drops().getOrDefault(verdict, 0L), "reason", verdict.name());
    }

    private void counts(NodeSnapshot node, NodeCounts counts) {
        families.counter("boreas_received_datagrams", "Datagrams and frames from anybody.")
                .add(node.datagramsIn());
        families.counter(
                        "boreas_handshakes",
                        "Handshakes that ended in a proven key, first ones and renewals.")
                .add(counts.linkHandshakes(), "layer", "link")
                .add(counts.sessionHandshakes(), "layer", "session");
        families.counter("boreas_link_failures", "Links that were up and went down.")
                .add(counts.linkFailures());
        families.gauge("boreas_users", "Passwords by which others may connect.")
                .add(node.users().size());
        families.gauge(
                        "boreas_refused_callers",
                        "Who knocked lately and was not let in, 32 at most.")
                .add(node.refused().size());
        families.counter(
                        "boreas_path_questions",
                        "Questions that the pathfinder asked, pings for sessions among them.")
                .add(counts.paths().questions());
        families.gauge("boreas_path_known_nodes", "Nodes in the routing table.")
                .add(counts.paths().knownNodes());
        families.gauge("boreas_path_searches", "Searches for a path that are under way.")
                .add(counts.paths().searches());
    }

    // --- the site

    private void site(SiteView site, NodeSnapshot node, long nowEpochMillis) {
        families.counter(
                        "boreas_site_repairs",
                        "Things of the site's plan that had to be made again.")
                .add(site.repairs());
        for (var way : site.tunnels()) {
            String[] labels = {"machine", way.machine(), "device", way.device()};
            families.counter("boreas_tunnel_repairs", "How often a tunnel was made again.")
                    .add(way.repairs(), labels);
            for (var tunnel : node.tunnels())
                if (tunnel.tunId() == way.tunId()) tunnel(tunnel, labels, node, nowEpochMillis);
        }
    }

    private void tunnel(
            TunnelStats tunnel, String[] labels, NodeSnapshot node, long nowEpochMillis) {
        families.gauge(
                        "boreas_tunnel_up",
                        "1: a probe from kernel to kernel came back; 0: not, or not yet.")
                .add(tunnel.state() == TunnelState.UP ? 1 : 0, labels);
        families.counter("boreas_tunnel_received_packets", "Packets that came out of a tunnel.")
                .add(tunnel.packetsIn(), labels);
        families.counter("boreas_tunnel_received_bytes", "The same in bytes, without headers.")
                .add(tunnel.bytesIn(), labels);
        families.counter("boreas_tunnel_sent_packets", "Packets that entered a tunnel.")
                .add(tunnel.packetsOut(), labels);
        families.counter("boreas_tunnel_sent_bytes", "The same in bytes, without headers.")
                .add(tunnel.bytesOut(), labels);
        families.counter("boreas_tunnel_probes_sent", "Probes from kernel to kernel.")
                .add(tunnel.probesOut(), labels);
        families.counter("boreas_tunnel_probes_answered", "Answers to them.")
                .add(tunnel.probesIn(), labels);
        families.counter("boreas_tunnel_drops", "Packets of a tunnel that were dropped.")
                .add(tunnel.drops().values().stream().mapToLong(n -> n).sum(), labels);
        if (tunnel.roundTripNs() > 0)
            families.gauge("boreas_tunnel_round_trip_seconds", "The best of the last three probes.")
                    .add(tunnel.roundTripNs() / NANOS, labels);
        if (tunnel.lastHeardNs() != Long.MIN_VALUE)
            families.gauge(
                            "boreas_tunnel_last_heard_timestamp_seconds",
                            "When something of the far site came out of it last, since 1970.")
                    .add(epochSeconds(tunnel.lastHeardNs(), node.nowNs(), nowEpochMillis), labels);
    }

    private static double epochSeconds(long ns, long nowNs, long nowEpochMillis) {
        return nowEpochMillis / 1e3 - (nowNs - ns) / NANOS;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
