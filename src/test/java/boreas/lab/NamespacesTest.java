package boreas.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The laboratory itself, with no node in it.
class NamespacesTest {
    @BeforeEach
    void needRoot() {
        assumeTrue(
                Rights.detect() instanceof Rights.Here,
                () -> "needs root for network namespaces: " + Rights.detect());
    }

    @Test
    void joinsTwoHostsByACableAndTakesAllOfItDown() {
        Path folder;
        try (var lab = Namespaces.open()) {
            folder = lab.folder();
            var cable = lab.cable(lab.host("a"), lab.host("b"));
            assertThat(ping(cable, 3).lost()).isZero();
            assertThat(ours()).hasSize(2);
        }
        assertThat(ours()).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void losesEverythingSilentlyInABlackholeAndNothingAfterwards() {
        try (var lab = Namespaces.open()) {
            var cable = lab.cable(lab.host("a"), lab.host("b"));
            assertThat(ping(cable, 3).lost())
                    .isZero(); // from here on both know each other's address
            cable.blackhole();
            assertThat(ping(cable, 3).received()).isZero();
            cable.mend();
            assertThat(ping(cable, 3).lost()).isZero();
        }
    }

    @Test
    void seesTheSilenceBetweenTwoReplies() {
        try (var lab = Namespaces.open()) {
            var a = lab.host("a");
            var cable = lab.cable(a, lab.host("b"));
            try (var ping = Ping.start(a, cable.b().address(), Ping.OFTEN)) {
                assertThat(ping.firstReplyAfter(Instant.EPOCH, Duration.ofSeconds(5))).isNotNull();
                cable.blackhole();
                Pause.of(Duration.ofMillis(400));
                cable.mend();
                var mended = Instant.now();
                assertThat(ping.firstReplyAfter(mended, Duration.ofSeconds(5))).isNotNull();
                var result = ping.stop();
                assertThat(result.lost()).isPositive();
                assertThat(result.longestGap()).isGreaterThan(Duration.ofMillis(300));
            }
        }
    }

    @Test
    void aReplyThatComesLateIsNotCalledLost() {
        try (var lab = Namespaces.open()) {
            var cable = lab.cable(lab.host("a"), lab.host("b"));
            assertThat(ping(cable, 1).lost()).isZero();
            var from = cable.a();
            var far = new Answers(from, cable.b());
            try (var ping = Ping.startCounted(from.host(), far.address(), 10, Ping.OFTEN)) {
                assertThat(ping.firstReplyAfter(Instant.EPOCH, Duration.ofSeconds(5))).isNotNull();
                far.holdBack();
                Pause.of(Duration.ofMillis(900));
                far.letGo();
                var result = ping.finish();
                assertThat(result.unanswered()).isEmpty();
                assertThat(result.sent()).isEqualTo(10);
                assertThat(result.received()).isEqualTo(10);
            }
        }
    }

    @Test
    void requestsWithoutReplyAreCountedByTheirNumbers() {
        try (var lab = Namespaces.open()) {
            var cable = lab.cable(lab.host("a"), lab.host("b"));
            assertThat(ping(cable, 1).unanswered()).isEmpty();
            cable.blackhole();
            var result = ping(cable, 3);
            assertThat(result.sent()).isEqualTo(3);
            assertThat(result.unanswered()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aPingGoesOnAfterAnErrorFromAfar() {
        try (var lab = Namespaces.open()) {
            var a = lab.host("a");
            var b = lab.host("b");
            var cable = lab.cable(a, b);
            assertThat(ping(cable, 1).lost()).isZero();
            b.must(
                    "nft",
                    "add table inet refuse; add chain inet refuse in { type filter hook input priority 0; }; add rule inet refuse in icmp type echo-request reject");
            try (var ping = Ping.start(a, cable.b().address(), Ping.OFTEN)) {
                Pause.of(Duration.ofMillis(200));
                b.must("nft", "delete table inet refuse");
                assertThat(ping.firstReplyAfter(Instant.EPOCH, Duration.ofSeconds(5))).isNotNull();
            }
        }
    }

    /// Replies that the far end of a cable keeps for a while: it forgets the hardware address that
    /// they are for, and does not get it by asking.
    private record Answers(Cable.End near, Cable.End far) {
        Answers {
            near.host().must("sysctl", "-qw", "net.ipv4.conf." + near.device() + ".arp_ignore=8");
            far.host()
                    .must("sysctl", "-qw", "net.ipv4.neigh." + far.device() + ".mcast_solicit=30");
            know(near.host(), far, near.device());
            know(far.host(), near, far.device());
        }

        String address() {
            return far.address();
        }

        void holdBack() {
            far.host().must("ip", "neigh", "del", near.address(), "dev", far.device());
        }

        void letGo() {
            know(far.host(), near, far.device());
        }

        private static void know(Host host, Cable.End whom, String device) {
            var to = List.of("ip", "neigh", "replace", whom.address(), "lladdr", whom.mac());
            var line = new ArrayList<>(to);
            line.addAll(List.of("dev", device, "nud", "permanent"));
            host.must(line.toArray(String[]::new));
        }
    }

    @Test
    void aWireTapCountsByKindFindsClearBytesAndMissesNothing() {
        try (var lab = Namespaces.open()) {
            var a = lab.host("a");
            var cable = lab.cable(a, lab.host("b"));
            try (var tap = WireTap.open(cable.at(a), NodeConfig.PORT, List.of(Ping.PATTERN))) {
                threeRequests(cable);
                var count = tap.stop();
                assertThat(count.clearFrames()).isEqualTo(6);
                assertThat(count.otherFrames()).isEqualTo(6);
                assertThat(count.arpFrames()).isPositive();
                assertThat(count.nodeFrames()).isZero();
                assertThat(count.missed()).isZero();
                assertThat(count.strangers()).first().asString().startsWith("IPv4 protocol 1,");
            }
        }
    }

    @Test
    void aTapOnADeviceThatIsNotThereSaysSo() {
        try (var lab = Namespaces.open()) {
            var nowhere = new Cable.End(lab.host("a"), "to-nowhere", "10.77.0.1");
            assertThatThrownBy(() -> WireTap.open(nowhere, NodeConfig.PORT, List.of()))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("no such device");
        }
    }

    @Test
    void endsWhatStillRunsInsideAHost() throws InterruptedException {
        Process sleeper;
        try (var lab = Namespaces.open()) {
            var nothing = new File("/dev/null");
            var a = lab.host("a");
            sleeper =
                    a.start(Redirect.from(nothing), Redirect.to(nothing), List.of("sleep", "600"));
        }
        assertThat(sleeper.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatRunsInALaboratoryEndsWithItsKilledMaker() throws Exception {
        try (var lab = Namespaces.open()) {
            var nothing = new File("/dev/null");
            var a = lab.host("a");
            var sleeper =
                    a.start(Redirect.from(nothing), Redirect.to(nothing), List.of("sleep", "600"));
            while (a.processes().isEmpty()) Pause.of(Duration.ofMillis(10));
            lab.lastWill().execute();
            assertThat(sleeper.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(ours()).isEmpty();
            assertThat(lab.folder()).doesNotExist();
        }
    }

    @Test
    void sweepsWhatADeadLaboratoryLeftBehind() throws Exception {
        var dead = new ProcessBuilder("true").start();
        assertThat(dead.waitFor()).isZero();
        var left = "boreas-" + dead.pid() + "-0-left";
        Command.must(Command.QUICK, List.of("ip", "netns", "add", left));
        var folder = Files.createTempDirectory("boreas-lab-" + dead.pid() + "-");
        Namespaces.sweep();
        assertThat(Namespaces.names()).doesNotContain(left);
        assertThat(folder).doesNotExist();
    }

    /// Of this process: other laboratories may be at work on this machine.
    private static List<String> ours() {
        var prefix = "boreas-" + ProcessHandle.current().pid() + "-";
        return Namespaces.names().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    /// And not one more.
    private static void threeRequests(Cable cable) {
        var pattern = HexFormat.of().formatHex(Ping.PATTERN);
        cable.a().host().must("ping", "-c", "3", "-i", "0.05", "-p", pattern, cable.b().address());
    }

    private static Ping.Result ping(Cable cable, int count) {
        return Ping.count(cable.a().host(), cable.b().address(), count, Ping.OFTEN);
    }
}
