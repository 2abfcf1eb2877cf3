package boreas.session;

import static boreas.session.SessionWorld.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsByLabelTest {
    private static final long A = 0x13, B = 0x15;

    private final SessionWorld net = new SessionWorld();
    private final TestNode node = net.node(1), other = net.node(2);
    private final SessionsByLabel byLabel = new SessionsByLabel();

    private Session session(int number) {
        var key = new byte[PublicKey.BYTES];
        key[0] = (byte) number;
        return new Session(node.sessions, node.context(), PublicKey.of(key, 0), number, net.nowNs);
    }

    private List<Session> at(long label) {
        var found = new ArrayList<Session>();
        byLabel.forEach(label, found::add);
        return found;
    }

    @Test
    void findsThoseThatKeepALabelAndNobodyElse() {
        var one = session(1);
        var two = session(2);
        byLabel.add(A, one);
        byLabel.add(A, two);
        byLabel.add(B, two);
        assertThat(at(A)).containsExactly(one, two);
        byLabel.remove(A, one);
        byLabel.remove(B, one);
        assertThat(at(A)).containsExactly(two);
        assertThat(at(B)).containsExactly(two);
        byLabel.remove(A, two);
        byLabel.remove(B, two);
        assertThat(at(A)).isEmpty();
        assertThat(byLabel.size()).isZero();
    }

    @Test
    void ofManyThatShareALabelSomeHear() {
        for (int i = 0; i < 100; i++) byLabel.add(A, session(i));
        assertThat(at(A)).hasSize(SessionsByLabel.HEARD_MAX);
    }

    @Test
    void knowsThePathsOfASessionAsLongAsThereIsOne() {
        net.connect(node, A, other, B);
        node.send(other, "hello");
        net.run(SECOND);
        node.find(other, 0x155);
        assertThat(node.sessions.byLabel().size()).isEqualTo(2);
        node.sessions.forget(node.sessionWith(other));
        assertThat(node.sessions.byLabel().size()).isZero();
    }
}
