package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    private final SessionWorld net = new SessionWorld();
    private final TestNode node = net.node(1);
    private final Random random = new Random(11);
    private final SessionTable table = new SessionTable(random::nextBytes);

    private Session add() {
        var key = new byte[PublicKey.BYTES];
        random.nextBytes(key);
        var session =
                new Session(
                        node.sessions,
                        node.context(),
                        PublicKey.of(key, 0),
                        table.takeHandle(),
                        net.nowNs);
        table.add(session);
        return session;
    }

    private void finds(Session s) {
        assertThat(table.byHandle(s.handle())).isSameAs(s);
        assertThat(table.byAddress(s.address().hi(), s.address().lo())).isSameAs(s);
    }

    @Test
    void handlesBeginAtRandomCountUpAndAreNumbersThatMeanNothingElse() {
        int first = table.takeHandle();
        assertThat(first).isBetween(4, 99_999);
        assertThat(table.takeHandle()).isEqualTo(first + 1);
        var firsts = new HashSet<Integer>();
        for (int i = 0; i < 20; i++) firsts.add(new SessionTable(random::nextBytes).takeHandle());
        assertThat(firsts).hasSizeGreaterThan(15);
    }

    @Test
    void sessionsAreFoundWhateverComesAndGoes() {
        var live = new ArrayList<Session>();
        for (int i = 0; i < 3_000; i++) {
            if (live.size() < 300 || random.nextBoolean()) {
                live.add(add());
            } else {
                var gone = live.remove(random.nextInt(live.size()));
                table.remove(gone);
                assertThat(table.byHandle(gone.handle())).isNull();
                assertThat(table.byAddress(gone.address().hi(), gone.address().lo())).isNull();
            }
        }
        assertThat(table.size()).isEqualTo(live.size());
        live.forEach(this::finds);
        List<Session> visited = new ArrayList<>();
        table.forEach(visited::add);
        assertThat(visited).containsExactlyInAnyOrderElementsOf(live);
    }

    @Test
    void aFullTableStillFindsEverybodyAndNobodyElse() {
        var all = new ArrayList<Session>();
        while (!table.isFull()) all.add(add());
        all.forEach(this::finds);
        for (int i = 0; i < 1_000; i++)
            assertThat(table.byHandle(random.nextInt() | 0x4000_0000)).isNull();
    }
}
