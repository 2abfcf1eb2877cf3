package boreas.interop;

import boreas.lab.Network;
import boreas.lab.NodeAdmin;
import boreas.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/// What the nodes of a network have dropped since some moment, by verdict: a request that is lost
/// between nodes of ours has left its reason at one of them, or never came there.
final class Drops {
    private final Network network;

    /// By host, as each node tells it.
    private final Map<String, Map<String, Long>> before;

    private Drops(Network network) {
        this.network = network;
        this.before = counted(network);
    }

    /// From now on.
    static Drops of(Network network) {
        return new Drops(network);
    }

    /// A line for each host on which a node of ours runs and answers.
    String sinceThen() {
        var lines = new StringJoiner("\n");
        counted(network).forEach((host, now) -> lines.add(host + ": " + more(host, now)));
        return lines.toString();
    }

    private String more(String host, Map<String, Long> now) {
        var then = before.getOrDefault(host, Map.of());
        var words = new StringJoiner(", ");
        now.forEach((verdict, count) -> {
            long more = count - then.getOrDefault(verdict, 0L);
            if (more != 0) words.add(verdict + " " + more);
        });
        return words.length() == 0 ? "nothing" : words.toString();
    }

    private static Map<String, Map<String, Long>> counted(Network network) {
        var byHost = new LinkedHashMap<String, Map<String, Long>>();
        for (var host : network.topology().hosts()) {
            var node = network.node(host);
            if (!node.isAlive()) continue;
            var status = new NodeAdmin(node).ask("Boreas_status", Value.dict().build());
            var drops = status.dict("drops");
            if (drops == null) continue;
            var counts = new LinkedHashMap<String, Long>();
            for (var name : drops.entries().keySet())
                counts.put(name.text(), drops.number(name.text(), 0));
            byHost.put(host, counts);
        }
        return byHost;
    }
}
