package boreas.bench;

import boreas.bench.overlay.CjdnsContender;
import boreas.bench.overlay.Contenders;
import boreas.bench.overlay.Overlay;
import boreas.bench.overlay.Shape;
import boreas.interop.Programs;
import boreas.lab.LabException;
import boreas.lab.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `./dev bench memory [--trials N]`: what an idle node takes of processor and memory, and what one
/// under load takes of memory.
@Tag("bench")
class MemoryBenchTest {
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int FLOW_S = 10, PACKETS_S = 3;
    private static final double PER_MINUTE = 60.0;

    private final int trials = Integer.getInteger("boreas.trials", 20);
    private final Answers answers = new Answers();

    @BeforeEach
    void isAskedFor() {
        Asked.assume("memory");
    }

    @Test
    void processorAndMemoryOfNodesIdleAndUnderLoad() throws IOException {
        var file = new ResultFile("memory");
        var here = Contenders.here(Programs.shippedBoreas());
        var contenders = new ArrayList<>(List.of(CjdnsContender.of(here.ours())));
        for (var genuine : here.genuine()) contenders.add(CjdnsContender.of(genuine));
        for (int i = 0; i < trials; i++)
            for (var contender : contenders) {
                try (var overlay = contender.start(Shape.DIRECT, true)) {
                    measure(contender.name(), overlay);
                } catch (LabException e) {
                    answers.fail(contender.name(), String.valueOf(e.getMessage()));
                }
            }
        System.out.print(answers.table());
        System.out.println("written to " + file.write(answers.json()));
    }

    private void measure(String name, Overlay overlay) {
        Pause.of(SETTLING);
        var near = overlay.nodesAt(overlay.near());
        double before = CpuTime.seconds(near);
        Pause.of(IDLE);
        double idleMs = (CpuTime.seconds(near) - before) * 1000;
        answers.add(name, "idle, CPU ms per minute", idleMs * PER_MINUTE / IDLE.toSeconds());
        answers.add(name, "idle, resident MiB", CpuTime.residentMib(near));
        var traffic = new Traffic(overlay.near(), overlay.far(), overlay.address());
        traffic.tcp(4, FLOW_S, false);
        traffic.tcp(4, FLOW_S, true);
        traffic.udp(100, 0, PACKETS_S);
        var far = overlay.nodesAt(overlay.far());
        double most = Math.max(CpuTime.residentMib(near), CpuTime.residentMib(far));
        answers.add(name, "after load, resident MiB, larger node", most);
    }
}
