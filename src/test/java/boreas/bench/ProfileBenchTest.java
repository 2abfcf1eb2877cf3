package boreas.bench;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.interop.Programs;
import boreas.lab.Network;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProcess;
import boreas.lab.Pause;
import boreas.lab.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `./dev bench profile`: where two nodes under one TCP flow spend their time, seen by
/// async-profiler from inside (kernel, native and Java frames). `./dev` puts the profiler into the
/// nodes' JVMs, by the environment.
@Tag("bench")
class ProfileBenchTest {
    private static final int WARM_UP_S = 6, FLOW_S = 25;
    private static final int PLACES = 40;

    /// The profiler writes by itself, some time after the start of its node (`./dev`).
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final int LOOKS = 30;

    /// The name of the thread that does the work (`ARCHITECTURE.md`).
    private static final String THREAD = "data";

    private static final Path FOLDER = Path.of("target/profile");

    @BeforeEach
    void isAskedFor() {
        Asked.assume("profile");
    }

    @Test
    void whereTheTimeOfBothNodesGoes() throws IOException {
        var ours = Programs.shippedBoreas();
        var text = new StringBuilder("One TCP flow from the sending node to the receiving one.\n");
        var network = Network.lay(Topology.line(2), Auth.LOGIN, _ -> ours);
        try (network) {
            for (var name : network.topology().hosts()) {
                // The profiler writes its file when an ordinary node is nobody, and elsewhere.
                network.config(name)
                        .edit("\\{ *\"setuser\": \"nobody\"[^}]*}", "{ \"setuser\": 0 }")
                        .edit("\\{ *\"chroot\": \"[^}]*}", "{ \"chroot\": 0 }");
            }
            network.startAll();
            var reach = network.reach(network.topology().pairs(), 3, Duration.ofSeconds(30));
            assertThat(reach).allMatch(Network.Reach::isWhole);
            var traffic =
                    new Traffic(network.host("host0"), network.host("host1"), network.ip6("host1"));
            traffic.tcp(1, WARM_UP_S, false);
            var load = traffic.tcp(1, FLOW_S, false);
            text.append("%.0f Mbit/s while being profiled.%n".formatted(load.mbitPerS()));
            for (var name : network.topology().hosts()) text.append(node(name, network.node(name)));
        }
        var file = Path.of("bench/results/profile-" + LocalDate.now() + ".txt");
        Files.writeString(file, text);
        System.out.println(text + "written to " + file);
    }

    private static String node(String name, NodeProcess node) throws IOException {
        var file = FOLDER.resolve(node.processes().getFirst().pid() + ".collapsed");
        for (int i = 0; !Files.exists(file) && i < LOOKS; i++) Pause.of(LOOK);
        var stacks = Files.readAllLines(file);
        var role = name.equals("host0") ? "the sending node" : "the receiving node";
        return "%n# %s%n%s".formatted(role, StackProfile.of(stacks, THREAD).text(PLACES));
    }
}
