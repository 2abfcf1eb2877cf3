package boreas.lab;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Ping.Gap;
import boreas.lab.Ping.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PingGapTest {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

    private static Reply reply(int sequence, int atMs) {
        return new Reply(sequence, START.plusMillis(atMs), 1_000);
    }

    @Test
    void isTheLongestSilenceAndWhatGotLostInIt() {
        var gap = Gap.in(List.of(reply(1, 0), reply(2, 20), reply(9, 160), reply(10, 180)));
        assertThat(gap).isEqualTo(new Gap(Duration.ofMillis(140), 6));
        assertThat(gap.ms()).isEqualTo(140);
    }

    @Test
    void nothingIsLostWhereRepliesOvertakeEachOther() {
        assertThat(Gap.in(List.of(reply(1, 0), reply(3, 20), reply(2, 30), reply(4, 60))).lost())
                .isZero();
    }

    @Test
    void beginsWithTheLastReplyBeforeTheEvent() {
        var replies = List.of(reply(1, 0), reply(5, 80), reply(6, 100), reply(9, 160));
        assertThat(Gap.since(START.plusMillis(110), replies))
                .isEqualTo(new Gap(Duration.ofMillis(60), 2));
    }

    @Test
    void aSilenceThatIsNotOverCountsAsFarAsItWasSeen() {
        var replies = List.of(reply(1, 0), reply(4, 60), reply(5, 80));
        var gap = Gap.in(replies);
        assertThat(gap.until(START.plusMillis(100), replies)).isEqualTo(gap);
        assertThat(gap.until(START.plusMillis(980), replies))
                .isEqualTo(new Gap(Duration.ofMillis(900), 2));
    }

    @Test
    void ofNoRepliesIsNone() {
        assertThat(Gap.since(START, List.of())).isEqualTo(new Gap(Duration.ZERO, 0));
    }
}
