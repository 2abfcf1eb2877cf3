package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandedTextTest {
    private final HandedText text = new HandedText();

    @Test
    void piecesInOrderMakeTheWhole() {
        assertThat(text.add(0, new byte[] {1, 2})).isEqualTo(2);
        assertThat(text.add(2, new byte[] {3})).isEqualTo(3);
        assertThat(text.take(3)).containsExactly(1, 2, 3);
    }

    @Test
    void aPieceThatIsNotTheNextIsRefused() {
        text.add(0, new byte[] {1, 2});
        assertThat(text.add(1, new byte[] {3})).isNegative();
        assertThat(text.add(3, new byte[] {3})).isNegative();
        assertThat(text.add(-1, new byte[] {3})).isNegative();
        assertThat(text.take(2)).containsExactly(1, 2);
    }

    @Test
    void offsetZeroBeginsAnew() {
        text.add(0, new byte[] {1, 2});
        assertThat(text.add(0, new byte[] {7})).isEqualTo(1);
        assertThat(text.take(1)).containsExactly(7);
    }

    @Test
    void whatIsTakenIsForgottenAndSoIsWhatIsNotAsLongAsBelieved() {
        text.add(0, new byte[] {1});
        assertThat(text.take(1)).isNotNull();
        assertThat(text.take(1)).isNull();
        text.add(0, new byte[] {1});
        assertThat(text.take(2)).isNull();
        assertThat(text.take(1)).isNull();
    }

    @Test
    void moreThanAConfigurationAndASiteFileOfAMegabyteEachIsRefused() {
        int bytes = 2 << 20;
        assertThat(text.add(0, new byte[bytes])).isEqualTo(bytes);
        assertThat(text.add(bytes, new byte[1])).isNegative();
    }
}
