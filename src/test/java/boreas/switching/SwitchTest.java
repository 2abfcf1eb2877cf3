package boreas.switching;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.AllocatedBytes;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.vectors.Vectors;
import boreas.wire.Batch;
import boreas.wire.Packet;
import boreas.wire.SwitchHeader;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SwitchTest {
    private final Counters counters = new Counters();
    private final Switch labelSwitch =
            new Switch(new World(into -> {}, new Timers(), counters, EventLog.SILENT));
    private final FakeSlot router = new FakeSlot();
    private final Batch batch = new Batch(64);

    SwitchTest() {
        labelSwitch.attachRouter(router);
    }

    @Test
    void vectorsOfGenuineSwitchesHold() throws Exception {
        Vectors.run(new HopVectors());
    }

    @Test
    void slotsAreGivenFromTheLowestAndSlotOneIsTheRouters() {
        assertThat(labelSwitch.attach(new FakeSlot(), -1)).isEqualTo(0);
        assertThat(labelSwitch.attach(new FakeSlot(), -1)).isEqualTo(2);
        assertThat(labelSwitch.attach(new FakeSlot(), -1)).isEqualTo(3);
        labelSwitch.detach(2);
        assertThat(labelSwitch.attach(new FakeSlot(), -1)).isEqualTo(2);
    }

    @Test
    void aWantedSlotIsGivenIfItIsFree() {
        assertThat(labelSwitch.attach(new FakeSlot(), 5)).isEqualTo(5);
        assertThat(labelSwitch.attach(new FakeSlot(), 5)).isEqualTo(0);
        assertThat(labelSwitch.attach(new FakeSlot(), Switch.ROUTER)).isEqualTo(2);
        assertThat(labelSwitch.attach(new FakeSlot(), 257)).isEqualTo(3);
    }

    @Test
    void a257thPeerGetsNoSlot() {
        for (int i = 0; i < EncodingScheme.V358_INTERFACES - 1; i++)
            assertThat(labelSwitch.attach(new FakeSlot(), -1)).isNotNegative();
        assertThat(labelSwitch.attach(new FakeSlot(), -1)).isEqualTo(-1);
    }

    /// The example in [Label]: A -if0-> B -if2-> C; A is B's interface 4, B is C's interface 0.
    @Test
    void aFrameFindsItsWayAndTheWayBack() {
        var slots = attachAll(8);
        var p = frame(0x153, 0);
        assertThat(labelSwitch.sendFromSelf(p, 0)).isEqualTo(Verdict.OK);
        assertThat(slots[0].frames).hasSize(1);
        assertThat(SwitchHeader.label(p)).isEqualTo(0x8000000000000015L);
        assertThat(SwitchHeader.labelShift(p)).isEqualTo(4);
        assertThat(labelSwitch.forward(p, 4, 0)).isEqualTo(Verdict.OK);
        assertThat(slots[2].frames).hasSize(1);
        assertThat(SwitchHeader.label(p)).isEqualTo(0x9800000000000001L);
        assertThat(labelSwitch.forward(p, 0, 0)).isEqualTo(Verdict.OK);
        assertThat(router.frames).hasSize(1);
        assertThat(SwitchHeader.label(p)).isEqualTo(0xc980000000000000L);
        assertThat(SwitchHeader.labelShift(p)).isEqualTo(12);
        assertThat(SwitchHeader.trafficClass(p)).isEqualTo(0xffff);
        assertThat(Label.reverse64(SwitchHeader.label(p))).isEqualTo(0x193);
    }

    @Test
    void everySlotReachesItsNeighbourAndBack() {
        var slots = attachAll(EncodingScheme.V358_INTERFACES);
        for (int slot = 0; slot < slots.length; slot++) {
            if (slot == Switch.ROUTER) continue;
            batch.clear();
            long path = Label.ofInterface(slot);
            var p = frame(path, 0);
            assertThat(labelSwitch.sendFromSelf(p, 0)).isEqualTo(Verdict.OK);
            assertThat(slots[slot].frames).as("slot " + slot).hasSize(1);
            // As the neighbour's own switch sends it back to us: to our router, by the same slot.
            var answer = frame(Label.SELF | 1L << 63, 0);
            assertThat(labelSwitch.forward(answer, slot, 0)).isEqualTo(Verdict.OK);
            assertThat(Label.reverse64(SwitchHeader.label(answer))).isEqualTo(path);
        }
    }

    @Test
    void anythingShorterThanItsHeaderIsDropped() {
        for (int length = 0; length < SwitchHeader.SIZE; length++) {
            batch.clear();
            var p = batch.next();
            p.extend(length);
            assertThat(labelSwitch.forward(p, 0, 0)).isEqualTo(Verdict.RUNT);
        }
        assertThat(counters.of(Verdict.RUNT)).isEqualTo(SwitchHeader.SIZE);
    }

    @Test
    void aFrameForASlotWithoutPeerIsAnsweredWithAnErrorToItsSender() {
        var slots = attachAll(4);
        var p = frame(0x1f, 20);
        assertThat(labelSwitch.forward(p, 3, 0)).isEqualTo(Verdict.MALFORMED_LABEL);
        assertThat(slots[3].frames).hasSize(1);
        assertThat(counters.of(Verdict.MALFORMED_LABEL)).isEqualTo(1);
    }

    @Test
    void aShortFrameAndOneThatWantsNoErrorsIsNotAnswered() {
        var slots = attachAll(4);
        assertThat(labelSwitch.forward(frame(0x1f, 3), 3, 0)).isEqualTo(Verdict.MALFORMED_LABEL);
        assertThat(slots[3].frames).isEmpty();
        var p = frame(0x1f, 20);
        SwitchHeader.write(p, 0x1f, SwitchHeader.SUPPRESS_ERRORS);
        assertThat(labelSwitch.forward(p, 3, 0)).isEqualTo(Verdict.MALFORMED_LABEL);
        assertThat(slots[3].frames).isEmpty();
        assertThat(labelSwitch.forward(frame(0x1f, 4), 3, 0)).isEqualTo(Verdict.MALFORMED_LABEL);
        assertThat(slots[3].frames).hasSize(1);
    }

    @Test
    void anErrorQuotesNoMoreThan256Bytes() {
        var slots = attachAll(4);
        labelSwitch.forward(frame(0x1f, 2000), 3, 0);
        int controlFrame = 4 + 4 + 256;
        assertThat(slots[3].frames.getFirst()).hasSize(2 * (SwitchHeader.SIZE + 4 + controlFrame));
    }

    @Test
    void anErrorIsNotAnsweredWithAnError() {
        var slots = attachAll(4);
        labelSwitch.forward(frame(0x1f, 20), 3, 0);
        var error = batch.next().append(HexFormat.of().parseHex(slots[3].frames.getFirst()));
        assertThat(SwitchHeader.suppressesErrors(error)).isTrue();
        error.putI64(0, 0x1f);
        assertThat(labelSwitch.forward(error, 2, 0)).isEqualTo(Verdict.MALFORMED_LABEL);
        assertThat(slots[2].frames).isEmpty();
    }

    @Test
    void theRouterIsAddressedInItsShortestFormOnly() {
        attachAll(40);
        // Forms 1 and 2 have no representation of 1 at all; what differs is what follows 0001.
        assertThat(labelSwitch.forward(frame(0x1, 20), 0, 0)).isEqualTo(Verdict.OK);
        assertThat(labelSwitch.forward(frame(0x31, 20), 0, 0)).isEqualTo(Verdict.OK);
        // From a wide slot zeros must follow.
        assertThat(labelSwitch.forward(frame(0x31, 20), 8, 0))
                .isEqualTo(Verdict.RETURN_PATH_INVALID);
        assertThat(labelSwitch.forward(frame(0x801, 20), 8, 0)).isEqualTo(Verdict.OK);
        assertThat(labelSwitch.forward(frame(0x801, 20), 33, 0))
                .isEqualTo(Verdict.RETURN_PATH_INVALID);
        assertThat(labelSwitch.forward(frame(0x4001, 20), 33, 0)).isEqualTo(Verdict.OK);
    }

    @Test
    void fromAWideSlotANarrowDirectorIsRefused() {
        attachAll(40);
        assertThat(labelSwitch.forward(frame(0x15, 20), 8, 0)).isEqualTo(Verdict.MALFORMED_LABEL);
        assertThat(labelSwitch.forward(frame(0x86, 20), 8, 0)).isEqualTo(Verdict.OK);
        assertThat(labelSwitch.forward(frame(0x86, 20), 33, 0)).isEqualTo(Verdict.MALFORMED_LABEL);
        assertThat(labelSwitch.forward(frame(0x404, 20), 33, 0)).isEqualTo(Verdict.OK);
    }

    @Test
    void aLabelThatWasShiftedOutIsDroppedInSilence() {
        var slots = attachAll(4);
        var p = frame(0x15, 20);
        SwitchHeader.hop(p, 0x15, 60);
        assertThat(labelSwitch.forward(p, 3, 0)).isEqualTo(Verdict.LABEL_EXHAUSTED);
        SwitchHeader.hop(p, 0x15, 59);
        assertThat(labelSwitch.forward(p, 3, 0)).isEqualTo(Verdict.OK);
        assertThat(slots[3].frames).isEmpty();
    }

    @Test
    void aFrameMayLeaveByTheSlotItCameInBy() {
        var slots = attachAll(4);
        assertThat(labelSwitch.forward(frame(0x17, 20), 3, 0)).isEqualTo(Verdict.OK);
        assertThat(slots[3].frames).hasSize(1);
    }

    @Test
    void whatTheLinkSaysOfAFrameIsHandedBack() {
        var slots = attachAll(4);
        slots[0].verdict = Verdict.NOT_ESTABLISHED;
        assertThat(labelSwitch.sendFromSelf(frame(0x13, 20), 0)).isEqualTo(Verdict.NOT_ESTABLISHED);
    }

    @Test
    void aFrameOnItsWayAllocatesNothing() {
        for (int number : new int[] {0, 9, 40}) labelSwitch.attach((_, _) -> Verdict.OK, number);
        forwardMany(50_000);
        long before = AllocatedBytes.ofThisThread();
        int frames = forwardMany(50_000);
        long allocated = AllocatedBytes.ofThisThread() - before;
        // What the virtual machine and the counting itself need, spread over the frames.
        assertThat(allocated / frames).isZero();
    }

    private int forwardMany(int count) {
        batch.clear();
        var p = frame(1, 20);
        for (int i = 0; i < count; i++) {
            SwitchHeader.write(p, i % 2 == 0 ? Label.ofInterface(40) : 0x3 | 1L << 40, 0);
            labelSwitch.forward(p, 0, i);
        }
        return count;
    }

    private FakeSlot[] attachAll(int count) {
        var slots = new FakeSlot[count];
        for (int i = 0; i < count; i++) {
            slots[i] = new FakeSlot();
            if (i != Switch.ROUTER) labelSwitch.attach(slots[i], i);
        }
        return slots;
    }

    private Packet frame(long label, int payload) {
        var p = batch.next().append(new byte[payload]);
        SwitchHeader.prepend(p, label);
        return p;
    }
}
