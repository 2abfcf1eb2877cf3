package boreas.bench.overlay;

import boreas.lab.Host;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Two hosts that reach each other, and the nodes that make it so.
///
/// @param address of the far end, as the near end reaches it
/// @param nodes processes by host, from the near end to the far one
/// @param firstReply from the start of the near node, which is the last to start, to the first
///   answered ping
/// @param laboratory everything, to be closed
public record Overlay(
        Host near,
        Host far,
        String address,
        Map<String, List<Long>> nodes,
        Duration firstReply,
        AutoCloseable laboratory)
        implements AutoCloseable {

    /// The processes at one end or the other.
    public List<Long> nodesAt(Host host) {
        return nodes.getOrDefault(host.name(), List.of());
    }

    public List<Long> allNodes() {
        return nodes.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public void close() {
        try {
            laboratory.close();
        } catch (Exception e) {
            throw new AssertionError("a laboratory does not close", e);
        }
    }
}
