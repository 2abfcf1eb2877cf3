package boreas.label;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.label.EncodingScheme.Form;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EncodingSchemeTest {
    private static final EncodingScheme V358 = EncodingScheme.V358;
    private static final EncodingScheme V48 = EncodingScheme.V48;
    private static final EncodingScheme F4 = EncodingScheme.F4;
    private static final EncodingScheme F8 = EncodingScheme.F8;
    private static final List<EncodingScheme> KNOWN = List.of(V358, V48, F4, F8);

    @Test
    void aPathToldToAWideInterfaceBeginsWithAWideDirector() {
        assertThat(V358.widened(0x15, 4)).isEqualTo(0x15);
        assertThat(V358.widened(0x15, 7)).isEqualTo(0x86);
        assertThat(V358.widened(0x15, 10)).isEqualTo(0x404);
        assertThat(V358.widened(0x9e, 4)).isEqualTo(0x9e);
        assertThat(V358.widened(Label.SELF, 10)).isEqualTo(Label.SELF);
    }

    @Test
    void aPathThatWouldBecomeTooLongIsNotTold() {
        assertThat(V358.widened(1L << Label.MAX_BITS - 3 | 5, 7)).isNotEqualTo(Label.INVALID);
        assertThat(V358.widened(1L << Label.MAX_BITS - 2 | 5, 7)).isEqualTo(Label.INVALID);
    }

    @Test
    void serializedFormsAreThoseOfGenuineNodes() {
        assertThat(hex(V358)).isEqualTo("6114458100");
        assertThat(hex(V48)).isEqualTo("810c08");
        assertThat(hex(F4)).isEqualTo("8000");
        assertThat(hex(F8)).isEqualTo("0001");
        for (var scheme : KNOWN)
            assertThat(EncodingScheme.deserialize(scheme.serialize())).isEqualTo(scheme);
    }

    @Test
    void zerosBehindTheLastFormAreAllowedAndNothingElse() {
        assertThat(read("61144581000000")).isEqualTo(V358);
        assertThat(read("61144581000001")).isNull();
        assertThat(read("6114458180")).isNull();
    }

    @Test
    void aSchemeThatIsCutShortIsNone() {
        for (var cut : List.of("", "61", "6114", "61144581")) assertThat(read(cut)).isNull();
        // Here the cut falls behind the second form.
        assertThat(read("611445")).hasToString("3-5");
    }

    @Test
    void randomBytesAreRefusedOrReadBackAsTheSameScheme() {
        var random = new Random(2);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            var scheme = EncodingScheme.deserialize(bytes);
            if (scheme == null) continue;
            read++;
            assertThat(EncodingScheme.deserialize(scheme.serialize())).isEqualTo(scheme);
            useEverything(scheme, random.nextLong());
        }
        for (int i = 0; i < 1000; i++)
            useEverything(KNOWN.get(i % KNOWN.size()), random.nextLong());
        assertThat(read).isPositive();
    }

    private static void useEverything(EncodingScheme scheme, long label) {
        int form = scheme.formOf(label);
        int bits = scheme.bitsForLabel(label);
        assertThat(form >= 0).isEqualTo(bits > 0);
        scheme.isSelf(label);
        scheme.isOneHop(label);
        scheme.canonical(label);
        for (int i = -1; i <= scheme.forms().size(); i++) scheme.convertLabel(label, i);
        int number = scheme.decompress(label);
        if (form >= 0) {
            long director = label & Label.ones(bits);
            assertThat(scheme.decompress(label, bits)).isEqualTo(number);
            assertThat(scheme.compress(number, bits)).isEqualTo(director);
        }
    }

    @Test
    void insaneSchemesAreRefused() {
        assertThat(EncodingScheme.of(List.of())).as("no form").isNull();
        assertThat(of(new Form(4, 1, 1))).as("a prefix where there is no choice").isNull();
        assertThat(of(new Form(0, 0, 0))).as("no number").isNull();
        assertThat(of(new Form(32, 0, 0))).as("number too wide").isNull();
        assertThat(of(new Form(4, 0, 0), new Form(8, 1, 0))).as("no prefix").isNull();
        assertThat(of(new Form(4, 1, 1), new Form(8, 32, 0))).as("long prefix").isNull();
        assertThat(of(new Form(4, 1, 1), new Form(8, 1, 2))).as("prefix beyond its size").isNull();
        assertThat(of(new Form(4, 1, 1), new Form(8, 1, -2))).as("negative prefix").isNull();
        assertThat(of(new Form(8, 1, 1), new Form(4, 1, 0))).as("not ascending").isNull();
        assertThat(of(new Form(4, 1, 1), new Form(4, 1, 0))).as("same size").isNull();
        assertThat(of(new Form(4, 1, 1), new Form(8, 1, 1))).as("same prefix").isNull();
        assertThat(of(new Form(4, 1, 1), new Form(8, 2, 3))).as("prefix of a prefix").isNull();
        assertThat(of(new Form(4, 1, 1), new Form(31, 29, 0))).as("wider than a label").isNull();
        assertThat(of(new Form(4, 1, 1), new Form(8, 2, 2))).as("a gap is allowed").isNotNull();
        assertThat(EncodingScheme.of(Collections.nCopies(32, new Form(1, 1, 1)))).isNull();
    }

    @Test
    void aSchemeOfManyFormsIsSane() {
        var forms = new ArrayList<Form>();
        // Prefixes 1, 10, 100 and so on, as far as a director fits into a label.
        for (int i = 1; i <= 29; i++) forms.add(new Form(i, i, 1 << i - 1));
        var sane = requireNonNull(EncodingScheme.of(forms));
        assertThat(EncodingScheme.deserialize(sane.serialize())).isEqualTo(sane);
    }

    @Test
    void fixedWidthNumbersAreTheDirectors() {
        for (int number = 0; number < 16; number++) {
            assertThat(F4.compress(number)).isEqualTo(number);
            assertThat(F4.decompress(0x7f0 | number)).isEqualTo(number);
        }
        assertThat(F4.compress(16)).isEqualTo(Label.INVALID);
        assertThat(F8.compress(255)).isEqualTo(255);
        assertThat(F8.bitsForNumber(256)).isEqualTo(-1);
        assertThat(F4.isSelf(0x31)).isTrue();
        assertThat(F4.isOneHop(0x1f)).isTrue();
        assertThat(F4.convertLabel(0x1f, 0)).isEqualTo(0x1f);
        assertThat(F4.canonical(0x1f)).isEqualTo(0x1f);
        assertThat(F4.convertLabel(0x1f, 1)).isEqualTo(Label.INVALID);
    }

    @Test
    void withTwoFormsTheRouterIs00001() {
        assertThat(V48.compress(1)).isEqualTo(0b00001);
        assertThat(V48.compress(0)).isEqualTo(0b00011);
        assertThat(V48.compress(2)).isEqualTo(0b00111);
        assertThat(V48.compress(16)).isEqualTo(17 << 1);
        assertThat(V48.compress(0, 9)).isEqualTo(1 << 1);
        assertThat(V48.compress(1, 9)).isEqualTo(0);
        assertThat(V48.isSelf(0b00001)).isTrue();
        assertThat(V48.convertLabel(0b1_00111, 1)).isEqualTo(1 << 9 | 3 << 1);
        assertThat(V48.canonical(1 << 9 | 3 << 1)).isEqualTo(0b1_00111);
    }

    @Test
    void directorsOfEverySchemeNameTheirInterface() {
        for (var scheme : KNOWN)
            for (int number = 0; scheme.bitsForNumber(number) > 0; number++) {
                long shortest = scheme.compress(number);
                int bits = scheme.bitsForNumber(number);
                assertThat(scheme.bitsForLabel(shortest)).isEqualTo(bits);
                assertThat(scheme.decompress(shortest)).isEqualTo(number);
                assertThat(scheme.compress(number, bits)).isEqualTo(shortest);
                long path = 1L << bits | shortest;
                assertThat(scheme.isOneHop(path)).isTrue();
                assertThat(scheme.isSelf(path)).isEqualTo(number == 1);
                assertThat(scheme.canonical(path)).isEqualTo(path);
            }
        assertThat(V358.bitsForNumber(256)).isEqualTo(10);
        assertThat(V358.bitsForNumber(257)).isEqualTo(-1);
        assertThat(V358.bitsForNumber(-1)).isEqualTo(-1);
    }

    @Test
    void allThreeFormsOfADirectorNameTheSameInterface() {
        for (int bits : new int[] {4, 7, 10}) {
            assertThat(V358.decompress(V358.compress(0, bits))).isZero();
            assertThat(V358.decompress(V358.compress(5, bits))).isEqualTo(5);
        }
        assertThat(V358.compress(8, 4)).isEqualTo(Label.INVALID);
        assertThat(V358.compress(33, 7)).isEqualTo(Label.INVALID);
        assertThat(V358.compress(5, 6)).isEqualTo(Label.INVALID);
    }

    @Test
    void aPathToOneselfHasOneFormOnly() {
        assertThat(V358.convertLabel(1, 0)).isEqualTo(1);
        assertThat(V358.convertLabel(1, 1)).isEqualTo(Label.INVALID);
        assertThat(V358.canonical(1)).isEqualTo(1);
    }

    @Test
    void aLabelThatWouldExceed59BitsIsNotConverted() {
        long longest = 1L << 53 | 0x5;
        assertThat(V358.convertLabel(longest, 2)).isEqualTo(1L << 59 | 0x4);
        assertThat(V358.convertLabel(longest << 1 | 1, 2)).isEqualTo(Label.INVALID);
    }

    @Test
    void aLabelThatBeginsWithNoFormIsInvalid() {
        var gap = requireNonNull(of(new Form(4, 1, 1), new Form(8, 2, 2)));
        assertThat(gap.formOf(0b100)).isEqualTo(-1);
        assertThat(gap.bitsForLabel(0b100)).isEqualTo(-1);
        assertThat(gap.decompress(0b100)).isEqualTo(-1);
        assertThat(gap.canonical(0b100)).isEqualTo(Label.INVALID);
        assertThat(gap.convertLabel(0b100, 0)).isEqualTo(Label.INVALID);
        assertThat(gap.isSelf(0b100)).isFalse();
        assertThat(gap.isOneHop(0b100)).isFalse();
    }

    private static @Nullable EncodingScheme of(Form... forms) {
        return EncodingScheme.of(List.of(forms));
    }

    private static @Nullable EncodingScheme read(String hex) {
        return EncodingScheme.deserialize(HexFormat.of().parseHex(hex));
    }

    private static String hex(EncodingScheme scheme) {
        return HexFormat.of().formatHex(scheme.serialize());
    }
}
