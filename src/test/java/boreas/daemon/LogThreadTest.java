package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogThreadTest {
    private final List<String> written = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch reader = new CountDownLatch(1);

    /// Writes nothing until the reader reads on.
    private final Handler stuck =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    try {
                        reader.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    written.add(record.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @Test
    void whoLogsIsNotHeldByAReaderThatStopsAndTheGapIsTold() {
        var log = new LogThread(stuck);
        for (int i = 0; i < 5_000; i++) log.publish(new LogRecord(Level.INFO, "line " + i));
        assertThat(written).isEmpty();
        reader.countDown();
        log.flush();
        assertThat(written).startsWith("line 0").hasSizeBetween(1024, 1030);
        assertThat(written).anyMatch(line -> line.endsWith("lines did not fit and are lost"));
    }

    @Test
    void allThatWasLoggedIsWrittenInOrderAtTheEnd() {
        reader.countDown();
        var log = new LogThread(stuck);
        for (int i = 0; i < 100; i++) log.publish(new LogRecord(Level.INFO, "line " + i));
        log.close();
        assertThat(written).hasSize(100).startsWith("line 0").endsWith("line 99");
    }
}
