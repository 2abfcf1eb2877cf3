package boreas.lab;

import boreas.ffm.LibCProcess;
import boreas.ffm.Linux;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Echo requests one after another, by the machine's own ping(8): what a user would look at.
///
/// Replies are read while it runs, so that a scenario can wait for one. Times are the wall clock's,
/// as ping prints them.
///
/// ping(8) by itself is a bad judge of loss, so what counts is decided here. Once anything was
/// answered, it waits after its last request for two round trips or one interval and no longer,
/// whatever `-W` says: on a busy machine a reply comes later than that. So it is made to go on with
/// more requests until those that count are answered. And with `-w` it ends at the first error that
/// comes from afar, so that is not used.
public final class Ping implements AutoCloseable {
    /// What each packet carries, again and again: it is looked for on the wire.
    public static final byte[] PATTERN = "clear as day... ".getBytes(StandardCharsets.US_ASCII);

    /// Often enough to see when a path comes back.
    public static final Duration OFTEN = Duration.ofMillis(50);

    /// So long a reply may take after the last request that counts.
    private static final int LAST_REPLY_S = 2;

    /// So long ping(8) waits after its last request of all when nothing was ever answered.
    private static final int SILENCE_S = 1;

    /// No run is longer, whatever is forgotten.
    private static final int RUN_S_MAX = 3600;

    private static final File DEV_NULL = new File("/dev/null");

    private static final Pattern REPLY =
            Pattern.compile(
                    "\\[(\\d+)\\.(\\d+)] \\d+ bytes from .*icmp_seq=(\\d+) .*time=([0-9.]+) ms.*");

    private static final Pattern SUMMARY =
            Pattern.compile("(\\d+) packets transmitted, (\\d+) received.*");

    private final Host host;
    private final Process process;
    private final Thread reader;
    private Duration runLimit = Duration.ofSeconds(RUN_S_MAX);

    /// The first so many requests count.
    private int counted = Integer.MAX_VALUE;

    // guarded by this
    private final List<Reply> replies = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private int sent;
    private int received;
    private boolean hasEnded;

    /// @param at when it came in
    /// @param rttUs the round trip
    public record Reply(int sequence, Instant at, long rttUs) {
        /// When the request left.
        Instant sentAt() {
            return at.minusNanos(rttUs * 1000);
        }
    }

    /// What an event did to the replies.
    ///
    /// @param longest the longest silence between two replies; an interval of the ping is in it
    /// @param lost requests without a reply
    public record Gap(Duration longest, int lost) {
        /// @param replies in order of arrival
        static Gap in(List<Reply> replies) {
            if (replies.isEmpty()) return new Gap(Duration.ZERO, 0);
            var longest = Duration.ZERO;
            int from = replies.getFirst().sequence, to = from;
            for (int i = 1; i < replies.size(); i++) {
                var silence = Duration.between(replies.get(i - 1).at, replies.get(i).at);
                if (silence.compareTo(longest) > 0) longest = silence;
                from = Math.min(from, replies.get(i).sequence);
                to = Math.max(to, replies.get(i).sequence);
            }
            return new Gap(longest, to - from + 1 - replies.size());
        }

        /// From the last reply before an event on.
        static Gap since(Instant event, List<Reply> replies) {
            int last = 0;
            for (int i = 0; i < replies.size(); i++)
                if (replies.get(i).at.isBefore(event)) last = i;
            return in(replies.subList(Math.min(last, replies.size()), replies.size()));
        }

        /// The same, when nothing more had come in by some moment.
        Gap until(Instant end, List<Reply> replies) {
            if (replies.isEmpty()) return this;
            var last = Duration.between(replies.getLast().at, end);
            return last.compareTo(longest) > 0 ? new Gap(last, lost) : this;
        }

        public long ms() {
            return longest.toMillis();
        }
    }

    /// @param received at most one for each request, as ping counts
    public record Result(int sent, int received, List<Reply> replies) {
        public int lost() {
            return sent - received;
        }

        /// Which requests had no reply, counted from 1.
        public List<Integer> unanswered() {
            var answered = replies.stream().map(Reply::sequence).collect(Collectors.toSet());
            return IntStream.rangeClosed(1, sent)
                    .boxed()
                    .filter(i -> !answered.contains(i))
                    .toList();
        }

        /// Half of the round trips were shorter; 0 without any.
        public long medianUs() {
            if (replies.isEmpty()) return 0;
            var sorted = replies.stream().mapToLong(Reply::rttUs).sorted().toArray();
            return sorted[sorted.length / 2];
        }

        /// The longest silence between two replies.
        public Duration longestGap() {
            return Gap.in(replies).longest();
        }
    }

    private Ping(Host host, Process process) {
        this.host = host;
        this.process = process;
        reader = Thread.ofPlatform().daemon().name("ping on " + host).unstarted(this::readReplies);
    }

    /// Pings until it is stopped.
    public static Ping start(Host from, String address, Duration interval) {
        return start(from, address, interval, requestsIn(RUN_S_MAX, interval));
    }

    private static int requestsIn(int seconds, Duration interval) {
        return Math.toIntExact(Duration.ofSeconds(seconds).dividedBy(interval));
    }

