package boreas.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.interop.Programs;
import boreas.lab.Host;
import boreas.lab.Namespaces;
import boreas.lab.Pause;
import boreas.lab.TcpCall;
import boreas.lab.TcpService;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the kernel makes of a plan's commands. Cables with the names of the tunnel devices stand in
/// for the tunnels: whatever one end sends comes out at the other.
class SitePlanScenarioTest {
    private static final String MYSQL = "fdd7:5938:e2e6:1::3306:1";
    private static final int[] PORTS = {22, 3306};
    private static final int RANDOM_FILES = 8;
    private static final int ECONNRESET = 104;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Beside the story's rules, in words of this test: home may reach port 22 of vps2.
    private static final String FILE =
            Sites.STORY.replace(
                    "\"allow\": [",
                    "\"allow\": [ { \"from\": \"home\", \"to\": \"vps2\", \"protocol\": \"tcp\","
                            + " \"port\": 22 },");

    private static final Map<String, List<String>> ADDRESSES =
            Map.of(
                    "home",
                    List.of("fdd7:5938:e2e6:3::6c8d", "fdd7:5938:e2e6:6c8d::1", MYSQL),
                    "vps2",
                    List.of("fdd7:5938:e2e6:3::4e", "fdd7:5938:e2e6:4e::1"),
                    "vps3",
                    List.of("fdd7:5938:e2e6:3::1234", "fdd7:5938:e2e6:1234::1"));

    private static List<String> addresses(String machine) {
        return ADDRESSES.getOrDefault(machine, List.of());
    }

    private static boolean isAllowed(String from, String to, String address, int port) {
        return from.equals("vps3") && address.equals(MYSQL) && port == 3306
                || from.equals("home") && to.equals("vps2") && port == 22;
    }

    @BeforeEach
    void needsNamespaces() {
        Programs.assumeNamespaces();
    }

    @Test
    void theKernelLetsInWhatTheFileAllowsAndNothingElse() throws Exception {
        try (var lab = Namespaces.open()) {
            var site = Sites.good(FILE);
            var hosts = hosts(lab, site);
            for (var h : hosts.values()) {
                apply(site, h);
                for (int port : PORTS)
                    h.start(
                            Redirect.from(Files.createTempFile(lab.folder(), "in", "").toFile()),
                            Redirect.DISCARD,
                            List.of("iperf3", "-s", "-p", Integer.toString(port)));
            }
            for (var h : hosts.values()) awaitServers(h);
            var wrong = new ArrayList<String>();
            for (var from : hosts.values())
                for (var to : ADDRESSES.keySet()) {
                    if (to.equals(from.name())) continue;
                    for (var address : addresses(to)) {
                        String pair = from.name() + " to " + address;
                        if (!pings(from, address)) wrong.add(pair + " is not answered");
                        for (int port : PORTS)
                            if (connects(from, address, port)
                                    != isAllowed(from.name(), to, address, port))
                                wrong.add(pair + " port " + port);
                    }
                }
            assertThat(wrong).isEmpty();
            nobodyBearsAnothersAddress(hosts);
            nothingLeavesInClear(hosts);
        }
    }

    /// Every echo of a flood: one packet each 20 us or so, and a transaction takes milliseconds.
    @Test
    void whatTheOldFirewallAndTheNewOneLetPassPassesWhileOneTakesThePlaceOfTheOther()
            throws Exception {
        try (var lab = Namespaces.open()) {
            var site = Sites.good(FILE);
            var hosts = hosts(lab, site);
            for (var h : hosts.values()) apply(site, h);
            var home = host(hosts, "home");
            var echoed = Files.createTempFile(lab.folder(), "echoed", "");
            var flood =
                    host(hosts, "vps3")
                            .start(
                                    Redirect.from(
                                            Files.createTempFile(lab.folder(), "in", "").toFile()),
                                    Redirect.to(echoed.toFile()),
                                    List.of("ping", "-6", "-f", "-q", "-c", "60000", MYSQL));
            int replacements = 0;
            for (; flood.isAlive() && replacements < 1000; replacements++)
                run(home, Sites.plan(site, "home"), PlanText.NFT);
            flood.destroy();
            flood.waitFor();
            assertThat(replacements).isGreaterThan(3);
            assertThat(Files.readString(echoed)).contains("60000 received, 0% packet loss");
        }
    }

