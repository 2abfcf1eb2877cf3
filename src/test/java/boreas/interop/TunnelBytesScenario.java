package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Host;
import boreas.lab.Namespaces;
import boreas.lab.NodeConfig;
import boreas.lab.NodeProcess;
import boreas.lab.NodeProgram;
import boreas.lab.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bytes of a tunnel, judged by somebody else: ours with a site on one host, and on the other a
/// node without one, above whose tun device scapy plays a tunnel of the kernel.
///
/// ```
///   ping ── ula-net-far ── ours ──── a node ── tun0 ── scapy
/// ```
///
/// Source: RFC 2473; cjdns protocol, the site-to-site job.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TunnelBytesScenario {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ULA = "fdd7:5938:e2e6";
    private static final String OWN = ULA + ":1001::1", FAR = ULA + ":2002::1";
    private static final String OWN_ENDPOINT = ULA + ":3::1001", FAR_ENDPOINT = ULA + ":3::2002";
    private static final String OWN_IP4 = "192.168.1.1", FAR_IP4 = "192.168.7.9";

    /// Of inner packets: a short one, the longest that every form can have in one piece at a tun
    /// device of 1304 bytes, and the longest of the tunnel.
    private static final int SHORT = 100, WHOLE = 1256, LONG = 1280;

    private @Nullable Namespaces lab;
    private @Nullable Host home;
    private @Nullable ScapyEnd scapy;
    private @Nullable NodeProcess node;
    private @Nullable NodeConfig config;
    private String[] keys = {};

    /// The node below scapy.
    abstract NodeProgram farNode();

    @BeforeEach
    void startOnce() throws IOException {
        Programs.assumeNamespaces();
        ScapyEnd.assumeInstalled();
        var program = farNode();
        if (scapy != null) return;
        assertThat(lab).as("an earlier test could not start the nodes").isNull();
        lab = Namespaces.open();
        home = lab.host("home");
        var far = lab.host("far");
        var cable = lab.cable(home, far);
        var ours = Programs.boreas();
        var own = NodeConfig.generate(ours);
        var other = NodeConfig.generate(program);
        own.call(cable.at(far), other, NodeConfig.Auth.LOGIN);
        keys = new String[] {own.publicKey(), other.publicKey()};
        config = own;
        home.must("ip", "address", "add", OWN_IP4 + "/24", "dev", "lo");
        NodeProcess.start(far, program, other);
        startWith("");
        scapy = ScapyEnd.on(far, "tun0", other.ip6(), own.ip6());
    }

    /// Ours, with some words in the line of the far machine.
    private void startWith(String more) throws IOException {
        if (node != null) node.terminate();
        var site = Objects.requireNonNull(lab).folder().resolve("site.conf");
        Files.writeString(site, siteFile(keys[0], keys[1], more));
        node =
                NodeProcess.start(
                        Objects.requireNonNull(home),
                        Programs.boreas().withSite(site),
                        Objects.requireNonNull(config));
    }

    @AfterAll
    void takeDown() {
        if (scapy != null) scapy.close();
        if (lab != null) lab.close();
    }

    private static String siteFile(String own, String far, String more) {
        return """
        {
            "ula": "%s::/48",
            "machines": {
                "home": { "publicKey": "%s", "subnet": "1001",
                    "prefixes": [ "192.168.1.0/24" ], "ip4Address": "%s" },
                "far": { "publicKey": "%s", "subnet": "2002", "genuine": 1, %s
                    "prefixes": [ "192.168.7.0/24" ] }
            },
            "allow": [ { "from": "all", "to": "all", "protocol": "icmp" } ]
        }
        """
                .formatted(ULA, own, OWN_IP4, far, more);
    }

    // --- out of the far end, into ours, and our kernel's answer back

    @ParameterizedTest
    @ValueSource(strings = {"41", "60-41", "44-41", "44-60-41"})
    void whatScapyTunnelsAsIp6IsOpenedAndAnswered(String form) {
        for (int bytes : sizes(form)) {
            assertOk("ask " + form + " " + FAR + " " + OWN + " " + bytes);
            assertOk("ask " + form + " " + FAR_ENDPOINT + " " + OWN_ENDPOINT + " " + bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "60-4", "44-4", "44-60-4"})
    void whatScapyTunnelsAsIp4IsOpenedAndAnswered(String form) {
        for (int bytes : sizes(form))
            assertOk("ask " + form + " " + FAR_IP4 + " " + OWN_IP4 + " " + bytes);
    }

    private static int[] sizes(String form) {
        return form.startsWith("44") ? new int[] {LONG} : new int[] {SHORT, WHOLE};
    }

    // --- out of ours, into scapy, and scapy's answer back

    @ParameterizedTest
    @ValueSource(strings = {"41", "60-41"})
    void whatOursTunnelsAsIp6IsAsScapyBuildsItAndItsAnswersAreOpened(String form) {
        assertAnsweredIn(form, FAR, "41");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "60-4"})
    void whatOursTunnelsAsIp4IsAsScapyBuildsItAndItsAnswersAreOpened(String form) {
        assertAnsweredIn(form, FAR_IP4, "4");
    }

    private void assertAnsweredIn(String form, String address, String header) {
        assertOk("answer " + form);
        for (int bytes : new int[] {SHORT, WHOLE, LONG}) {
            var pinged = ping(address, bytes);
            assertThat(pinged.out() + pinged.err())
                    .as("%d bytes, answered in %s", bytes, form)
                    .contains("3 received");
        }
        var heard = scapy().does("heard").split(" ");
        assertThat(Arrays.stream(heard).skip(1))
                .as("forms of what came, and whatever was wrong with it")
                .anyMatch(one -> one.startsWith(header + ":"))
                .allMatch(one -> one.matches("(4|41):\\d+"));
    }

    /// Three echo requests; one that nobody answered at first may be repeated.
    private Output ping(String address, int bytes) {
        int headers = address.contains(":") ? 48 : 28;
        var line = "ping -n -c 3 -i 0.2 -W 5 -M do -s " + (bytes - headers) + " " + address;
        return Objects.requireNonNull(home).run(PATIENCE, line.split(" "));
    }

    @Test
    void aLimitInTheFileIsInEachPacketAsScapyBuildsIt() throws IOException {
        startWith("\"encapsulationLimit\": 4,");
        try {
            assertOk("answer 60-41");
            // ours has just started: the first reply may come later than a short ping waits
            assertThat(ping(FAR, SHORT).out()).doesNotContain(" 0 received");
            assertThat(ping(FAR, LONG).out()).contains("3 received");
            assertOk("answer 60-4");
            assertThat(ping(FAR_IP4, LONG).out()).contains("3 received");
            assertThat(scapy().does("heard")).matches("heard 60-4:\\d+( 60-41:\\d+)?");
        } finally {
            startWith("");
        }
    }

    // --- what must not get in

    @Test
    void aFarEndCannotSpeakForAThird() {
        assertOk("ask 41 " + FAR + " " + OWN + " " + SHORT);
        for (var liar : new String[] {ULA + ":9999::1", "2001:db8::1", OWN_ENDPOINT})
            for (var form : new String[] {"41", "60-41"})
                assertOk("silence " + form + " " + liar + " " + OWN + " " + SHORT);
        assertOk("silence 4 192.168.8.1 " + OWN_IP4 + " " + SHORT);
        assertOk("silence 44-41 " + ULA + ":9999::1 " + OWN + " " + LONG);
    }

    private void assertOk(String command) {
        assertThat(scapy().does(command)).as(command).isEqualTo("ok");
    }

    private ScapyEnd scapy() {
        return Objects.requireNonNull(scapy);
    }
}
