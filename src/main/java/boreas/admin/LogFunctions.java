package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.env.EventLog.Level;
import java.util.List;

/// `AdminLog_*`: the node's log, sent to whoever subscribes to it. Source: cjdns protocol, log
/// subscription.
final class LogFunctions {
    /// Ours: more lines than a test of a log reader needs.
    private static final int LINES_MAX = 10_000;

    private static final int STREAM_ID_CHARS = 16;

    private final LogFeed feed;
    private final LogSubscriptions subscriptions;

    private LogFunctions(LogFeed feed, LogSubscriptions subscriptions) {
        this.feed = feed;
        this.subscriptions = subscriptions;
    }

    static List<AdminFunction> of(LogFeed feed, LogSubscriptions subscriptions) {
        var f = new LogFunctions(feed, subscriptions);
        return List.of(
                guarded("AdminLog_logMany", f::logMany, required("count", INT)),
                guarded(
                        "AdminLog_subscribe",
                        f::subscribe,
                        optional("file", STRING),
                        optional("level", STRING),
                        optional("line", INT)),
                guarded(
                        "AdminLog_subscriptions",
                        _ -> new Reply().withDicts("entries", subscriptions.describe())),
                guarded("AdminLog_unsubscribe", f::unsubscribe, required("streamId", STRING)));
    }

    /// For those who test what reads a log: nobody else gets these lines.
    private Reply logMany(Call call) {
        long count = call.arguments().number("count", 0);
        if (count > LINES_MAX)
            return Reply.error("count is " + count + ", it must be 0 to " + LINES_MAX);
        for (long i = 0; i < count && feed.isWanted(Level.DEBUG); i++)
            feed.offer(
                    new LogFeed.Line(
                            Level.DEBUG,
                            "LogFunctions.java",
                            0,
                            "This is message number [" + i + "] of total [" + count + "]",
                            call.epochMillis()));
        return Reply.success();
    }

    private Reply subscribe(Call call) {
        var arguments = call.arguments();
        long line = arguments.number("line", 0);
        if (line < 0 || line > Integer.MAX_VALUE)
            return Reply.error(
                    "Invalid line number, must be positive or 0 to signify any line is"
                            + " acceptable.");
        var streamId =
                subscriptions.subscribe(
                        LogLevel.parse(arguments.text("level")),
                        arguments.optionalText("file"),
                        (int) line,
                        call.back());
        return streamId == null
                ? Reply.error("Max subscription count reached.")
                : Reply.success().with("streamId", streamId);
    }

    private Reply unsubscribe(Call call) {
        var streamId = call.arguments().requiredText("streamId");
        if (!streamId.matches("[0-9a-fA-F]{" + STREAM_ID_CHARS + "}"))
            return Reply.error("Invalid streamId.");
        return subscriptions.unsubscribe(streamId)
                ? Reply.success()
                : Reply.error("No such subscription.");
    }
}
