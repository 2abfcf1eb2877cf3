package boreas.bench;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.bench.overlay.CjdnsContender;
import boreas.bench.overlay.Overlay;
import boreas.bench.overlay.Shape;
import boreas.interop.Programs;
import boreas.lab.LabException;
import boreas.lab.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `./dev bench soak [--minutes N]`: two nodes under load for real minutes, bulk flows both ways
/// and small packets. Memory, threads and open files must not grow.
@Tag("bench")
class SoakBenchTest {
    private static final int FLOW_S = 8, PACKETS_S = 3, PACKETS_PPS = 8000;
    private static final Duration SAMPLE = Duration.ofSeconds(2);

    /// What a node may take of a small machine, and what is taken for noise of a heap that is
    // collected now and then.
    private static final double RESIDENT_MIB_MAX = 128, GROWTH_MAX = 0.03;

    private final int minutes = Integer.getInteger("boreas.minutes", 30);
    private final List<Double> residentMib = new ArrayList<>();
    private final List<Double> threads = new ArrayList<>();
    private final List<Double> files = new ArrayList<>();
    private final List<Double> mbitPerS = new ArrayList<>();
    private volatile boolean isStopping;

    @BeforeEach
    void isAskedFor() {
        Asked.assume("soak");
    }

    @Test
    void memoryStaysFlatUnderLoad() throws Exception {
        var file = new ResultFile("soak");
        var contender = CjdnsContender.of(Programs.shippedBoreas());
        try (var overlay = contender.start(Shape.DIRECT, true)) {
            var sampler = Thread.ofPlatform().daemon().start(() -> sample(overlay));
            load(overlay);
            isStopping = true;
            sampler.join();
        }
        var growth = Growth.of(residentMib);
        System.out.printf(
                Locale.ROOT,
                "%d minutes, %d samples: resident %.1f MiB early, %.1f late, %.1f at most; %.0f threads, %.0f files at the end; %.0f Mbit/s%n",
                minutes,
                residentMib.size(),
                growth.early(),
                growth.late(),
                new Series(residentMib).max(),
                threads.getLast(),
                files.getLast(),
                new Series(mbitPerS).median());
        System.out.println("written to " + file.write(results()));
        assertThat(growth.share()).as("growth of resident memory").isLessThan(GROWTH_MAX);
        assertThat(new Series(residentMib).max()).isLessThan(RESIDENT_MIB_MAX);
        assertThat(Growth.of(files).share()).as("growth of open files").isLessThan(GROWTH_MAX);
    }

    private void load(Overlay overlay) {
        var traffic = new Traffic(overlay.near(), overlay.far(), overlay.address());
        long endNs = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        for (int i = 0; System.nanoTime() - endNs < 0; i++) {
            try {
                mbitPerS.add(traffic.tcp(1 + 3 * (i & 1), FLOW_S, (i & 2) != 0).mbitPerS());
                traffic.udp(i % 3 == 0 ? 1200 : 100, PACKETS_PPS, PACKETS_S);
            } catch (LabException e) {
                System.out.println("load " + i + ": " + e.getMessage());
                mbitPerS.add(Double.NaN);
            }
        }
    }

    /// Of the larger node.
    private void sample(Overlay overlay) {
        var near = overlay.nodesAt(overlay.near());
        var far = overlay.nodesAt(overlay.far());
        while (!isStopping) {
            Pause.of(SAMPLE);
            residentMib.add(Math.max(CpuTime.residentMib(near), CpuTime.residentMib(far)));
            threads.add((double) count(near, "task"));
            files.add((double) count(near, "fd"));
        }
    }

    private static long count(List<Long> pids, String folder) {
        long sum = 0;
        for (long pid : pids)
            try (Stream<Path> entries = Files.list(Path.of("/proc/" + pid, folder))) {
                sum += entries.count();
            } catch (IOException e) {
                // it has ended; the load will say so
            }
        return sum;
    }

    private List<String> results() {
        return List.of(
                json("resident MiB, larger node, every 2 s", residentMib),
                json("threads, near node", threads),
                json("open files, near node", files),
                json("TCP Mbit/s, flow by flow", mbitPerS));
    }

    private String json(String what, List<Double> values) {
        var known = values.stream().filter(v -> !v.isNaN()).toList();
        var texts = known.stream().map(v -> String.format(Locale.ROOT, "%.1f", v)).toList();
        return "{\"what\": \"%s\", \"minutes\": %d, \"values\": [%s]}"
                .formatted(what, minutes, String.join(", ", texts));
    }
}
