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
    void aWireTapCountsByKindFindsClearBytesAndMissesNothing() {
        try (var lab = Namespaces.open()) {
            var a = lab.host("a");
            var cable = lab.cable(a, lab.host("b"));
            try (var tap = WireTap.open(cable.at(a), NodeConfig.PORT, List.of(Ping.PATTERN))) {
                ping(cable, 3);
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

    private static Ping.Result ping(Cable cable, int count) {
        return Ping.count(cable.a().host(), cable.b().address(), count, Ping.OFTEN);
    }
}
