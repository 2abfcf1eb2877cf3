package boreas.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a configuration that a running node was told anew; immutable, shows no secret.
///
/// @param notes what is wrong with the file, and warnings of what was done or could not be brought
///   back
/// @param changes what differs, a line each
/// @param needRestart how many of them hold only after a restart
/// @param refusal one sentence, and nothing has changed; null when it was done, or would have been
/// @param isDone false: it was refused, or only asked what it would do
public record ReloadReport(
        List<ReloadNote> notes,
        List<String> changes,
        int needRestart,
        @Nullable String refusal,
        boolean isDone) {
    public ReloadReport {
        notes = List.copyOf(notes);
        changes = List.copyOf(changes);
    }

    /// Nothing was even compared.
    public static ReloadReport refused(List<ReloadNote> notes, String sentence) {
        return new ReloadReport(notes, List.of(), 0, sentence, false);
    }
}
