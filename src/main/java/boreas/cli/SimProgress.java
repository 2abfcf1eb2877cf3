package boreas.cli;

import boreas.sim.survey.Survey;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/// Says on stderr how far a simulation is: one line that changes on a terminal, a line now and then
/// elsewhere.
final class SimProgress implements Survey.Progress {
    private static final long TERMINAL_NS = 500_000_000L;
    private static final long OTHER_NS = 15_000_000_000L;

    private final PrintWriter err;
    private final long durationNs;
    private final boolean isTerminal =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    private final long begunNs = System.nanoTime();
    private long saidNs = begunNs;
    private boolean hasLine;

    SimProgress(PrintWriter err, long durationNs) {
        this.err = err;
        this.durationNs = durationNs;
    }

    @Override
    public void onSecond(long virtualNs, int pairsBegun, int pairsReached) {
        long nowNs = System.nanoTime();
        if (nowNs - saidNs < (isTerminal ? TERMINAL_NS : OTHER_NS)) return;
        saidNs = nowNs;
        var line =
                String.format(
                        Locale.ROOT,
                        "%3d %% of the virtual time, %d s; %d pairs begun, %d reached",
                        100 * virtualNs / durationNs,
                        (nowNs - begunNs) / 1_000_000_000,
                        pairsBegun,
                        pairsReached);
        if (isTerminal) err.print("\r\u001b[K" + line);
        else err.println(line);
        err.flush();
        hasLine = isTerminal;
    }

    /// Leaves a clean line behind.
    void end() {
        if (hasLine) err.print("\r\u001b[K");
        err.flush();
    }
}
