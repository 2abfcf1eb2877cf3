package boreas.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.ffm.Avx512Salsa20;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is left in memory; that the bytes are right is in [CryptoTest].
class Avx512KeyStreamTest {
    private final Arena arena = Arena.ofAuto();

    @BeforeEach
    void needsTheProcessorsVectors() {
        assumeTrue(Avx512Salsa20.failure() == null, Avx512Salsa20::failure);
    }

    @Test
    void nothingIsLeftOfAKeyThatIsForgotten() {
        var stream = new Avx512KeyStream(2000);
        var key = arena.allocate(32).fill((byte) 7);
        for (int word = 0; word < 2; word++) {
            var series = made(stream, key, word, 1000);
            var keys = behind(series.address() - Avx512Salsa20.SERIES_BYTES, 512);
            var own = made(stream, key, word, 1900);
            assertThat(own.address()).isNotEqualTo(series.address());
            for (var secret : List.of(series, keys, own))
                assertThat(secret.toArray(ValueLayout.JAVA_LONG)).doesNotContain(0);
            stream.forget(key);
            for (var secret : List.of(series, keys, own))
                assertThat(secret.toArray(ValueLayout.JAVA_LONG)).containsOnly(0);
        }
    }

    @Test
    void whatIsKeptOfAnotherKeyStays() {
        var stream = new Avx512KeyStream(2000);
        var key = arena.allocate(32).fill((byte) 7);
        var other = arena.allocate(32).fill((byte) 8);
        var series = made(stream, other, 0, 1000);
        var before = series.toArray(ValueLayout.JAVA_LONG);
        made(stream, key, 0, 1000);
        stream.forget(key);
        assertThat(series.toArray(ValueLayout.JAVA_LONG)).isEqualTo(before);
    }

    /// The stream of number 96 in that word of the nonce.
    private MemorySegment made(Avx512KeyStream stream, MemorySegment key, int word, int length) {
        var nonce = arena.allocate(24);
        nonce.set(ValueLayout.JAVA_INT, 4L * word, 96);
        stream.make(key, nonce, length);
        return behind(stream.tagKey(), length & -8L);
    }

    private static MemorySegment behind(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }
}