    /// With the address of vps2 on vps3, home still hears vps3 only as itself.
    private static void nobodyBearsAnothersAddress(Map<String, Host> hosts) {
        var vps3 = host(hosts, "vps3");
        String foreign = "fdd7:5938:e2e6:4e::77";
        vps3.must("ip", "-6", "address", "add", foreign + "/128", "dev", "lo", "nodad");
        var output =
                vps3.run(
                        PATIENCE,
                        "ping",
                        "-6",
                        "-c",
                        "1",
                        "-W",
                        "1",
                        "-I",
                        foreign,
                        "fdd7:5938:e2e6:3::6c8d");
        assertThat(output.isSuccess()).isFalse();
        assertThat(
                        host(hosts, "home")
                                .must("nft", "list", "chain", "inet", "boreas_site", "by_vps3")
                                .out())
                .containsPattern("counter packets [1-9].* drop");
    }

    private static void nothingLeavesInClear(Map<String, Host> hosts) {
        var home = host(hosts, "home");
        home.must("ip", "link", "add", "outside", "type", "veth", "peer", "name", "outside2");
        home.must("ip", "link", "set", "outside", "up");
        home.must("ip", "link", "set", "outside2", "up");
        home.must("ip", "-6", "route", "add", "default", "dev", "outside", "metric", "1024");
        home.must("ip", "link", "del", "ula-net-vps3");
        for (var address : addresses("vps3"))
            assertThat(home.run(PATIENCE, "ip", "-6", "route", "get", address).isSuccess())
                    .as("a way to " + address)
                    .isFalse();
        // Even a better route elsewhere does not help: the firewall knows the one device.
        home.must("ip", "-6", "route", "add", "fdd7:5938:e2e6:1234::1", "dev", "outside");
        assertThat(pings(home, "fdd7:5938:e2e6:1234::1")).isFalse();
        assertThat(home.must("nft", "list", "chain", "inet", "boreas_site", "exit").out())
                .containsPattern("oifname != \"ula-net-vps3\" ip6 daddr .* packets [1-9]");
    }

    @Test
    void aPermissionThatIsTakenBackEndsItsConnections() throws Exception {
        try (var lab = Namespaces.open()) {
            var site = Sites.good(FILE);
            var hosts = hosts(lab, site);
            for (var h : hosts.values()) apply(site, h);
            var home = host(hosts, "home");
            try (var _ = TcpService.at(home, 3306);
                    var call =
                            TcpCall.open(
                                    host(hosts, "vps3"), MYSQL, 3306, PATIENCE, "the database")) {
                assertThat(call.awaitEcho(PATIENCE)).as("while it is allowed").isTrue();
                assertThat(refused(home)).as("while it is allowed").isFalse();
                apply(Sites.good(FILE.replace("\"port\": 3306", "\"port\": 3307")), home);
                boolean isRefused = false;
                for (int i = 0; i < 50 && !isRefused; i++) {
                    Pause.of(Duration.ofMillis(100));
                    isRefused = refused(home);
                }
                assertThat(isRefused).as("packets of the open connection are refused").isTrue();
                assertThat(awaitEnd(call))
                        .as("the caller is told")
                        .isEqualTo("errno " + ECONNRESET);
            }
        }
    }

    private static @Nullable String awaitEnd(TcpCall call) {
        for (int i = 0; i < 100 && call.end() == null; i++) Pause.of(Duration.ofMillis(50));
        return call.end();
    }

    /// Who was called hears nothing any more; it must not go on to send what it still has.
    @Test
    void whoAnswersSomebodyWhosePermissionIsGoneIsToldAndSendsNoMore() throws Exception {
        try (var lab = Namespaces.open()) {
            assumeTrue(isInstalled("python3"), "python3 is missing");
            var hosts = hosts(lab, Sites.good(FILE));
            for (var h : hosts.values()) apply(Sites.good(FILE), h);
            var home = host(hosts, "home");
            var told = Files.createTempFile(lab.folder(), "told", "");
            talkAndSayHowItEnds(home, told);
            var vps3 = host(hosts, "vps3");
            // It listens, and never says a word.
            vps3.start(
                    Redirect.from(Files.createTempFile(lab.folder(), "in", "").toFile()),
                    Redirect.DISCARD,
                    List.of(
                            "python3",
                            "-c",
                            """
                            import socket
                            c = socket.create_connection(("%s", 3306))
                            while c.recv(1000): pass
                            """
                                    .formatted(MYSQL)));
            await("the database talks", () -> Files.readString(told).contains("talking"));
            apply(Sites.good(FILE.replace("\"port\": 3306", "\"port\": 3307")), home);
            await("the database is told", () -> Files.readString(told).contains("reset"));
            assertThat(home.must("nft", "list", "chain", "inet", "boreas_site", "to_vps3").out())
                    .containsPattern("packets [1-9]\\d* bytes \\d+ reject with tcp reset");
        }
    }

