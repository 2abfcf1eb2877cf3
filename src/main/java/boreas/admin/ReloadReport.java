package boreas.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a configuration that a running node was told anew; immutable, shows no secret.
///
/// @param problems what is wrong with the file, `4:19: error: …`
/// @param changes what differs, a line each
/// @param needRestart how many of them hold only after a restart
/// @param refusal one sentence, and nothing has changed; null when it was done, or would have been
/// @param isDone false: it was refused, or only asked what it would do
public record ReloadReport(
        List<String> problems,
        List<String> changes,
        int needRestart,
        @Nullable String refusal,
        boolean isDone) {
    public ReloadReport {
        problems = List.copyOf(problems);
        changes = List.copyOf(changes);
    }

    /// Nothing was even compared.
    public static ReloadReport refused(List<String> problems, String sentence) {
        return new ReloadReport(problems, List.of(), 0, sentence, false);
    }
}
