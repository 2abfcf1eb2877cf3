package boreas.cli;

import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.sim.FastCrypto;
import boreas.sim.Graph;
import boreas.sim.GraphText;
import boreas.sim.Weather;
import boreas.sim.survey.Explanation;
import boreas.sim.survey.Survey;
import boreas.sim.survey.SurveyCost;
import boreas.sim.survey.SurveyJson;
import boreas.sim.survey.SurveyPlan;
import boreas.sim.survey.SurveyPlot;
import boreas.sim.survey.SurveyResult;
import boreas.sim.survey.SurveyTable;
import boreas.sim.survey.WorstPair;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `boreas sim`: a whole network in this process, in virtual time, surveyed.
@Command(
        name = "sim",
        description = {
            "Runs a network of real nodes in virtual time, and counts who reaches whom.",
            "All are in this process. Counted are also the length of the ways and the cost. The same"
                    + " options give the same figures."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every pair was reached",
            "1:one was not, or a file could not be written",
            "2:an option cannot be"
        })
final class SimCommand implements Callable<Integer> {
    private static final double MINUTE_NS = 60e9;
    private static final double MS = 1e6;
    private static final int NODES_MAX = 60_000;

    enum CryptoChoice {
        real,
        fast
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--nodes", paramLabel = "N", description = "How many (default: 100).")
    private int nodes = 100;

    @Option(names = "--seed", paramLabel = "N", description = "Of all chance (default: 1).")
    private long seed = 1;

    @Option(
            names = "--topology",
            paramLabel = "SHAPE",
            description = {"One of " + GraphText.SHAPES, "(default: random:4-8)."})
    private String topology = "random:4-8";

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Virtual time, 0.5 or more (default: 10).")
    private double minutes = 10;

    @Option(
            names = "--pairs",
            paramLabel = "P",
            description = "Random pairs that talk (default: 10000).")
    private int pairs = 10_000;

    @Option(
            names = "--crypto",
            paramLabel = "real|fast",
            description = {
                "fast has the same sizes and finds wrong keys and changed bytes, but protects nothing",
                "(default: ${DEFAULT-VALUE})."
            },
            defaultValue = "fast")
    private CryptoChoice crypto = CryptoChoice.fast;

    @Option(
            names = "--loss",
            paramLabel = "PERCENT",
            description = "Of datagrams, on each link (default: 0).")
    private double lossPercent;

    @Option(
            names = "--delay",
            paramLabel = "MS",
            description = "Of each link, one way (default: 5).")
    private double delayMs = 5;

    @Option(
            names = "--jitter",
            paramLabel = "MS",
            description = "Added by chance; may reorder (default: 1).")
    private double jitterMs = 1;

    @Option(
            names = "--explain",
            paramLabel = "N",
            description = "Print the N worst pairs with their paths.")
    private int explain;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there too.")
    private @Nullable Path json;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw them there.")
    private @Nullable Path svg;

    @Override
    public Integer call() throws IOException {
        var plan = plan();
        var progress = new SimProgress(spec.commandLine().getErr(), plan.durationNs());
        long heapBefore = heapBytes();
        long begunNs = System.nanoTime();
        long begunCpuNs = cpuNs();
        var survey = new Survey(plan);
        try {
            var result = survey.run(progress);
            long wallNs = System.nanoTime() - begunNs;
            long usedCpuNs = cpuNs() - begunCpuNs;
            progress.end();
            tell(plan, result, new SurveyCost(wallNs, usedCpuNs, heapBytes() - heapBefore));
            return result.reached() == result.pairs() ? 0 : Main.FAILED;
        } finally {
            Reference.reachabilityFence(survey); // the heap is measured with the world in it
        }
    }

    private void tell(SurveyPlan plan, SurveyResult result, SurveyCost cost) throws IOException {
        var out = spec.commandLine().getOut();
        out.print(SurveyTable.of(plan, result, cost));
        if (explain > 0) out.print(Explanation.of(result, explain));
        out.flush();
        if (json != null) Files.writeString(json, SurveyJson.of(plan, result, cost));
        if (svg != null) Files.writeString(svg, SurveyPlot.of(plan, result));
    }

    private SurveyPlan plan() {
        between("--nodes", nodes, 2, NODES_MAX);
        between("--minutes", minutes, 0.5, 10_000);
        between("--pairs", pairs, 0, 100_000_000);
        between("--loss", lossPercent, 0, 99);
        between("--delay", delayMs, 0, 10_000);
        between("--jitter", jitterMs, 0, 10_000);
        between("--explain", explain, 0, WorstPair.MAX);
        folderOf("--json", json);
        folderOf("--svg", svg);
        var weather =
                new Weather(
                        Math.round(delayMs * MS),
                        Math.round(jitterMs * MS),
                        (int) Math.round(lossPercent * 10_000),
                        0);
        return new SurveyPlan(
                shape(), seed, Math.round(minutes * MINUTE_NS), pairs, provider(), weather);
    }

    private Graph shape() {
        try {
            return GraphText.parse(topology, nodes, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Crypto provider() {
        return crypto == CryptoChoice.fast ? new FastCrypto() : CryptoProviders.choose();
    }

    private void between(String option, double value, double least, double most) {
        if (value >= least && value <= most) return;
        throw new ParameterException(
                spec.commandLine(),
                "%s is %s; from %s to %s works"
                        .formatted(option, plain(value), plain(least), plain(most)));
    }

    /// Minutes of work must not be lost for a name misspelt.
    private void folderOf(String option, @Nullable Path file) {
        if (file == null) return;
        if (Files.isDirectory(file))
            throw new ParameterException(
                    spec.commandLine(), option + ": " + file + " is a folder; name a file in it");
        var folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(folder)) return;
        throw new ParameterException(spec.commandLine(), option + ": there is no folder " + folder);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static long cpuNs() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /// What is alive now.
    private static long heapBytes() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
