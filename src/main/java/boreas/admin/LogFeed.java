package boreas.admin;

import boreas.env.EventLog.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Lines of the node's log on their way to those who subscribed to them. Costs one read of a field
/// a line while nobody has.
///
/// Lines wait in a bounded queue; what does not fit is counted. Whoever takes them out must not be
/// fed with what it logs itself while doing so: lines of the taking thread are left out.
public final class LogFeed {
    /// Ours: a burst of a start; the reader is a thread of its own.
    static final int WAITING_MAX = 1024;

    /// One line.
    ///
    /// @param file where in the program it was logged, such as `Links.java`
    /// @param line there, 0 unknown
    public record Line(Level level, String file, int line, String text, long epochMillis) {}

    private static final int NOTHING = Integer.MAX_VALUE;

    private final ArrayBlockingQueue<Line> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AtomicLong lost = new AtomicLong();

    /// The lowest level that somebody wants, as its place in the order of levels.
    private volatile int lowest = NOTHING;

    private volatile @Nullable Thread taker;

    /// Whether a line of this level would be read by anybody. From any thread.
    public boolean isWanted(Level level) {
        return level.ordinal() >= lowest && !Thread.currentThread().equals(taker);
    }

    /// Hands a line in, after [#isWanted]; does not wait. From any thread.
    public void offer(Line line) {
        if (!waiting.offer(line)) lost.incrementAndGet();
    }

    /// @param from the lowest level that shall come; null wants none
    void want(@Nullable Level from) {
        lowest = from == null ? NOTHING : from.ordinal();
        if (from == null) waiting.clear();
    }

    /// The next line; waits for one. By one thread, always the same.
    Line take() throws InterruptedException {
        taker = Thread.currentThread();
        return waiting.take();
    }

    /// The next line, if one waits.
    @Nullable Line poll() {
        return waiting.poll();
    }

    /// How many lines did not fit since this was asked last.
    long takeLost() {
        return lost.getAndSet(0);
    }
}
