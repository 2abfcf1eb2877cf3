package boreas.daemon;

import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// Writes each log record as one line: time, level, source, text.
///
/// ```
///   2026-11-22 10:15:02.123 INFO  link: peer v22.0000.0000.0000.0013... established
///   <6>link: peer v22.0000.0000.0000.0013... established          (when journald reads)
/// ```
///
/// journald keeps time and level itself; the number in front is how it learns the level. A line
/// break inside a text becomes a blank, so a record can never look like two.
final class LineHandler extends Handler {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private final PrintStream out;
    private final boolean isJournal;
    private final ZoneId zone;

    LineHandler(PrintStream out, boolean isJournal, ZoneId zone) {
        this.out = out;
        this.isJournal = isJournal;
        this.zone = zone;
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) out.println(line(record));
    }

    String line(LogRecord record) {
        var text = String.valueOf(record.getMessage());
        // A throwable is a fault of ours; its first line says what, its trace says where.
        var thrown = record.getThrown();
        if (thrown != null) text += "; " + thrown + at(thrown.getStackTrace());
        text = source(record) + ": " + text.strip().replaceAll("\\s*\\R\\s*", " ");
        if (isJournal) return "<" + priority(record.getLevel()) + ">" + text;
        var time = TIME.format(record.getInstant().atZone(zone));
        return time + " " + level(record.getLevel()) + " " + text;
    }

    private static String at(StackTraceElement[] trace) {
        var text = new StringBuilder();
        for (int i = 0; i < Math.min(trace.length, 4); i++)
            text.append(i == 0 ? " at " : " < ").append(trace[i]);
        return text.toString();
    }

    private static String source(LogRecord record) {
        var name = record.getLoggerName();
        if (name == null) return "boreas";
        return name.startsWith("boreas.") ? name.substring("boreas.".length()) : name;
    }

    /// Five letters, so that texts stand in a column.
    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) return "ERROR";
        if (level.intValue() >= Level.WARNING.intValue()) return "WARN ";
        if (level.intValue() >= Level.INFO.intValue()) return "INFO ";
        return "DEBUG";
    }

    /// syslog(3) numbers.
    private static int priority(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) return 3;
        if (level.intValue() >= Level.WARNING.intValue()) return 4;
        if (level.intValue() >= Level.INFO.intValue()) return 6;
        return 7;
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
