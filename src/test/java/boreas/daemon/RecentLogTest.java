package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.admin.KeptLog.Line;
import boreas.env.EventLog.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecentLogTest {
    private final LogLevels levels = new LogLevels();
    private final RecentLog log = new RecentLog(levels);

    @AfterEach
    void asBefore() {
        for (var source : LogLevels.SOURCES) levels.set(source, null);
        levels.set(null, null);
    }

    @Test
    void theLastLinesAreKeptAndNumberedWithoutGaps() {
        for (int i = 1; i <= RecentLog.LINES_MAX + 5; i++) say(Level.INFO, "link", "line " + i);
        var all = log.after(0);
        assertThat(all).hasSize(RecentLog.LINES_MAX);
        assertThat(all.getFirst().text()).isEqualTo("line 6");
        assertThat(all.getFirst().sequence()).isEqualTo(6);
        assertThat(log.after(1003))
                .extracting(Line::text)
                .containsExactly("line 1004", "line 1005");
        assertThat(log.after(1005)).isEmpty();
        assertThat(log.after(9999)).isEmpty();
    }

    @Test
    void whatNobodyWantsIsNotKept() {
        assertThat(log.isAnyWanted(Level.DEBUG)).isFalse();
        say(Level.DEBUG, "link", "particular");
        say(Level.WARN, "link", "general");
        assertThat(log.after(0)).extracting(Line::text).containsExactly("general");
    }

    @Test
    void aSourceMaySayMoreOrLessThanTheOthers() {
        assertThat(log.setLevel("link", Level.DEBUG)).isTrue();
        assertThat(log.setLevel("site", Level.ERROR)).isTrue();
        assertThat(log.isWanted("link", Level.DEBUG)).isTrue();
        assertThat(log.isWanted("session", Level.DEBUG)).isFalse();
        assertThat(log.isAnyWanted(Level.DEBUG)).isTrue();
        assertThat(log.isWanted("site", Level.WARN)).isFalse();
        assertThat(log.levels()).hasToString("{link=DEBUG, site=ERROR}");
        assertThat(java.util.logging.Logger.getLogger("boreas.link").getLevel())
                .isEqualTo(java.util.logging.Level.FINE);

        assertThat(log.setLevel("link", null)).isTrue();
        assertThat(log.setLevel(null, Level.DEBUG)).isTrue();
        assertThat(log.isWanted("session", Level.DEBUG)).isTrue();
        assertThat(log.isWanted("site", Level.WARN)).isFalse();
        assertThat(log.setLevel("lnik", Level.DEBUG)).isFalse();
    }

    @Test
    void whatIsKeptBeginsAtInformationAlsoWhereOnlyWarningsAreWritten() {
        var ours = java.util.logging.Logger.getLogger("boreas");
        var before = ours.getLevel();
        try {
            ours.setLevel(java.util.logging.Level.WARNING);
            var quiet = new LogLevels();
            assertThat(quiet.isKept("link", Level.INFO)).isTrue();
            assertThat(quiet.isKept("link", Level.DEBUG)).isFalse();
        } finally {
            ours.setLevel(before);
        }
    }

    /// Whoever gives an event a new source has to name it, so that its level can be set.
    @Test
    void everySourceOfTheProgramIsOnTheList() throws IOException {
        var speaks = Pattern.compile("\\.event\\(\\s*[^\"();]*?,\\s*\"([a-z]+)\"");
        var found = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/java/boreas"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                if (file.toString().contains("/sim/")) continue;
                var matcher = speaks.matcher(Files.readString(file));
                while (matcher.find()) found.add(matcher.group(1));
            }
        }
        assertThat(found).contains("link", "daemon", "session").isSubsetOf(LogLevels.SOURCES);
    }

    private void say(Level level, String source, String text) {
        log.add(0, level, source, text);
    }
}
