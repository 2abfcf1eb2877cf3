package boreas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkedTextTest {
    private static final MarkedText PART = new MarkedText("speed");
    private static final String TEXT =
            "before\n<!-- speed: written by ./dev bench report -->\nold\n<!-- end of speed -->\nafter\n";

    @Test
    void whatStandsBetweenTheMarksIsReplacedAndNothingElse() {
        var once = PART.put(TEXT, "new\n");
        assertThat(once).isEqualTo(TEXT.replace("old", "new"));
        assertThat(PART.put(once, "new\n")).isEqualTo(once);
    }

    @Test
    void aTextWithoutTheMarksIsRefused() {
        assertThatThrownBy(() -> PART.put("before\nafter\n", "new"))
                .hasMessageContaining("<!-- speed");
    }
}
