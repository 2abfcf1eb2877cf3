package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Host;
import boreas.lab.NodeAdmin;
import boreas.lab.NodeConfig;
import boreas.lab.Output;
import boreas.lab.Pause;
import boreas.lab.Ping;
import boreas.lab.RawPackets;
import boreas.lab.SiteNetwork;
import boreas.lab.TcpCall;
import boreas.lab.TcpService;
import boreas.lab.Topology;
import boreas.lab.WireTap;
import boreas.value.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// Three machines that are told of each other by nothing but one site file, and a stranger. The
/// network is started once; each test leaves it whole, but for the last one, which changes the
/// file.
///
/// Who may reach whom is read from the file by this test itself.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SiteScenarioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// A connection that is refused is refused at once, one that is dropped never made.
    private static final Duration TRY = Duration.ofMillis(1500);

    private static final int ECONNRESET = 104;
    private static final int SSH = 22, MYSQL = 3306, WEB = 8080;
    private static final List<Integer> PORTS = List.of(SSH, MYSQL, WEB);
    private static final Map<String, Map<String, String>> SERVICES =
            Map.of("home", Map.of("mysql", ":1::3306:1"));
    private static final String MAY_REPLICATE =
            "{ \"from\": \"vps3\", \"to\": \"home.mysql\", \"protocol\": \"tcp\", \"port\": 3306 }";
    private static final List<String> RULES =
            List.of(
                    "{ \"from\": \"all\", \"to\": \"all\", \"protocol\": \"tcp\", \"port\": 22 }",
                    MAY_REPLICATE,
                    "{ \"from\": \"home\", \"to\": \"vps2\", \"protocol\": \"tcp\", \"port\": 8080 }");

    private static final String MAY_PING =
            "{ \"from\": \"all\", \"to\": \"all\", \"protocol\": \"icmp\" }";

    /// Of a file that comes later: mysql has moved to 8080, vps2 may what it might not, home may
    /// not what it might.
    private static final List<String> OTHER_RULES =
            List.of(
                    RULES.getFirst(),
                    MAY_REPLICATE.replace("3306 }", "8080 }"),
                    "{ \"from\": \"vps2\", \"to\": \"vps3\", \"protocol\": \"tcp\", \"port\": 3306 }",
                    MAY_PING);

    private static final Pattern RULE =
            Pattern.compile(
                    "\\{ \"from\": \"(\\w+)\", \"to\": \"([\\w.]+)\", \"protocol\": \"tcp\", \"port\": (\\d+) \\}");

    private final List<TcpService> services = new ArrayList<>();
    private @Nullable SiteNetwork shared;
    private long coldStartMs;

    /// One attempt to connect.
    private record Attempt(String from, String to, String address, int port) {}

    @BeforeEach
    void startOnce() throws Exception {
        Programs.assumeNamespaces();
        if (shared != null) return;
        var site = SiteNetwork.layWithStranger(Programs.boreas(), SERVICES, RULES);
        shared = site;
        for (var name : site.hosts())
            for (int port : PORTS) services.add(TcpService.at(site.host(name), port));
        long begunNs = System.nanoTime();
        site.startAll();
        awaitAllowed();
        coldStartMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNs);
    }

    @AfterAll
    void takeDown() {
        services.forEach(TcpService::close);
        if (shared != null) shared.close();
    }

    private SiteNetwork site() {
        return Objects.requireNonNull(shared);
    }

    private Host host(String name) {
        return site().host(name);
    }

    // --- the file, as this test understands it

    private List<String> addresses(String machine) {
        var all = new ArrayList<>(List.of(site().ula(machine), site().endpoint(machine)));
        if (machine.equals("home")) all.add(mysql());
        return all;
    }

    private static String mysql() {
        return SiteNetwork.ULA + ":1::3306:1";
    }

    private List<Attempt> attempts() {
        var all = new ArrayList<Attempt>();
        for (var from : site().hosts())
            for (var to : site().hosts())
                if (!from.equals(to))
                    for (var address : addresses(to))
                        for (int port : PORTS) all.add(new Attempt(from, to, address, port));
        return all;
    }

    private boolean isAllowed(Attempt a) throws IOException {
        var rules = RULE.matcher(Files.readString(site().file()));
        boolean isAllowed = false;
        int read = 0;
        while (rules.find()) {
            read++;
            var to = rules.group(2);
            isAllowed |=
                    (rules.group(1).equals("all") || rules.group(1).equals(a.from))
                            && (to.equals("all")
                                    || to.equals(a.to)
                                    || to.equals("home.mysql") && a.address.equals(mysql()))
                            && Integer.parseInt(rules.group(3)) == a.port;
        }
        assertThat(read).as("rules of the file that this test has understood").isPositive();
        return isAllowed;
    }

    private boolean connects(Attempt a) {
        return TcpCall.connects(host(a.from), a.address, a.port, TRY);
    }

    /// Until each allowed connection was made once.
    private void awaitAllowed() throws IOException {
        var missing = new ArrayList<Attempt>();
        for (var a : attempts()) if (isAllowed(a)) missing.add(a);
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (!missing.isEmpty()) {
            var made =
                    missing.parallelStream()
                            .filter(a ->
                                    TcpCall.connects(
                                            host(a.from),
                                            a.address,
                                            a.port,
                                            Duration.ofMillis(300)))
                            .toList();
            missing.removeAll(made);
            if (System.nanoTime() - endNs > 0)
                throw new AssertionError(missing + " after " + PATIENCE + "\n" + lastWords());
        }
    }

    private String lastWords() {
        var all = new StringBuilder();
        for (var name : site().hosts())
            all.append(name).append(":\n").append(site().network().node(name).lastWords());
        return all.toString();
    }

    /// Each allowed pair connects, and no other.
    private void assertAsTheFileSays() throws IOException {
        awaitAllowed();
        var found = new TreeMap<String, Boolean>();
        var expected = new TreeMap<String, Boolean>();
        for (var a : attempts()) {
            expected.put(a.toString(), isAllowed(a));
            found.put(a.toString(), false);
        }
        attempts().parallelStream()
                .filter(this::connects)
                .forEach(a -> {
                    synchronized (found) {
                        found.put(a.toString(), true);
                    }
                });
        assertThat(found).isEqualTo(expected);
        assertThat(new TreeSet<>(expected.values())).containsExactly(false, true);
    }

    // --- the tests

    @Test
    @Order(1)
    void theFileAloneMakesTheLinks() {
        for (var pair : Topology.pairs(site().hosts())) {
            var network = site().network();
            assertThat(
                            new NodeAdmin(network.node(pair.from()))
                                    .awaitEstablished(network.node(pair.to()), PATIENCE))
                    .as("link " + pair)
                    .isTrue();
        }
        for (var name : site().hosts())
            assertThat(new NodeAdmin(site().network().node(name)).peers())
                    .as("peers of " + name)
                    .hasSize(2);
    }

    @Test
    @Order(2)
    void whoIsAllowedConnectsInBothDirectionsAndNobodyElseDoes() throws Exception {
        System.out.printf(
                "site: %d ms from the start of three nodes to the last of all allowed connections%n",
                coldStartMs);
        assertAsTheFileSays();
    }

    @Test
    @Order(3)
    void aConnectionOutlivesARestartOfTheNodeWhoseDevicesAndRoutesStay() throws Exception {
        try (var call = call("home", "vps3")) {
            var before = host("vps3").must("ip", "-6", "route", "show").out();
            site().network().killNode("vps3");
            assertThat(withoutNode(host("vps3").must("ip", "-6", "route", "show").out()))
                    .isEqualTo(withoutNode(before));
            site().network().startNode("vps3");
            assertThat(call.awaitEcho(PATIENCE)).as("echoes go on: " + call.end()).isTrue();
        }
        assertAsTheFileSays();
    }

    /// The node's own device goes with it.
    private static String withoutNode(String routes) {
        return routes.lines()
                .filter(line -> !line.contains("tun0"))
                .map(line -> line.replace(" linkdown", ""))
                .toList()
                .toString();
    }

    @Test
    @Order(4)
    void aRebootedMachineIsReachedAgain() throws Exception {
        site().reboot("vps3");
        assertThat(host("vps3").must("ip", "-6", "route", "show").out())
                .doesNotContain(SiteNetwork.ULA);
        assertThat(host("vps3").must("nft", "list", "ruleset").out()).isBlank();
        site().network().startNode("vps3");
        assertAsTheFileSays();
    }

    @Test
    @Order(5)
    void aConnectionGoesOnByTheThirdMachineWhenTheDirectCableIsCut() throws Exception {
        try (var call = call("home", "vps3")) {
            var cable = site().network().cable("home", "vps3");
            cable.blackhole();
            try {
                long before = site().network().frames("vps2");
                assertThat(call.awaitEcho(PATIENCE)).as("echoes go on: " + call.end()).isTrue();
                Pause.of(Duration.ofSeconds(1));
                assertThat(site().network().frames("vps2") - before).isGreaterThan(50);
                assertAsTheFileSays();
            } finally {
                cable.mend();
            }
            assertThat(call.awaitEcho(PATIENCE)).isTrue();
            assertThat(call.end()).isNull();
        }
        assertAsTheFileSays();
    }

    @Test
    @Order(6)
    void nothingLeavesInClearWhileADeviceIsMissingAndItComesBackByItself() throws Exception {
        var home = host("home");
        var cable = site().network().end("home", "vps3");
        home.must("sysctl", "-q", "-w", "net.ipv6.conf." + cable.device() + ".disable_ipv6=0");
        // A router that takes everything, as a provider has one.
        home.must(
                "ip",
                "neighbour",
                "add",
                "fe80::1",
                "lladdr",
                "02:00:00:00:00:01",
                "dev",
                cable.device());
        home.must(
                "ip",
                "-6",
                "route",
                "add",
                "default",
                "via",
                "fe80::1",
                "dev",
                cable.device(),
                "metric",
                "4096");
        var elsewhere = "fdab:cdef:123::1";
        try (var control = WireTap.open(cable, NodeConfig.PORT, List.of(first48(elsewhere)))) {
            TcpCall.connects(home, elsewhere, SSH, Duration.ofMillis(300));
            assertThat(control.stop().clearFrames()).as("what the tap sees leave").isPositive();
        }
        try (var tap =
                        WireTap.open(
                                cable, NodeConfig.PORT, List.of(first48(SiteNetwork.ULA + "::")));
                var call = call("home", "vps3")) {
            for (int i = 0; i < 3; i++) {
                home.must("ip", "link", "del", SiteNetwork.tunnel("vps3"));
                for (var address : addresses("vps3"))
                    TcpCall.connects(home, address, SSH, Duration.ofMillis(100));
                assertThat(call.awaitEcho(PATIENCE)).as(this::lastWords).isTrue();
            }
            assertThat(tap.stop().clearFrames()).as("packets of the site in clear").isZero();
        } finally {
            home.run(TRY, "ip", "-6", "route", "flush", "default");
            home.must("sysctl", "-q", "-w", "net.ipv6.conf." + cable.device() + ".disable_ipv6=1");
        }
        assertThat(site().network().node("home").log()).contains("the device; it is made again");
        assertThat(repairs("home", "vps3")).isGreaterThanOrEqualTo(3);
        assertAsTheFileSays();
    }

    /// As the node itself tells.
    private long repairs(String on, String to) {
        var told =
                new NodeAdmin(site().network().node(on)).ask("Boreas_site", Value.dict().build());
        var machine = Objects.requireNonNull(told.str("machine"));
        assertThat(machine.text()).isEqualTo(on);
        for (var item : Objects.requireNonNull(told.items("tunnels")).values())
            if (item instanceof Value.Dict tunnel
                    && Objects.requireNonNull(tunnel.str("machine")).is(to))
                return tunnel.number("repairs", -1);
        throw new AssertionError("no tunnel to " + to + " in " + told);
    }

    @Test
    @Order(7)
    void aFirewallOrARouteThatSomebodyTakesAwayIsBackAtOnce() throws Exception {
        var home = host("home");
        var before = site().settings("home");
        for (var deed :
                List.of(
                        "nft flush ruleset",
                        "ip -6 route del unreachable " + SiteNetwork.ULA + "::/48",
                        "ip -6 address del " + mysql() + "/128 dev lo")) {
            home.must("sh", "-c", deed);
            long endNs = System.nanoTime() + PATIENCE.toNanos();
            while (!settings().equals(withoutCounters(before))) {
                if (System.nanoTime() - endNs > 0)
                    assertThat(settings()).as(deed).isEqualTo(withoutCounters(before));
                Pause.of(Duration.ofMillis(50));
            }
            long tookMs =
                    PATIENCE.toMillis() - TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            System.out.printf("site: `%s` was undone after %d ms%n", deed, tookMs);
        }
        assertAsTheFileSays();
    }

    private String settings() {
        return withoutCounters(site().settings("home"));
    }

    private static String withoutCounters(String settings) {
        return settings.replaceAll("packets \\d+ bytes \\d+", "");
    }

    @Test
    @Order(8)
    void aTunnelOfAStrangerStillComesOutOfTheNodesOwnDevice() throws Exception {
        site().network().startNode(SiteNetwork.STRANGER);
        var home = host("home");
        long before = home.packetsFrom("tun0");
        long atSite = fromTunnels(home);
        int count = 20;
        for (int i = 0; i < 100 && home.packetsFrom("tun0") < before + count; i++) {
            RawPackets.send(
                    host(SiteNetwork.STRANGER),
                    site().network().ip6("home"),
                    41,
                    forged(site().ula("vps3"), site().ula("home")),
                    count);
            Pause.of(Duration.ofMillis(100));
        }
        assertThat(home.packetsFrom("tun0")).isGreaterThanOrEqualTo(before + count);
        assertThat(fromTunnels(home)).as("none is opened").isEqualTo(atSite);
    }

    private static long fromTunnels(Host host) {
        return host.packetsFrom(SiteNetwork.tunnel("vps2"))
                + host.packetsFrom(SiteNetwork.tunnel("vps3"));
    }

    /// An ICMPv6 echo request between two sites, whole but for its checksum.
    private static byte[] forged(String from, String to) throws IOException {
        var packet = new byte[48];
        packet[0] = 0x60;
        packet[5] = 8;
        packet[6] = 58;
        packet[7] = 64;
        System.arraycopy(InetAddress.getByName(from).getAddress(), 0, packet, 8, 16);
        System.arraycopy(InetAddress.getByName(to).getAddress(), 0, packet, 24, 16);
        packet[40] = (byte) 128;
        return packet;
    }

    /// `boreas reload` on all machines: the service has another port, one permission is new, one is
    /// gone. Whatever neither file forbids notices nothing.
    @Test
    @Order(9)
    void anotherFileIsTakenByRunningNodesAndABrokenOneChangesNothing() throws Exception {
        site().write(SERVICES, with(RULES, MAY_PING));
        reloadAll("icmp");
        try (var shell = TcpCall.open(host("vps3"), mysql(), SSH, PATIENCE, "shell");
                var taken = TcpCall.open(host("vps3"), mysql(), MYSQL, PATIENCE, "replication");
                var ping = Ping.start(host("home"), site().ula("vps3"), TcpCall.EACH)) {
            assertThat(taken.awaitEcho(PATIENCE)).isTrue();
            assertThat(ping.firstAnsweredOf(Instant.now(), PATIENCE)).isNotNull();
            site().write(SERVICES, OTHER_RULES);
            reloadAll("- vps3 may: tcp", "+ vps3 may: tcp");
            awaitReset(taken);
            assertAsTheFileSays();

            var before = settings();
            site().write(SERVICES, with(OTHER_RULES, "{ \"from\": \"home\", \"to\": \"vps4\" }"));
            for (var name : site().hosts()) {
                var refused = reload(name);
                assertThat(refused.code()).isEqualTo(1);
                assertThat(refused.out())
                        .contains("refused, nothing has changed", "vps4")
                        .containsPattern("site\\.conf:13:33: error");
            }
            assertThat(settings()).isEqualTo(before);

            site().write(SERVICES, OTHER_RULES);
            assertAsTheFileSays();
            // What comes behind it may still be on its way when the ping is stopped.
            var last = Objects.requireNonNull(ping.firstAnsweredOf(Instant.now(), PATIENCE));
            assertThat(ping.stop().unanswered().stream().filter(n -> n < last.sequence()))
                    .as("of %d", last.sequence())
                    .isEmpty();
            assertThat(shell.awaitEcho(PATIENCE)).as("what both files allow").isTrue();
            assertThat(shell.end()).isNull();
        }
        site().write(SERVICES, RULES);
        reloadAll("site: ");
        assertAsTheFileSays();
    }

    private static List<String> with(List<String> rules, String more) {
        return Stream.concat(rules.stream(), Stream.of(more)).toList();
    }

    /// @param told by the first machine among what differs
    private void reloadAll(String... told) throws IOException {
        for (var name : site().hosts()) {
            var done = reload(name);
            assertThat(done.code()).as(done.out() + done.err()).isZero();
            if (name.equals(site().hosts().getFirst())) assertThat(done.out()).contains(told);
        }
    }

    /// As the service files do it.
    private Output reload(String machine) throws IOException {
        var network = site().network();
        var conf = network.folder().resolve(machine + "-reloaded.conf");
        Files.writeString(conf, network.node(machine).config().text(host(machine)));
        var boreas = network.program(machine).file().resolveSibling("boreas");
        return host(machine)
                .run(PATIENCE, boreas.toString(), "reload", "--config", conf.toString());
    }

    private static void awaitReset(TcpCall call) {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (call.end() == null && System.nanoTime() - endNs < 0) Pause.of(Duration.ofMillis(20));
        assertThat(call.end()).as("what is not allowed").isEqualTo("errno " + ECONNRESET);
    }

    @Test
    @Order(10)
    void aPermissionThatIsTakenBackEndsItsConnection() throws Exception {
        try (var taken = TcpCall.open(host("vps3"), mysql(), MYSQL, PATIENCE, "replication");
                var stays = TcpCall.open(host("vps3"), mysql(), SSH, PATIENCE, "shell")) {
            assertThat(taken.awaitEcho(PATIENCE)).isTrue();
            site().write(SERVICES, RULES.stream().filter(r -> !r.equals(MAY_REPLICATE)).toList());
            site().network().node("home").terminate();
            site().network().startNode("home");
            assertThat(stays.awaitEcho(PATIENCE)).as("what is still allowed").isTrue();
            awaitReset(taken);
            assertThat(stays.awaitEcho(PATIENCE)).isTrue();
            assertThat(stays.end()).isNull();
        }
        assertAsTheFileSays();
    }

    private TcpCall call(String from, String to) {
        var call = TcpCall.open(host(from), site().ula(to), SSH, PATIENCE, from + " to " + to);
        assertThat(call.awaitEcho(PATIENCE)).isTrue();
        return call;
    }

    private static byte[] first48(String address) throws IOException {
        return Arrays.copyOf(InetAddress.getByName(address).getAddress(), 6);
    }
}
