package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.EventLog.Level;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptLogFunctionsTest {
    private final FakeLog log = new FakeLog();
    private final Asker asker =
            new Asker("sekrit", new FunctionTable().add(KeptLogFunctions.of(log)));

    @Test
    void theLastLinesComeInTheirOrder() {
        for (int i = 1; i <= 9; i++) log.say(Level.INFO, "link", "line " + i);
        var reply = ask("Boreas_log", Value.dict().put("count", 2));
        assertThat(reply.dicts("lines"))
                .extracting(l -> FunctionsOnFakeNode.text(l, "text"))
                .containsExactly("line 8", "line 9");
        var line = reply.dicts("lines").getFirst();
        assertThat(line.number("sequence", 0)).isEqualTo(8);
        assertThat(line.number("time", 0)).isEqualTo(1000);
        assertThat(FunctionsOnFakeNode.text(line, "level")).isEqualTo("INFO");
        assertThat(FunctionsOnFakeNode.text(line, "source")).isEqualTo("link");
        assertThat(ask("Boreas_log", Value.dict().put("after", 9)).dicts("lines")).isEmpty();
        assertThat(ask("Boreas_log", Value.dict().put("count", -4)).dicts("lines")).isEmpty();
    }

    @Test
    void manyLinesComeInSeveralReplies() {
        for (int i = 1; i <= 100; i++) log.say(Level.INFO, "link", "x".repeat(5000));
        var reply = ask("Boreas_log", Value.dict());
        assertThat(reply.dicts("lines")).hasSize(48);
        assertThat(reply.number("total", 0)).isEqualTo(100);
        assertThat(reply.has("more")).isTrue();
        var rest = ask("Boreas_log", Value.dict().put("after", 96));
        assertThat(rest.dicts("lines")).hasSize(4);
        assertThat(rest.has("more")).isFalse();
    }

    @Test
    void levelAndSourceNarrowIt() {
        log.say(Level.INFO, "link", "a");
        log.say(Level.WARN, "site", "b");
        log.say(Level.ERROR, "link", "c");
        assertThat(ask("Boreas_log", Value.dict().put("level", "warn")).dicts("lines")).hasSize(2);
        assertThat(ask("Boreas_log", Value.dict().put("source", "link")).dicts("lines")).hasSize(2);
        assertThat(error("Boreas_log", Value.dict().put("level", "loud")))
                .isEqualTo("level is none of DEBUG, INFO, WARN, ERROR");
        assertThat(error("Boreas_log", Value.dict().put("source", "lnik")))
                .isEqualTo("source is none of link, site");
    }

    @Test
    void levelsAreSetAndTold() {
        var set =
                ask("Boreas_setLogLevel", Value.dict().put("source", "link").put("level", "debug"));
        assertThat(set.dict("own")).isEqualTo(Value.dict().put("link", "DEBUG").build());
        assertThat(FunctionsOnFakeNode.text(ask("Boreas_logLevels", Value.dict()), "level"))
                .isEqualTo("INFO");
        var back = ask("Boreas_setLogLevel", Value.dict().put("source", "link"));
        assertThat(back.dict("own")).isEqualTo(Value.dict().build());
        assertThat(error("Boreas_setLogLevel", Value.dict().put("source", "lnik")))
                .startsWith("source is none of");
        assertThat(error("Boreas_setLogLevel", Value.dict().put("level", "loud")))
                .startsWith("level is none of");
    }

    @Test
    void aStrangerIsToldNothing() {
        for (var function : List.of("Boreas_log", "Boreas_logLevels", "Boreas_setLogLevel"))
            assertThat(
                            FunctionsOnFakeNode.text(
                                    asker.callOpen(function, Value.dict().build()), "error"))
                    .startsWith("No functions matched");
    }

    private Value.Dict ask(String function, Value.Dict.Builder arguments) {
        return asker.call(function, arguments.build());
    }

    private String error(String function, Value.Dict.Builder arguments) {
        return FunctionsOnFakeNode.text(ask(function, arguments), "error");
    }

    /// Lines that a test says.
    static final class FakeLog implements KeptLog {
        final List<Line> lines = new ArrayList<>();
        final Map<String, Level> levels = new TreeMap<>();

        void say(Level level, String source, String text) {
            lines.add(new Line(lines.size() + 1, 1000, level, source, text));
        }

        @Override
        public List<Line> after(long sequence) {
            return lines.stream().filter(l -> l.sequence() > sequence).toList();
        }

        @Override
        public long lines(Level level) {
            return 0;
        }

        @Override
        public List<String> sources() {
            return List.of("link", "site");
        }

        @Override
        public Level usualLevel() {
            return Level.INFO;
        }

        @Override
        public Map<String, Level> levels() {
            return levels;
        }

        @Override
        public boolean setLevel(@Nullable String source, @Nullable Level level) {
            if (source == null || !sources().contains(source)) return false;
            if (level == null) levels.remove(source);
            else levels.put(source, level);
            return true;
        }
    }
}
