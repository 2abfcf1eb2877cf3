package boreas.daemon;

import java.io.PrintStream;
import java.time.ZoneId;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Where the process's log goes. Java's own logging carries it; its default (two lines a record on
/// stderr) is replaced at the start.
public final class LogOutput {
    // Held, because the log manager itself holds loggers only weakly.
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("boreas");

    private static volatile @Nullable Handler output;

    private LogOutput() {}

    /// One line a record, to this stream.
    public static void to(PrintStream out, boolean withDebug) {
        set(out, withDebug ? Level.FINE : Level.INFO);
    }

    /// Only what an operator must not miss.
    public static void onlyWarningsTo(PrintStream err) {
        set(err, Level.WARNING);
    }

    /// No line anywhere, such as in a short command.
    public static void nowhere() {
        LogManager.getLogManager().reset();
        ROOT.setLevel(Level.OFF);
    }

    /// Waits, not for long, until all that was logged is written. The end of a process may come
    /// before Java's own logging has seen to it.
    static void flush() {
        var handler = output;
        if (handler != null) handler.flush();
    }

    private static void set(PrintStream out, Level level) {
        LogManager.getLogManager().reset();
        var handler = new LogThread(new LineHandler(out, isJournal(), ZoneId.systemDefault()));
        handler.setLevel(Level.ALL);
        output = handler;
        ROOT.addHandler(handler);
        // Libraries speak up only when something is wrong.
        ROOT.setLevel(Level.WARNING);
        OURS.setLevel(level);
    }

    /// systemd sets this for services whose output it reads.
    private static boolean isJournal() {
        return System.getenv("JOURNAL_STREAM") != null;
    }
}
