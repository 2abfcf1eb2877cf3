package boreas.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.value.Value;
import boreas.vectors.VectorCase;
import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What travels inside end-to-end sessions: routing messages and ICMPv6.
public final class ContentVectors implements VectorSuite {
    /// What [RoutingMessage] writes.
    private static final Set<Value> ALL_KEYS =
            Set.copyOf(
                    Value.ofTexts(List.of("ei", "es", "n", "np", "p", "q", "tar", "txid"))
                            .values());

    @Override
    public String file() {
        return "session.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        for (var session : file.cases("sessions"))
            for (var packet : session.cases("packets"))
                if (packet.has("contentType") && packet.intOf("contentType") == DataHeader.ROUTING)
                    report.check(packet, () -> routing(packet));
        for (var c : file.cases("icmp6")) report.check(c, () -> icmp6(c));
    }

    private static void routing(VectorCase c) {
        var decoded = c.dict("decoded");
        var message = requireNonNull(RoutingMessage.read(c.hex("content")), "not read");
        assertThat(message.sender().version()).isEqualTo(decoded.intOf("p"));
        assertThat(message.sender().form()).isEqualTo(decoded.intOf("ei"));
        if (decoded.has("es"))
            assertThat(message.sender().scheme().serialize())
                    .isEqualTo(requireNonNull(bytes(decoded, "es")).toArray());
        assertThat(message.txid()).isEqualTo(bytes(decoded, "txid"));
        switch (message) {
            case RoutingMessage.Query query -> {
                var q =
                        switch (query.question()) {
                            case PING -> "pn";
                            case FIND_NODE -> "fn";
                            case GET_PEERS -> "gp";
                            case NEXT_HOP -> "nh";
                            case UNKNOWN -> decoded.text("q");
                        };
                assertThat(decoded.text("q")).isEqualTo(q);
                assertThat(query.target()).isEqualTo(bytes(decoded, "tar"));
            }
            case RoutingMessage.Reply(var nodes, _, _) -> {
                assertThat(decoded.has("q")).isFalse();
                var n = bytes(decoded, "n");
                assertThat(nodes).hasSize(n == null ? 0 : n.length() / 40);
                for (var node : nodes) assertThat(node.version()).isGreaterThanOrEqualTo(20);
            }
        }
        if (!ALL_KEYS.containsAll(decoded.dict().entries().keySet())) return;
        // Genuine nodes pad the first length with zeros, which we do not; the rest is the same.
        var again = new String(message.write(), ISO_8859_1);
        var theirs = new String(c.hex("content"), ISO_8859_1);
        assertThat(again).isEqualTo(theirs.replaceFirst("^d0*", "d"));
    }

    /// A string of the decoded message: printable ones are text, others hex; null if missing.
    private static @Nullable Bytes bytes(VectorCase decoded, String key) {
        if (!decoded.has(key)) return null;
        var text = decoded.textOrNull(key);
        if (text != null) return Bytes.of(text.getBytes(ISO_8859_1));
        return Bytes.of(decoded.dict(key).hex("hex"));
    }

    private static void icmp6(VectorCase c) {
        var source = Ip6.of(c.hex("src"), 0);
        var destination = Ip6.of(c.hex("dst"), 0);
        var p = Packets.of(c.hex("content"));
        Ip6Header.prepend(p, Ip6Header.ICMP6, 42);
        Ip6Header.putSource(p, source.hi(), source.lo());
        Ip6Header.putDestination(p, destination.hi(), destination.lo());
        assertThat(Ip6Header.fits(p)).isTrue();
        assertThat(Icmp6.isIn(p)).isTrue();
        assertThat(Icmp6.isIntact(p)).isTrue();
        if (!Icmp6.isEcho(p)) return;

        var again = Packets.empty();
        Icmp6.writeEcho(
                again,
                Icmp6.type(p),
                Icmp6.identifier(p),
                Icmp6.sequence(p),
                p.get(48, p.length() - 48),
                source.hi(),
                source.lo(),
                destination.hi(),
                destination.lo());
        assertThat(HexFormat.of().formatHex(again.get(40, again.length() - 40)))
                .isEqualTo(c.text("content"));
    }
}
