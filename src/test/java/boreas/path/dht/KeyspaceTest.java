package boreas.path.dht;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyspaceTest {
    private static final Ip6 TARGET = new Ip6(0xfc00L << 48, 0);

    @Test
    void theSecondHalfOfAnAddressCountsMoreThanTheFirst() {
        var nearInFirstHalf = new Ip6(0xfc00L << 48, 1);
        var farInFirstHalf = new Ip6(0xfcffL << 48 | 0xffff, 0);
        assertThat(Keyspace.compare(TARGET, farInFirstHalf, nearInFirstHalf)).isNegative();
    }

    @Test
    void distancesAreUnsigned() {
        var far = new Ip6(0xfc00L << 48, 1L << 63);
        var near = new Ip6(0xfc00L << 48, 1L << 62);
        assertThat(Keyspace.compare(TARGET, near, far)).isNegative();
        assertThat(Stream.of(far, near).sorted(Keyspace.byDistance(TARGET)).toList())
                .isEqualTo(List.of(near, far));
    }

    @Test
    void aBucketIsTheFirstBitThatDiffers() {
        assertThat(Keyspace.bucket(TARGET, new Ip6(0xfc00L << 48, 1L << 63))).isZero();
        assertThat(Keyspace.bucket(TARGET, new Ip6(0xfc00L << 48, 1))).isEqualTo(63);
        assertThat(Keyspace.bucket(TARGET, new Ip6(0xfc80L << 48, 0))).isEqualTo(64 + 8);
        assertThat(Keyspace.bucket(TARGET, TARGET)).isEqualTo(Keyspace.SAME);
    }
}
