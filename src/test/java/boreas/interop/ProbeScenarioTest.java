package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import boreas.lab.Namespaces;
import boreas.lab.NodeConfig;
import boreas.lab.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// An independent peer in Python judges a node of ours from outside: each of its checks is a test.
///
/// The environment variable `BOREAS_PROBE` names its `probe.py`; without it one in `probe/` of a
/// folder beside the checkout is taken. `BOREAS_PYTHON` may name a Python that has `nacl` and
/// `cryptography`.
@Tag("interop")
class ProbeScenarioTest {
    private static final Duration RUN_LIMIT = Duration.ofMinutes(10);

    /// `pass link.ca_counters 1.2s the reason`
    private static final Pattern CHECK =
            Pattern.compile("(?m)^(pass|FAIL|skip|ABRT) +(\\S+)(?: +[0-9.]+s)? ?(.*)$");

    @BeforeEach
    void needNamespaces() {
        Programs.assumeNamespaces();
    }

    @TestFactory
    List<DynamicTest> everyCheckOfTheProbe() {
        var probe = probe();
        var python = python();
        System.out.println("probe: " + probe + ", run by " + python);
        try (var lab = Namespaces.open()) {
            var target = lab.host("target");
            var cable = lab.cable(target, lab.host("other"));
            var config = NodeConfig.generate(Programs.boreas());
            NodeProcess.start(target, Programs.boreas(), config);
            // The probe plays peers on the target's own host: there the admin port can be reached.
            var address = cable.at(target).address();
            var run =
                    target.run(
                            RUN_LIMIT,
                            python,
                            probe.toString(),
                            "--target",
                            address + ":" + NodeConfig.PORT,
                            "--key",
                            config.publicKey(),
                            "--password",
                            config.password(),
                            "--login",
                            config.user(),
                            "--admin",
                            "127.0.0.1:" + config.adminPort(),
                            "--local-ip",
                            address,
                            "--tun",
                            "yes",
                            "--noise",
                            "no",
                            "--target-version",
                            "22");
            return checks(run.out(), run.err(), run.code());
        }
    }

    private static List<DynamicTest> checks(String said, String complained, int code) {
        var tests = new ArrayList<DynamicTest>();
        CHECK.matcher(said)
                .results()
                .forEach(check ->
                        tests.add(
                                dynamicTest(
                                        check.group(2),
                                        () ->
                                                judge(
                                                        check.group(2),
                                                        check.group(1),
                                                        check.group(3)))));
        tests.add(
                dynamicTest(
                        "theProbeRanToItsEnd",
                        () -> assertThat(code).as("%s\n%s", said, complained).isLessThan(2)));
        return tests;
    }

    /// With the check's name in the words: reports number dynamic tests instead of naming them.
    private static void judge(String check, String verdict, String reason) {
        assumeTrue(!verdict.equals("skip"), "check " + check + ": " + reason);
        assertThat(verdict).as("check %s: %s", check, reason).isEqualTo("pass");
    }

    private static Path probe() {
        var named = Optional.ofNullable(System.getenv("BOREAS_PROBE")).map(Path::of);
        var found = named.or(ProbeScenarioTest::besideTheCheckout).filter(Files::isReadable);
        assumeTrue(
                found.isPresent(),
                () ->
                        "no probe: BOREAS_PROBE names none, and no folder beside the checkout has"
                                + " probe/probe.py");
        return found.orElseThrow().toAbsolutePath().normalize();
    }

    private static Optional<Path> besideTheCheckout() {
        try (var folders = Files.list(Path.of("..").toAbsolutePath().normalize())) {
            return folders.map(f -> f.resolve("probe/probe.py"))
                    .filter(Files::isReadable)
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String python() {
        var candidates = new ArrayList<String>();
        var named = System.getenv("BOREAS_PYTHON");
        if (named != null) candidates.add(named);
        candidates.addAll(List.of("/usr/bin/python3", "python3"));
        for (var one : candidates) {
            try {
                var trial = new ProcessBuilder(one, "-c", "import nacl, cryptography").start();
                if (trial.waitFor() == 0) return one;
            } catch (IOException e) {
                // not here
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        assumeTrue(
                false,
                "no Python with nacl and cryptography: apt-get install python3-nacl"
                        + " python3-cryptography");
        return "";
    }
}
