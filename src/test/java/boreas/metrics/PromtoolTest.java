package boreas.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prometheus' own tool judges the page and the alert rules. `./dev interop` fetches it.
class PromtoolTest {
    private static final Path FETCHED = Path.of("target/promtool");

    @TempDir Path folder;

    @Test
    void promtoolHasNothingAgainstThePage() throws Exception {
        var page = folder.resolve("page");
        Files.writeString(page, new SampleNode().page());
        assertAccepts(page, "check", "metrics");
    }

    @Test
    void promtoolTakesTheAlertRules() throws Exception {
        assertAccepts(Path.of("/dev/null"), "check", "rules", "dist/prometheus/boreas.rules.yml");
    }

    private void assertAccepts(Path input, String... arguments) throws Exception {
        var said = folder.resolve("said").toFile();
        var command =
                Stream.concat(Stream.of(promtool().toString()), Stream.of(arguments)).toList();
        int code =
                new ProcessBuilder(command)
                        .redirectInput(input.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said)
                        .start()
                        .waitFor();
        assertThat(code).as(Files.readString(said.toPath())).isZero();
    }

    private static Path promtool() throws IOException {
        var path = System.getenv("PATH");
        var places =
                Stream.concat(
                                Stream.of(FETCHED),
                                List.of((path == null ? "" : path).split(":")).stream()
                                        .map(folder -> Path.of(folder, "promtool")))
                        .filter(Files::isExecutable)
                        .toList();
        assumeTrue(!places.isEmpty(), "promtool is not there; ./dev interop fetches it");
        return places.getFirst().toAbsolutePath();
    }
}