    /// To the first who calls.
    private static void talkAndSayHowItEnds(Host home, Path told) throws Exception {
        home.start(
                Redirect.from(Files.createTempFile(home.folder(), "in", "").toFile()),
                Redirect.to(told.toFile()),
                List.of(
                        "python3",
                        "-c",
                        """
                        import socket, time
                        s = socket.create_server(("::", 3306), family=socket.AF_INET6)
                        c, _ = s.accept()
                        print("talking", flush=True)
                        try:
                            while True:
                                c.send(b"x")
                                time.sleep(0.05)
                        except ConnectionError as e:
                            print(e, flush=True)
                        """));
        await("the database listens", () -> home.must("ss", "-ltn").out().contains(":3306 "));
    }

    private interface Question {
        boolean ask() throws IOException;
    }

    private static void await(String what, Question question) throws IOException {
        for (int i = 0; i < 200; i++) {
            if (question.ask()) return;
            Pause.of(Duration.ofMillis(50));
        }
        assertThat(question.ask()).as(what).isTrue();
    }

    /// The kernel takes any packet of a connection that it has forgotten for its first, so the side
    /// that answers might become the one that began.
    @Test
    void aConnectionWhosePermissionIsGoneDoesNotComeBackWhenTheKernelForgetsIt() throws Exception {
        try (var lab = Namespaces.open()) {
            assumeTrue(isInstalled("python3"), "python3 is missing");
            var hosts = hosts(lab, Sites.good(FILE));
            for (var h : hosts.values()) apply(Sites.good(FILE), h);
            var home = host(hosts, "home");
            // Without being asked, so there is always something to repeat.
            talkAndSayHowItEnds(home, Files.createTempFile(lab.folder(), "told", ""));
            try (var call =
                    TcpCall.open(host(hosts, "vps3"), MYSQL, 3306, PATIENCE, "the database")) {
                assertThat(call.awaitEcho(PATIENCE)).as("while it is allowed").isTrue();
                // The first packet that home sees afterwards is to be one of its own.
                var vps3 = host(hosts, "vps3");
                vps3.must("ip", "link", "set", "ula-net-home", "down");
                assumeTrue(forget(home), "connections cannot be forgotten here");
                apply(Sites.good(FILE.replace("\"port\": 3306", "\"port\": 3307")), home);
                await("home repeats what was not confirmed", () -> exit(home).matches(REPEATED));
                apply(Sites.good(FILE), vps3);
                long heard = call.echoes();
                assertThat(awaitEnd(call)).isEqualTo("errno " + ECONNRESET);
                assertThat(call.echoes()).as("bytes").isEqualTo(heard);
            }
        }
    }

    private static final String REPEATED =
            "(?s).*oifname \"ula-net-vps3\" ct state new .* packets [1-9]\\d* bytes \\d+ drop.*";

    private static String exit(Host home) {
        return home.must("nft", "list", "chain", "inet", "boreas_site", "exit").out();
    }

    /// `conntrack -F`, which is not installed everywhere: one message to the kernel, that a table
    /// of connections be emptied (IPCTNL_MSG_CT_DELETE of nfnetlink without a tuple).
    private static boolean forget(Host host) {
        return host.run(
                        PATIENCE,
                        "python3",
                        "-c",
                        """
                        import socket, struct
                        s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
                        s.bind((0, 0))
                        # length, type ctnetlink delete, request with acknowledgement; any family, version 0
                        s.send(struct.pack("=IHHIIBBH", 20, 1 << 8 | 2, 1 | 4, 1, 0, 0, 0, 0))
                        error = struct.unpack_from("=i", s.recv(4096), 16)[0]
                        assert error == 0, error
                        """)
                .isSuccess();
    }

    private static boolean refused(Host home) {
        return home.must("nft", "list", "chain", "inet", "boreas_site", "from_vps3")
                .out()
                .matches("(?s).*packets [1-9]\\d* bytes \\d+ reject.*");
    }

