package boreas.bench;

import boreas.bench.overlay.Contenders;
import boreas.bench.overlay.FirstReply;
import boreas.interop.Programs;
import boreas.lab.Cable;
import boreas.lab.LabException;
import boreas.lab.Network;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProgram;
import boreas.lab.Pause;
import boreas.lab.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `./dev bench start [--trials N]`: from the command to the first handshake on the wire and to the
/// first answered ping, and how long `boreas status` takes.
@Tag("bench")
class StartBenchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(1);

    /// A node that has just started is still busy with itself.
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final int trials = Integer.getInteger("boreas.trials", 20);
    private final Answers answers = new Answers();

    @BeforeEach
    void isAskedFor() {
        Asked.assume("start");
    }

    @Test
    void fromTheCommandToTheFirstHandshakeAndTheFirstReply() throws IOException {
        var file = new ResultFile("start");
        var here = Contenders.here(Programs.shippedBoreas());
        var programs = new ArrayList<>(List.of(here.ours()));
        programs.addAll(here.genuine());
        for (int i = 0; i < trials; i++)
            for (var program : programs) {
                try {
                    trial(program);
                } catch (LabException e) {
                    answers.fail(program.name(), String.valueOf(e.getMessage()));
                }
            }
        System.out.print(answers.table());
        System.out.println("written to " + file.write(answers.json()));
    }

    private void trial(NodeProgram program) {
        try (var network = Network.lay(Topology.line(2), Auth.LOGIN, _ -> program)) {
            network.startNode("host1");
            var near = network.host("host0");
            var cable = network.end("host0", "host1");
            try (var reply = FirstReply.watch(near, network.ip6("host1"))) {
                var frame = firstFrame(cable);
                var started = network.startNode("host0").started();
                add(program, "command to first handshake, s", started, frame.join());
                add(program, "command to first reply, s", started, reply.await(PATIENCE));
            }
            if (!program.isGenuine()) status(network, program);
        }
    }

    private void add(NodeProgram program, String what, Instant from, Instant to) {
        answers.add(program.name(), what, Duration.between(from, to).toMillis() / 1000.0);
    }

    /// The called node says nothing unasked, so the first frame is the caller's: it asks for the
    /// other's Ethernet address, and the hello follows at once.
    private static CompletableFuture<Instant> firstFrame(Cable.End end) {
        long before = end.frames();
        return CompletableFuture.supplyAsync(
                () -> {
                    long endNs = System.nanoTime() + PATIENCE.toNanos();
                    while (end.frames() == before) {
                        if (System.nanoTime() - endNs > 0)
                            throw new LabException("no frame within " + PATIENCE.toSeconds());
                        Pause.of(LOOK);
                    }
                    return Instant.now();
                },
                Thread.ofPlatform().daemon()::start);
    }

    private void status(Network network, NodeProgram program) {
        Pause.of(SETTLING);
        var near = network.host("host0");
        var boreas = Path.of("boreas").toAbsolutePath().toString();
        var conf = near.folder().resolve("cjdroute.conf").toString();
        long beganNs = System.nanoTime();
        var output = near.run(PATIENCE, boreas, "status", "--config", conf);
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        if (!output.isSuccess()) throw new LabException("boreas status: " + output.err());
        answers.add(program.name(), "boreas status, s", seconds);
    }
}
