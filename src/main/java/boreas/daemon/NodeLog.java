package boreas.daemon;

import boreas.env.Clock;
import boreas.env.EventLog;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's event log, bound to SLF4J: one logger per source, and a limit per cause, so that
/// nobody who sends rubbish can fill a disk.
///
/// The *cause* of an event is its source and its text up to the first digit, quote, bracket or
/// colon: "peer 10.0.0.1:5 lost" and "peer 10.0.0.2:7 lost" have one cause. Each cause may speak
/// [#LINES_PER_CAUSE] times in [#PERIOD_NS]; the next line after that says how many were left out.
/// Debugging is not limited: who asks for it wants to see everything. Used by the data loop and by
/// the control thread.
final class NodeLog implements EventLog {
    /// Ours: enough for the start of a node with many peers of one kind.
    static final int LINES_PER_CAUSE = 10;

    static final long PERIOD_NS = 10_000_000_000L;

    /// Ours: bounds the memory of causes; the code has fewer.
    private static final int CAUSES_MAX = 512;

    private static final class Spoken {
        long sinceNs;
        int lines;
        int leftOut;
    }

    private final Clock clock;
    private final Map<String, Spoken> causes =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Spoken> eldest) {
                    return size() > CAUSES_MAX;
                }
            };

    NodeLog(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean isOn(Level level) {
        return isOn(logger("node"), level);
    }

    @Override
    public void event(Level level, String source, String text) {
        var logger = logger(source);
        if (!isOn(logger, level)) return;
        int leftOut = level == Level.DEBUG ? 0 : admit(source, text);
        if (leftOut < 0) return;
        var line = leftOut == 0 ? text : text + " (" + leftOut + " similar lines left out)";
        switch (level) {
            case DEBUG -> logger.debug(line);
            case INFO -> logger.info(line);
            case WARN -> logger.warn(line);
            case ERROR -> logger.error(line);
        }
    }

    /// @return -1 when the cause has spoken enough, else how many lines it had to leave out before
    private synchronized int admit(String source, String text) {
        long nowNs = clock.nanoTime();
        var spoken = causes.computeIfAbsent(cause(source, text), _ -> new Spoken());
        if (spoken.lines == 0 || nowNs - spoken.sinceNs >= PERIOD_NS) {
            spoken.sinceNs = nowNs;
            spoken.lines = 0;
        }
        if (spoken.lines == LINES_PER_CAUSE) {
            spoken.leftOut++;
            return -1;
        }
        spoken.lines++;
        int leftOut = spoken.leftOut;
        spoken.leftOut = 0;
        return leftOut;
    }

    static String cause(String source, String text) {
        int end = 0;
        while (end < text.length() && "0123456789\"'`[(:".indexOf(text.charAt(end)) < 0) end++;
        return source + ' ' + text.substring(0, end);
    }

    private static Logger logger(String source) {
        return LoggerFactory.getLogger("boreas." + source);
    }

    private static boolean isOn(Logger logger, Level level) {
        return switch (level) {
            case DEBUG -> logger.isDebugEnabled();
            case INFO -> logger.isInfoEnabled();
            case WARN -> logger.isWarnEnabled();
            case ERROR -> logger.isErrorEnabled();
        };
    }
}
