package boreas.admin;

import boreas.value.JsonText;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What `boreas sessions` prints: with whom a node speaks end to end, and by which path.
///
/// @param sessions those in use come first
/// @param nowMs when the node was asked, milliseconds since 1970
public record SessionsReport(List<SessionLine> sessions, KnownNames names, long nowMs)
        implements Report {
    /// As genuine nodes do while a session begins; so few, and no more later, are no loss.
    private static final long NUMBERS_SKIPPED_AT_THE_BEGIN = 4;

    public SessionsReport {
        sessions = List.copyOf(sessions);
    }

    /// Asks a node; genuine ones tell less.
    ///
    /// @throws AdminException when it does not answer, or refuses the password
    public static SessionsReport fetch(AdminClient client, long nowMs) {
        var lines = new ArrayList<>(sessions(client));
        lines.sort(
                Comparator.comparing(SessionLine::isEstablished)
                        .thenComparing(SessionLine::lastUseMs)
                        .reversed());
        return new SessionsReport(lines, new KnownNames(PeersReport.peers(client)), nowMs);
    }

    static List<SessionLine> sessions(AdminClient client) {
        var found = new ArrayList<SessionLine>();
        if (client.knows("Boreas_sessions")) {
            for (var record : client.pages("Boreas_sessions", "sessions"))
                if (record instanceof Value.Dict d) found.add(SessionLine.of(d));
            return found;
        }
        for (var handle : client.pages("SessionManager_getHandles", "handles")) {
            try {
                found.add(
                        SessionLine.of(
                                client.call(
                                        "SessionManager_sessionStats",
                                        Value.dict().put("handle", handle).build())));
            } catch (AdminException e) {
                // It has ended meanwhile.
                if (e.kind() != AdminException.Kind.REFUSED) throw e;
            }
        }
        return found;
    }

    /// A session that waits is no fault.
    @Override
    public boolean isHealthy() {
        return true;
    }

    @Override
    public String toTable() {
        return toTable(Ink.PLAIN);
    }

    /// A line for each.
    @Override
    public String toTable(Ink ink) {
        if (sessions.isEmpty()) return "no sessions: nobody was spoken with yet\n";
        var table =
                new TextTable()
                        .column("STATE", TextTable.Side.LEFT)
                        .column("NAME", TextTable.Side.LEFT)
                        .column("ADDRESS", TextTable.Side.LEFT)
                        .column("VER", TextTable.Side.RIGHT)
                        .column("PATH", TextTable.Side.LEFT)
                        .column("PATHS", TextTable.Side.RIGHT)
                        .column("RTT", TextTable.Side.RIGHT)
                        .column("IN", TextTable.Side.RIGHT)
                        .column("OUT", TextTable.Side.RIGHT)
                        .column("LOST", TextTable.Side.RIGHT)
                        .column("HEARD", TextTable.Side.RIGHT)
                        .column("USED", TextTable.Side.RIGHT);
        for (var s : sessions)
            table.row(
                    state(s, ink),
                    names.nameOf(s.key()),
                    s.ip6(),
                    s.version() == 0 ? HumanText.UNKNOWN : Integer.toString(s.version()),
                    s.path().isEmpty() ? HumanText.UNKNOWN : s.path(),
                    known(s.paths(), Long.toString(s.paths())),
                    s.rttUs() <= 0 ? HumanText.UNKNOWN : HumanText.millis(s.rttUs()),
                    known(s.bytesIn(), HumanText.bytes(Math.max(s.bytesIn(), 0))),
                    known(s.bytesOut(), HumanText.bytes(Math.max(s.bytesOut(), 0))),
                    Long.toString(s.lostPackets()),
                    known(s.lastInMs(), age(s.lastInMs())),
                    age(s.lastUseMs()));
        boolean isAnySuspect = sessions.stream().anyMatch(SessionLine::isSuspect);
        boolean isAnyLoss =
                sessions.stream().anyMatch(s -> s.lostPackets() > NUMBERS_SKIPPED_AT_THE_BEGIN);
        return table
                + (isAnySuspect
                        ? "? something was sent there, and nothing has come back yet; `boreas why"
                                + " ADDRESS` looks where it breaks\n"
                        : "")
                + (isAnyLoss
                        ? "LOST counts packets to this node that never came; a new session skips"
                                + " three or four numbers\n"
                        : "");
    }

    static String state(SessionLine s, Ink ink) {
        if (s.isSuspect()) return ink.doubtful(s.state() + "?");
        return s.isEstablished() ? ink.good(s.state()) : ink.faint(s.state());
    }

    private static String known(long figure, String text) {
        return figure < 0 ? HumanText.UNKNOWN : text;
    }

    private String age(long ms) {
        return ms <= 0 ? "never" : HumanText.duration(nowMs - ms) + " ago";
    }

    /// A list under `sessions`: the node's own records.
    @Override
    public String toJson() {
        var list = sessions.stream().map(SessionLine::record).toList();
        return JsonText.standard(
                        Value.dict()
                                .put("sessions", list)
                                .put(
                                        "established",
                                        sessions.stream()
                                                .filter(SessionLine::isEstablished)
                                                .count())
                                .build())
                + "\n";
    }
}
