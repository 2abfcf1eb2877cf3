package boreas.admin;

import boreas.env.EventLog.Level;
import org.jspecify.annotations.Nullable;

/// Levels as the admin interface names them. The node itself has no lines below `DEBUG` and none of
/// `CRITICAL`. Source: cjdns protocol, log subscription.
enum LogLevel {
    KEYS(Level.DEBUG),
    DEBUG(Level.DEBUG),
    INFO(Level.INFO),
    WARN(Level.WARN),
    ERROR(Level.ERROR),
    CRITICAL(null);

    /// The lowest level of the node's that is at least this one; null when none is.
    final @Nullable Level from;

    LogLevel(@Nullable Level from) {
        this.from = from;
    }

    /// An unknown name means everything, as genuine nodes have it.
    static LogLevel parse(@Nullable String text) {
        if (text == null) return DEBUG;
        for (var level : values()) if (level.name().equals(text)) return level;
        return KEYS;
    }

    boolean admits(Level level) {
        return from != null && level.compareTo(from) >= 0;
    }
}
