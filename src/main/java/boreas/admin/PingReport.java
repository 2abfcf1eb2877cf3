package boreas.admin;

import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.value.JsonText;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What `boreas ping` does and prints: pings, one at a time, and their sum.
///
/// A node that is named by key or address is pinged from router to router inside the session; one
/// that is named by a path only, by a control frame to its switch. Used by one thread, but for
/// [#summary], which may be asked from another.
public final class PingReport {
    private static final int MICROS_PER_MILLI = 1_000;

    /// @param result `pong`, or what came instead of it
    /// @param us round trip, or the time until it was given up
    /// @param path by which it went, empty when there was none
    public record Answer(
            int number, String result, long us, long searchUs, String path, int version) {
        boolean isPong() {
            return result.equals("pong");
        }
    }

    private final AdminClient client;
    private final NodeTarget target;
    private final int sizeBytes;
    private final int timeoutMs;
    private final boolean isOurs;
    private final boolean isSelf;
    private final List<Answer> answers = new ArrayList<>();

    /// @param sizeBytes of the packet with its switch header, 0 as short as it is
    public PingReport(AdminClient client, NodeTarget target, int sizeBytes, int timeoutMs) {
        this.client = client;
        this.target = target;
        this.sizeBytes = sizeBytes;
        this.timeoutMs = timeoutMs;
        isOurs = client.knows("Boreas_ping");
        if (!isOurs && sizeBytes != 0)
            throw new AdminException(
                    AdminException.Kind.MISNAMED,
                    "--size works only with a node of ours; the one at "
                            + client.node()
                            + " is another program");
        var ip6 = target.ip6();
        isSelf =
                isOurs
                        && (target.isPathOnly()
                                ? EncodingScheme.V358.isSelf(target.label())
                                : ip6 != null
                                        && target.label() == Label.INVALID
                                        && PathsReport.fetch(client, ip6).isSelf());
    }

    /// True when the node that is asked is the one that is meant: no search would find a path.
    public boolean isSelf() {
        return isSelf;
    }

    /// True of a path whose first director is this node's own router: what follows it is read by
    /// nobody, so it was mistyped, or cut short.
    public boolean leadsNowhere() {
        return isSelf && target.isPathOnly() && target.label() != Label.SELF;
    }

    /// The line before the first ping.
    public String heading() {
        if (leadsNowhere())
            return target.title() + " leads nowhere: its last digit means this node itself\n";
        if (isSelf) return target.title() + " is this node itself\n";
        return "ping "
                + target.title()
                + (target.isPathOnly()
                        ? ": the switch at the end of this path"
                        : ": router to router, inside the session")
                + (sizeBytes == 0 ? "" : ", " + sizeBytes + " bytes")
                + "\n";
    }

    /// Pings once.
    ///
    /// @return a line about it
    public String ping() {
        var answer = isOurs ? pingOurs() : pingGenuine();
        synchronized (answers) {
            answers.add(answer);
        }
        return line(answer);
    }

    private Answer pingOurs() {
        var reply =
                client.call(
                        "Boreas_ping",
                        Value.dict()
                                .put("path", target.path())
                                .put("size", sizeBytes)
                                .put("timeout", timeoutMs)
                                .build());
        return new Answer(
                answers.size() + 1,
                HumanText.of(reply, "result"),
                reply.number("us", 0),
                reply.number("searchUs", 0),
                pathOf(HumanText.of(reply, "addr"), HumanText.of(reply, "path")),
                (int) reply.number("version", 0));
    }

    /// Genuine nodes count whole milliseconds.
    private Answer pingGenuine() {
        var function = target.isPathOnly() ? "SwitchPinger_ping" : "RouterModule_pingNode";
        // They know no address of a key.
        var path =
                target.label() == Label.INVALID && target.ip6() != null
                        ? target.ip6().toString()
                        : target.path();
        try {
            var reply =
                    client.call(
                            function,
                            Value.dict().put("path", path).put("timeout", timeoutMs).build());
            long version = reply.number("protocol", reply.number("version", 0));
            return new Answer(
                    answers.size() + 1,
                    HumanText.of(reply, "result"),
                    reply.number("ms", 0) * MICROS_PER_MILLI,
                    0,
                    pathOf(HumanText.of(reply, "addr"), HumanText.of(reply, "path")),
                    (int) version);
        } catch (AdminException e) {
            if (e.kind() != AdminException.Kind.REFUSED || !e.getMessage().endsWith("not_found"))
                throw e;
            return new Answer(answers.size() + 1, "not_found", 0, 0, "", 0);
        }
    }

