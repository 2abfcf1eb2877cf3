package boreas.admin;

import boreas.value.JsonText;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// One picture of `boreas top`: what has happened between two samples of a node. The busiest links
/// and sessions come first.
public final class TopFrame {
    /// What a line of the picture has moved, in bits a second.
    private record Moved<T>(T what, long inBps, long outBps) {
        long both() {
            return inBps + outBps;
        }
    }

    private final TopSample now;
    private final long elapsedNs;
    private final KnownNames names;
    private final List<Moved<PeerLine>> links;
    private final List<Moved<SessionLine>> sessions;
    private final Map<String, Long> drops = new HashMap<>();

    public TopFrame(TopSample before, TopSample now) {
        this.now = now;
        elapsedNs = Math.max(now.atNs() - before.atNs(), 1);
        names = new KnownNames(now.peers());
        links =
                moved(
                        before.peers(),
                        now.peers(),
                        p -> p.linkAddress() + " " + p.address(),
                        PeerLine::bytesIn,
                        PeerLine::bytesOut);
        sessions =
                moved(
                        before.sessions(),
                        now.sessions(),
                        SessionLine::ip6,
                        SessionLine::bytesIn,
                        SessionLine::bytesOut);
        var earlier = before.status().dict("drops");
        var later = now.status().dict("drops");
        if (later != null)
            for (var name : later.entries().keySet()) {
                long count = later.number(name.text(), 0);
                if (earlier != null) count -= earlier.number(name.text(), 0);
                if (count > 0) drops.put(HumanText.safe(name.text()), count);
            }
    }

    private <T> List<Moved<T>> moved(
            List<T> before,
            List<T> now,
            Function<T, String> key,
            ToLongFunction<T> in,
            ToLongFunction<T> out) {
        var earlier = new HashMap<String, T>();
        for (var one : before) earlier.put(key.apply(one), one);
        var moved = new ArrayList<Moved<T>>();
        for (var one : now) {
            var then = earlier.get(key.apply(one));
            moved.add(
                    new Moved<>(
                            one,
                            then == null ? 0 : bps(in.applyAsLong(then), in.applyAsLong(one)),
                            then == null ? 0 : bps(out.applyAsLong(then), out.applyAsLong(one))));
        }
        moved.sort(Comparator.<Moved<T>>comparingLong(Moved::both).reversed());
        return moved;
    }

    /// Counters begin anew with a new link.
    private long bps(long before, long now) {
        return now < before ? 0 : (long) ((now - before) * 8e9 / elapsedNs);
    }

    /// For a screen; the heading first.
    public List<String> lines(Ink ink) {
        var lines = new ArrayList<String>();
        lines.add(
                "%s  up %s  %s"
                        .formatted(
                                HumanText.of(now.info(), "myIp6"),
                                now.status().has("uptimeMs")
                                        ? HumanText.duration(now.status().number("uptimeMs", 0))
                                        : HumanText.UNKNOWN,
                                HumanText.of(now.status(), "program")));
        lines.add(
                "links %d of %d up   sessions %d of %d   in %s   out %s"
                        .formatted(
                                now.peers().stream().filter(PeerLine::isEstablished).count(),
                                now.peers().size(),
                                now.sessions().stream().filter(SessionLine::isEstablished).count(),
                                now.sessions().size(),
                                rate(links.stream().mapToLong(Moved::inBps).sum()),
                                rate(links.stream().mapToLong(Moved::outBps).sum())));
        lines.add(dropLine(ink));
        lines.add("");
        linkTable(ink).toString().lines().forEach(lines::add);
        lines.add("");
        sessionTable(ink).toString().lines().forEach(lines::add);
        return lines;
    }

    private String dropLine(Ink ink) {
        if (drops.isEmpty()) return ink.faint("no drops");
        var text = new StringBuilder("drops a second:");
        drops.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(4)
                .forEach(e ->
                        text.append(
                                "  %.1f %s".formatted(e.getValue() * 1e9 / elapsedNs, e.getKey())));
        return ink.doubtful(text.toString());
    }

    private TextTable linkTable(Ink ink) {
        var table =
                new TextTable()
                        .column("LINK", TextTable.Side.LEFT)
                        .column("STATE", TextTable.Side.LEFT)
                        .column("IN", TextTable.Side.RIGHT)
                        .column("OUT", TextTable.Side.RIGHT)
                        .column("RTT", TextTable.Side.RIGHT)
                        .column("LOST", TextTable.Side.RIGHT)
                        .column("HEARD", TextTable.Side.RIGHT)
                        .column("VIA", TextTable.Side.LEFT);
        for (var link : links) {
            var p = link.what;
            table.row(
                    p.title(),
                    PeersReport.state(p, ink),
                    rate(link.inBps),
                    rate(link.outBps),
                    p.rttUs() < 0 ? HumanText.UNKNOWN : HumanText.millis(p.rttUs()),
                    Long.toString(p.lostPackets()),
                    p.lastMs() <= 0 ? "never" : HumanText.duration(now.nowMs() - p.lastMs()),
                    (p.isIncoming() ? "from " : "to ") + p.linkAddress());
        }
        return table;
    }

    private TextTable sessionTable(Ink ink) {
        var table =
                new TextTable()
                        .column("SESSION", TextTable.Side.LEFT)
                        .column("STATE", TextTable.Side.LEFT)
                        .column("IN", TextTable.Side.RIGHT)
                        .column("OUT", TextTable.Side.RIGHT)
                        .column("RTT", TextTable.Side.RIGHT)
                        .column("LOST", TextTable.Side.RIGHT)
                        .column("PATHS", TextTable.Side.RIGHT)
                        .column("PATH", TextTable.Side.LEFT);
        for (var session : sessions) {
            var s = session.what;
            table.row(
                    s.key().isEmpty() ? s.ip6() : names.of(s.key()),
                    SessionsReport.state(s, ink),
                    rate(session.inBps),
                    rate(session.outBps),
                    s.rttUs() <= 0 ? HumanText.UNKNOWN : HumanText.millis(s.rttUs()),
                    Long.toString(s.lostPackets()),
                    s.paths() < 0 ? HumanText.UNKNOWN : Long.toString(s.paths()),
                    s.path().isEmpty() ? HumanText.UNKNOWN : s.path());
        }
        return table;
    }

    private static String rate(long bps) {
        return HumanText.rate((bps + 500) / 1000);
    }

    /// One object on one line: the node's own records, with `inBps` and `outBps` (bits a second).
    public String toJson() {
        return JsonText.line(
                Value.dict()
                        .put("time", now.nowMs())
                        .put("elapsedMs", elapsedNs / 1_000_000)
                        .put("links", records(links, PeerLine::record))
                        .put("sessions", records(sessions, SessionLine::record))
                        .put("drops", dropsValue())
                        .build());
    }

    private Value.Dict dropsValue() {
        var dict = Value.dict();
        drops.forEach(dict::put);
        return dict.build();
    }

    private static <T> List<Value.Dict> records(
            List<Moved<T>> moved, Function<T, Value.Dict> record) {
        return moved.stream()
                .map(m ->
                        record.apply(m.what)
                                .edit()
                                .put("inBps", m.inBps)
                                .put("outBps", m.outBps)
                                .build())
                .toList();
    }
}
