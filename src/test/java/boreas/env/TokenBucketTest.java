package boreas.env;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void givesTheBurstAtOnceAndThenTheRate() {
        var bucket = new TokenBucket(3, 2, 0);
        assertThat(taken(bucket, 10, 0)).isEqualTo(3);
        assertThat(taken(bucket, 10, SECOND_NS)).isEqualTo(2);
        assertThat(taken(bucket, 10, SECOND_NS + SECOND_NS / 2)).isEqualTo(1);
    }

    @Test
    void neverHoldsMoreThanTheBurst() {
        var bucket = new TokenBucket(3, 2, 0);
        assertThat(taken(bucket, 10, 1000 * SECOND_NS)).isEqualTo(3);
    }

    @Test
    void startsFullOnAClockThatStartsBelowZero() {
        var bucket = new TokenBucket(2, 1, -5 * SECOND_NS);
        assertThat(taken(bucket, 10, -5 * SECOND_NS)).isEqualTo(2);
    }

    private static int taken(TokenBucket bucket, int tries, long nowNs) {
        int count = 0;
        for (int i = 0; i < tries; i++) if (bucket.take(nowNs)) count++;
        return count;
    }
}
