package boreas.admin;

import boreas.address.Ip6;
import boreas.value.JsonText;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `boreas paths` prints: by which ways a session can go, and what it thinks of them.
public final class PathsReport implements Report {
    /// What there is for genuine nodes.
    static final String PING_WORKS = "`boreas ping` works with it";

    private final Value.Dict reply;
    private final KnownNames names;
    private final List<PathLine> paths;

    PathsReport(Value.Dict reply, KnownNames names) {
        this.reply = reply;
        this.names = names;
        paths = reply.dicts("paths").stream().map(PathLine::of).toList();
    }

    /// Asks a node.
    ///
    /// @throws AdminException when it does not answer, or is a genuine one
    public static PathsReport fetch(AdminClient client, Ip6 address) {
        client.requireOurs("Boreas_paths", PING_WORKS);
        var reply =
                client.call("Boreas_paths", Value.dict().put("ip6", address.toString()).build());
        return new PathsReport(reply, new KnownNames(PeersReport.peers(client)));
    }

    List<PathLine> paths() {
        return paths;
    }

    boolean hasSession() {
        return reply.has("state");
    }

    boolean isSelf() {
        return is("isSelf");
    }

    boolean isSearching() {
        return is("isSearching");
    }

    long peersUp() {
        return reply.number("peersUp", 0);
    }

    long peers() {
        return reply.number("peers", 0);
    }

    String state() {
        return text("state");
    }

    String sessionKey() {
        var name = text("addr");
        int dot = name.lastIndexOf('.', Math.max(0, name.length() - 3));
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    private boolean is(String key) {
        return reply.number(key, 0) != 0;
    }

    private String text(String key) {
        return HumanText.of(reply, key);
    }

    /// True when traffic has a path that is not silent.
    @Override
    public boolean isHealthy() {
        return isSelf() || paths.stream().anyMatch(p -> p.isInUse());
    }

    /// A line for each path, and how it stands.
    @Override
    public String toTable() {
        if (isSelf()) return text("ip6") + " is this node itself\n";
        var lines = new StringBuilder();
        if (hasSession()) {
            lines.append(text("ip6"))
                    .append(title())
                    .append(": session ")
                    .append(state())
                    .append(is("isSuspect") ? ", silent for a while" : "")
                    .append(is("isRenewing") ? ", being renewed" : "")
                    .append('\n');
            if (!paths.isEmpty()) lines.append(table());
        } else {
            lines.append("no session with ").append(text("ip6")).append('\n');
        }
        for (var sentence : sentences()) lines.append(sentence).append('\n');
        return lines.toString();
    }

    private String title() {
        var name = names.nameOf(sessionKey());
        return name.equals(HumanText.UNKNOWN) ? "" : " (" + name + ")";
    }

    private String table() {
        var table =
                new TextTable()
                        .column("PATH", TextTable.Side.LEFT)
                        .column("STATE", TextTable.Side.LEFT)
                        .column("HOPS", TextTable.Side.LEFT)
                        .column("RTT", TextTable.Side.RIGHT)
                        .column("LOSS", TextTable.Side.RIGHT)
                        .column("PROVEN", TextTable.Side.RIGHT)
                        .column("METRIC", TextTable.Side.LEFT)
                        .column("FROM", TextTable.Side.LEFT);
        for (var p : paths)
            table.row(
                    p.label(),
                    p.state(),
                    hops(p),
                    p.rttUs() < 0 ? HumanText.UNKNOWN : HumanText.millis(p.rttUs()),
                    p.state().equals("unproven")
                            ? HumanText.UNKNOWN
                            : HumanText.percent(p.lossPpm()),
                    p.provenAgeMs() < 0 ? "never" : HumanText.duration(p.provenAgeMs()) + " ago",
                    String.format(Locale.ROOT, "%08x", p.metric()),
                    p.source());
        return table.toString();
    }

    private String hops(PathLine p) {
        if (p.hops().isEmpty()) return HumanText.UNKNOWN;
        if (p.hops().size() == 1) return "1, direct";
        var between = new ArrayList<String>();
        for (var key : p.hops().subList(0, p.hops().size() - 1)) between.add(names.of(key));
        return p.hops().size() + ", by " + String.join(", ", between);
    }

    private List<String> sentences() {
        var sentences = new ArrayList<String>();
        if (isSearching()) sentences.add("A search for paths to it is under way.");
        if (peersUp() == 0)
            sentences.add(
                    peers() == 0
                            ? "This node has no peers, so it reaches nobody."
                            : "None of its "
                                    + peers()
                                    + " peers is up, so this node reaches nobody: `boreas peers`"
                                    + " says why.");
        else if (!hasSession())
            sentences.add(
                    (is("isKnown")
                                    ? "The routing table knows the way; a session opens"
                                    : "The routing table does not know it; it is searched")
                            + " with the first packet, or by `boreas ping "
                            + text("ip6")
                            + "`.");
        else if (paths.isEmpty() && !isSearching())
            sentences.add("No path is known; the next packet begins a search.");
        return sentences;
    }

    /// The node's own reply.
    @Override
    public String toJson() {
        return JsonText.standard(reply) + "\n";
    }
}
