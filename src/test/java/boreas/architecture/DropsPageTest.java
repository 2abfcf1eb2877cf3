package boreas.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/drops.md` tells operators what each drop means; this keeps it true.
class DropsPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.*?) \\| .*\\|$");

    @Test
    void thePageHasALineForEachDrop() throws IOException {
        var page = Files.readString(Path.of("docs/drops.md"));
        var rows = ROW.matcher(page).results().map(m -> m.group(1) + ": " + m.group(2)).sorted();
        var verdicts =
                Arrays.stream(Verdict.values())
                        .filter(v -> v != Verdict.OK)
                        .map(v -> v + ": " + v.meaning())
                        .sorted();
        assertThat(rows.toList())
                .as("rows of docs/drops.md, each `| \\`NAME\\` | meaning | what to think of |`")
                .isEqualTo(verdicts.toList());
    }
}
