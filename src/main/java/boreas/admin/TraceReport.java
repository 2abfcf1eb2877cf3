package boreas.admin;

import boreas.admin.HopLine.TallyLine;
import boreas.value.Value;
import boreas.wire.SwitchErrorCode;
import java.util.List;

/// A path hop by hop, as a table and in words.
///
/// @param ending as the node judges the path: `whole`, `silence`, `no_link`, …
/// @param brokenAt index of the hop behind which the trouble is, -1 none
/// @param session pings of the far end inside its session
/// @param record the node's own reply
record TraceReport(
        String path,
        List<HopLine> hops,
        String ending,
        int brokenAt,
        boolean isCutShort,
        TallyLine session,
        KnownNames names,
        Value.Dict record) {
    /// Ours: less is everyday life on the internet.
    private static final long LOSS_WORTH_TELLING_PPM = 100_000;

    /// The usual MTU of tun devices in the mesh.
    private static final long USUAL_MTU_BYTES = 1_304;

    TraceReport {
        hops = List.copyOf(hops);
    }

    static TraceReport of(Value.Dict reply, KnownNames names) {
        var hops = reply.dicts("hops");
        if (hops.isEmpty()) throw new AssertionError("a trace without hops");
        return new TraceReport(
                HumanText.of(reply, "path"),
                hops.stream().map(HopLine::of).toList(),
                HumanText.of(reply, "ending"),
                (int) reply.number("brokenAt", -1),
                reply.number("isCutShort", 0) != 0,
                TallyLine.of(reply, "session"),
                names,
                reply);
    }

    boolean isWhole() {
        return ending.equals("whole");
    }

    boolean isGood() {
        return isWhole() && lossy() < 0 && narrow() < 0;
    }

    // --- the table

    String toTable() {
        var table =
                new TextTable()
                        .column("HOP", TextTable.Side.RIGHT)
                        .column("NODE", TextTable.Side.LEFT)
                        .column("ADDRESS", TextTable.Side.LEFT)
                        .column("VER", TextTable.Side.RIGHT)
                        .column("ANSWERS", TextTable.Side.RIGHT)
                        .column("RTT min/avg/max", TextTable.Side.RIGHT)
                        .column("LOSS", TextTable.Side.RIGHT)
                        .column("BYTES", TextTable.Side.RIGHT)
                        .column("GOES ON BY", TextTable.Side.LEFT);
        for (int i = 0; i < hops.size(); i++) {
            var hop = hops.get(i);
            table.row(
                    Integer.toString(i),
                    i == 0 ? "this node" : names.nameOf(hop.key()),
                    hop.key().isEmpty() ? "?" : KnownNames.address(hop.key()),
                    hop.version() == 0 ? HumanText.UNKNOWN : Long.toString(hop.version()),
                    i == 0 ? "" : hop.pings().answered() + "/" + hop.pings().sent(),
                    i == 0 ? "" : hop.pings().roundTrips(),
                    i == 0 ? "" : HumanText.percent(hop.pings().lossPpm()),
                    i == 0 ? "" : bytes(hop),
                    exit(hop));
        }
        var text = new StringBuilder("path ").append(path).append('\n').append(table);
        if (session.sent() > 0)
            text.append("inside the session: ")
                    .append(session.answered())
                    .append('/')
                    .append(session.sent())
                    .append(session.answered() == 0 ? "" : ", " + session.roundTrips())
                    .append('\n');
        return text.toString();
    }

    private static String bytes(HopLine hop) {
        if (hop.bytes() == 0) return HumanText.UNKNOWN;
        return hop.isLongestTried() ? hop.bytes() + "+" : Long.toString(hop.bytes());
    }

    private static String exit(HopLine hop) {
        if (hop.slot() < 0) return "";
        return "slot "
                + hop.slot()
                + " (0x"
                + hop.director()
                + ", "
                + hop.bits()
                + " bits of "
                + hop.scheme()
                + (hop.isSchemeAssumed() ? ", assumed" : "")
                + ")";
    }

    // --- the words

    /// What is found, and what can be done about it.
    String verdict() {
        var words =
                switch (ending) {
                    case "whole" -> whole();
                    case "silence" -> silence();
                    case "no_link" -> noLink();
                    case "refused" -> refused();
                    case "misfit" -> misfit();
                    case "other_node" -> otherNode();
                    case "no_session" -> noSession();
                    default -> "It ends with '" + ending + "', which is not known here.";
                };
        return isCutShort ? words + " (There was not time enough to measure everything.)" : words;
    }

    private String whole() {
        int lossy = lossy();
        int narrow = narrow();
        var text = new StringBuilder();
        if (lossy < 0 && narrow < 0) {
            text.append("The path works");
            if (hops.size() > 1) text.append(": ").append(figures());
            return text.append('.').toString();
        }
        if (lossy >= 0)
            text.append("The path works but loses packets: ")
                    .append(HumanText.percent(hops.get(lossy).pings().lossPpm()))
                    .append(" from ")
                    .append(who(lossy))
                    .append(" on. The link between ")
                    .append(who(lossy - 1))
                    .append(" and ")
                    .append(who(lossy))
                    .append(" is bad or overloaded.");
        if (narrow >= 0)
            text.append(text.isEmpty() ? "The path works for short packets only: " : " Besides, ")
                    .append("nothing longer than ")
                    .append(hops.get(narrow).bytes())
                    .append(" bytes passes between ")
                    .append(who(narrow - 1))
                    .append(" and ")
                    .append(who(narrow))
                    .append(". Raise the MTU of that link, or lower that of the tun device to ")
                    .append(hops.get(narrow).bytes())
                    .append('.');
        return text.toString();
    }

    private String figures() {
        var end = hops.getLast();
        var trip = end.pings().answered() > 0 ? end.pings() : session;
        var text = new StringBuilder(hops.size() == 2 ? "1 hop" : hops.size() - 1 + " hops");
        if (trip.answered() > 0)
            text.append(", round trip ").append(HumanText.millis(trip.meanUs()));
        text.append(trip.lossPpm() == 0 ? ", no loss" : ", little loss");
        if (end.bytes() > 0)
            text.append(", packets of ")
                    .append(end.bytes())
                    .append(" bytes")
                    .append(end.isLongestTried() ? " and maybe longer ones" : "")
                    .append(" pass");
        return text.toString();
    }

    private String silence() {
        if (brokenAt == 0)
            return "The first hop, "
                    + who(1)
                    + ", does not answer: its node is off, or the link in this node's slot "
                    + hops.getFirst().slot()
                    + " is down. `boreas peers` tells how that link is doing.";
        return "It answers up to "
                + who(brokenAt)
                + "; nothing beyond: the link in its slot "
                + hops.get(brokenAt).slot()
                + " is down, or the node behind it"
                + behind()
                + " is off. Nothing here can mend that; traffic takes another path as soon as one"
                + " is found (`boreas paths`), and a link of one's own to the far end would not"
                + " need this one.";
    }

    private String noLink() {
        if (brokenAt == 0)
            return "This node has nothing in its slot "
                    + hops.getFirst().slot()
                    + ": the peer of this path is gone. Paths through it are dropped by themselves;"
                    + " `boreas peers` tells which peers there are.";
        return who(brokenAt)
                + " says that it has nothing in its slot "
                + hops.get(brokenAt).slot()
                + ": its link to the next node"
                + behind()
                + " is gone, so this path is out of date. A new one is searched when there is"
                + " traffic; `boreas ping` with the address does that too.";
    }

    private String refused() {
        var hop = hops.get(brokenAt);
        if (hop.errorCode() == SwitchErrorCode.UNDELIVERABLE)
            return who(brokenAt)
                    + " says that the link in its slot "
                    + hop.slot()
                    + " is down"
                    + (behind().isEmpty() ? "" : "; behind it should be " + who(brokenAt + 1))
                    + ". Nothing here can mend that; traffic takes another path as soon as one is"
                    + " found (`boreas paths`).";
        var error = SwitchErrorCode.name((int) hop.errorCode());
        return (brokenAt == 0 ? "This node's switch" : who(brokenAt))
                + " refuses the label with \""
                + error
                + "\""
                + (hop.errorCode() == SwitchErrorCode.RETURN_PATH_INVALID
                        ? ": its director is shorter than that of the way back. A path from a"
                                + " search does not have that; was this one put together by hand?"
                        : ".");
    }

    private String misfit() {
        return "The label makes no sense to "
                + (brokenAt == 0 ? "this node" : who(brokenAt))
                + ", whose switch reads labels in scheme "
                + hops.get(brokenAt).scheme()
                + (hops.get(brokenAt).isSchemeAssumed() ? " (assumed, as it told none)" : "")
                + ": what is left of it there is no director. It is cut short, or was made for"
                + " another node.";
    }

    private String otherNode() {
        return "At the end of this path is "
                + who(brokenAt)
                + ", not the node that was asked for: a switch on the way has given the slot to"
                + " another link. A new search finds the node again, if it is there.";
    }

    private String noSession() {
        return "The switch of "
                + who(brokenAt)
                + " answers, its router inside the session does not. It may have just restarted,"
                + " or be overloaded, or answer by a way back that is broken; if it lasts, restart"
                + " that node.";
    }

    private String behind() {
        int next = brokenAt + 1;
        return next < hops.size() && !hops.get(next).key().isEmpty() ? ", " + who(next) + "," : "";
    }

    /// How a hop is called in a sentence.
    private String who(int i) {
        if (i == 0) return "this node";
        var hop = hops.get(i);
        return hop.key().isEmpty() ? "hop " + i : names.of(hop.key());
    }

    // --- what is wrong though it works

    /// The first hop from which on all lose much; -1 none. A relay that answers few pings but
    /// forwards well is no fault of the path.
    private int lossy() {
        if (endLossPpm() < LOSS_WORTH_TELLING_PPM) return -1;
        int first = hops.size() - 1;
        while (first > 1 && hops.get(first - 1).pings().lossPpm() >= endLossPpm() / 2) first--;
        return first;
    }

    /// Who answers in its session and no ping at all loses nothing.
    private long endLossPpm() {
        var end = hops.getLast().pings();
        return end.answered() == 0 ? session.lossPpm() : end.lossPpm();
    }

    /// The first hop that packets of usual length do not reach; -1 none.
    private int narrow() {
        for (int i = 1; i < hops.size(); i++)
            if (hops.get(i).bytes() > 0 && hops.get(i).bytes() < USUAL_MTU_BYTES) return i;
        return -1;
    }
}
