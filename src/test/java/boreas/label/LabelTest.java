package boreas.label;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.vectors.Vectors;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelTest {
    @Test
    void vectorsOfGenuineNodesHold() throws Exception {
        Vectors.run(new LabelVectors());
    }

    @Test
    void theWayOverANeighbourIsSplicedBehindItsDirector() {
        assertThat(Label.splice(0x15, 0x13)).isEqualTo(0x153);
        assertThat(Label.unsplice(0x153, 0x13)).isEqualTo(0x15);
        assertThat(Label.routesThrough(0x153, 0x13)).isTrue();
        assertThat(Label.routesThrough(0x153, 0x15)).isFalse();
    }

    @Test
    void splicingWithOneselfChangesNothing() {
        assertThat(Label.splice(Label.SELF, 0x153)).isEqualTo(0x153);
        assertThat(Label.splice(0x153, Label.SELF)).isEqualTo(0x153);
        assertThat(Label.unsplice(0x153, Label.SELF)).isEqualTo(0x153);
    }

    @Test
    void everythingRoutesThroughOneself() {
        assertThat(Label.routesThrough(0x153, Label.SELF)).isTrue();
        assertThat(Label.routesThrough(0x153, 0)).isTrue();
        assertThat(Label.routesThrough(0x153, 0x153)).isTrue();
    }

    @Test
    void aPathLongerThan59BitsCannotBeSpliced() {
        long path = 0x13;
        for (int hops = 2; hops <= 14; hops++) path = Label.splice(0x13, path);
        assertThat(Label.bits(path)).isEqualTo(56);
        assertThat(Label.splice(0x13, path)).isEqualTo(Label.INVALID);
        assertThat(Label.splice(Label.INVALID, 0x13)).isEqualTo(Label.INVALID);
        assertThat(Label.splice(0x13, Label.INVALID)).isEqualTo(Label.INVALID);
    }

    @Test
    void splicingIsUndoneByUnsplicing() {
        var random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            long here = 1L << 4 + random.nextInt(25) | random.nextLong(1 << 4);
            long via = 1L << 4 + random.nextInt(25) | random.nextLong(1 << 4);
            // Only what begins with a set bit can be spliced without losing that bit.
            long full = Label.splice(here | 1, via);
            assertThat(Label.unsplice(full, via)).isEqualTo(here | 1);
            assertThat(Label.routesThrough(full, via)).isTrue();
        }
    }

    @Test
    void slotsHaveTheirKnownPaths() {
        assertThat(Label.ofInterface(0)).isEqualTo(0x13);
        assertThat(Label.ofInterface(2)).isEqualTo(0x15);
        assertThat(Label.ofInterface(7)).isEqualTo(0x1f);
        assertThat(Label.ofInterface(8)).isEqualTo(0x9e);
        assertThat(Label.ofInterface(32)).isEqualTo(0xfe);
        assertThat(Label.ofInterface(33)).isEqualTo(0x480);
        assertThat(Label.ofInterface(256)).isEqualTo(0x7fc);
    }

    @Test
    void everySlotsPathIsOneHopAndNamesTheSlot() {
        for (int slot = 0; slot < EncodingScheme.V358_INTERFACES; slot++) {
            if (slot == 1) continue;
            long path = Label.ofInterface(slot);
            assertThat(Label.isOneHop(path)).isTrue();
            assertThat(Label.isSelf(path)).isFalse();
            assertThat(EncodingScheme.V358.decompress(path)).isEqualTo(slot);
        }
    }

    @Test
    void textIsFourGroupsOfFourDigits() {
        assertThat(Label.toText(0x13)).isEqualTo("0000.0000.0000.0013");
        assertThat(Label.toText(0x8123456789abcdefL)).isEqualTo("8123.4567.89ab.cdef");
        assertThat(Label.parse("8123.4567.89ab.cdef")).isEqualTo(0x8123456789abcdefL);
        assertThat(Label.parse("0000.0000.0000.00FE")).isEqualTo(0xfe);
    }

    @Test
    void anyOtherTextIsNoLabel() {
        for (var text :
                new String[] {
                    "",
                    "13",
                    "0000.0000.0000.001",
                    "0000.0000.0000.00133",
                    "0000.0000.0000.001g",
                    "0000:0000.0000.0013",
                    "0000.0000.0000.+013",
                    "0000.0000.0000.-013",
                    "0000.0000.0000.001\u0663",
                    "00000000000000000013"
                }) assertThat(Label.parse(text)).as(text).isEqualTo(Label.INVALID);
    }
}
