package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LineHandlerTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void writesTimeLevelSourceAndTextInOneLine() {
        handler(false).publish(record(Level.INFO, "boreas.link", "peer established"));
        assertThat(written()).isEqualTo("2026-11-22 10:15:02.123 INFO  link: peer established\n");
    }

    @Test
    void leavesTimeToJournaldAndGivesItThePriority() {
        var handler = handler(true);
        handler.publish(record(Level.SEVERE, "boreas.io", "a"));
        handler.publish(record(Level.WARNING, "boreas.io", "b"));
        handler.publish(record(Level.INFO, "boreas.io", "c"));
        handler.publish(record(Level.FINE, "boreas.io", "d"));
        assertThat(written()).isEqualTo("<3>io: a\n<4>io: b\n<6>io: c\n<7>io: d\n");
    }

    @Test
    void aTextWithLineBreaksStaysOneRecord() {
        handler(true).publish(record(Level.INFO, "boreas.admin", "one\n  <0>two\r\nthree\n"));
        assertThat(written()).isEqualTo("<6>admin: one <0>two three\n");
    }

    @Test
    void aFaultSaysWhereInTheSameLine() {
        var record = record(Level.SEVERE, "boreas.daemon", "the data loop ended");
        record.setThrown(new AssertionError("odd"));
        handler(true).publish(record);
        assertThat(written())
                .startsWith("<3>daemon: the data loop ended; java.lang.AssertionError: odd at ")
                .contains("LineHandlerTest")
                .hasLineCount(1);
    }

    private LineHandler handler(boolean isJournal) {
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var handler = new LineHandler(out, isJournal, ZoneOffset.UTC);
        handler.setLevel(Level.ALL);
        return handler;
    }

    private static LogRecord record(Level level, String source, String text) {
        var record = new LogRecord(level, text);
        record.setLoggerName(source);
        record.setInstant(Instant.parse("2026-11-22T10:15:02.123Z"));
        return record;
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
