package boreas.metrics;

import boreas.admin.KeptLog;
import boreas.admin.NodeGate;
import boreas.admin.SiteView;
import boreas.env.Clock;
import boreas.env.EventLog.Level;
import boreas.node.NodeCommand;
import boreas.node.NodeCounts;
import boreas.node.NodeSnapshot;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All metrics of a node at one moment, as a page of text.
public final class MetricsPage implements AutoCloseable {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    /// A loop that takes longer is stuck; the collector's own patience is 10 s.
    private static final long PATIENCE_MS = 5_000;

    private static final double NANOS = 1e9;

    private final NodeGate node;
    private final String program;
    private final Supplier<@Nullable SiteView> site;
    private final KeptLog log;
    private final Clock clock;
    private final ProcessFigures process = new ProcessFigures();
    private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();

    /// @param site gives null where the node is of none
    public MetricsPage(
            NodeGate node,
            String program,
            Supplier<@Nullable SiteView> site,
            KeptLog log,
            Clock clock) {
        this.node = node;
        this.program = program;
        this.site = site;
        this.log = log;
        this.clock = clock;
        rehearse();
    }

    /// Opens and loads what is opened and loaded late: after the start there may be neither the
    /// files of the JVM nor the right to read them.
    private void rehearse() {
        var families = new Family.Set();
        process.describe(families);
        write(families);
    }

    /// When the node does not answer, the page has what can be told without it, and says so by
    /// `boreas_up` 0.
    byte[] text() throws InterruptedException {
        var families = new Family.Set();
        build(families);
        boolean isUp = describeNode(families);
        families.gauge("boreas_up", "Whether the data loop answered.").add(isUp ? 1 : 0);
        countLines(families);
        process.describe(families);
        return write(families);
    }

    private byte[] write(Family.Set families) {
        var out = new ByteArrayOutputStream();
        try {
            format.write(out, families.snapshots(), EscapingScheme.DEFAULT);
        } catch (IOException e) {
            throw new AssertionError("memory is always written", e);
        }
        return out.toByteArray();
    }

    private void build(Family.Set families) {
        families.gauge("boreas_build_info", "Which program runs; always 1.")
                .add(1, "program", program);
    }

    private boolean describeNode(Family.Set families) throws InterruptedException {
        long askedNs = clock.nanoTime();
        var snapshot = node.snapshot();
        var counts = node.send(new NodeCommand.TakeCounts());
        try {
            NodeSnapshot taken = snapshot.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            NodeCounts counted = counts.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            families.gauge(
                            "boreas_loop_answer_seconds",
                            "How long the data loop took to answer this question, whatever else it"
                                    + " did meanwhile.")
                    .add((clock.nanoTime() - askedNs) / NANOS);
            NodeFigures.describe(taken, counted, site.get(), clock.epochMillis(), families);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private void countLines(Family.Set families) {
        var lines = families.counter("boreas_log_lines", "Lines of the log, by level.");
        for (var level : Level.values())
            if (level != Level.DEBUG)
                lines.add(
                        (double) log.lines(level), "level", level.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        process.close();
    }
}
