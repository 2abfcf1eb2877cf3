package boreas.site;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.host.Setting;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Site files by chance: what holds for each of them. A failure names its seed.
class RandomSitesTest {
    private static final int FILES = 1_000, SOAK_FILES = 10_000;
    private static final int PAIRS = 40;
    private static final List<String> PROTOCOLS = List.of("tcp", "udp", "icmp");

    @Test
    void plansOfRandomFilesHoldTheirPromises() {
        var seen = new HashMap<Boolean, Integer>();
        for (long seed = 0; seed < FILES; seed++) seen.merge(check(seed), 1, Integer::sum);
        assertThat(seen.get(true)).as("allowed pairs and files").isGreaterThan(FILES / 2);
        assertThat(seen.get(false)).as("files with clashes").isGreaterThan(FILES / 20);
    }

    @Test
    @Tag("soak")
    void plansOfManyRandomFilesHoldTheirPromises() {
        LongStream.range(FILES, FILES + SOAK_FILES).parallel().forEach(RandomSitesTest::check);
    }

    /// Files with slips: whatever is wrong is said with its place, and nothing is thrown.
    @Test
    void eachProblemHasAPlace() {
        var random = new Random(1);
        for (int i = 0; i < 3 * FILES; i++) {
            var text = new StringBuilder(new RandomSite(i % 100).text(random));
            for (int slips = 1 + random.nextInt(3); slips > 0; slips--) slip(text, random);
            var reading = SiteReader.read(text.toString().getBytes(StandardCharsets.UTF_8));
            for (var p : reading.problems())
                assertThat(p.at().isKnown()).as(p + "\n" + text).isTrue();
            assertThat(reading.site() == null)
                    .as(text.toString())
                    .isEqualTo(reading.problems().stream().anyMatch(p -> p.isError()));
        }
    }

    private static void slip(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
            case 0 -> text.deleteCharAt(at);
            case 1 -> text.setCharAt(at, "{}[]\":,/0fz.".charAt(random.nextInt(12)));
            default -> text.insert(at, "{}[]\":,/0fz.".charAt(random.nextInt(12)));
        }
    }

    private static boolean check(long seed) {
        var meant = new RandomSite(seed);
        var order = new Random(seed);
        String text = meant.text(order);
        var reading = Sites.read(text);
        String as = "seed " + seed + "\n" + text + reading.problems();
        assertThat(reading.site() != null).as(as).isEqualTo(meant.isValid());
        for (var p : reading.problems()) assertThat(p.line() > 0 && p.column() > 0).as(as).isTrue();
        var site = reading.site();
        if (site == null) return false;
        var plans = new HashMap<String, SitePlan>();
        for (var m : site.machines()) plans.put(m.name(), SitePlan.of(site, m));
        handsOutNoAddressTwice(plans, as);
        dependsOnNoOrder(plans, Sites.good(meant.text(order)), as);
        routesToTheOwner(meant, plans, as);
        for (var plan : plans.values()) // the kernel finds nothing in them while they come
        assertThat(PlanText.NFT.of(plan)).as(as).doesNotContainPattern("\\{[^}\n]*[-/]\\d");
        for (int i = 0; i < PAIRS; i++) comparesWithTheFile(meant, plans, order, as);
        return true;
    }

    /// Says what is wrong only when something is: these are asked millions of times.
    private static void must(boolean holds, Supplier<String> as) {
        if (!holds) throw new AssertionError(as.get());
    }

    private static void handsOutNoAddressTwice(Map<String, SitePlan> plans, String as) {
        var handedOut = new HashSet<Ip6>();
        for (var plan : plans.values())
            for (var s : plan.settings())
                if (s instanceof Setting.Address a) must(handedOut.add(a.address()), () -> as + a);
    }

    /// The same file in another order, planned once more.
    private static void dependsOnNoOrder(Map<String, SitePlan> plans, Site again, String as) {
        for (var plan : plans.values()) {
            var other = Sites.plan(again, plan.own().name());
            must(new HashSet<>(plan.settings()).size() == plan.settings().size(), () -> as);
            for (var form : PlanText.values())
                must(form.of(other).equals(form.of(plan)), () -> form + " of " + as);
        }
    }

    /// By the longest prefix and the lower metric, as the kernel does it.
    private static void routesToTheOwner(RandomSite meant, Map<String, SitePlan> plans, String as) {
        for (int i = 0; i < PAIRS; i++) {
            var to = meant.address();
            if (to.isNode()) continue;
            var owner = planOf(meant, plans, to).own();
            for (var plan : plans.values())
                if (!plan.own().equals(owner))
                    must(owner.tunnel().equals(device(plan, ip(to))), () -> as + to);
        }
    }

    private static SitePlan planOf(
            RandomSite meant, Map<String, SitePlan> plans, RandomSite.A address) {
        var plan = plans.get(meant.machines.get(address.machine()).name);
        if (plan == null) throw new AssertionError(address);
        return plan;
    }

    private static @Nullable String device(SitePlan plan, Ip6 to) {
        String device = null;
        int bits = -1;
        int metric = 0;
        for (var s : plan.settings()) {
            String by = null;
            IpPrefix range = null;
            int rank = 0;
            if (s instanceof Setting.Route r) {
                range = r.destination();
                by = r.device();
                rank = r.metric();
            } else if (s instanceof Setting.Unreachable(IpPrefix destination, int m)) {
                range = destination;
                rank = m;
            }
            if (range == null || !range.holds(to)) continue;
            int length = range.mapped().bits();
            if (length > bits || length == bits && rank < metric) {
                device = by;
                bits = length;
                metric = rank;
            }
        }
        return device;
    }

    private static void comparesWithTheFile(
            RandomSite meant, Map<String, SitePlan> plans, Random random, String as) {
        var from = meant.address();
        var to = meant.address();
        if (to.machine() < 0 || from.machine() == to.machine()) return;
        String protocol = PROTOCOLS.get(random.nextInt(3));
        int port = 1 + random.nextInt(120);
        String device = from.isNode() ? "tun0" : planOf(meant, plans, from).own().tunnel();
        var plan = planOf(meant, plans, to);
        var gate = plan.gate(device);
        if (gate == null) throw new AssertionError(as + device);
        boolean isAdmitted =
                gate.admits(
                        ip(from),
                        ip(to),
                        Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)),
                        port);
        must(
                isAdmitted == meant.allows(from, to, protocol, port),
                () -> "%s to %s, %s %d%n%s".formatted(from, to, protocol, port, as));
    }

    private static Ip6 ip(RandomSite.A address) {
        try {
            return IpPrefix.parse(address.text()).mapped().address();
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }
}
