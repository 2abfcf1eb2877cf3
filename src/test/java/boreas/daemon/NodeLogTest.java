package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.EventLog.Level;
import boreas.env.SetClock;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeLogTest {
    private final Logger logger = Logger.getLogger("boreas.nodelogtest");
    private final List<String> lines = new ArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    lines.add(record.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
    private final List<Runnable> waiting = new ArrayList<>();
    private final SetClock clock = SetClock.at(5, 0);
    private final NodeLog log = new NodeLog(clock, (what, _) -> waiting.add(what));

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        logger.setLevel(java.util.logging.Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @Test
    void aCauseMaySpeakTenTimesInTenSecondsAndThenSaysHowMuchWasLeftOut() {
        for (int i = 0; i < 100; i++) say("peer 10.0.0." + i + " sent rubbish");
        assertThat(lines).hasSize(NodeLog.LINES_PER_CAUSE);
        clock.nowNs += NodeLog.PERIOD_NS;
        say("peer 10.0.0.7 sent rubbish");
        assertThat(lines)
                .hasSize(NodeLog.LINES_PER_CAUSE + 1)
                .last()
                .isEqualTo("peer 10.0.0.7 sent rubbish (90 similar lines left out)");
        say("peer 10.0.0.8 sent rubbish");
        assertThat(lines).last().isEqualTo("peer 10.0.0.8 sent rubbish");
    }

    @Test
    void whatWasLeftOutOfACauseThatGoesSilentIsToldAfterThePeriod() {
        for (int i = 0; i < 100; i++) say("peer 10.0.0." + i + " sent rubbish");
        assertThat(waiting).hasSize(1);
        clock.nowNs += NodeLog.PERIOD_NS;
        waiting.removeFirst().run();
        assertThat(lines)
                .hasSize(NodeLog.LINES_PER_CAUSE + 1)
                .last()
                .isEqualTo("left out 90 lines like this one: peer 10.0.0.99 sent rubbish");
        assertThat(waiting).as("nothing waits when nothing is left to tell").isEmpty();
        say("peer 10.0.0.7 sent rubbish");
        assertThat(lines).last().isEqualTo("peer 10.0.0.7 sent rubbish");
    }

    @Test
    void anEarlyAlarmWaitsOn() {
        for (int i = 0; i < 11; i++) say("peer 10.0.0." + i + " sent rubbish");
        waiting.removeFirst().run();
        assertThat(lines).hasSize(NodeLog.LINES_PER_CAUSE);
        assertThat(waiting).hasSize(1);
        clock.nowNs += NodeLog.PERIOD_NS;
        waiting.removeFirst().run();
        assertThat(lines)
                .last()
                .isEqualTo("left out 1 line like this one: peer 10.0.0.10 sent rubbish");
    }

    @Test
    void aNoisyCauseDoesNotSilenceAnother() {
        for (int i = 0; i < 100; i++) say("peer 10.0.0." + i + " sent rubbish");
        say("session with fc00::1 ended");
        assertThat(lines).last().isEqualTo("session with fc00::1 ended");
    }

    @Test
    void whatIsSwitchedOffIsNotCounted() {
        for (int i = 0; i < 100; i++) log.event(Level.DEBUG, "nodelogtest", "peer " + i);
        say("peer 7");
        assertThat(lines).containsExactly("peer 7");
    }

    @Test
    void theCauseIsTheTextBeforeTheFirstParticular() {
        assertThat(NodeLog.cause("link", "peer 10.1.1.1:5 lost")).isEqualTo("link peer ");
        assertThat(NodeLog.cause("io", "device \"eth0\": down")).isEqualTo("io device ");
        assertThat(NodeLog.cause("io", "")).isEqualTo("io ");
    }

    private void say(String text) {
        log.event(Level.INFO, "nodelogtest", text);
    }
}
