package boreas.admin;

import boreas.value.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Asks a running node to take another configuration.
public final class ReloadRequest {
    /// What fits into a request with all around it.
    private static final int PIECE_BYTES = 200;

    private ReloadRequest() {}

    /// @param text of the configuration, which holds secrets; null: the node reads its own file
    /// @param isDryRun only says what would be done
    /// @return the reply of `Boreas_reload`
    public static Value.Dict send(AdminClient client, byte @Nullable [] text, boolean isDryRun) {
        var arguments = Value.dict().put("dryRun", isDryRun ? 1 : 0);
        if (text != null) {
            for (int at = 0; at == 0 || at < text.length; at += PIECE_BYTES) {
                var piece = Arrays.copyOfRange(text, at, Math.min(at + PIECE_BYTES, text.length));
                client.call(
                        "Boreas_handConfiguration",
                        Value.dict().put("offset", at).put("text", piece).build());
            }
            arguments.put("bytes", text.length);
        }
        return client.call("Boreas_reload", arguments.build());
    }
}
