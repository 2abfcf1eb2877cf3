package boreas.admin;

import boreas.value.Value;

/// Subscriptions to the log with the names that they had when a reply was recorded.
final class RecordedLog {
    final LogSubscriptions subscriptions;
    private String nextId = "";

    RecordedLog(FakeNode node) {
        subscriptions = new LogSubscriptions(node.logFeed, null, () -> nextId);
    }

    void learn(String function, Value.Dict arguments, Value.Dict reply) {
        if (function.equals("AdminLog_unsubscribe")) learnEnd(text(arguments, "streamId"), reply);
        if (function.equals("AdminLog_subscribe")) nextId = text(reply, "streamId");
        if (!function.equals("AdminLog_subscriptions")) return;
        for (var s : subscriptions.describe())
            subscriptions.unsubscribe(text(s.toDict(), "streamId"));
        var entries = reply.items("entries");
        if (entries == null) throw new AssertionError("no entries: " + reply);
        for (var e : entries.values().reversed()) {
            var entry = (Value.Dict) e;
            nextId = text(entry, "streamId");
            var file = entry.has("file") ? text(entry, "file") : null;
            var level = LogLevel.parse(text(entry, "level"));
            subscriptions.subscribe(level, file, (int) entry.number("line", 0), NOWHERE);
        }
    }

    /// What a request ended was there, or was not.
    private void learnEnd(String streamId, Value.Dict reply) {
        subscriptions.unsubscribe(streamId);
        if (!text(reply, "error").equals("none")) return;
        nextId = streamId;
        subscriptions.subscribe(LogLevel.INFO, null, 0, NOWHERE);
    }

    private static final WayBack NOWHERE =
            new WayBack() {
                @Override
                public boolean push(Reply reply) {
                    return true;
                }

                @Override
                public boolean isRegistered(long epochMillis) {
                    return true;
                }
            };

    private static String text(Value.Dict dict, String key) {
        var s = dict.str(key);
        return s == null ? "" : s.text();
    }
}