    /// Sends `count` requests and waits for the replies. Requests that follow until then do not
    /// count.
    public static Result count(Host from, String address, int count, Duration interval) {
        try (var ping = startCounted(from, address, count, interval)) {
            return ping.finish();
        }
    }

    /// Sends `count` requests; [#finish] waits for the replies.
    public static Ping startCounted(Host from, String address, int count, Duration interval) {
        var ping = start(from, address, interval, count + requestsIn(LAST_REPLY_S, interval));
        ping.counted = count;
        ping.runLimit = interval.multipliedBy(count).plusSeconds(LAST_REPLY_S + 5);
        return ping;
    }

    /// The end of a counted run.
    public Result finish() {
        var done = await(() -> hasEnded || answered() >= counted ? Boolean.TRUE : null, runLimit);
        if (done == null) throw new LabException("ping on " + host + " did not end");
        return stop();
    }

    private static Ping start(Host from, String address, Duration interval, int requests) {
        var line =
                List.of(
                        "ping",
                        "-D",
                        "-n",
                        "-c",
                        Integer.toString(requests),
                        "-W",
                        Integer.toString(SILENCE_S),
                        "-i",
                        String.format(Locale.ROOT, "%.3f", interval.toMillis() / 1000.0),
                        "-p",
                        HexFormat.of().formatHex(PATTERN),
                        address);
        var ping = new Ping(from, from.start(Redirect.from(DEV_NULL), Redirect.PIPE, line));
        ping.reader.start();
        return ping;
    }

    private void readReplies() {
        try (var lines = process.inputReader(StandardCharsets.US_ASCII)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) onLine(line);
        } catch (IOException e) {
            // the process was ended while it wrote
        }
        synchronized (this) {
            hasEnded = true;
            notifyAll();
        }
    }

    private synchronized void onLine(String line) {
        var reply = REPLY.matcher(line);
        var summary = SUMMARY.matcher(line);
        if (reply.matches()) {
            var at =
                    Instant.ofEpochSecond(
                            Long.parseLong(reply.group(1)), Long.parseLong(reply.group(2)) * 1000);
            long rttUs = Math.round(Double.parseDouble(reply.group(4)) * 1000);
            if (!line.contains("(DUP!)"))
                replies.add(new Reply(Integer.parseInt(reply.group(3)), at, rttUs));
            notifyAll();
        } else if (summary.matches()) {
            sent = Integer.parseInt(summary.group(1));
            received = Integer.parseInt(summary.group(2));
        } else if (line.startsWith("ping:") && remarks.size() < 10) remarks.add(line);
    }

    /// Waits for the first reply that came in at or after a moment.
    ///
    /// @return null when none came in time
    public @Nullable Reply firstReplyAfter(Instant moment, Duration patience) {
        return await(
                () -> {
                    // the list is in order of arrival
                    for (int i = replies.size() - 1; i >= 0; i--)
                        if (replies.get(i).at.isBefore(moment))
                            return i + 1 < replies.size() ? replies.get(i + 1) : null;
                    return replies.isEmpty() ? null : replies.getFirst();
                },
                patience);
    }

    /// Waits for the first reply to a request that was sent at or after a moment: not one that was
    /// on its way already.
    ///
    /// @return null when none came in time
    public @Nullable Reply firstAnsweredOf(Instant moment, Duration patience) {
        return await(
                () -> {
                    Reply first = null;
                    for (int i = replies.size() - 1; i >= 0; i--) {
                        if (replies.get(i).at.isBefore(moment)) break;
                        if (!replies.get(i).sentAt().isBefore(moment)) first = replies.get(i);
                    }
                    return first;
                },
                patience);
    }

    /// Replies so far.
    public synchronized int replies() {
        return replies.size();
    }

    /// The replies until now; how many requests were sent is known only at the end.
    public synchronized List<Reply> soFar() {
        return List.copyOf(replies);
    }

    private synchronized <T> @Nullable T await(Look<T> look, Duration patience) {
        long endNs = System.nanoTime() + patience.toNanos();
        while (true) {
            var seen = look.look();
            long leftNs = endNs - System.nanoTime();
            if (seen != null || hasEnded || leftNs <= 0) return seen;
            try {
                TimeUnit.NANOSECONDS.timedWait(this, leftNs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted while waiting for a ping reply", e);
            }
        }
    }

    private interface Look<T> {
        @Nullable T look();
    }

    /// The summary, once stopped.
    public Result stop() {
        if (process.isAlive()) LibCProcess.kill((int) process.pid(), Linux.SIGINT);
        awaitEnd(Duration.ofSeconds(LAST_REPLY_S + 3));
        return result();
    }

    private void awaitEnd(Duration patience) {
        var ended = await(() -> hasEnded ? Boolean.TRUE : null, patience);
        if (ended == null) throw new LabException("ping on " + host + " did not end");
    }

    private synchronized Result result() {
        if (sent == 0 && !remarks.isEmpty())
            throw new LabException("ping on " + host + ": " + remarks.getFirst());
        if (sent <= counted) return new Result(sent, received, List.copyOf(replies));
        var those = replies.stream().filter(reply -> reply.sequence <= counted).toList();
        return new Result(counted, those.size(), those);
    }

    /// Requests that count and have a reply.
    private int answered() {
        int answered = 0;
        for (var reply : replies) if (reply.sequence <= counted) answered++;
        return answered;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
