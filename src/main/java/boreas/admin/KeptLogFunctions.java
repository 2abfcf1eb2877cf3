package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;

import boreas.env.EventLog.Level;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `Boreas_log*`: the kept lines of the log, and who may say how much.
final class KeptLogFunctions {
    /// With [#TEXT_CHARS_MAX] a reply stays within a datagram.
    private static final int LINES_PER_REPLY = 48;

    private static final int TEXT_CHARS_MAX = 1000;

    private final KeptLog log;

    private KeptLogFunctions(KeptLog log) {
        this.log = log;
    }

    static List<AdminFunction> of(KeptLog log) {
        var f = new KeptLogFunctions(log);
        return List.of(
                guarded(
                        "Boreas_log",
                        f::lines,
                        optional("after", INT),
                        optional("count", INT),
                        optional("level", STRING),
                        optional("source", STRING)),
                guarded("Boreas_logLevels", _ -> f.levels()),
                guarded(
                        "Boreas_setLogLevel",
                        f::setLevel,
                        optional("source", STRING),
                        optional("level", STRING)));
    }

    private Reply lines(Call call) {
        var arguments = call.arguments();
        var lowest = level(arguments.optionalText("level"));
        var source = arguments.optionalText("source");
        if (lowest == null && arguments.optionalText("level") != null) return unknownLevel();
        if (source != null && !log.sources().contains(source)) return unknownSource();
        long after = arguments.number("after", 0);
        var found =
                log.after(after).stream()
                        .filter(l -> lowest == null || l.level().compareTo(lowest) >= 0)
                        .filter(l -> source == null || l.source().equals(source))
                        .toList();
        long wanted = Math.clamp(arguments.number("count", found.size()), 0, found.size());
        var last = found.subList(found.size() - (int) wanted, found.size());
        var slice = last.subList(0, Math.min(last.size(), LINES_PER_REPLY));
        return Reply.success()
                .with("total", last.size())
                .withMore(slice.size() < last.size())
                .withDicts("lines", slice.stream().map(KeptLogFunctions::record).toList());
    }

    private static Reply record(KeptLog.Line line) {
        var text = line.text();
        return new Reply()
                .with("sequence", line.sequence())
                .with("time", line.epochMillis())
                .with("level", line.level().name())
                .with("source", line.source())
                .with(
                        "text",
                        text.length() <= TEXT_CHARS_MAX
                                ? text
                                : text.substring(0, TEXT_CHARS_MAX) + " …");
    }

    private Reply levels() {
        var own = new Reply();
        log.levels().forEach((source, level) -> own.with(source, level.name()));
        return Reply.success()
                .with("level", log.usualLevel().name())
                .with("own", own)
                .withTexts("sources", log.sources());
    }

    private Reply setLevel(Call call) {
        var text = call.arguments().optionalText("level");
        var level = level(text);
        if (level == null && text != null) return unknownLevel();
        return log.setLevel(call.arguments().optionalText("source"), level)
                ? levels()
                : unknownSource();
    }

    private static @Nullable Level level(@Nullable String text) {
        if (text == null) return null;
        for (var level : Level.values())
            if (level.name().equals(text.toUpperCase(Locale.ROOT))) return level;
        return null;
    }

    private static Reply unknownLevel() {
        return Reply.error("level is none of DEBUG, INFO, WARN, ERROR");
    }

    private Reply unknownSource() {
        return Reply.error("source is none of " + String.join(", ", log.sources()));
    }
}
