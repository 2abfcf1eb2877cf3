package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.AdminFunction.openLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.optional;

import boreas.address.LinkAddress;
import boreas.cryptoauth.State;
import boreas.link.PeerStats;
import boreas.link.PortInfo;
import boreas.link.RefusedCaller;
import boreas.node.NodeSnapshot;
import boreas.session.SessionStats;
import boreas.tunnel.TunnelStats;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// `Boreas_*`: what genuine nodes do not tell. Genuine records stay as they are; these have more.
final class BoreasFunctions {
    private static final int PEERS_PER_PAGE = 32;
    private static final int SESSIONS_PER_PAGE = 32;
    private static final int TUNNELS_PER_PAGE = 8;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private final NodeGate node;
    private final Surroundings around;

    private BoreasFunctions(NodeGate node, Surroundings around) {
        this.node = node;
        this.around = around;
    }

    static List<AdminFunction> of(NodeGate node, Surroundings around) {
        var f = new BoreasFunctions(node, around);
        return List.of(
                openLater("Boreas_peers", f::peers, optional("page", INT)),
                openLater("Boreas_refused", f::refused),
                guardedLater("Boreas_sessions", f::sessions, optional("page", INT)),
                openLater("Boreas_site", f::site, optional("page", INT)),
                openLater("Boreas_status", f::status));
    }

    private CompletableFuture<Reply> peers(Call call) {
        return node.snapshot()
                .thenApply(s -> {
                    var page =
                            Page.of(s.peers(), call.arguments().number("page", 0), PEERS_PER_PAGE);
                    var time = new NodeTime(s.nowNs(), call.epochMillis());
                    return Reply.success()
                            .with("total", s.peers().size())
                            .withMore(page.hasMore())
                            .withDicts(
                                    "peers",
                                    page.items().stream().map(p -> record(p, s, time)).toList());
                });
    }

    private static Reply record(PeerStats peer, NodeSnapshot node, NodeTime time) {
        var record =
                PeerFunctions.record(peer, node, time)
                        .with("since", time.epochMillisOf(peer.stateSinceNs()))
                        .with("isSuspect", peer.isSuspect())
                        .with("datagramsIn", peer.datagramsIn())
                        .with("hellosSent", peer.hellosSent());
        return peer.rttNs() < 0 ? record : record.with("rttUs", peer.rttNs() / NANOS_PER_MICRO);
    }

    /// A few at most, so there are no pages.
    private CompletableFuture<Reply> refused(Call call) {
        return node.snapshot()
                .thenApply(s -> {
                    var time = new NodeTime(s.nowNs(), call.epochMillis());
                    return Reply.success()
                            .withDicts(
                                    "callers",
                                    s.refused().stream().map(c -> record(c, s, time)).toList());
                });
    }

    private static Reply record(RefusedCaller caller, NodeSnapshot node, NodeTime time) {
        return new Reply()
                .with("lladdr", caller.linkAddress())
                .with("ifNum", node.ifNum(caller.port()))
                .with("key", caller.key().toString())
                .with("ip6", caller.key().ip6().toString())
                .with("reason", caller.reason().name())
                .with("count", caller.count())
                .with("first", time.epochMillisOf(caller.firstNs()))
                .with("last", time.epochMillisOf(caller.lastNs()));
    }

    private CompletableFuture<Reply> sessions(Call call) {
        return node.snapshot()
                .thenApply(s -> {
                    var page =
                            Page.of(
                                    s.sessions(),
                                    call.arguments().number("page", 0),
                                    SESSIONS_PER_PAGE);
                    var time = new NodeTime(s.nowNs(), call.epochMillis());
                    return Reply.success()
                            .with("total", s.sessions().size())
                            .withMore(page.hasMore())
                            .withDicts(
                                    "sessions",
                                    page.items().stream().map(x -> record(x, time)).toList());
                });
    }

