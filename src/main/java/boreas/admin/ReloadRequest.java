package boreas.admin;

import boreas.value.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Asks a running node to take another configuration.
public final class ReloadRequest {
    /// What fits into a request with all around it.
    private static final int PIECE_BYTES = 200;

    private ReloadRequest() {}

    /// Which files the node reads; none where it does not tell.
    public static OwnFiles files(AdminClient client) {
        var reply = client.call("Boreas_files", Value.dict().build());
        return new OwnFiles(text(reply, "configuration"), text(reply, "site"));
    }

    private static @Nullable String text(Value.Dict reply, String key) {
        var text = reply.str(key);
        return text == null ? null : text.text();
    }

    /// @param texts null: the node reads its own files
    /// @param isDryRun only says what would be done
    /// @return the reply of `Boreas_reload`
    public static Value.Dict send(
            AdminClient client, @Nullable ReloadTexts texts, boolean isDryRun) {
        client.requireOurs("Boreas_reload", "it has to be restarted");
        var arguments = Value.dict().put("dryRun", isDryRun ? 1 : 0);
        if (texts != null) {
            var text = texts.both();
            for (int at = 0; at == 0 || at < text.length; at += PIECE_BYTES) {
                var piece = Arrays.copyOfRange(text, at, Math.min(at + PIECE_BYTES, text.length));
                client.call(
                        "Boreas_handConfiguration",
                        Value.dict().put("offset", at).put("text", piece).build());
            }
            arguments.put("bytes", text.length);
            if (texts.site() instanceof byte[] site) arguments.put("siteBytes", site.length);
        }
        return client.call("Boreas_reload", arguments.build());
    }
}
