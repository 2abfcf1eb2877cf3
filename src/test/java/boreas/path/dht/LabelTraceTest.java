package boreas.path.dht;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.label.EncodingScheme;
import boreas.label.Label;
import org.junit.jupiter.api.Test;

class LabelTraceTest {
    private static final long TO_B = Label.ofInterface(2);
    private static final long TO_C = Label.ofInterface(4);
    private static final long BACK = Label.ofInterface(3);

    private final KnownNode here = new KnownNode(TestKeys.endless(1).findFirst().orElseThrow());
    private final KnownNode b = new KnownNode(TestKeys.endless(2).findFirst().orElseThrow());

    private final KnownNode c = new KnownNode(TestKeys.endless(3).findFirst().orElseThrow());

    LabelTraceTest() {
        link(here, b, TO_B);
        link(b, here, BACK);
    }

    @Test
    void aPathThatComesBackIsSeenThrough() {
        long there = Label.splice(TO_B, Label.splice(BACK, TO_B));
        assertThat(LabelTrace.of(here, there).isLoop()).isTrue();
        assertThat(LabelTrace.of(here, TO_B).isLoop()).isFalse();
        assertThat(LabelTrace.of(here, there).hops()).isEqualTo(3);
    }

    @Test
    void aPathThatCrossesItsEndBeforeIsALoop() {
        link(b, c, TO_C);
        link(c, b, BACK);
        long toC = Label.splice(TO_C, TO_B);
        assertThat(LabelTrace.of(here, toC).isLoop()).isFalse();
        assertThat(LabelTrace.of(here, Label.splice(BACK, toC)).isLoop()).isTrue();
        assertThat(LabelTrace.of(here, Label.splice(TO_C, Label.splice(BACK, toC))).isLoop())
                .isTrue();
    }

    @Test
    void whatIsNotKnownOfAPathCountsByItsLength() {
        long unknown = Label.splice(Label.ofInterface(4), Label.ofInterface(5));
        assertThat(LabelTrace.of(here, unknown).hops()).isEqualTo(2);
        assertThat(LabelTrace.of(here, Label.splice(unknown, TO_B)).hops()).isEqualTo(3);
    }

    private static void link(KnownNode from, KnownNode to, long label) {
        from.setScheme(EncodingScheme.V358);
        from.links().add(new KnownLink(from, to, label, 0));
    }
}
