package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// `Boreas_reload`: another configuration for the running node; and a way to hand it and the site
/// file over, for they are longer than a request, and the node may not be allowed to read its files
/// by itself.
final class ReloadFunctions {
    /// Lines of a reply; who changes more reads the log.
    private static final int LINES_MAX = 200;

    private final Surroundings around;
    private final HandedText handed = new HandedText();

    private ReloadFunctions(Surroundings around) {
        this.around = around;
    }

    static List<AdminFunction> of(Surroundings around) {
        var f = new ReloadFunctions(around);
        return List.of(
                guarded(
                        "Boreas_handConfiguration",
                        f::hand,
                        required("offset", INT),
                        required("text", STRING)),
                guardedLater(
                        "Boreas_reload",
                        f::reload,
                        optional("bytes", INT),
                        optional("siteBytes", INT),
                        optional("dryRun", INT)),
                guardedLater("Boreas_files", f::files));
    }

    private Reply hand(Call call) {
        var arguments = call.arguments();
        int length = handed.add(arguments.number("offset", -1), arguments.requiredBytes("text"));
        return length < 0
                ? Reply.error("not the next piece, or longer than a configuration")
                : Reply.success().with("bytes", length);
    }

    private CompletableFuture<Reply> reload(Call call) {
        var arguments = call.arguments();
        boolean isDryRun = arguments.isSet("dryRun");
        if (!arguments.has("bytes")) return around.reload(null, isDryRun).thenApply(this::reply);
        var text = handed.take(arguments.number("bytes", -1));
        long siteBytes = arguments.number("siteBytes", 0);
        if (text == null || siteBytes < 0 || siteBytes > text.length)
            return Reply.refusal("another configuration was handed over meanwhile");
        return around.reload(ReloadTexts.of(text, (int) siteBytes), isDryRun)
                .thenApply(this::reply);
    }

    private CompletableFuture<Reply> files(Call call) {
        return around.files()
                .thenApply(files ->
                        Reply.success()
                                .withIfKnown("configuration", files.configuration())
                                .withIfKnown("site", files.site()));
    }

    private Reply reply(ReloadReport report) {
        return Reply.success()
                .with("done", report.isDone())
                .withIfKnown("refusal", report.refusal())
                .with("needRestart", report.needRestart())
                .withTexts(
                        "problems",
                        first(report.notes().stream().map(ReloadNote::toString).toList()))
                .withTexts("changes", first(report.changes()));
    }

    private static List<String> first(List<String> lines) {
        return lines.subList(0, Math.min(lines.size(), LINES_MAX));
    }
}
