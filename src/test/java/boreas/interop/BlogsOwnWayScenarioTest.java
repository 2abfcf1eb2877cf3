package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.lab.Cable;
import boreas.lab.Namespaces;
import boreas.lab.Pause;
import boreas.lab.Ping;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The story by which people join their machines with `cjdroute`, told with ours in its place: what
/// an operator types, step by step, on three machines of which each has a public address.
///
///         home  203.0.113.1
///        /    \
///     vps2 ── vps3      .2, .3
///
/// The steps are one run in this order; each is a test, so that a report ticks them off. The verbs
/// of service scripts (`service cjdns start`) are `InitScriptTest`'s. What such scripts count on is
/// here: the name of the process, one process, a quick return. Source: cjdns protocol, the
/// site-to-site job.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BlogsOwnWayScenarioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final String ULA = "fdd7:5938:e2e6";

    /// The last four digits of the MACs.
    private static final String HOME_ID = "1a2b", VPS3_ID = "6c8d";

    @RegisterExtension final OneAfterAnother steps = new OneAfterAnother();

    private @Nullable Namespaces lab;
    private @Nullable Operator home, vps2, vps3;
    private @Nullable Cable homeToVps3;
    private @Nullable PacketCount atHome, atVps3;
    private @Nullable Process tunnelAtHome, tunnelAtVps3;

    @BeforeEach
    void threeMachines() {
        Programs.assumeNamespaces();
        if (lab != null) return;
        lab = Namespaces.open();
        var cjdroute = Programs.boreas();
        home = new Operator(lab.host("home"), cjdroute);
        vps2 = new Operator(lab.host("vps2"), cjdroute);
        vps3 = new Operator(lab.host("vps3"), cjdroute);
        var all = List.of(home(), vps2(), vps3());
        for (var one : all)
            one.host().must("ip", "address", "add", publicIp(one) + "/32", "dev", "lo");
        join(home(), vps2());
        homeToVps3 = join(home(), vps3());
        join(vps2(), vps3());
    }

    @AfterAll
    void takeDown() {
        if (lab != null) lab.close();
    }

    // --- configuration

    @Test
    @Order(1)
    void action01GenconfWritesACommentedFileThatOnlyItsOwnerReads() throws Exception {
        for (var operator : List.of(home(), vps2(), vps3())) {
            var made = operator.genconf();
            assertThat(made.code()).isZero();
            assertThat(made.err()).as("standard error").isEmpty();
            assertThat(Files.getPosixFilePermissions(operator.file()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(operator.text())
                    .startsWith("{")
                    .endsWith("}\n")
                    .contains("\"privateKey\"")
                    .contains("// ");
        }
    }

    @Test
    @Order(2)
    void action01GenconfNeedsNoRightsAndNoNetwork() {
        var nowhere = Objects.requireNonNull(lab).host("nowhere");
        nowhere.must("ip", "link", "set", "lo", "down");
        var cjdroute = Programs.boreas().file().toString();
        var made =
                nowhere.run(PATIENCE, "setpriv", "--bounding-set", "-all", cjdroute, "--genconf");
        assertThat(made.err()).isEmpty();
        assertThat(made.code()).isZero();
        assertThat(made.out()).startsWith("{").contains("\"privateKey\"");
    }

    @Test
    @Order(3)
    void action02TheBindIsEditedOnItsOneLine() {
        for (var operator : List.of(vps2(), vps3()))
            operator.edit("\"bind\": \"0\\.0\\.0\\.0:", "\"bind\": \"" + publicIp(operator) + ":");
        assertThat(vps3().text()).contains("\"bind\": \"203.0.113.3:" + vps3().port() + "\",");
    }

    @Test
    @Order(4)
    void action03BeaconsAreNoLongerSent() {
        for (var operator : List.of(home(), vps2(), vps3()))
            operator.edit("\"beacon\": 2", "\"beacon\": 1");
    }

    @Test
    @Order(5)
    void action04TheTunDeviceIsUncommentedAndTheMissingCommaForgiven() {
        for (var operator : List.of(home(), vps2(), vps3())) {
            operator.edit("//\"tunDevice\": \"tun0\"", "\"tunDevice\": \"tun0\"");
            assertThat(operator.text())
                    .containsPattern(
                            "\"type\": \"TUNInterface\"\\s*(//.*\\s*)*\"tunDevice\": \"tun0\"");
        }
    }

    @Test
    @Order(6)
    void action05TheLogGoesToTheTerminal() {
        for (var operator : List.of(home(), vps2(), vps3())) {
            operator.edit("//\\s*\"logTo\": ?\"stdout\"", "\"logTo\": \"stdout\"");
            operator.edit("\"noBackground\": 0", "\"noBackground\": 1");
        }
    }

    // --- the first start, in sight

    @Test
    @Order(7)
    void action10WithoutPeersTheLogSaysTheOldLine() {
        var console = home().startAtTheConsole();
        Operator.awaitThat(
                "the old line, in: " + home().said(),
                PATIENCE,
                () ->
                        home().said()
                                .contains(
                                        "No nodes in routing table, check network connection and"
                                                + " configuration."));
        assertThat(console.isAlive()).as("it stays in the foreground").isTrue();
        assertThat(home().hasDevice("tun0")).as("the device of the configuration").isTrue();
        home().killall();
        Operator.awaitThat("the end of the console's program", QUICK, () -> !console.isAlive());
    }

    @Test
    @Order(8)
    void action06OneUdpPortOfThePublicAddressIsAllThatTheFirewallLetsThrough() {
        var host = vps3().host();
        assumeTrue(
                vps3().shell("command -v iptables && command -v ip6tables").isSuccess(),
                "there is no iptables here: apt-get install iptables");
        var port = Integer.toString(vps3().port());
        host.must("iptables", "-P", "INPUT", "DROP");
        host.must("iptables", "-P", "OUTPUT", "DROP");
        for (var lo : List.of("-A INPUT -i lo", "-A OUTPUT -o lo"))
            host.must(words("iptables " + lo + " -j ACCEPT"));
        host.must(words("iptables -A INPUT -d 203.0.113.3 -p udp --dport " + port + " -j ACCEPT"));
        host.must(words("iptables -A OUTPUT -s 203.0.113.3 -p udp --sport " + port + " -j ACCEPT"));
    }

    @Test
    @Order(9)
    void action07TheMeshIsLetInFromOneAddressToOneAddress() {
        assumeTrue(
                vps3().shell("command -v ip6tables").isSuccess(),
                "there is no ip6tables here: apt-get install iptables");
        var host = vps3().host();
        host.must("ip6tables", "-P", "INPUT", "DROP");
        host.must("ip6tables", "-P", "FORWARD", "DROP");
        host.must(
                words(
                        "ip6tables -A INPUT -i tun0 -s %s -d %s -j ACCEPT"
                                .formatted(home().ip6(), vps3().ip6())));
        host.must(words("ip6tables -A FORWARD -i tun0 -o ula-net -j ACCEPT"));
    }

    @Test
    @Order(10)
    void action08TheExampleOfTheOtherFileIsPastedAndItsAddressFilledIn() {
        callFrom(home(), vps3(), "");
        callFrom(home(), vps2(), ",");
        callFrom(vps2(), vps3(), "");
    }

    @Test
    @Order(11)
    void action09CjdrouteReadsTheFileAndTheNodesStayInSight() {
        atHome =
                PacketCount.on(home().host())
                        .in("own", "ip saddr 203.0.113.3 udp sport " + vps3().port())
                        .in("other", "iifname to-vps3 ip saddr != 203.0.113.3");
        atVps3 =
                PacketCount.on(vps3().host())
                        .out("beacons", "udp dport " + vps3().beaconPort())
                        .in(
                                "pings",
                                "iifname tun0 ip6 saddr %1$s ip6 daddr %2$s"
                                        .formatted(home().ip6(), vps3().ip6()))
                        .in("strange", "iifname tun0 ip6 saddr != " + home().ip6());
        var atConsoles =
                List.of(
                        vps3().startAtTheConsole(),
                        vps2().startAtTheConsole(),
                        home().startAtTheConsole());
        for (var operator : List.of(home(), vps2(), vps3()))
            Operator.awaitThat(
                    "a route into tun0 on " + operator, PATIENCE, () -> operator.sendsInto("tun0"));
        assertThat(atConsoles).allMatch(Process::isAlive);
    }

    @Test
    @Order(12)
    void action10PingsAreAnsweredByTheOtherMachinesAddress() {
        assertAnswered(home(), vps3());
        assertThat(home().said()).as("the log on the terminal").contains("203.0.113.3:");
    }

    @Test
    @Order(13)
    void action02AnswersLeaveFromTheAddressOfTheBind() {
        assertThat(atHome().of("own")).as("packets from the address of the bind").isPositive();
        assertThat(atHome().of("other")).as("packets from any other").isZero();
    }

    @Test
    @Order(14)
    void action07InnerPacketsCarryTheTrueAddresses() {
        assertThat(atVps3().of("pings")).isPositive();
        assertThat(atVps3().of("strange")).isZero();
        assertNotAnswered(vps2(), vps3()); // whom the firewall of vps3 does not know
    }

    @Test
    @Order(15)
    void action03NoBeaconHasLeftVps3() {
        assertThat(atVps3().of("beacons")).isZero();
    }

    // --- in the background

    @Test
    @Order(16)
    void action11LoggingIsResetAndEveryNodeRestarted() {
        for (var operator : List.of(vps3(), vps2(), home())) {
            operator.killall();
            operator.edit("\"logTo\": \"stdout\"", "// \"logTo\": \"stdout\"");
            operator.edit("\"noBackground\": 1", "\"noBackground\": 0");
            assertStarts(operator);
        }
        assertAnswered(home(), vps3());
    }

    @Test
    @Order(17)
    void action12ServiceScriptsFindOneProcessOfTheNameThatEndsWhenTold() {
        assertThat(vps3().nodes()).as("processes called cjdroute").hasSize(1);
        var second = vps3().start();
        assertThat(second.code()).as("a second start").isNotZero();
        assertThat(vps3().said()).contains("Startup failed: cjdroute is already running.");
        assertThat(vps3().nodes()).hasSize(1);
        vps3().killall();
        assertThat(vps3().hasDevice("tun0")).as("its device is gone with it").isFalse();
        assertStarts(vps3());
        assertAnswered(home(), vps3());
    }

    @Test
    @Order(18)
    void action13ARunningPingIsAnsweredWithin30SecondsOfTheStart() {
        try (var ping = Ping.start(home().host(), vps3().ip6(), Ping.OFTEN)) {
            assertThat(ping.firstReplyAfter(Instant.now(), PATIENCE)).isNotNull();
            vps3().killall();
            Pause.of(Duration.ofSeconds(5)); // long enough for home to notice
            var started = Instant.now();
            assertStarts(vps3());
            var first = ping.firstAnsweredOf(started, PATIENCE);
            assertThat(first).as("an answer after the start").isNotNull();
            System.out.printf(
                    "the blog's own way: a running ping is answered %d ms after the start of the"
                            + " other node (the blog: about 30 s)%n",
                    Duration.between(started, Objects.requireNonNull(first).at()).toMillis());
        }
    }

    // --- reboots

    @Test
    @Order(19)
    void action14AStartBeforeTheNetworkIsUpIsAStart() {
        home().killall();
        var cable = Objects.requireNonNull(homeToVps3);
        home().host().must("ip", "link", "set", "to-vps2", "down");
        home().host().must("ip", "link", "set", "to-vps3", "down");
        assertStarts(home());
        for (var other : List.of(vps2(), vps3())) {
            home().host().must("ip", "link", "set", "to-" + other, "up");
            route(home(), other, "10.77." + (other == vps2() ? 0 : 1) + ".2");
        }
        assertThat(cable.at(home().host()).device()).isEqualTo("to-vps3");
        assertAnswered(home(), vps3());
    }

    @Test
    @Order(20)
    void action14AStartBeforeItsPublicAddressIsThereSaysSoAndListensWhenItComes() {
        vps3().killall();
        vps3().host().must("ip", "address", "del", "203.0.113.3/32", "dev", "lo");
        assertStarts(vps3());
        assertThat(vps3().said()).contains("203.0.113.3");

        vps3().host().must("ip", "address", "add", "203.0.113.3/32", "dev", "lo");
        for (var other : List.of(home(), vps2()))
            route(vps3(), other, "10.77." + (other == home() ? 1 : 2) + ".1");
        assertThat(vps3().nodes()).as("what a status asks for").hasSize(1);
        assertAnswered(home(), vps3());
    }

    // --- several nodes

    @Test
    @Order(21)
    void action15ThreeMachinesReachEachOtherAndAThirdOneHelpsWhereACableFails() {
        vps3().host().must(words("ip6tables -A INPUT -i tun0 -s " + vps2().ip6() + " -j ACCEPT"));
        assertAnswered(home(), vps2());
        assertAnswered(vps2(), home());
        assertAnswered(vps2(), vps3());
        assertAnswered(vps3(), home());
        assertAnswered(vps3(), vps2());
        try (var ping = Ping.start(home().host(), vps3().ip6(), Ping.OFTEN)) {
            assertThat(ping.firstReplyAfter(Instant.now(), PATIENCE)).isNotNull();
            var cable = Objects.requireNonNull(homeToVps3);
            cable.blackhole();
            var cut = Instant.now();
            var around = ping.firstAnsweredOf(cut.plusMillis(1), PATIENCE);
            assertThat(around).as("an answer by way of vps2").isNotNull();
            cable.mend();
            System.out.printf(
                    "the blog's own way: the direct cable cut, answered by the third machine after"
                            + " %d ms%n",
                    Duration.between(cut, Objects.requireNonNull(around).at()).toMillis());
        }
        assertAnswered(home(), vps3());
    }

    // --- the tunnel on top

    @Test
    @Order(22)
    void action16ATunnelLikeTheKernelsIsBuiltAboveTheMesh() {
        KernelStyleTunnel.assumePossible();
        atVps3 = countTunnelPackets(vps3(), home());
        atHome = countTunnelPackets(home(), vps3());
        tunnelAtHome = tunnel(home(), HOME_ID, vps3(), VPS3_ID, "ula-net-vps3", "none");
        tunnelAtVps3 = tunnel(vps3(), VPS3_ID, home(), HOME_ID, "ula-net", "none");
        allowSite(vps3(), "ula-net");
        assertPings(home(), ULA + ":" + VPS3_ID + "::1", 1200);
        assertPings(vps3(), ULA + ":" + HOME_ID + "::1", 1200);
    }

    @Test
    @Order(23)
    void action16TheMeshCarriesNextHeader41BothWays() {
        assertCarried("ip6in6");
    }

    @Test
    @Order(24)
    void action16TheMeshCarriesNextHeader44BothWays() {
        assertNeedsTunnel();
        long before = atVps3().of("fragments"), beforeAtHome = atHome().of("fragments");
        // 1280 and the outer header are more than tun0 takes in one piece
        assertPings(home(), ULA + ":" + VPS3_ID + "::1", 1280);
        assertPings(vps3(), ULA + ":" + HOME_ID + "::1", 1280);
        assertThat(atVps3().of("fragments")).isGreaterThan(before);
        assertThat(atHome().of("fragments")).isGreaterThan(beforeAtHome);
    }

    @Test
    @Order(25)
    void action16TheMeshCarriesNextHeader4BothWays() {
        assertNeedsTunnel();
        home().host().must(words("ip address add 192.168.1.1/32 dev lo"));
        home().host().must(words("ip route add 192.168.3.1/32 dev ula-net-vps3 src 192.168.1.1"));
        vps3().host().must(words("ip address add 192.168.3.1/32 dev lo"));
        vps3().host().must(words("ip route add 192.168.1.1/32 dev ula-net src 192.168.3.1"));
        for (var chain : List.of("INPUT -i", "OUTPUT -o"))
            vps3().host().must(words("iptables -A " + chain + " ula-net -j ACCEPT"));
        assertPings(home(), "192.168.3.1", 1000);
        assertPings(vps3(), "192.168.1.1", 1000);
        assertCarried("ip4in6");
    }

    @Test
    @Order(26)
    void action16TheMeshCarriesNextHeader60BothWays() {
        assertNeedsTunnel();
        KernelStyleTunnel.delete(Objects.requireNonNull(tunnelAtHome));
        KernelStyleTunnel.delete(Objects.requireNonNull(tunnelAtVps3));
        tunnelAtHome = tunnel(home(), HOME_ID, vps3(), VPS3_ID, "ula-net-vps3", "4");
        tunnelAtVps3 = tunnel(vps3(), VPS3_ID, home(), HOME_ID, "ula-net", "4");
        assertPings(home(), ULA + ":" + VPS3_ID + "::1", 1200);
        assertPings(vps3(), ULA + ":" + HOME_ID + "::1", 1200);
        assertCarried("options");
    }

    @Test
    @Order(27)
    void action16ARestartOfTheNodeBringsTheTunnelBackWithoutItsOperator() {
        assertNeedsTunnel();
        try (var ping = Ping.start(home().host(), ULA + ":" + VPS3_ID + "::1", Ping.OFTEN)) {
            assertThat(ping.firstReplyAfter(Instant.now(), PATIENCE)).isNotNull();
            vps3().killall();
            Pause.of(Duration.ofSeconds(2));
            var started = Instant.now();
            assertStarts(vps3());
            assertThat(ping.firstAnsweredOf(started, PATIENCE)).isNotNull();
        }
    }

    // --- what the steps are made of

    private static String publicIp(Operator operator) {
        return switch (operator.host().name()) {
            case "home" -> "203.0.113.1";
            case "vps2" -> "203.0.113.2";
            default -> "203.0.113.3";
        };
    }

    private Cable join(Operator a, Operator b) {
        var cable = Objects.requireNonNull(lab).cable(a.host(), b.host());
        route(a, b, cable.at(b.host()).address());
        route(b, a, cable.at(a.host()).address());
        return cable;
    }

    /// As by an Internet between them. Packets that choose no source have the cable's address.
    private static void route(Operator from, Operator to, String via) {
        from.host().must("ip", "route", "replace", publicIp(to) + "/32", "via", via);
    }

    /// @param behind what divides it from the entry that stands there already
    private static void callFrom(Operator caller, Operator called, String behind) {
        var filled =
                called.exampleForPeers()
                        .replace("your.external.ip.goes.here", publicIp(called))
                        .replace("your-name-goes-here", called.host().name());
        caller.paste("\"connectTo\": \\{", "\n" + filled + behind);
    }

    /// As a service script waits for it: back soon, with success, and without a word.
    private static void assertStarts(Operator operator) {
        var started = operator.start();
        assertThat(started.code()).as("start on %s: %s", operator, operator.said()).isZero();
        assertThat(operator.nodes()).as("processes on " + operator).hasSize(1);
        assertThat(operator.hasDevice("tun0")).isTrue();
    }

    private static void assertAnswered(Operator from, Operator to) {
        try (var ping = Ping.start(from.host(), to.ip6(), Ping.OFTEN)) {
            assertThat(ping.firstReplyAfter(Instant.now(), PATIENCE))
                    .as("ping from %s to %s", from, to)
                    .isNotNull();
        }
    }

    private static void assertNotAnswered(Operator from, Operator to) {
        assertThat(Ping.count(from.host(), to.ip6(), 3, Ping.OFTEN).received()).isZero();
    }

    private Process tunnel(
            Operator at, String id, Operator far, String farId, String device, String limit) {
        var end = KernelStyleTunnel.add(at.host(), device, at.ip6(), far.ip6(), limit);
        // the names and addresses of the story; the second time some are there already
        for (var line :
                List.of(
                        "ip -6 address replace %s:3::%s/128 dev %s".formatted(ULA, id, device),
                        "ip -6 address replace %s:%s::1/64 dev lo".formatted(ULA, id),
                        "ip -6 route replace %s:3::%s/128 dev %s".formatted(ULA, farId, device),
                        "ip -6 route replace %s:%s::/64 dev %s".formatted(ULA, farId, device)))
            at.host().must(words(line));
        return end;
    }

    private static void allowSite(Operator at, String device) {
        at.host()
                .must(
                        words(
                                "ip6tables -A INPUT -i %s -s %s::/48 -j ACCEPT"
                                        .formatted(device, ULA)));
    }

    private static PacketCount countTunnelPackets(Operator at, Operator far) {
        at.host().must(words("nft delete table inet judge"));
        var from = "iifname tun0 ip6 saddr " + far.ip6() + " ip6 nexthdr ";
        return PacketCount.on(at.host())
                .in("ip4in6", from + 4)
                .in("ip6in6", from + 41)
                .in("fragments", from + 44)
                .in("options", from + 60);
    }

    private void assertCarried(String counter) {
        assertNeedsTunnel();
        assertThat(atVps3().of(counter)).as(counter + " to vps3").isPositive();
        assertThat(atHome().of(counter)).as(counter + " to home").isPositive();
    }

    private void assertNeedsTunnel() {
        assumeTrue(tunnelAtHome != null && tunnelAtVps3 != null, "there is no tunnel");
    }

    /// @param bytes of the inner packet
    private static void assertPings(Operator from, String to, int bytes) {
        int headers = to.contains(":") ? 48 : 28;
        var sent =
                from.host()
                        .run(
                                PATIENCE,
                                words(
                                        "ping -n -c 3 -i 0.2 -W 5 -M do -s %d %s"
                                                .formatted(bytes - headers, to)));
        assertThat(sent.out() + sent.err()).contains("3 received");
    }

    private static String[] words(String line) {
        return line.split(" ");
    }

    private Operator home() {
        return Objects.requireNonNull(home);
    }

    private Operator vps2() {
        return Objects.requireNonNull(vps2);
    }

    private Operator vps3() {
        return Objects.requireNonNull(vps3);
    }

    private PacketCount atHome() {
        return Objects.requireNonNull(atHome);
    }

    private PacketCount atVps3() {
        return Objects.requireNonNull(atVps3);
    }
}
