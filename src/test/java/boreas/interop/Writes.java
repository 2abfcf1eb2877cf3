package boreas.interop;

import boreas.lab.Pause;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Rows that go into a table of one server without end, a transaction each: a program that knows
/// nothing of replication, nor of what happens to the network.
final class Writes implements AutoCloseable {
    static final Duration EACH = Duration.ofMillis(10);

    private final Process session;
    private final Thread thread;
    private final AtomicInteger rows = new AtomicInteger();
    private volatile boolean isStopping;

    private Writes(Process session) {
        this.session = session;
        thread = Thread.ofPlatform().daemon().name("writes").start(this::write);
    }

    static Writes into(MariaDb server) {
        server.ask(
                "CREATE DATABASE story; CREATE TABLE story.line (id INT PRIMARY KEY, word CHAR(32) NOT NULL) ENGINE=InnoDB");
        return new Writes(server.session());
    }

    private void write() {
        try (Writer out = session.outputWriter(StandardCharsets.US_ASCII)) {
            while (!isStopping) {
                int row = rows.get();
                out.write("INSERT INTO story.line VALUES (%d, MD5(%d));\n".formatted(row, row));
                out.flush();
                rows.incrementAndGet();
                Pause.of(EACH);
            }
        } catch (IOException e) {
            // the session's end; the count of rows in the table tells
        }
    }

    int rows() {
        return rows.get();
    }

    /// Ends when all that was written is in the table.
    ///
    /// @return how many rows
    int finish() {
        isStopping = true;
        try {
            thread.join();
            if (session.waitFor() != 0) throw new AssertionError("the session has failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return rows.get();
    }

    @Override
    public void close() {
        isStopping = true;
        session.destroy();
    }
}