    /// The label in a node's full name, or the label itself.
    private static String pathOf(String name, String path) {
        int first = name.indexOf('.');
        int last = first + 1 + "0000.0000.0000.0000".length();
        return first < 0 || last >= name.length() ? path : name.substring(first + 1, last);
    }

    private String line(Answer a) {
        var text = new StringBuilder();
        if (a.isPong()) {
            text.append("answer from ").append(target.title());
            if (a.version > 0) text.append(" v").append(a.version);
            text.append(": seq=").append(a.number).append(" time=").append(HumanText.millis(a.us));
        } else {
            text.append("no answer: seq=").append(a.number).append(' ').append(why(a));
        }
        if (!a.path.isEmpty()) text.append(" path=").append(a.path);
        if (a.searchUs > MICROS_PER_MILLI)
            text.append(" searched=").append(HumanText.millis(a.searchUs));
        return text.append('\n').toString();
    }

    private String why(Answer a) {
        return switch (a.result) {
            case "timeout" -> "nothing within " + timeoutMs + " ms";
            case "not_found" -> "no path found";
            case "nobody_there" -> "nobody at the end of this path";
            case "err_switch" -> "a switch on the way does not know this path";
            case "diff_label" -> "it came from another path";
            case "diff_data" -> "its data were changed on the way";
            case "busy" -> "this node has too much under way";
            default -> HumanText.safe(a.result);
        };
    }

    /// @return whether a ping has ended, so that there is something to sum up
    public boolean isBegun() {
        synchronized (answers) {
            return !answers.isEmpty();
        }
    }

    /// @return whether any ping was answered
    public boolean isAnswered() {
        synchronized (answers) {
            return answers.stream().anyMatch(Answer::isPong);
        }
    }

    /// All pings together; what to do when none was answered.
    public String summary() {
        synchronized (answers) {
            int pongs = (int) answers.stream().filter(Answer::isPong).count();
            int lost = answers.isEmpty() ? 0 : (answers.size() - pongs) * 100 / answers.size();
            var text =
                    new StringBuilder("--- %s\n".formatted(target.title()))
                            .append(
                                    "%d sent, %d answered, %d %% lost"
                                            .formatted(answers.size(), pongs, lost));
            if (pongs > 0)
                text.append(
                        "; round trip min/avg/max %s/%s/%s ms"
                                .formatted(millis(min()), millis(mean()), millis(max())));
            text.append('\n');
            if (pongs == 0 && !answers.isEmpty()) text.append(advice()).append('\n');
            return text.toString();
        }
    }

    private String advice() {
        var last = answers.getLast();
        if (!isOurs)
            return "The node that was asked is no Boreas, so `boreas why` cannot look closer from"
                    + " here; `boreas peers` tells how its neighbours are doing.";
        if (last.result.equals("not_found"))
            return "No path to "
                    + target.title()
                    + " was found: its node is off, or not linked with this mesh, or this node has"
                    + " no peer that is up. `boreas why "
                    + target.title()
                    + "` looks closer.";
        return "`boreas why " + target.title() + "` shows where it breaks.";
    }

    private long[] roundTrips() {
        return answers.stream().filter(Answer::isPong).mapToLong(Answer::us).toArray();
    }

    private long min() {
        return Arrays.stream(roundTrips()).min().orElse(0);
    }

    private long mean() {
        return (long) Arrays.stream(roundTrips()).average().orElse(0);
    }

    private long max() {
        return Arrays.stream(roundTrips()).max().orElse(0);
    }

    private static String millis(long us) {
        return String.format(Locale.ROOT, us < 10_000 ? "%.2f" : "%.1f", us / 1000.0);
    }

    /// The pings one by one, and their sum; times in microseconds.
    public String toJson() {
        synchronized (answers) {
            var all = Value.dict().put("target", target.title());
            if (isSelf) all.put("isSelf", 1);
            if (leadsNowhere()) all.put("leadsNowhere", 1);
            all.put("answers", answers.stream().map(PingReport::toValue).toList());
            long pongs = answers.stream().filter(Answer::isPong).count();
            all.put("sent", answers.size()).put("answered", pongs);
            if (pongs > 0) all.put("minUs", min()).put("meanUs", mean()).put("maxUs", max());
            return JsonText.standard(all.build()) + "\n";
        }
    }

    private static Value toValue(Answer a) {
        return Value.dict()
                .put("seq", a.number)
                .put("result", a.result)
                .put("us", a.us)
                .put("path", a.path)
                .put("version", a.version)
                .build();
    }
}
