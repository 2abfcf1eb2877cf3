package boreas.daemon;

import boreas.env.EventLog.Level;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Who may say how much: a level for all, and one of its own for whoever was given one while the
/// node runs.
///
/// Java's own loggers hold what is written; beside them stands what is kept for faces, which is
/// `INFO` even where only warnings are written. Asked by the threads that log, set by others.
final class LogLevels {
    /// The packages that log, and two subjects: `dns` and `security`. A test compares it with them.
    static final List<String> SOURCES =
            List.of(
                    "admin",
                    "crypto",
                    "daemon",
                    "dns",
                    "io",
                    "link",
                    "metrics",
                    "node",
                    "reload",
                    "security",
                    "session",
                    "site",
                    "tunnel");

    private static final String OURS = "boreas";

    // Held, because the log manager itself holds loggers only weakly.
    private final Logger ours = Logger.getLogger(OURS);
    private final java.util.logging.@Nullable Level writtenAtStart = ours.getLevel();
    private final Level keptAtStart =
            ours.isLoggable(java.util.logging.Level.FINE) ? Level.DEBUG : Level.INFO;

    private record Own(Level level, Logger logger) {}

    /// What the threads that log read; replaced, never changed.
    private record Kept(Level usual, Map<String, Own> own, Level lowest) {}

    private volatile Kept kept = kept(keptAtStart, Map.of());

    Level usual() {
        return kept.usual;
    }

    Map<String, Level> own() {
        var levels = new TreeMap<String, Level>();
        kept.own.forEach((source, own) -> levels.put(source, own.level));
        return levels;
    }

    /// Whether lines of this source and level are kept.
    boolean isKept(String source, Level level) {
        var now = kept;
        var own = now.own.get(source);
        return level.compareTo(own == null ? now.usual : own.level) >= 0;
    }

    /// Whether anybody's lines of this level are kept.
    boolean isAnyKept(Level level) {
        return level.compareTo(kept.lowest) >= 0;
    }

    /// @param source null: all that have none of their own
    /// @param level null: as before
    synchronized boolean set(@Nullable String source, @Nullable Level level) {
        if (source == null) {
            ours.setLevel(level == null ? writtenAtStart : written(level));
            kept = kept(level == null ? keptAtStart : level, kept.own);
            return true;
        }
        if (!SOURCES.contains(source)) return false;
        var own = new TreeMap<>(kept.own);
        var logger = Logger.getLogger(OURS + "." + source);
        logger.setLevel(level == null ? null : written(level));
        if (level == null) own.remove(source);
        else own.put(source, new Own(level, logger));
        kept = kept(kept.usual, own);
        return true;
    }

    private static Kept kept(Level usual, Map<String, Own> own) {
        var lowest = usual;
        for (var o : own.values()) if (o.level.compareTo(lowest) < 0) lowest = o.level;
        return new Kept(usual, Map.copyOf(own), lowest);
    }

    private static final Map<Level, java.util.logging.Level> WRITTEN =
            new EnumMap<>(
                    Map.of(
                            Level.DEBUG, java.util.logging.Level.FINE,
                            Level.INFO, java.util.logging.Level.INFO,
                            Level.WARN, java.util.logging.Level.WARNING,
                            Level.ERROR, java.util.logging.Level.SEVERE));

    private static java.util.logging.Level written(Level level) {
        var written = WRITTEN.get(level);
        if (written == null) throw new AssertionError(level);
        return written;
    }
}
