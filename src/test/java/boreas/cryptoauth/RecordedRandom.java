package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.RandomSource;

/// Gives out recorded bytes in their order.
final class RecordedRandom implements RandomSource {
    private byte[] recorded = {};
    private int used;

    void record(byte[] bytes) {
        recorded = bytes;
        used = 0;
    }

    @Override
    public void nextBytes(byte[] into) {
        assertThat(recorded.length - used)
                .as("random bytes left")
                .isGreaterThanOrEqualTo(into.length);
        System.arraycopy(recorded, used, into, 0, into.length);
        used += into.length;
    }

    void assertUsedUp() {
        assertThat(used).as("random bytes used").isEqualTo(recorded.length);
    }
}
