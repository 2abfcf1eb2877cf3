package boreas.admin;

import boreas.env.EventLog.Level;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who wants which lines of the log. From any thread; lines are delivered by one.
///
/// A subscription ends with `AdminLog_unsubscribe`, or with the first line after its caller has
/// been silent for too long ([CallerRegister]): genuine clients ping all the while. What cannot be
/// sent is counted, and told in a line of its own as soon as something can. Source: cjdns protocol,
/// log subscription.
final class LogSubscriptions {
    /// Of the protocol.
    static final int SUBSCRIPTIONS_MAX = 64;

    private static final int ID_BYTES = 8;

    /// One subscription.
    private static final class Subscription {
        final String streamId;
        final LogLevel level;
        final @Nullable String file;
        final int line;
        final WayBack back;
        long dropped;
        long untold;

        Subscription(
                String streamId, LogLevel level, @Nullable String file, int line, WayBack back) {
            this.streamId = streamId;
            this.level = level;
            this.file = file;
            this.line = line;
            this.back = back;
        }

        boolean wants(LogFeed.Line what) {
            return level.admits(what.level())
                    && (file == null || file.equals(what.file()))
                    && (line == 0 || line == what.line());
        }

        Reply describe() {
            return new Reply()
                    .with("level", level.name())
                    .withIfKnown("file", file)
                    .with("line", line)
                    .with("dropped", dropped)
                    .with("internalFile", 0) // how the genuine program compares names
                    .with("streamId", streamId);
        }
    }

    private final LogFeed feed;
    private final Supplier<String> streamIds;

    /// Newest first.
    private final List<Subscription> subscriptions = new ArrayList<>();

    private @Nullable Consumer<Runnable> starter;

    /// @param starter runs what delivers, for ever, from the first subscription on; null: lines go
    ///   by [#deliverWaiting] alone
    /// @param streamIds names that nobody can guess
    LogSubscriptions(
            LogFeed feed, @Nullable Consumer<Runnable> starter, Supplier<String> streamIds) {
        this.feed = feed;
        this.starter = starter;
        this.streamIds = streamIds;
    }

    LogSubscriptions(LogFeed feed, @Nullable Consumer<Runnable> starter) {
        this(feed, starter, randomIds());
    }

    private static Supplier<String> randomIds() {
        var random = new SecureRandom();
        return () -> {
            var id = new byte[ID_BYTES];
            random.nextBytes(id);
            return HexFormat.of().formatHex(id);
        };
    }

    /// @param line 0 any
    /// @return the subscription's name; null when there are too many
    synchronized @Nullable String subscribe(
            LogLevel level, @Nullable String file, int line, WayBack back) {
        if (subscriptions.size() >= SUBSCRIPTIONS_MAX) return null;
        var streamId = streamIds.get();
        subscriptions.addFirst(new Subscription(streamId, level, file, line, back));
        tellFeed();
        var start = starter;
        starter = null;
        if (start != null) start.accept(this::deliverForEver);
        return streamId;
    }

    /// @return false when there is none of this name
    synchronized boolean unsubscribe(String streamId) {
        boolean was = subscriptions.removeIf(s -> s.streamId.equals(streamId));
        tellFeed();
        return was;
    }

    synchronized List<Reply> describe() {
        return subscriptions.stream().map(Subscription::describe).toList();
    }

    private void tellFeed() {
        Level lowest = null;
        for (var s : subscriptions) {
            var from = s.level.from;
            if (from != null && (lowest == null || from.compareTo(lowest) < 0)) lowest = from;
        }
        feed.want(lowest);
    }

    private void deliverForEver() {
        try {
            while (true) deliver(feed.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Delivers what waits; does not wait for more.
    void deliverWaiting() {
        for (var line = feed.poll(); line != null; line = feed.poll()) deliver(line);
    }

    private synchronized void deliver(LogFeed.Line line) {
        boolean hasGone = subscriptions.removeIf(s -> !s.back.isRegistered(line.epochMillis()));
        if (hasGone) tellFeed();
        long lost = feed.takeLost();
        for (var s : subscriptions) {
            s.dropped += lost;
            s.untold += lost;
            if (!s.wants(line)) continue;
            if (s.untold > 0 && send(s, gap(s.untold, line.epochMillis()))) s.untold = 0;
            if (send(s, line)) continue;
            s.dropped++;
            s.untold++;
        }
    }

    /// In the genuine words.
    private static LogFeed.Line gap(long lost, long epochMillis) {
        return new LogFeed.Line(
                Level.WARN,
                "LogSubscriptions.java",
                0,
                "UDPInterface cannot handle the logging, [" + lost + "] messages dropped",
                epochMillis);
    }

    private static boolean send(Subscription to, LogFeed.Line line) {
        var text = line.text();
        return to.back.push(
                new Reply()
                        .with("streamId", to.streamId)
                        .with("time", line.epochMillis() / AdminProtocol.COOKIE_UNIT_MS)
                        .with("level", line.level().name())
                        .with("file", line.file())
                        .with("line", line.line())
                        .with(
                                "message",
                                text.endsWith("\n") ? text.substring(0, text.length() - 1) : text));
    }
}
