package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Host;
import boreas.lab.HostProcess;
import boreas.lab.Namespaces;
import boreas.lab.NodeConfig;
import boreas.lab.NodeProcess;
import boreas.lab.NodeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What scripts of the field rely on: `cjdroute < cjdroute.conf` returns when the node runs,
/// exactly one process called `cjdroute` stays, a second start is refused, SIGTERM ends it.
@Tag("interop") // until a node can be started
class BackgroundStartScenarioTest {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    @BeforeEach
    void needNamespaces() {
        Programs.assumeNamespaces();
    }

    @Test
    void startsInTheBackgroundAsOneProcessRefusesASecondStartAndEndsAtSigterm() throws IOException {
        var program = Programs.boreas();
        try (var lab = Namespaces.open()) {
            var host = lab.host("alone");
            var config = NodeConfig.generate(program);
            var file = Files.writeString(host.folder().resolve("cjdroute.conf"), config.text(host));

            assertThat(start(host, program, file).code()).isZero();
            assertThat(addresses(host)).contains(config.ip6().replace(":", ""));

            assertThat(pgrep(host)).hasSize(1);
            var node = host.processes();
            assertThat(node).extracting(HostProcess::name).containsExactly("cjdroute");

            var second = start(host, program, file);
            assertThat(second.code()).isNotZero();
            assertThat(second.err()).contains("Startup failed: cjdroute is already running.");
            assertThat(host.processes()).hasSize(1);

            node.getFirst().terminate();
            assertThat(holdsWithin(Duration.ofSeconds(5), () -> host.processes().isEmpty()))
                    .as("the node ends at SIGTERM")
                    .isTrue();
            assertThat(addresses(host)).doesNotContain(config.ip6().replace(":", ""));
        }
    }

    private record Start(int code, String err) {}

    /// By a shell, as every init script does it. The node keeps the shell's output, so that goes to
    /// files.
    private static Start start(Host host, NodeProgram program, Path conf) throws IOException {
        var ended =
                host.run(
                        START_LIMIT,
                        "env",
                        NodeProcess.stateSetting(host),
                        "sh",
                        "-c",
                        "\"$0\" < \"$1\" > \"$1.out\" 2> \"$1.err\"",
                        program.file().toString(),
                        conf.toString());
        return new Start(ended.code(), Files.readString(Path.of(conf + ".err")));
    }

    /// Only of this host: the machine may run nodes of its own.
    private static List<String> pgrep(Host host) {
        return host.must("sh", "-c", "pgrep --ns $$ --nslist net cjdroute").out().lines().toList();
    }

    private static String addresses(Host host) {
        return host.must("cat", "/proc/net/if_inet6").out();
    }

    private static boolean holdsWithin(Duration patience, BooleanSupplier claim) {
        long endNs = System.nanoTime() + patience.toNanos();
        while (!claim.getAsBoolean()) {
            if (System.nanoTime() - endNs > 0) return false;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return true;
    }
}
