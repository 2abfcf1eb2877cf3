package boreas.sim;

import boreas.address.LinkAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// Draws who sent what to whom, and what became of it, as a Mermaid sequence diagram: text that
/// many viewers turn into a picture. Keeps the last lines of a run, which are the ones that matter
/// when it failed.
public final class SequenceDiagram implements Tap {
    private static final int LINES_MAX = 2_000;
    private static final int HANDSHAKE_KINDS = 4;

    private final Map<LinkAddress, String> names = new LinkedHashMap<>();
    private final Deque<String> lines = new ArrayDeque<>();
    private long dropped;

    /// Hosts appear in the order in which they are named.
    public void name(LinkAddress address, String name) {
        names.put(address, name);
    }

    @Override
    public void onDatagram(long nowNs, LinkAddress from, LinkAddress to, byte[] bytes, Fate fate) {
        if (fate == Fate.SENT) return;
        String arrow = fate == Fate.DELIVERED ? "->>" : "-x";
        String why = fate == Fate.DELIVERED ? "" : fate == Fate.LOST ? " (lost)" : " (no way)";
        add(
                "%s%s%s: %s %s%s"
                        .formatted(nameOf(from), arrow, nameOf(to), time(nowNs), kind(bytes), why));
    }

    @Override
    public void onNote(long nowNs, String who, String text) {
        add("Note over %s: %s %s".formatted(who, time(nowNs), text.replace(';', ',')));
    }

    /// What a link packet is, by what can be seen from outside.
    static String kind(byte[] bytes) {
        if (bytes.length < 4) return "runt of " + bytes.length;
        long first = 0;
        for (int i = 0; i < 4; i++) first = first << 8 | (bytes[i] & 0xff);
        String what =
                first < HANDSHAKE_KINDS
                        ? new String[] {"hello", "repeated hello", "key", "repeated key"}
                                [(int) first]
                        : "data " + first;
        return what + ", " + bytes.length + " B";
    }

    private String nameOf(LinkAddress address) {
        return names.getOrDefault(address, address.toString().replace(':', '_'));
    }

    private static String time(long nowNs) {
        return "%.3f s".formatted(nowNs / 1e9);
    }

    private void add(String line) {
        lines.addLast(line);
        if (lines.size() <= LINES_MAX) return;
        lines.removeFirst();
        dropped++;
    }

    /// The diagram's text.
    public String text() {
        var text = new StringBuilder("sequenceDiagram\n");
        for (var name : names.values()) text.append("    participant ").append(name).append('\n');
        if (dropped > 0) text.append("    %% ").append(dropped).append(" earlier lines\n");
        for (var line : lines) text.append("    ").append(line).append('\n');
        return text.toString();
    }
}
