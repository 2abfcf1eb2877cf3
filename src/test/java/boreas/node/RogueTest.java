package boreas.node;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.link.PeerRefused;
import boreas.mutation.Mutations;
import boreas.vectors.Vectors;
import boreas.wire.SwitchHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nothing that arrives ends the node: damaged datagrams, and damaged frames and content from a
/// peer that is let in, which no cipher keeps out.
class RogueTest {
    private final Rogue rogue;

    RogueTest() throws PeerRefused {
        rogue = new Rogue();
        assertThat(rogue.isLinked()).isTrue();
        assertThat(rogue.isInnerOpen()).as("%s", rogue.victim.snapshot(rogue.nowNs)).isTrue();
    }

    @Test
    void damagedDatagramsThrowNothing() {
        feedDatagrams();
        assertThat(rogue.victimCounters.snapshot().size()).isGreaterThan(5);
    }

    @Test
    void damagedFramesOfAPeerThrowNothing() throws Exception {
        feedFrames();
        assertThat(rogue.isLinked()).isTrue();
        assertThat(rogue.victimCounters.snapshot().size()).isGreaterThan(5);
    }

    @Test
    void damagedContentOfASessionThrowsNothing() {
        feedContent();
        assertThat(rogue.toPrograms).isNotEmpty();
    }

    @Test
    void damagedPacketsOfOurOwnProgramsThrowNothing() throws Exception {
        feedTun();
        assertThat(rogue.isLinked()).isTrue();
    }

    @Test
    @Tag("soak")
    void norInALongRun() throws Exception {
        feedDatagrams();
        feedFrames();
        feedContent();
        feedTun();
    }

    private void feedTun() throws Exception {
        var corpus = new ArrayList<byte[]>();
        for (var c : Vectors.open("session.json").cases("icmp6"))
            corpus.add(rogue.fromProgram(58, c.hex("content")));
        for (int type : new int[] {0, 6, 17, 43, 44, 60, 255})
            corpus.add(rogue.fromProgram(type, new byte[60]));
        corpus.add(rogue.fromProgram(17, new byte[1400]));
        new Mutations(corpus)
                .feed((bytes, random) -> {
                    rogue.tun(bytes);
                    tick(random.nextInt(50));
                });
    }

    private void feedDatagrams() {
        new Mutations(List.copyOf(rogue.seen))
                .feed((bytes, random) -> {
                    rogue.datagram(bytes, random.nextInt(3) == 0);
                    tick(random.nextInt(50));
                });
    }

    private void feedFrames() throws Exception {
        var corpus = new ArrayList<byte[]>();
        for (var c : Vectors.open("switch.json").cases("ctrlFrames"))
            corpus.add(frame(c.hex("frame"), true));
        for (var c : Vectors.open("session.json").cases("sessions"))
            for (var p : c.cases("packets")) corpus.add(p.hex("frame"));
        new Mutations(corpus)
                .feed((bytes, random) -> {
                    rogue.frame(bytes);
                    tick(random.nextInt(50));
                });
    }

    private static byte[] frame(byte[] control, boolean isForNeighbour) {
        byte[] frame = new byte[SwitchHeader.SIZE + 4 + control.length];
        if (isForNeighbour) {
            frame[0] = (byte) 0x80;
            frame[7] = 1;
        }
        for (int i = 0; i < 4; i++) frame[SwitchHeader.SIZE + i] = (byte) 0xff;
        System.arraycopy(control, 0, frame, SwitchHeader.SIZE + 4, control.length);
        return frame;
    }

    private void feedContent() {
        var corpus = new ArrayList<byte[]>();
        corpus.add(Rogue.ping());
        for (var text :
                List.of(
                        "d2:eii0e1:pi22e1:q2:fn3:tar16:0123456789abcdef4:txid4:abcde",
                        "d2:eii0e1:pi22e1:q2:gp3:tar8:012345674:txid4:abcde",
                        "d2:eii0e1:pi22e1:q2:nh3:tar16:0123456789abcdef4:txid4:abcde",
                        "d2:eii0e2:es5:a\u0014E\u0081\u00001:n40:"
                                + "0123456789".repeat(4)
                                + "2:np2:\u0001\u00161:pi22e4:txid4:abcde"))
            corpus.add(("\u0010\0\u0001\0" + text).getBytes(StandardCharsets.ISO_8859_1));
        for (int type : new int[] {0, 6, 17, 43, 44, 58, 60, 255, 257, 0x8000}) {
            byte[] content = new byte[60];
            content[0] = 0x10;
            content[2] = (byte) (type >> 8);
            content[3] = (byte) type;
            corpus.add(content);
        }
        new Mutations(corpus)
                .feed((bytes, random) -> {
                    rogue.content(bytes);
                    tick(random.nextInt(50));
                });
    }

    /// Time goes on, mostly not.
    private void tick(int dice) {
        if (dice == 0) rogue.runMs(5);
    }
}
