package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.OwnFiles;
import boreas.admin.ReloadRequest;
import boreas.admin.ReloadTexts;
import boreas.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `boreas reload` reads with the rights of whoever types it and hands to the node, which may
/// not be allowed to: its configuration and its site file.
///
/// Which files these are the node tells. Whatever listens in its place might name any file that
/// only root may read, so nothing is handed over that is not what it should be: a configuration
/// with the key of the node that was asked, and a site file that can be used.
final class HandedFiles {
    private final AdminClient client;
    private final boolean isHere;
    private final OwnFiles told;
    private final @Nullable Path named;
    private List<String> problems = List.of();
    private @Nullable String refusal;

    /// @param named on the command line; null: the one that the node tells
    HandedFiles(@Nullable Path named, AdminClient client) {
        this.named = named;
        this.client = client;
        isHere = client.node().address().getAddress().isLoopbackAddress();
        told = isHere && client.knows("Boreas_files") ? ReloadRequest.files(client) : OwnFiles.NONE;
    }

    /// What people call the configuration.
    String name() {
        if (named != null) return named.toString();
        return told.configuration() == null ? "configuration" : told.configuration();
    }

    /// Lets the node take them.
    ///
    /// @return the reply of `Boreas_reload`, or one that says the same without asking
    Value.Dict send(boolean isDryRun) throws IOException {
        var texts = texts();
        if (refusal == null) return ReloadRequest.send(client, texts, isDryRun);
        var lines = new ArrayList<Value>();
        for (var problem : problems) lines.add(Value.of(problem));
        return Value.dict()
                .put("done", 0)
                .put("refusal", refusal)
                .put("needRestart", 0)
                .put("problems", lines)
                .put("changes", List.of())
                .build();
    }

    /// Null: the node reads its own.
    private @Nullable ReloadTexts texts() throws IOException {
        if (named != null) {
            if (!isHere)
                throw new IOException(
                        "the admin interface at %s is not on this machine, and %s holds secrets; reload without -c, and the node reads its own file"
                                .formatted(client.node(), named));
            return new ReloadTexts(text(named, "configuration"), site());
        }
        if (told.configuration() == null) return null;
        var file = Path.of(told.configuration());
        if (!isToBeRead(file)) return null;
        var text = text(file, "configuration");
        refuseUnlessOfNode(file, text);
        return new ReloadTexts(text, site());
    }

    private static boolean isToBeRead(Path file) {
        return Files.isRegularFile(file) && Files.isReadable(file);
    }

    private static byte[] text(Path file, String kind) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return CheckedFile.bytes(file.toString(), in, kind);
        }
    }

    private void refuseUnlessOfNode(Path file, byte[] text) {
        var read = ConfFile.of(file.toString(), text);
        var conf = read.conf();
        if (conf == null) {
            problems = read.problemsByPlace();
            refusal = file + ", which the node names as its own, has errors";
            return;
        }
        var address = client.call("Core_nodeInfo").str("myAddr");
        if (address == null || !address.text().endsWith(conf.identity().publicKey().toString()))
            refusal =
                    "%s, which the node names as its own, has the key of another node, %s"
                            .formatted(file, conf.identity().ip6());
    }

    /// Null: the node reads it, and says what is wrong with it.
    private byte @Nullable [] site() throws IOException {
        if (told.site() == null) return null;
        var file = Path.of(told.site());
        if (!isToBeRead(file)) return null;
        var text = text(file, "site file");
        var why = SiteFile.of(file, text).whyUnusable();
        if (why != null && refusal == null) refusal = "site: " + why;
        return text;
    }
}
