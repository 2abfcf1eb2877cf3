package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Host;
import boreas.lab.Network;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProgram;
import boreas.lab.Pause;
import boreas.lab.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our tunnel at one end, and at the other a node that knows nothing of sites with a tunnel like the
/// kernel's above its device. That one sends next headers 41, 4, 60 and 44 as the kernel does it.
///
///     home (ours, with the site file) ── far (node, and raw sockets above its tun0)
abstract class FarKernelTunnelScenario {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ULA = "fdd7:5938:e2e6";
    private static final String HOME_ID = "1001", FAR_ID = "2002";

    @TempDir Path folder;

    @BeforeEach
    void needsNamespaces() {
        Programs.assumeNamespaces();
        KernelStyleTunnel.assumePossible();
        far();
    }

    /// The node at the far end.
    abstract NodeProgram far();

    @Test
    void withoutAnEncapsulationLimit() {
        eachKindPassesBothWays("none");
    }

    @Test
    void withAnEncapsulationLimit() {
        eachKindPassesBothWays("4");
    }

    private void eachKindPassesBothWays(String limit) {
        var file = folder.resolve("site.conf");
        var line = Topology.line(2);
        String home = line.hosts().getFirst(), far = line.hosts().getLast();
        var ours = Programs.boreas().withSite(file);
        try (var network = Network.lay(line, Auth.LOGIN, n -> n.equals(home) ? ours : far())) {
            write(file, network, home, far);
            network.startAll();
            var there = network.host(far);
            var end =
                    KernelStyleTunnel.add(
                            there, "ula-net", network.ip6(far), network.ip6(home), limit);
            try {
                addresses(there);
                var here = network.host(home);
                var count = countOuter(there, network.ip6(home), limit);
                awaitPing(network, here, ULA + ":3::" + FAR_ID);
                for (int bytes : new int[] {100, 1256, 1257, 1280}) {
                    assertPings(here, ULA + ":" + FAR_ID + "::1", bytes);
                    assertPings(there, ULA + ":" + HOME_ID + "::1", bytes);
                }
                for (int bytes : new int[] {100, 1280}) {
                    assertPings(here, "192.168.3.1", bytes);
                    assertPings(there, "192.168.1.1", bytes);
                }
                for (var kind : new String[] {"in6", "in4", "out"})
                    assertThat(count.of(kind)).as(kind).isPositive();
                assertThat(fragmentsMade(there)).as("next header 44").isPositive();
                awaitLog(network, home, "carries packets");
            } finally {
                KernelStyleTunnel.delete(end);
            }
        }
    }

    private static void write(Path file, Network network, String home, String far) {
        var text =
                """
                {
                    "ula": "%s::/48",
                    "machines": {
                        "home": { "publicKey": "%s", "subnet": "%s",
                                  "prefixes": ["192.168.1.0/24"], "ip4Address": "192.168.1.1" },
                        "far": { "publicKey": "%s", "subnet": "%s", "genuine": 1,
                                 "prefixes": ["192.168.3.0/24"], "ip4Address": "192.168.3.1" }
                    },
                    "allow": [ { "from": "all", "to": "all", "protocol": "icmp" } ]
                }
                """
                        .formatted(
                                ULA,
                                network.config(home).publicKey(),
                                HOME_ID,
                                network.config(far).publicKey(),
                                FAR_ID);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        network.host(home).must(words("ip address add 192.168.1.1/32 dev lo"));
    }

    /// Outer packets at the far machine; its kernel makes fragments behind where it counts.
    private static PacketCount countOuter(Host there, String home, String limit) {
        var in = "iifname tun0 ip6 saddr " + home + " ip6 nexthdr ";
        var out = "oifname tun0 ip6 daddr " + home + " ip6 nexthdr ";
        return PacketCount.on(there)
                .in("in6", in + 41)
                .in("in4", in + 4)
                .out("out", out + (limit.equals("none") ? "{ 4, 41 }" : "60"));
    }

    private static long fragmentsMade(Host there) {
        for (var line : there.must("cat", "/proc/net/snmp6").out().split("\n"))
            if (line.startsWith("Ip6FragCreates"))
                return Long.parseLong(line.substring("Ip6FragCreates".length()).strip());
        throw new AssertionError("the kernel counts no fragments");
    }

    /// What an operator without a site file does by hand.
    private static void addresses(Host there) {
        for (var line :
                new String[] {
                    "ip -6 address add %s:3::%s/128 dev ula-net nodad".formatted(ULA, FAR_ID),
                    "ip -6 address add %s:%s::1/64 dev lo nodad".formatted(ULA, FAR_ID),
                    "ip -6 route add %s:3::%s/128 dev ula-net".formatted(ULA, HOME_ID),
                    "ip -6 route add %s:%s::/64 dev ula-net src %s:3::%s"
                            .formatted(ULA, HOME_ID, ULA, FAR_ID),
                    "ip address add 192.168.3.1/32 dev lo",
                    "ip route add 192.168.1.0/24 dev ula-net src 192.168.3.1"
                }) there.must(words(line));
    }

    private static void awaitPing(Network network, Host from, String to) {
        var end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            if (from.run(PATIENCE, words("ping -n -c 1 -W 1 " + to)).out().contains("1 received"))
                return;
            Pause.of(Duration.ofMillis(100));
        }
        throw new AssertionError(
                "no answer of " + to + "\n" + network.node(from.name()).lastWords());
    }

    private static void awaitLog(Network network, String name, String words) {
        var end = Instant.now().plus(PATIENCE);
        while (!network.node(name).log().contains(words)) {
            if (Instant.now().isAfter(end)) throw new AssertionError(network.node(name).log());
            Pause.of(Duration.ofMillis(100));
        }
    }

    /// @param bytes of the inner packet
    private static void assertPings(Host from, String to, int bytes) {
        int headers = to.contains(":") ? 48 : 28;
        var sent =
                from.run(
                        PATIENCE,
                        words(
                                "ping -n -c 3 -i 0.2 -W 5 -M do -s %d %s"
                                        .formatted(bytes - headers, to)));
        assertThat(sent.out() + sent.err())
                .as("%d bytes from %s to %s", bytes, from, to)
                .contains("3 received");
    }

    private static String[] words(String line) {
        return line.split(" ");
    }
}
