package boreas.admin;

import boreas.value.JsonText;
import boreas.value.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The kept lines of a running node's log, as `boreas log` shows them, and their levels.
///
/// A line has a number, so that whoever asks again gets what is new, and sees what was missed.
public final class LogReader {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    /// One line.
    public record Line(long sequence, long epochMillis, String level, String source, String text) {
        private static Line of(Value.Dict line) {
            return new Line(
                    line.number("sequence", 0),
                    line.number("time", 0),
                    HumanText.of(line, "level"),
                    HumanText.of(line, "source"),
                    HumanText.of(line, "text"));
        }

        /// As the node itself writes it.
        public String toText(ZoneId zone, Ink ink) {
            var time = TIME.format(Instant.ofEpochMilli(epochMillis).atZone(zone));
            var text = "%-5s %s: %s".formatted(level, source, text());
            return ink.faint(time)
                    + " "
                    + switch (level) {
                        case "ERROR" -> ink.bad(text);
                        case "WARN" -> ink.doubtful(text);
                        case "DEBUG" -> ink.faint(text);
                        default -> text;
                    };
        }

        /// One object on one line.
        public String toJson() {
            return JsonText.line(
                    Value.dict()
                            .put("sequence", sequence)
                            .put("time", epochMillis)
                            .put("level", level)
                            .put("source", source)
                            .put("text", text)
                            .build());
        }
    }

    private final AdminClient client;
    private final @Nullable String level;
    private final @Nullable String source;
    private long last;
    private boolean isMore;

    /// @param level of this and above; null all
    /// @param source of this package; null all
    /// @throws AdminException when the node has no such thing, or does not answer
    public LogReader(AdminClient client, @Nullable String level, @Nullable String source) {
        this.client = client;
        this.level = level;
        this.source = source;
        if (!client.knows("Boreas_log"))
            throw new AdminException(
                    AdminException.Kind.REFUSED,
                    "the node at "
                            + client.node()
                            + " keeps no lines of its log; a genuine node only sends those that come,"
                            + " to `boreas admin -f AdminLog_subscribe`");
    }

    /// The last so many lines. What comes later is told by [#news].
    public List<Line> last(int count) {
        // Where the log stands now, before a filter has left anything out.
        var newest = ask(0, 1, null, null);
        last = newest.isEmpty() ? 0 : newest.getLast().sequence();
        return count == 0 ? List.of() : all(0, count);
    }

    /// What was logged since the last question, the oldest first.
    public List<Line> news() {
        return all(last, Integer.MAX_VALUE);
    }

    private List<Line> all(long after, int count) {
        var found = new ArrayList<Line>();
        long from = after;
        while (found.size() < count) {
            var lines = ask(from, count - found.size(), level, source);
            if (lines.isEmpty()) break;
            found.addAll(lines);
            from = lines.getLast().sequence();
            if (!isMore) break;
        }
        last = Math.max(last, from);
        return found;
    }

    private List<Line> ask(long after, int count, @Nullable String level, @Nullable String source) {
        var arguments = Value.dict().put("after", after);
        if (count != Integer.MAX_VALUE) arguments.put("count", count);
        if (level != null) arguments.put("level", level);
        if (source != null) arguments.put("source", source);
        var reply = client.call("Boreas_log", arguments.build());
        isMore = reply.has("more");
        return reply.dicts("lines").stream().map(Line::of).toList();
    }

    /// How much each source may log now.
    ///
    /// @param all those that have none of their own
    /// @param own source → level
    /// @param sources there are
    public record Levels(String all, SortedMap<String, String> own, List<String> sources) {
        private static Levels of(Value.Dict reply) {
            var own = new TreeMap<String, String>();
            if (reply.dict("own") instanceof Value.Dict some)
                some.entries()
                        .forEach((source, level) -> {
                            if (level instanceof Value.Str s) own.put(source.text(), s.text());
                        });
            return new Levels(
                    HumanText.of(reply, "level"),
                    Collections.unmodifiableSortedMap(own),
                    reply.texts("sources"));
        }

        /// `all=info link=debug`
        public String toText() {
            var text = new StringBuilder("all=" + all);
            own.forEach(
                    (source, level) -> text.append(' ').append(source).append('=').append(level));
            return text.toString().toLowerCase(Locale.ROOT);
        }

        /// One object on one line.
        public String toJson() {
            var each = Value.dict();
            own.forEach(each::put);
            return JsonText.line(Value.dict().put("level", all).put("own", each.build()).build());
        }
    }

    /// Sets a level while the node runs.
    ///
    /// @param source null: of all that have none of their own
    /// @param level null: as at the start
    /// @return how they are now
    public static Levels setLevel(
            AdminClient client, @Nullable String source, @Nullable String level) {
        var arguments = Value.dict();
        if (source != null) arguments.put("source", source);
        if (level != null) arguments.put("level", level);
        return Levels.of(client.call("Boreas_setLogLevel", arguments.build()));
    }

    /// How they are.
    public static Levels levels(AdminClient client) {
        return Levels.of(client.call("Boreas_logLevels"));
    }
}
