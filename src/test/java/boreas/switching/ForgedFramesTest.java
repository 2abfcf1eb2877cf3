package boreas.switching;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.LinkAddress;
import boreas.address.PublicKey;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.Label;
import boreas.mutation.Mutations;
import boreas.switching.SwitchPinger.Question;
import boreas.vectors.Vectors;
import boreas.wire.Batch;
import boreas.wire.Bytes;
import boreas.wire.ControlHeader;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import boreas.wire.SwitchHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever a peer sends, the switch and its own router neither throw nor send more than they got.
class ForgedFramesTest {
    private static final int VERSION = 22;

    /// Slots of all three forms.
    private static final int[] SLOTS = {0, 2, 3, 7, 8, 32, 33, 256};

    private final Random ownRandom = new Random(5);
    private final Counters counters = new Counters();
    private final Timers timers = new Timers();
    private final World world = new World(ownRandom::nextBytes, timers, counters, EventLog.SILENT);
    private final Switch labelSwitch = new Switch(world);
    private final Batch own = new Batch(64);
    private final Batch arrived = new Batch(1);
    private final PublicKey key = PublicKey.of(new byte[PublicKey.BYTES], 0);
    private final SwitchPinger pinger =
            new SwitchPinger(world, labelSwitch, PacketSource.of(own), key, VERSION);
    private final List<byte[]> asked = new ArrayList<>();
    private int framesUp;
    private int framesDown;
    private long bytesDown;
    private int errors;
    private long nowNs;

    ForgedFramesTest() throws Exception {
        new OwnRouter(
                world,
                labelSwitch,
                pinger,
                key,
                VERSION,
                (p, _, _) -> {
                    assertThat(p.length()).isGreaterThanOrEqualTo(SwitchHeader.SIZE + 4);
                    framesUp++;
                },
                (_, _, cause, _) -> {
                    assertThat(cause.length()).isGreaterThanOrEqualTo(16);
                    errors++;
                });
        var address = LinkAddress.parse("10.0.0.1:2");
        for (int number : SLOTS) labelSwitch.attach(new CountingSlot(address), number);
    }

    private final class CountingSlot implements Slot {
        private final LinkAddress address;

        CountingSlot(LinkAddress address) {
            this.address = address;
        }

        @Override
        public Verdict take(Packet frame, long nowNs) {
            framesDown++;
            bytesDown += frame.length();
            // A link puts a handshake header in front.
            assertThat(frame.headroom()).isGreaterThanOrEqualTo(120);
            if (asked.size() < 64) asked.add(frame.toArray());
            return Verdict.OK;
        }

        @Override
        public void onLinkPong(Packet pong, int dataAt, int version, long nowNs) {
            assertThat(dataAt).isBetween(0, pong.length());
        }

        @Override
        public @Nullable LinkAddress linkAddress() {
            return address;
        }
    }

    @Test
    void nothingIsThrownWhateverArrives() throws Exception {
        run();
    }

    @Test
    @Tag("soak")
    void norInALongRun() throws Exception {
        run();
    }

    private void run() throws Exception {
        new Mutations(corpus()).feed(this::receive);
        // The stream reached every part.
        assertThat(framesUp).isPositive();
        assertThat(framesDown).isPositive();
        assertThat(errors).isPositive();
        for (var verdict :
                List.of(
                        Verdict.RUNT,
                        Verdict.MALFORMED_LABEL,
                        Verdict.RETURN_PATH_INVALID,
                        Verdict.LABEL_EXHAUSTED,
                        Verdict.BAD_CHECKSUM,
                        Verdict.BAD_CONTROL_FRAME,
                        Verdict.UNASKED,
                        Verdict.INCOMPATIBLE_VERSION))
            assertThat(counters.of(verdict)).as("" + verdict).isPositive();
    }

    /// Frames of genuine nodes, and questions and answers of this one, so that guesses at its
    /// cookies are nearly right.
    private List<byte[]> corpus() throws Exception {
        var corpus = new ArrayList<byte[]>();
        var file = Vectors.open("switch.json");
        for (var c : file.cases("hops")) corpus.add(c.hex("in"));
        for (int copies = 0; copies < 4; copies++)
            for (var c : file.cases("ctrlFrames")) {
                var p = arrived(c.hex("frame"));
                SwitchHeader.prependControl(p, 1L << 63 | 1, SwitchHeader.PLAIN);
                corpus.add(p.toArray());
            }
        for (var question : Question.values()) ask(question);
        corpus.addAll(asked);
        return corpus;
    }

    private void ask(Question question) {
        own.clear();
        pinger.ask(question, Label.ofInterface(3), Bytes.zeros(4), 1_000_000, (_, _) -> {}, nowNs);
    }

    private void receive(byte[] bytes, Random random) {
        var p = arrived(bytes);
        // So that damage behind the checksum is seen at all.
        if (bytes.length >= ControlHeader.IN_FRAME + 4 && random.nextInt(4) > 0) {
            p.dropFront(ControlHeader.IN_FRAME);
            ControlHeader.seal(p);
            p.prepend(ControlHeader.IN_FRAME);
        }
        if (random.nextInt(16) == 0)
            ask(Question.values()[random.nextInt(Question.values().length)]);
        int framesBefore = framesDown;
        long bytesBefore = bytesDown;
        int source = SLOTS[random.nextInt(SLOTS.length)];
        assertThat(labelSwitch.forward(p, source, nowNs)).isNotNull();
        assertThat(framesDown - framesBefore).isLessThanOrEqualTo(1);
        // An error is 24 bytes longer than its cause, and the cause at least 16.
        assertThat(bytesDown - bytesBefore).isLessThanOrEqualTo(bytes.length + 24);
        timers.runUntil(nowNs += 1000);
    }

    private Packet arrived(byte[] bytes) {
        arrived.clear();
        return arrived.next().append(bytes);
    }
}
