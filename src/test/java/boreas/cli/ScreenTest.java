package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    @Test
    void linesAreCutToWhatIsSeen() {
        assertThat(Screen.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Screen.cut("abcdef", 3)).isEqualTo("abc\u001b[0m");
        assertThat(Screen.cut("\u001b[32mabc\u001b[0mdef", 4))
                .isEqualTo("\u001b[32mabc\u001b[0md\u001b[0m");
        assertThat(Screen.cut("\u001b[32mabc\u001b[0m", 3)).isEqualTo("\u001b[32mabc\u001b[0m");
    }

    @Test
    void whatIsLeftOutLeavesASign() {
        assertThat(Screen.fitted(List.of("abcdef", "abc"), 2, 6)).containsExactly("abcdef", "abc");
        assertThat(Screen.fitted(List.of("abcdef", "abc"), 2, 3))
                .containsExactly("ab\u001b[0m>", "abc");
        assertThat(Screen.fitted(List.of("a", "b", "c", "d"), 3, 80))
                .containsExactly("a", "b", "(2 more lines)");
        assertThat(Screen.fitted(List.of("a", "b"), 1, 80)).containsExactly("(2 more lines)");
    }

    @Test
    void withoutATerminalPicturesComeOneBelowTheOther() throws Exception {
        var said = new StringWriter();
        try (var screen = Screen.open(new PrintWriter(said), false)) {
            screen.show(List.of("a", "b"));
            assertThat(screen.waits(1)).isTrue();
            screen.show(List.of("c"));
        }
        assertThat(said.toString()).isEqualTo("a\nb\n\nc\n\n");
    }
}
