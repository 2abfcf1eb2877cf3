package boreas.admin;

import boreas.address.AddressException;
import boreas.address.NodeAddress;
import boreas.env.Verdict;
import boreas.value.JsonText;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `boreas status` prints, on one screen: how the node is doing as a whole, who it is, since
/// when it runs, what it carries and dropped, and what is wrong. Who the peers are is for `boreas
/// peers`.
///
/// @param info the reply of `Core_nodeInfo`
/// @param status the reply of `Boreas_status`; null from a genuine node
/// @param tunnels of the node's site, from `Boreas_site`
/// @param processId -1 unknown
public record StatusReport(
        String endpoint,
        Value.Dict info,
        Value.@Nullable Dict status,
        long processId,
        List<Value.Dict> tunnels,
        PeersReport peers)
        implements Report {
    /// Ours: more peers than this in one line are not read.
    private static final int NAMES_SHOWN = 6;

    /// Ours: more lines of drops than this hide the others.
    private static final int DROPS_SHOWN = 8;

    /// Asks a node; genuine ones tell less.
    ///
    /// @throws AdminException when it does not answer
    public static StatusReport fetch(AdminClient client, long nowMs) {
        var none = Value.dict().build();
        boolean isOurs = client.knows("Boreas_status");
        return new StatusReport(
                client.node().toString(),
                client.callOpen("Core_nodeInfo", none),
                isOurs ? client.callOpen("Boreas_status", none) : null,
                // A genuine 21.1 that runs with its `seccomp` is ended by this one.
                isOurs ? client.callOpen("Core_pid", none).number("pid", -1) : -1,
                client.knows("Boreas_site") ? tunnels(client) : List.of(),
                PeersReport.fetch(client, nowMs));
    }

    /// A node without a site has no list of tunnels at all.
    private static List<Value.Dict> tunnels(AdminClient client) {
        var none = Value.dict().build();
        if (!client.callOpen("Boreas_site", none).has("machine")) return List.of();
        return client.pagesOpen("Boreas_site", "tunnels").stream()
                .filter(Value.Dict.class::isInstance)
                .map(Value.Dict.class::cast)
                .toList();
    }

    /// True when each peer and each tunnel is well, and there is a peer.
    @Override
    public boolean isHealthy() {
        return peers.isHealthy() && tunnelComplaints().isEmpty();
    }

    @Override
    public String toTable() {
        return toTable(Ink.PLAIN);
    }

    /// A heading and a figure on each line; what is wrong stands at the end.
    @Override
    public String toTable(Ink ink) {
        var table =
                new TextTable()
                        .column("node", TextTable.Side.LEFT)
                        .column(text(info, "myIp6"), TextTable.Side.LEFT);
        table.row("state", isHealthy() ? ink.good("well") : ink.bad("not well, see below"));
        table.row("key", key());
        table.row("program", program());
        table.row("admin", endpoint);
        if (status != null) {
            table.row("up for", HumanText.duration(status.number("uptimeMs", 0)));
            var absent = texts(status, "absent");
            for (var port : texts(status, "ports"))
                table.row("listens", absent.contains(port) ? ahead(port, ink) : port);
            table.row(
                    "sessions",
                    status.number("sessionsEstablished", 0)
                            + " of "
                            + status.number("sessions", 0)
                            + " established");
        }
        table.row("peers", peerLine(ink));
        table.row("traffic", traffic());
        if (!tunnels.isEmpty()) table.row("tunnels", tunnelLine());
        if (status != null) for (var drop : drops(status)) table.row("dropped", drop);
        var text = new StringBuilder(table.toString());
        if (peers.peers().isEmpty())
            text.append(ink.bad("no peers: this node is alone")).append('\n');
        for (var complaint : peers.complaints()) text.append(ink.bad(complaint)).append('\n');
        for (var complaint : tunnelComplaints()) text.append(ink.bad(complaint)).append('\n');
        return text.toString();
    }

    private static String ahead(String port, Ink ink) {
        return ink.doubtful(
                port + ": not an address of this machine now; it listens there when it comes");
    }

    /// `2 of 3 established: home, vps2; not vps3`
    private String peerLine(Ink ink) {
        var up = names(true);
        var down = names(false);
        var text =
                peers.established()
                        + " of "
                        + peers.peers().size()
                        + " established"
                        + (up.isEmpty() ? "" : ": " + up);
        return down.isEmpty() ? text : text + ink.bad("; not " + down);
    }

    private String names(boolean isEstablished) {
        var all =
                peers.peers().stream()
                        .filter(p -> p.isEstablished() == isEstablished)
                        .map(PeerLine::title)
                        .toList();
        var shown = String.join(", ", all.subList(0, Math.min(all.size(), NAMES_SHOWN)));
        return all.size() <= NAMES_SHOWN ? shown : shown + ", …";
    }

    private String traffic() {
        var all = peers.peers();
        return "%s in, %s out over all links; %s in and %s out so far"
                .formatted(
                        HumanText.rate(all.stream().mapToLong(PeerLine::receiveKbps).sum()),
                        HumanText.rate(all.stream().mapToLong(PeerLine::sendKbps).sum()),
                        HumanText.bytes(all.stream().mapToLong(PeerLine::bytesIn).sum()),
                        HumanText.bytes(all.stream().mapToLong(PeerLine::bytesOut).sum()));
    }

    private String tunnelLine() {
        long up = tunnels.stream().filter(t -> text(t, "state").equals("UP")).count();
        return up + " of " + tunnels.size() + " carry packets";
    }

    /// One that has only just been opened may be `UNKNOWN`.
    private List<String> tunnelComplaints() {
        return tunnels.stream()
                .filter(t -> !text(t, "state").matches("UP|UNKNOWN"))
                .map(t ->
                        "tunnel to %s: %s; `boreas site status` says more"
                                .formatted(
                                        text(t, "machine"),
                                        text(t, "state").equals("STUCK")
                                                ? "the session is there, and nothing comes back through it"
                                                : "its node is not reached"))
                .toList();
    }

    /// The node's own replies under `node`, `status` and `peers`.
    @Override
    public String toJson() {
        var all = Value.dict().put("admin", endpoint).put("node", AdminClient.content(info));
        if (processId >= 0) all.put("pid", processId);
        if (status != null) all.put("status", AdminClient.content(status));
        var dict = peers.toValue();
        all.put("peers", List.copyOf(listOf(dict, "peers")));
        if (!tunnels.isEmpty()) all.put("tunnels", List.copyOf(tunnels));
        all.put("healthy", isHealthy() ? 1 : 0);
        return JsonText.standard(all.build()) + "\n";
    }

    private String key() {
        try {
            return NodeAddress.parse(text(info, "myAddr")).key().toString();
        } catch (AddressException e) {
            return HumanText.UNKNOWN;
        }
    }

    private String program() {
        var name = status == null ? "a genuine node or another" : text(status, "program");
        return name
                + ", protocol "
                + info.number("version", 0)
                + (processId < 0 ? "" : ", process " + processId);
    }

    /// Most frequent first.
    private static List<String> drops(Value.Dict status) {
        var drops = status.dict("drops");
        if (drops == null) return List.of();
        var all = new ArrayList<>(drops.entries().entrySet());
        all.sort(Comparator.comparing(e -> e.getValue() instanceof Value.Int i ? -i.number() : 0L));
        return all.stream()
                .limit(DROPS_SHOWN)
                .map(e -> e.getValue() + " " + meaning(HumanText.safe(e.getKey().text())))
                .toList();
    }

    private static String meaning(String verdict) {
        for (var v : Verdict.values())
            if (v.name().equals(verdict)) return verdict + " (" + v.meaning() + ")";
        return verdict;
    }

    private static String text(Value.Dict dict, String key) {
        var s = dict.str(key);
        return s == null ? HumanText.UNKNOWN : HumanText.safe(s.text());
    }

    private static List<String> texts(Value.Dict dict, String key) {
        return listOf(dict, key).stream()
                .filter(Value.Str.class::isInstance)
                .map(v -> HumanText.safe(((Value.Str) v).text()))
                .toList();
    }

    private static List<Value> listOf(Value.Dict dict, String key) {
        var items = dict.items(key);
        return items == null ? List.of() : items.values();
    }
}
