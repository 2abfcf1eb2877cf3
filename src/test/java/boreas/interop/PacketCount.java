package boreas.interop;

import boreas.lab.Host;
import java.util.regex.Pattern;

/// Counters of a host's kernel for packets that look so: who judges the wire is the kernel.
final class PacketCount {
    private static final String TABLE = "inet judge";

    private final Host host;

    private PacketCount(Host host) {
        this.host = host;
    }

    /// Before any rule of the scenario itself; decides nothing.
    static PacketCount on(Host host) {
        host.must("nft", "add table " + TABLE);
        for (var hook : new String[] {"prerouting", "output"})
            host.must(
                    "nft",
                    "add chain %1$s %2$s { type filter hook %2$s priority -450; }"
                            .formatted(TABLE, hook));
        return new PacketCount(host);
    }

    /// @param match as nftables writes it
    PacketCount in(String name, String match) {
        return add("prerouting", name, match);
    }

    PacketCount out(String name, String match) {
        return add("output", name, match);
    }

    private PacketCount add(String hook, String name, String match) {
        host.must("nft", "add counter %s %s".formatted(TABLE, name));
        host.must("nft", "add rule %s %s %s counter name %s".formatted(TABLE, hook, match, name));
        return this;
    }

    long of(String name) {
        var shown = host.must("nft", "list counter %s %s".formatted(TABLE, name)).out();
        var packets = Pattern.compile("packets (\\d+)").matcher(shown);
        if (!packets.find()) throw new AssertionError("no count in " + shown);
        return Long.parseLong(packets.group(1));
    }
}
