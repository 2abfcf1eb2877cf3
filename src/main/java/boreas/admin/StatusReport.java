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

/// What `boreas status` prints: who the node is, since when it runs, how it is connected, what it
/// dropped, and what is wrong.
///
/// @param info the reply of `Core_nodeInfo`
/// @param status the reply of `Boreas_status`; null from a genuine node
/// @param processId -1 unknown
public record StatusReport(
        String endpoint,
        Value.Dict info,
        Value.@Nullable Dict status,
        long processId,
        PeersReport peers)
        implements Report {
    /// Ours: more lines of drops than this hide the others.
    private static final int DROPS_SHOWN = 8;

    /// Asks a node; genuine ones tell less.
    ///
    /// @throws AdminException when it does not answer
    public static StatusReport fetch(AdminClient client, long nowMs) {
        var none = Value.dict().build();
        return new StatusReport(
                client.node().toString(),
                client.callOpen("Core_nodeInfo", none),
                client.knows("Boreas_status") ? client.callOpen("Boreas_status", none) : null,
                client.callOpen("Core_pid", none).number("pid", -1),
                PeersReport.fetch(client, nowMs));
    }

    /// True when each peer is well, and there is one.
    @Override
    public boolean isHealthy() {
        return peers.isHealthy();
    }

    /// A heading and a figure on each line; what is wrong stands at the end.
    @Override
    public String toTable() {
        var table =
                new TextTable()
                        .column("node", TextTable.Side.LEFT)
                        .column(text(info, "myIp6"), TextTable.Side.LEFT);
        table.row("key", key());
        table.row("program", program());
        table.row("admin", endpoint);
        if (status != null) {
            table.row("up for", HumanText.duration(status.number("uptimeMs", 0)));
            for (var port : texts(status, "ports")) table.row("listens", port);
            table.row(
                    "sessions",
                    status.number("sessionsEstablished", 0)
                            + " of "
                            + status.number("sessions", 0)
                            + " established");
        }
        table.row("peers", peers.established() + " of " + peers.peers().size() + " established");
        if (status != null) for (var drop : drops(status)) table.row("dropped", drop);
        var text = new StringBuilder(table.toString());
        if (peers.peers().isEmpty()) text.append("no peers: this node is alone\n");
        for (var complaint : peers.complaints()) text.append(complaint).append('\n');
        return text.toString();
    }

    /// The node's own replies under `node`, `status` and `peers`.
    @Override
    public String toJson() {
        var all = Value.dict().put("admin", endpoint).put("node", info);
        if (processId >= 0) all.put("pid", processId);
        if (status != null) all.put("status", status);
        var dict = peers.toValue();
        all.put("peers", List.copyOf(listOf(dict, "peers")));
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
