package boreas.config;

import boreas.value.JsonDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of reading a configuration file.
///
/// @param conf null when a problem is an error
/// @param problems in the order of their places
/// @param document the file itself, to be edited and written back
public record ConfReading(
        @Nullable CjdrouteConf conf, List<Problem> problems, JsonDocument document) {
    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    /// Whether something was surely meant to count and does not, see [Problem.Severity#SLIP].
    public boolean hasSlips() {
        return problems.stream().anyMatch(Problem::isSlip);
    }
}
