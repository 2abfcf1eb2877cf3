package boreas.daemon;

import boreas.admin.KeptLog;
import boreas.env.EventLog.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The last lines of the log, for those who ask later.
final class RecentLog implements KeptLog {
    /// Ours: weeks of a quiet node, some 200 KB.
    static final int LINES_MAX = 1000;

    private final LogLevels levels;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private final long[] counts = new long[Level.values().length];
    private long last;

    RecentLog(LogLevels levels) {
        this.levels = levels;
    }

    /// Whether lines of this source and level are kept.
    boolean isWanted(String source, Level level) {
        return levels.isKept(source, level);
    }

    /// The same of any source.
    boolean isAnyWanted(Level level) {
        return levels.isAnyKept(level);
    }

    synchronized void add(long epochMillis, Level level, String source, String text) {
        if (!levels.isKept(source, level)) return;
        counts[level.ordinal()]++;
        if (lines.size() == LINES_MAX) lines.removeFirst();
        lines.addLast(new Line(++last, epochMillis, level, source, text));
    }

    @Override
    public synchronized List<Line> after(long sequence) {
        // From the end: those who follow the log want few.
        var found = new ArrayList<Line>();
        for (var newest = lines.descendingIterator(); newest.hasNext(); ) {
            var line = newest.next();
            if (line.sequence() <= sequence) break;
            found.add(line);
        }
        return found.reversed();
    }

    @Override
    public synchronized long lines(Level level) {
        return counts[level.ordinal()];
    }

    @Override
    public List<String> sources() {
        return LogLevels.SOURCES;
    }

    @Override
    public Level usualLevel() {
        return levels.usual();
    }

    @Override
    public Map<String, Level> levels() {
        return levels.own();
    }

    @Override
    public boolean setLevel(@Nullable String source, @Nullable Level level) {
        return levels.set(source, level);
    }
}
