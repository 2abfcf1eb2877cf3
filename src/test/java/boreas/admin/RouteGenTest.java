package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.AddressException;
import boreas.address.Ip4;
import boreas.address.Ip4Prefix;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.admin.RouteGen.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Source: cjdns protocol, RouteGen; vectors: `admin/*.json`, `RouteGen_*`.
final class RouteGenTest {
    private final RouteGen routes = new RouteGen();

    @Test
    void aPrefixWithoutExceptionsIsItsOwnRouteAsItWasWritten() {
        add(Kind.PREFIX, "192.168.77.2/24");
        assertThat(routes.generate(false)).containsExactly("192.168.77.2/24");
        assertThat(routes.generate(true)).isEmpty();
    }

    @Test
    void anExceptionLeavesTheLargestPiecesThatDoNotTouchIt() {
        add(Kind.PREFIX, "10.200.0.0/16");
        add(Kind.EXCEPTION, "10.200.3.0/24");
        assertThat(routes.generate(false))
                .containsExactly(
                        "10.200.128.0/17",
                        "10.200.64.0/18",
                        "10.200.32.0/19",
                        "10.200.16.0/20",
                        "10.200.8.0/21",
                        "10.200.4.0/22",
                        "10.200.0.0/23",
                        "10.200.2.0/24");
    }

    @Test
    void theDefaultRouteBecomesItsHalves() {
        add(Kind.PREFIX, "::/0");
        add(Kind.PREFIX, "0.0.0.0/0");
        assertThat(routes.generate(true)).containsExactly("8000::/1", "::/1");
        assertThat(routes.generate(false)).containsExactly("128.0.0.0/1", "0.0.0.0/1");
    }

    @Test
    void anExceptionInsideALocalNetworkCutsNothing() {
        add(Kind.PREFIX, "0.0.0.0/0");
        add(Kind.EXCEPTION, "10.77.0.2/32");
        assertThat(routes.generate(false)).containsExactly("128.0.0.0/1", "0.0.0.0/1");
    }

    @Test
    void anExceptionAroundAPrefixDoesNotUndoIt() {
        add(Kind.PREFIX, "8.8.0.0/16");
        add(Kind.EXCEPTION, "8.0.0.0/8");
        assertThat(routes.generate(false)).containsExactly("8.8.0.0/16");
    }

    /// An address is routed exactly when a prefix holds it and no exception inside that does.
    @Test
    void routesExactlyWhatThePrefixesHoldAndNoExceptionDoes() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var some = new RouteGen();
            var prefixes = draw(some, Kind.PREFIX, random, 4);
            var exceptions = draw(some, Kind.EXCEPTION, random, 24);
            var generated = some.generate(false).stream().map(RouteGenTest::prefix).toList();
            for (int i = 0; i < 200; i++) {
                var address = new Ip4(8 << 24 | random.nextInt(1 << 16)).mapped();
                boolean isWanted =
                        prefixes.stream()
                                .anyMatch(p ->
                                        p.holds(address) && !holds(inside(exceptions, p), address));
                assertThat(holds(generated, address))
                        .as("seed %d: %s by %s", seed, address, generated)
                        .isEqualTo(isWanted);
            }
            for (int i = 0; i < generated.size(); i++)
                for (int j = 0; j < i; j++)
                    assertThat(generated.get(i).meets(generated.get(j))).isFalse();
        }
    }

    /// An exception around a prefix does not undo it.
    private static List<IpPrefix> inside(List<IpPrefix> exceptions, IpPrefix prefix) {
        return exceptions.stream().filter(e -> prefix.contains(e) && !e.equals(prefix)).toList();
    }

    private static List<IpPrefix> draw(RouteGen into, Kind kind, Random random, int bits) {
        var drawn = new ArrayList<IpPrefix>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int length = 12 + random.nextInt(32 - 12 - (28 - bits) / 4);
            var p = new Ip4Prefix(new Ip4(8 << 24 | random.nextInt(1 << 16)), length);
            into.add(kind, RouteGen.Entry.of(p));
            drawn.add(p);
        }
        return drawn;
    }

    private static boolean holds(List<IpPrefix> prefixes, Ip6 address) {
        return prefixes.stream().anyMatch(p -> p.holds(address));
    }

    private void add(Kind kind, String text) {
        var entry = RouteGen.Entry.parse(text);
        if (entry == null) throw new AssertionError(text);
        assertThat(routes.add(kind, entry)).isTrue();
    }

    private static IpPrefix prefix(String text) {
        try {
            return IpPrefix.parse(text);
        } catch (AddressException e) {
            throw new AssertionError(text, e);
        }
    }
}
