package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.LinkAddress;
import boreas.env.Counters;
import boreas.wire.Batch;
import org.junit.jupiter.api.Test;

class LullTest {
    private static final long NOW_NS = 7_000_000_000L;

    private final Lull lull = new Lull();

    @Test
    void oneMessageIsAskedForFirst() {
        assertThat(lull.messagesAt(NOW_NS)).isOne();
    }

    @Test
    void allThereAreAreAskedForWhenTheNextTurnFollowsSoon() {
        lull.messagesAt(NOW_NS);
        assertThat(lull.messagesAt(NOW_NS + Lull.LULL_NS - 1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void oneMessageIsAskedForAfterALull() {
        lull.messagesAt(NOW_NS);
        assertThat(lull.messagesAt(NOW_NS + Lull.LULL_NS)).isOne();
    }

    @Test
    void whoHasNoTimeGetsAllAndTheClockStaysAsItWas() {
        lull.messagesAt(NOW_NS);
        assertThat(lull.messagesAt(Lull.NO_TIME)).isEqualTo(Integer.MAX_VALUE);
        assertThat(lull.messagesAt(NOW_NS + 1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whatComesAfterTheFirstDatagramOfALullIsReadByTheNextTurn() throws Exception {
        var bind = LinkAddress.parse("127.0.0.1:0");
        try (var a = UdpSocket.open(bind, 0, new Counters());
                var b = UdpSocket.open(bind, 0, new Counters())) {
            var batch = new Batch(8);
            for (int i = 0; i < 3; i++) {
                var p = batch.next();
                p.setWindow(p.start(), 10 + i); // of growing lengths: nothing glues them
                p.linkHi = b.local().hi();
                p.linkLo = b.local().lo();
                p.linkUdpPort = b.local().udpPort();
                a.send(p);
            }
            batch.clear();
            b.receive(batch, NOW_NS);
            assertThat(batch.size()).isOne();
            b.receive(batch, NOW_NS + 1);
            assertThat(batch.size()).isEqualTo(3);
        }
    }
}
