package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.AllocatedBytes;
import boreas.env.Verdict;
import boreas.wire.Packet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Data on its way allocates nothing; nor does rubbish.
class AllocationTest {
    private static final int PACKETS = 10_000;

    /// Less than the smallest object is nothing.
    private static final long BYTES_PER_PACKET = 8;

    private final Pair pair = new Pair();
    private final Packet packet = TestPackets.packet(new byte[1300]);

    @BeforeEach
    void aSession() {
        pair.establish(pair.low, pair.high);
    }

    @Test
    void sealingAndOpeningDataAllocatesNothing() {
        assertAllocatesNothing(this::sealAndOpen);
    }

    @Test
    void refusingDataAllocatesNothing() {
        pair.low.restarts(); // a candidate is tried too
        pair.high.hears(pair.low.says("hello"));
        pair.high.says("key");
        pair.high.session.endDelivery();
        assertAllocatesNothing(this::openRubbish);
    }

    private static void assertAllocatesNothing(Runnable work) {
        long perPacket = Long.MAX_VALUE;
        // The first rounds run in the interpreter, which allocates for native calls.
        for (int round = 0; round < 30 && perPacket >= BYTES_PER_PACKET; round++) {
            long before = AllocatedBytes.ofThisThread();
            for (int i = 0; i < PACKETS; i++) work.run();
            perPacket = (AllocatedBytes.ofThisThread() - before) / PACKETS;
        }
        assertThat(perPacket).as("bytes for a packet").isLessThan(BYTES_PER_PACKET);
    }

    private void sealAndOpen() {
        check(pair.low.session.canSendData(pair.nowNs));
        check(pair.low.session.seal(packet, pair.nowNs) == Verdict.OK);
        check(pair.high.session.open(packet, pair.nowNs) == Verdict.OK);
        check(pair.high.session.opened() == Opened.DATA);
        pair.high.session.endDelivery();
        check(packet.length() == 1300);
    }

    private void openRubbish() {
        packet.putI32(0, 77);
        check(pair.high.session.open(packet, pair.nowNs) == Verdict.DECRYPT_FAILED);
        packet.putI32(0, 2);
        check(pair.high.session.open(packet, pair.nowNs) == Verdict.KEY_IN_ESTABLISHED_SESSION);
        packet.putI32(0, 0);
        check(pair.high.session.open(packet, pair.nowNs) == Verdict.WRONG_PUBLIC_KEY);
    }

    private static void check(boolean holds) {
        if (!holds) throw new AssertionError();
    }
}
