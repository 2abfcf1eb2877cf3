package boreas.admin;

import boreas.value.JsonText;
import boreas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What `boreas peers` prints: all peers of a running node, and the likely cause where one is not
/// well.
///
/// @param refused who knocked and was not let in
/// @param nowMs when the node was asked, milliseconds since 1970
public record PeersReport(List<PeerLine> peers, List<RefusedLine> refused, long nowMs)
        implements Report {
    /// What genuine nodes call neighbours that no configuration names.
    private static final Map<String, String> FOUND_BY_BEACONS =
            new TreeMap<>(
                    Map.of(
                            "beacon_peer", "found by its beacon, and called by this node",
                            "Local Peers",
                                    "found by this node's beacon, and called by the other one"));

    public PeersReport {
        peers = List.copyOf(peers);
        refused = List.copyOf(refused);
    }

    /// Asks a node; genuine ones tell less.
    ///
    /// @throws AdminException when it does not answer
    public static PeersReport fetch(AdminClient client, long nowMs) {
        return new PeersReport(peers(client), refused(client), nowMs);
    }

    /// The peers, as full as the node describes them.
    static List<PeerLine> peers(AdminClient client) {
        var records =
                client.knows("Boreas_peers")
                        ? client.pagesOpen("Boreas_peers", "peers")
                        : client.pagesOpen("InterfaceController_peerStats", "peers");
        return records.stream()
                .filter(Value.Dict.class::isInstance)
                .map(v -> PeerLine.of((Value.Dict) v))
                .toList();
    }

    private static List<RefusedLine> refused(AdminClient client) {
        if (!client.knows("Boreas_refused")) return List.of();
        var reply = client.callOpen("Boreas_refused", Value.dict().build());
        return reply.dicts("callers").stream().map(RefusedLine::of).toList();
    }

    /// True when each peer is well. A node without peers is not.
    @Override
    public boolean isHealthy() {
        return !peers.isEmpty() && peers.stream().allMatch(p -> PeerDiagnosis.of(p, nowMs) == null);
    }

    long established() {
        return peers.stream().filter(PeerLine::isEstablished).count();
    }

    @Override
    public String toTable() {
        return toTable(Ink.PLAIN);
    }

    /// A line for each peer, then a sentence for each that is not well.
    @Override
    public String toTable(Ink ink) {
        if (peers.isEmpty()) return "no peers: this node is alone\n" + lines(knocks());
        var table =
                new TextTable()
                        .column("STATE", TextTable.Side.LEFT)
                        .column("NAME", TextTable.Side.LEFT)
                        .column("ADDRESS", TextTable.Side.LEFT)
                        .column("VIA", TextTable.Side.LEFT)
                        .column("IN", TextTable.Side.RIGHT)
                        .column("OUT", TextTable.Side.RIGHT)
                        .column("RTT", TextTable.Side.RIGHT)
                        .column("SINCE", TextTable.Side.RIGHT)
                        .column("HEARD", TextTable.Side.RIGHT);
        for (var p : peers)
            table.row(
                    state(p, ink),
                    p.name().isEmpty() ? HumanText.UNKNOWN : p.name(),
                    p.address() == null ? HumanText.UNKNOWN : p.address().ip6().toString(),
                    (p.isIncoming() ? "from " : "to ") + p.linkAddress(),
                    HumanText.rate(p.receiveKbps()),
                    HumanText.rate(p.sendKbps()),
                    p.rttUs() < 0 ? HumanText.UNKNOWN : HumanText.millis(p.rttUs()),
                    p.sinceMs() < 0 ? HumanText.UNKNOWN : HumanText.duration(nowMs - p.sinceMs()),
                    p.lastMs() <= 0 ? "never" : HumanText.duration(nowMs - p.lastMs()) + " ago");
        boolean isAnySuspect = peers.stream().anyMatch(PeerLine::isSuspect);
        return table
                + (isAnySuspect
                        ? "? something was sent there, and nothing has come back yet\n"
                        : "")
                + lines(legend())
                + lines(complaints().stream().map(ink::bad).toList())
                + lines(knocks().stream().map(ink::doubtful).toList());
    }

    /// Names that nobody here gave.
    private List<String> legend() {
        return FOUND_BY_BEACONS.entrySet().stream()
                .filter(e -> peers.stream().anyMatch(p -> p.name().equals(e.getKey())))
                .map(e -> e.getKey() + ": " + e.getValue())
                .toList();
    }

    static String state(PeerLine peer, Ink ink) {
        if (peer.isSuspect()) return ink.doubtful(peer.state() + "?");
        return peer.isEstablished() ? ink.good(peer.state()) : ink.bad(peer.state());
    }

    private static String lines(List<String> sentences) {
        return String.join("", sentences.stream().map(c -> c + "\n").toList());
    }

    private List<String> knocks() {
        return refused.stream().map(r -> r.toSentence(nowMs)).toList();
    }

    /// A sentence for each peer that is not well.
    List<String> complaints() {
        return peers.stream()
                .map(p ->
                        PeerDiagnosis.of(p, nowMs) instanceof String cause
                                ? p.title() + ": " + cause
                                : null)
                .filter(Objects::nonNull)
                .toList();
    }

    /// A list under `peers`: the node's own records, with the likely cause where there is one.
    @Override
    public String toJson() {
        return JsonText.standard(toValue()) + "\n";
    }

    Value.Dict toValue() {
        return Value.dict()
                .put("peers", peers.stream().map(this::toValue).toList())
                .put("refused", refused.stream().map(RefusedLine::record).toList())
                .put("healthy", isHealthy() ? 1 : 0)
                .build();
    }

    private Value.Dict toValue(PeerLine peer) {
        var entries = peer.record().edit();
        if (peer.address() != null) entries.put("ip6", peer.address().ip6().toString());
        if (PeerDiagnosis.of(peer, nowMs) instanceof String cause) entries.put("cause", cause);
        return entries.build();
    }
}
