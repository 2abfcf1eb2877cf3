package boreas.path.trace;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Timers;
import boreas.path.trace.RouterPing.Ending;
import boreas.path.trace.RouterPing.Outcome;
import boreas.path.trace.RouterPing.Request;
import boreas.path.trace.RouterPing.Target;
import boreas.wire.RoutingMessage.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterPingTest {
    private static final long MS = MadeUpPath.MS;
    private static final long TIMEOUT_NS = 2_000 * MS;

    private final MadeUpPath path = MadeUpPath.usual(0, 2);
    private final Node end = new Node(path.stop(2).key, path.label(), 22);
    private final List<Outcome> outcomes = new ArrayList<>();

    private Outcome ping(Target to) {
        begin(to);
        path.run();
        return only();
    }

    private void begin(Target to) {
        new RouterPing(
                        path,
                        path.timers,
                        Request.ping(to, 0, TIMEOUT_NS),
                        (outcome, _) -> outcomes.add(outcome))
                .begin(path.nowNs);
    }

    private Outcome only() {
        assertThat(outcomes).hasSize(1);
        return outcomes.getFirst();
    }

    @Test
    void asksAKnownNodeAtOnce() {
        path.ways.put(end.key().ip6(), end);
        var outcome = ping(new Target.Address(end.key().ip6()));
        assertThat(outcome.ending()).isEqualTo(Ending.ANSWERED);
        assertThat(outcome.node()).isEqualTo(end);
        assertThat(outcome.roundTripNs()).isEqualTo(24 * MS);
        assertThat(outcome.searchNs()).isZero();
        assertThat(path.searched).isEmpty();
        assertThat(path.timers.nextDeadlineNs()).isEqualTo(Timers.NEVER);
    }

    @Test
    void searchesForWhoeverIsNotKnown() {
        begin(new Target.Address(end.key().ip6()));
        assertThat(path.searched).containsExactly(end.key().ip6());
        path.timers.newTimer(_ -> path.ways.put(end.key().ip6(), end)).at(path.nowNs + 700 * MS);
        path.run();
        assertThat(only().ending()).isEqualTo(Ending.ANSWERED);
        assertThat(only().searchNs()).isBetween(700 * MS, 800 * MS);
    }

    @Test
    void aSearchThatFindsNothingEndsWithThat() {
        long begunNs = path.nowNs;
        var outcome = ping(new Target.Address(end.key().ip6()));
        assertThat(outcome.ending()).isEqualTo(Ending.NOT_FOUND);
        assertThat(outcome.node()).isNull();
        assertThat(path.nowNs - begunNs).isEqualTo(RouterPing.SEARCH_NS);
    }

    @Test
    void asksExactlyTheNodeByThePathThatIsGiven() {
        assertThat(ping(new Target.Exact(end)).ending()).isEqualTo(Ending.ANSWERED);
        outcomes.clear();
        // Somebody else is at the end of that path, and cannot open what is sealed for another.
        var elsewhere = new Node(path.stop(2).key, path.labelTo(1), 22);
        assertThat(ping(new Target.Exact(elsewhere)).ending()).isEqualTo(Ending.TIMEOUT);
    }

    @Test
    void whoIsAtTheEndOfAPathIsTakenFromTheTableOrAsked() {
        var outcome = ping(new Target.Path(path.label()));
        assertThat(outcome.ending()).isEqualTo(Ending.ANSWERED);
        assertThat(outcome.node()).isEqualTo(end);
        outcomes.clear();
        path.stop(2).hidesKey = true;
        path.table.put(path.label(), end);
        assertThat(ping(new Target.Path(path.label())).ending()).isEqualTo(Ending.ANSWERED);
    }

    @Test
    void nobodyAtTheEndOfAPathIsToldFromASilentRouter() {
        path.stop(2).isDeaf = true;
        assertThat(ping(new Target.Path(path.label())).ending()).isEqualTo(Ending.NOBODY_THERE);
        outcomes.clear();
        path.stop(2).isDeaf = false;
        path.stop(2).hidesSession = true;
        var outcome = ping(new Target.Path(path.label()));
        assertThat(outcome.ending()).isEqualTo(Ending.TIMEOUT);
        assertThat(outcome.node()).isEqualTo(end);
        assertThat(outcome.roundTripNs()).isEqualTo(TIMEOUT_NS);
    }

    @Test
    void anAnswerAfterTheTimeIsNoSecondOutcome() {
        new RouterPing(
                        path,
                        path.timers,
                        Request.ping(new Target.Exact(end), 0, MS),
                        (outcome, _) -> outcomes.add(outcome))
                .begin(path.nowNs);
        path.run();
        assertThat(only().ending()).isEqualTo(Ending.TIMEOUT);
    }

    @Test
    void withoutRoomTheOutcomeSaysSo() {
        path.noRoom = 1;
        assertThat(ping(new Target.Exact(end)).ending()).isEqualTo(Ending.BUSY);
        outcomes.clear();
        path.noRoom = 1;
        assertThat(ping(new Target.Path(path.label())).ending()).isEqualTo(Ending.BUSY);
    }

    @Test
    void remembersTheSchemeOfWhoeverAnswers() {
        ping(new Target.Exact(end));
        assertThat(path.schemes).containsEntry(end.key(), path.stop(2).scheme);
    }
}