    private static Reply record(SessionStats session, NodeTime time) {
        var record =
                SessionFunctions.record(session, time)
                        .with("paths", session.paths().size())
                        .with("isSuspect", session.isSuspect())
                        .with("isRenewing", session.isRenewing())
                        .with("renewals", session.renewals())
                        .with("lastIn", time.epochMillisOf(session.lastInNs()))
                        .with("bytesIn", session.bytesIn())
                        .with("bytesOut", session.bytesOut())
                        .with("receivedPackets", session.receivedPackets());
        return session.roundTripNs() <= 0
                ? record
                : record.with("rttUs", session.roundTripNs() / NANOS_PER_MICRO);
    }

    /// Without `machine` the node is of no site.
    private CompletableFuture<Reply> site(Call call) {
        var site = around.site();
        if (site == null) return CompletableFuture.completedFuture(Reply.success());
        return node.snapshot()
                .thenApply(s -> {
                    var page =
                            Page.of(
                                    site.tunnels(),
                                    call.arguments().number("page", 0),
                                    TUNNELS_PER_PAGE);
                    var time = new NodeTime(s.nowNs(), call.epochMillis());
                    return Reply.success()
                            .with("machine", site.machine())
                            .with("repairs", site.repairs())
                            .with("total", site.tunnels().size())
                            .withMore(page.hasMore())
                            .withDicts(
                                    "tunnels",
                                    page.items().stream().map(w -> record(w, s, time)).toList());
                });
    }

    private static Reply record(SiteView.Way way, NodeSnapshot s, NodeTime time) {
        var record =
                new Reply()
                        .with("device", way.device())
                        .with("machine", way.machine())
                        .with("repairs", way.repairs());
        for (var t : s.tunnels()) if (t.tunId() == way.tunId()) describe(t, record, time);
        return record;
    }

    private static void describe(TunnelStats t, Reply record, NodeTime time) {
        record.with("key", t.far().toString())
                .with("state", t.state().name())
                .with("since", time.epochMillisOf(t.sinceNs()))
                .with("packetsIn", t.packetsIn())
                .with("bytesIn", t.bytesIn())
                .with("packetsOut", t.packetsOut())
                .with("bytesOut", t.bytesOut())
                .with("probesOut", t.probesOut())
                .with("probesIn", t.probesIn());
        if (t.lastHeardNs() != Long.MIN_VALUE)
            record.with("lastHeard", time.epochMillisOf(t.lastHeardNs()));
        if (t.roundTripNs() > 0) record.with("rttUs", t.roundTripNs() / NANOS_PER_MICRO);
        var drops = new Reply();
        t.drops().forEach((verdict, count) -> drops.with(verdict.name(), count));
        record.with("drops", drops);
    }

    private CompletableFuture<Reply> status(Call call) {
        return node.snapshot().thenApply(this::describe);
    }

    private Reply describe(NodeSnapshot s) {
        var drops = new Reply();
        s.drops().forEach((verdict, count) -> drops.with(verdict.name(), count));
        return Reply.success()
                .with("program", around.program())
                .with("uptimeMs", (s.nowNs() - s.startedNs()) / NANOS_PER_MILLI)
                .with("datagramsIn", s.datagramsIn())
                .withTexts("ports", s.ports().stream().map(PortInfo::name).toList())
                .withTexts(
                        "absent",
                        s.ports().stream().filter(this::isAbsent).map(PortInfo::name).toList())
                .with("users", s.users().size())
                .with("sessions", s.sessions().size())
                .with(
                        "sessionsEstablished",
                        s.sessions().stream().filter(x -> x.state() == State.ESTABLISHED).count())
                .with("drops", drops);
    }

    /// Bound ahead, or left behind: to an address that this machine does not have now.
    private boolean isAbsent(PortInfo port) {
        return port.local() instanceof PortInfo.Local.Udp(LinkAddress bound)
                && !around.process().hasAddress(bound.ip());
    }
}
