package boreas.daemon;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// Lets a thread of its own write the log, so that a reader that stops (a pager, a stuck pipe, a
/// terminal on hold) stops nobody who logs, least of all the data loop.
///
/// Records wait in a bounded queue; what does not fit is counted, and the count is logged when
/// there is room again.
final class LogThread extends Handler {
    /// Some seconds of a busy log.
    private static final int WAITING_MAX = 1024;

    /// How long an end of the process waits for a slow reader.
    private static final long FLUSH_MS = 500;

    private final Handler writer;
    private final ArrayBlockingQueue<LogRecord> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong unwritten = new AtomicLong();

    LogThread(Handler writer) {
        this.writer = writer;
        Thread.ofPlatform().daemon().name("log").start(this::write);
    }

    @Override
    public void publish(LogRecord record) {
        unwritten.incrementAndGet();
        if (waiting.offer(record)) return;
        unwritten.decrementAndGet();
        lost.incrementAndGet();
    }

    private void write() {
        try {
            while (true) {
                var record = waiting.take();
                writer.publish(record);
                unwritten.decrementAndGet();
                long missing = lost.getAndSet(0);
                if (missing > 0) writer.publish(gap(missing));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static LogRecord gap(long missing) {
        var record = new LogRecord(Level.WARNING, missing + " lines did not fit and are lost");
        record.setLoggerName("boreas.log");
        return record;
    }

    /// Waits until all that was published is written, or the reader has been slow for too long.
    @Override
    public void flush() {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FLUSH_MS);
        try {
            while (unwritten.get() > 0 && System.nanoTime() < endNs) Thread.sleep(1);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (unwritten.get() == 0) writer.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
