package boreas.daemon;

import boreas.admin.LogFeed;
import boreas.config.Spelling;
import boreas.env.Clock;
import boreas.env.EventLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's event log, bound to SLF4J: one logger per source, and a limit per cause, so that
/// nobody who sends rubbish can fill a disk.
///
/// The *cause* of an event is its source and its text up to the first digit, quote, bracket or
/// colon: "peer 10.0.0.1:5 lost" and "peer 10.0.0.2:7 lost" have one cause. Each cause may speak
/// [#LINES_PER_CAUSE] times in [#PERIOD_NS]; the next line after that says how many were left out,
/// and when none comes, a line at the end of the period does. Debugging is not limited: who asks
/// for it wants to see everything. What is let through is written, and goes to [#recent]. Used by
/// the data loop, by the control thread and by those who answer the admin interface.
final class NodeLog implements EventLog {
    /// Ours: enough for the start of a node with many peers of one kind.
    static final int LINES_PER_CAUSE = 10;

    static final long PERIOD_NS = 10_000_000_000L;

    /// Ours: bounds the memory of causes; the code has fewer.
    private static final int CAUSES_MAX = 512;

    private static final class Spoken {
        final String source;
        long sinceNs;
        int lines;
        int leftOut;
        Level level = Level.INFO;
        String lastText = "";

        Spoken(String source) {
            this.source = source;
        }
    }

    /// Runs something when a time is over.
    @FunctionalInterface
    interface Later {
        void run(Runnable what, long afterNs);
    }

    private final Clock clock;
    private final Later later;
    private final LogLevels levels = new LogLevels();
    private final RecentLog recent = new RecentLog(levels);
    private boolean isTellingLater;
    private final LogFeed feed = new LogFeed();
    private final Map<String, Spoken> causes =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Spoken> eldest) {
                    return size() > CAUSES_MAX;
                }
            };

    NodeLog(Clock clock, Later later) {
        this.clock = clock;
        this.later = later;
    }

    /// What was logged lately.
    RecentLog recent() {
        return recent;
    }

    /// Takes every line, unlimited, that somebody wants who subscribed to the log.
    LogFeed feed() {
        return feed;
    }

    /// Whether anybody wants to see lines of this level from anybody.
    @Override
    public boolean isOn(Level level) {
        return recent.isAnyWanted(level) || isOn(logger("node"), level) || feed.isWanted(level);
    }

    @Override
    public void event(Level level, String source, String text) {
        if (feed.isWanted(level)) feed(level, text);
        var logger = logger(source);
        if (!isOn(logger, level) && !recent.isWanted(source, level)) return;
        int leftOut = level == Level.DEBUG ? 0 : admit(level, source, text);
        if (leftOut < 0) return;
        say(
                logger,
                level,
                source,
                leftOut == 0
                        ? text
                        : text + " (" + Spelling.count(leftOut, "similar line") + " left out)");
    }

    private void say(Logger logger, Level level, String source, String line) {
        recent.add(clock.epochMillis(), level, source, line);
        switch (level) {
            case DEBUG -> logger.debug(line);
            case INFO -> logger.info(line);
            case WARN -> logger.warn(line);
            case ERROR -> logger.error(line);
        }
    }

    private void feed(Level level, String text) {
        var where =
                StackWalker.getInstance()
                        .walk(frames ->
                                frames.filter(NodeLog::isCaller)
                                        .findFirst()
                                        .map(StackWalker.StackFrame::toStackTraceElement));
        feed.offer(
                new LogFeed.Line(
                        level,
                        where.map(StackTraceElement::getFileName).orElse("?"),
                        where.map(StackTraceElement::getLineNumber).filter(n -> n > 0).orElse(0),
                        text,
                        clock.epochMillis()));
    }

    private static boolean isCaller(StackWalker.StackFrame frame) {
        return !frame.getClassName().equals(NodeLog.class.getName());
    }

    /// @return -1 when the cause has spoken enough, else how many lines it had to leave out before
    private synchronized int admit(Level level, String source, String text) {
        long nowNs = clock.nanoTime();
        var spoken = causes.computeIfAbsent(cause(source, text), _ -> new Spoken(source));
        if (spoken.lines == 0 || nowNs - spoken.sinceNs >= PERIOD_NS) {
            spoken.sinceNs = nowNs;
            spoken.lines = 0;
        }
        if (spoken.lines == LINES_PER_CAUSE) {
            spoken.leftOut++;
            spoken.level = level;
            spoken.lastText = text;
            if (!isTellingLater) {
                isTellingLater = true;
                later.run(this::tellWhatWasLeftOut, PERIOD_NS);
            }
            return -1;
        }
        spoken.lines++;
        int leftOut = spoken.leftOut;
        spoken.leftOut = 0;
        return leftOut;
    }

    /// Of causes that have gone silent: nobody else would say how much is missing.
    private void tellWhatWasLeftOut() {
        for (var silent : takeSilent())
            say(
                    logger(silent.source),
                    silent.level,
                    silent.source,
                    "left out "
                            + Spelling.count(silent.leftOut, "line")
                            + " like this one: "
                            + silent.lastText);
    }

    private synchronized List<Spoken> takeSilent() {
        long nowNs = clock.nanoTime();
        var silent = new ArrayList<Spoken>();
        isTellingLater = false;
        for (var each : causes.values()) {
            if (each.leftOut == 0) continue;
            if (nowNs - each.sinceNs < PERIOD_NS) {
                isTellingLater = true;
                continue;
            }
            var copy = new Spoken(each.source);
            copy.level = each.level;
            copy.leftOut = each.leftOut;
            copy.lastText = each.lastText;
            silent.add(copy);
            each.leftOut = 0;
        }
        if (isTellingLater) later.run(this::tellWhatWasLeftOut, PERIOD_NS);
        return silent;
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