    @Test
    void theKernelTakesPlansOfRandomFilesAndASecondTimeChangesNothing() throws Exception {
        boolean hasIptables = isInstalled("ip6tables") && isInstalled("iptables");
        int plans = 0;
        for (long seed = 0; plans < RANDOM_FILES; seed++) {
            var meant = new RandomSite(seed);
            if (!meant.isValid() || meant.machines.size() < 2) continue;
            plans++;
            var site = Sites.good(meant.text(new Random(seed)));
            var own = site.machines().getFirst();
            if (own.isGenuine()) continue; // not every kernel has tunnels of its own
            try (var lab = Namespaces.open()) {
                var host = lab.host("one");
                var plan = SitePlan.of(site, own);
                run(host, plan, PlanText.IP);
                run(host, plan, PlanText.NFT);
                if (hasIptables) run(host, plan, PlanText.IP6TABLES);
                var before = state(host, hasIptables);
                run(host, plan, PlanText.IP);
                run(host, plan, PlanText.NFT);
                if (hasIptables) run(host, plan, PlanText.IP6TABLES);
                assertThat(state(host, hasIptables)).as("seed " + seed).isEqualTo(before);
                assertThat(before).contains("unreachable fdd7:5938:e2e6::/48", "chain mesh");
            }
        }
    }

    private static boolean isInstalled(String tool) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + tool)
                        .redirectOutput(Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static String state(Host host, boolean hasIptables) {
        var state = new StringBuilder();
        for (var what : List.of("addr", "-6 route", "-4 route"))
            state.append(host.must("sh", "-c", "ip " + what + " show").out());
        state.append(host.must("nft", "list", "table", "inet", "boreas_site").out());
        if (hasIptables)
            state.append(
                    host.must("sh", "-c", "ip6tables-save; iptables-save")
                            .out()
                            .replaceAll("(?m)^#.*$", ""));
        return state.toString().replaceAll("_lft \\w+", "");
    }

    // --- the laboratory

    private static Map<String, Host> hosts(Namespaces lab, Site site) {
        var hosts = new LinkedHashMap<String, Host>();
        for (var m : site.machines()) hosts.put(m.name(), lab.host(m.name()));
        for (var a : site.machines())
            for (var b : site.machines())
                if (a.name().compareTo(b.name()) < 0)
                    tunnel(host(hosts, a.name()), b.tunnel(), host(hosts, b.name()), a.tunnel());
        return hosts;
    }

    /// A cable without Ethernet's questions: both ends have one MAC, and nobody asks for it.
    private static void tunnel(Host a, String atA, Host b, String atB) {
        a.must("ip", "link", "add", atA, "type", "veth", "peer", "name", "far");
        a.moveDevice("far", b);
        b.must("ip", "link", "set", "far", "name", atB);
        a.must("ip", "link", "set", atA, "address", "02:00:00:00:00:01", "arp", "off");
        b.must("ip", "link", "set", atB, "address", "02:00:00:00:00:01", "arp", "off");
        b.must("ip", "link", "set", atB, "up");
    }

    private static Host host(Map<String, Host> hosts, String name) {
        var host = hosts.get(name);
        if (host == null) throw new AssertionError(name);
        return host;
    }

    private static void apply(Site site, Host host) throws IOException {
        var plan = Sites.plan(site, host.name());
        run(host, plan, PlanText.NFT); // first: closed before anything is open
        run(host, plan, PlanText.IP);
    }

    private static void run(Host host, SitePlan plan, PlanText form) throws IOException {
        var file = Files.writeString(host.folder().resolve("plan"), form.of(plan)).toString();
        if (form == PlanText.NFT) host.must("nft", "-f", file);
        else host.must("sh", "-e", file);
    }

    private static void awaitServers(Host host) {
        for (int i = 0; i < 100; i++) {
            var listening = host.must("ss", "-ltn").out();
            if (listening.contains(":22 ") && listening.contains(":3306 ")) return;
            Pause.of(Duration.ofMillis(50));
        }
        assumeTrue(false, "iperf3 does not listen here");
    }

    private static boolean pings(Host from, String address) {
        return from.run(PATIENCE, "ping", "-6", "-c", "1", "-W", "1", address).isSuccess();
    }

    private static boolean connects(Host from, String address, int port) {
        return from.run(
                        PATIENCE,
                        "timeout",
                        "2",
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/%s/%d".formatted(address, port))
                .isSuccess();
    }
}
