package boreas.daemon;

import boreas.admin.LogFeed;
import boreas.env.EventLog.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The last lines of the log, for those who ask later, and whoever listens now.
final class RecentLog implements LogFeed {
    /// Ours: weeks of a quiet node, some 200 KB.
    static final int LINES_MAX = 1000;

    /// Two of them are never the same, whatever they ask for.
    private static final class Listener {
        final Level lowest;
        final Consumer<Line> ear;

        Listener(Level lowest, Consumer<Line> ear) {
            this.lowest = lowest;
            this.ear = ear;
        }
    }

    private final LogLevels levels;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private long last;

    RecentLog(LogLevels levels) {
        this.levels = levels;
    }

    /// Whether somebody wants to see lines of this source and level.
    boolean isWanted(String source, Level level) {
        return levels.isKept(source, level) || isHeard(level);
    }

    /// The same of any source.
    boolean isAnyWanted(Level level) {
        return levels.isAnyKept(level) || isHeard(level);
    }

    private boolean isHeard(Level level) {
        for (var l : listeners) if (level.compareTo(l.lowest) >= 0) return true;
        return false;
    }

    void add(long epochMillis, Level level, String source, String text) {
        var line =
                levels.isKept(source, level)
                        ? keep(epochMillis, level, source, text)
                        : new Line(0, epochMillis, level, source, text);
        for (var l : listeners) if (level.compareTo(l.lowest) >= 0) l.ear.accept(line);
    }

    private synchronized Line keep(long epochMillis, Level level, String source, String text) {
        if (lines.size() == LINES_MAX) lines.removeFirst();
        var line = new Line(++last, epochMillis, level, source, text);
        lines.addLast(line);
        return line;
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
    public Handle listen(Level lowest, Consumer<Line> listener) {
        var added = new Listener(lowest, listener);
        listeners.add(added);
        return () -> listeners.remove(added);
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
