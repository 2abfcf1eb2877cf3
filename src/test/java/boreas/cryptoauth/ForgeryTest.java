package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.cryptoauth.Pair.Party;
import boreas.env.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Packets that were changed under way, or cut: refused, and nothing has happened.
class ForgeryTest {
    private final Pair pair = new Pair();

    @Test
    void anyFlippedBitOfAHelloIsRefusedOrMeansNothing() {
        flipEachBit(pair.high, pair.low.says("hello"));
    }

    @Test
    void anyFlippedBitOfAKeyIsRefusedOrMeansNothing() {
        pair.high.hears(pair.low.says("hello"));
        flipEachBit(pair.low, pair.high.says("key"));
    }

    @Test
    void anyFlippedBitOfACandidatesHelloIsRefusedOrMeansNothing() {
        pair.establish(pair.low, pair.high);
        pair.low.restarts();
        flipEachBit(pair.high, pair.low.says("hello"));
        pair.low.hears(pair.high.says("data of the old session"));
    }

    @Test
    void anyFlippedBitOfTheFirstDataPacketIsRefused() {
        pair.high.hears(pair.low.says("hello"));
        pair.low.hears(pair.high.says("key"));
        byte[] data = pair.low.says("data");
        for (int bit = 0; bit < data.length * 8; bit++)
            assertRefused(pair.high, Pair.flip(data, bit), "bit " + bit);
        assertThat(pair.high.hears(data)).isEqualTo(Verdict.OK);
    }

    @Test
    void anyFlippedBitOfDataIsRefused() {
        pair.establish(pair.low, pair.high);
        byte[] data = pair.high.says("data");
        for (int bit = 0; bit < data.length * 8; bit++)
            assertRefused(pair.low, Pair.flip(data, bit), "bit " + bit);
        assertThat(pair.low.hears(data)).isEqualTo(Verdict.OK);
        assertThat(pair.low.session.counters().duplicates()).isZero();
    }

    @Test
    void aPacketCutAtAnyLengthIsRefused() {
        byte[] hello = pair.low.says("hello");
        cutEverywhere(pair.high, hello);
        assertThat(pair.high.hears(hello)).isEqualTo(Verdict.OK);
        byte[] key = pair.high.says("key");
        cutEverywhere(pair.low, key);
        assertThat(pair.low.hears(key)).isEqualTo(Verdict.OK);
        byte[] data = pair.low.says("data");
        cutEverywhere(pair.high, data);
        assertThat(pair.high.hears(data)).isEqualTo(Verdict.OK);
        byte[] more = pair.high.says("more");
        cutEverywhere(pair.low, more);
        assertThat(pair.low.hears(more)).isEqualTo(Verdict.OK);
    }

    @Test
    void aPacketWithSomethingBehindItIsRefused() {
        byte[] hello = pair.low.says("hello");
        assertRefused(pair.high, Arrays.copyOf(hello, hello.length + 1), "longer");
    }

    @Test
    void whatIsShorterThanItsHeaderIsARunt() {
        byte[] hello = pair.low.says("hello");
        assertThat(pair.high.hears(new byte[0])).isEqualTo(Verdict.RUNT);
        assertThat(pair.high.hears(Arrays.copyOf(hello, 19))).isEqualTo(Verdict.RUNT);
        assertThat(pair.high.hears(Arrays.copyOf(hello, 119))).isEqualTo(Verdict.RUNT);
        assertThat(pair.high.hears(Arrays.copyOf(hello, 120)))
                .isEqualTo(Verdict.HANDSHAKE_DECRYPT_FAILED);
    }

    @Test
    void anyFirstWordIsSurvivedInAnyState() {
        Party called = pair.high;
        for (int state = 0; state < 4; state++) {
            if (state == 1) called.hears(pair.low.says("hello"));
            if (state == 2) pair.low.hears(called.says("key"));
            if (state == 3) pair.converse(pair.low, called);
            for (int length = 0; length < 200; length += 7) {
                for (long first : new long[] {0, 1, 2, 3, 4, 5, 0x7fffffffL, 0xffffffffL}) {
                    byte[] noise = pair.low.context.world().random().bytes(length);
                    for (int i = 0; i < Math.min(4, length); i++)
                        noise[i] = (byte) (first >> (24 - 8 * i));
                    assertRefused(called, noise, "state " + state + ", noise");
                }
            }
        }
        pair.converse(called, pair.low);
    }

    /// Bytes 5 .. 15 of a handshake without credentials and the repetition bit are not
    /// authenticated and mean nothing here; all else must be refused.
    private void flipEachBit(Party listener, byte[] wire) {
        for (int bit = 0; bit < wire.length * 8; bit++) {
            int at = bit / 8;
            boolean isMeaningless = (at >= 5 && at < 16) || bit == 3 * 8;
            if (!isMeaningless) assertRefused(listener, Pair.flip(wire, bit), "bit " + bit);
        }
        byte[] meaningless = Pair.flip(Pair.flip(wire, 5 * 8), 15 * 8 + 7);
        assertThat(listener.hears(meaningless)).isEqualTo(Verdict.OK);
    }

    private void cutEverywhere(Party listener, byte[] wire) {
        for (int length = 0; length < wire.length; length++)
            assertRefused(listener, Arrays.copyOf(wire, length), "length " + length);
    }

    private void assertRefused(Party listener, byte[] wire, String what) {
        var session = listener.session;
        String before = session + " " + session.candidateCount() + session.counters();
        assertThat(listener.hears(wire)).as(what).isNotEqualTo(Verdict.OK);
        assertThat(session + " " + session.candidateCount() + session.counters())
                .as("state after %s", what)
                .isEqualTo(before);
    }
}
