package boreas.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.ffm.Avx512Salsa20;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is kept; that the bytes are right is in [CryptoTest].
class Avx512KeyStreamTest {
    private final Arena arena = Arena.ofAuto();

    @BeforeEach
    void needsTheProcessorsVectors() {
        assumeTrue(Avx512Salsa20.failure() == null, Avx512Salsa20::failure);
    }

    @Test
    void nothingIsKeptOfAKeyThatIsForgotten() {
        var stream = new Avx512KeyStream(2000);
        var key = arena.allocate(32).fill((byte) 7);
        var other = arena.allocate(32).fill((byte) 8);
        var nonce = arena.allocate(24);
        assertThat(stream.keeps(key)).isFalse();
        for (int word = 0; word < 2; word++) {
            nonce.fill((byte) 0).set(ValueLayout.JAVA_INT, 4L * word, 100);
            stream.make(key, nonce, 1000);
            stream.make(other, nonce, 1000);
        }
        assertThat(stream.keeps(key)).isTrue();
        stream.forget(key);
        assertThat(stream.keeps(key)).isFalse();
        assertThat(stream.keeps(other)).isTrue();
    }

    @Test
    void zerosAreNotKeptBeforeTheyWereUsed() {
        var stream = new Avx512KeyStream(2000);
        var zeros = arena.allocate(32);
        assertThat(stream.keeps(zeros)).isFalse();
        stream.make(zeros, arena.allocate(24), 10);
        assertThat(stream.keeps(zeros)).isTrue();
    }
}
