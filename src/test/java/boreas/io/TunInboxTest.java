package boreas.io;

import static boreas.io.TcpPackets.ACK;
import static boreas.io.TcpPackets.CWR;
import static boreas.io.TcpPackets.FIN;
import static boreas.io.TcpPackets.PSH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Super-packets are cut into packets that a judge without our code puts together again.
class TunInboxTest {
    private static final int NO_DEVICE = -1;

    private final Counters counters = new Counters();
    private final TunInbox inbox = new TunInbox(NO_DEVICE, VnetHeader.SIZE, counters);
    private final Batch batch = new Batch(8);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thePiecesTogetherAreTheWhole(boolean isIp4) {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            var whole = new TcpPackets(isIp4);
            whole.optionBytes = random.nextInt(11) * 4;
            whole.flags =
                    ACK
                            | (random.nextBoolean() ? PSH : 0)
                            | (random.nextInt(9) == 0 ? FIN : 0)
                            | (random.nextInt(9) == 0 ? CWR : 0);
            int segment = 1 + random.nextInt(2000);
            int pieces = 1 + random.nextInt(60);
            int max = Math.min(segment * pieces, 65_535 - whole.headerBytes());
            whole.payload = TcpPackets.random(round, 1 + random.nextInt(max));
            var original = whole.begun();
            int ecn = (whole.flags & CWR) != 0 ? VnetHeader.ECN : 0;
            assertThat(take(original, header(whole, segment, ecn))).isEqualTo(Verdict.OK);
            var cut = drain();

            var because = "seed %d, round %d".formatted(seed, round);
            assertThat(cut).as(because).hasSize((whole.payload.length + segment - 1) / segment);
            assertThat(TcpPackets.stream(cut, whole.seq)).as(because).isEqualTo(whole.payload);
            for (int i = 0; i < cut.size(); i++) {
                var p = cut.get(i);
                boolean isLast = i == cut.size() - 1;
                assertThat(TcpPackets.isChecked(p)).as(because).isTrue();
                assertThat(TcpPackets.sameInAll(p))
                        .as(because)
                        .isEqualTo(TcpPackets.sameInAll(original));
                if (!isLast) assertThat(TcpPackets.payload(p)).hasSize(segment);
                int flags = whole.flags & ~(isLast ? 0 : PSH | FIN) & ~(i > 0 ? CWR : 0);
                assertThat(TcpPackets.flags(p)).as(because).isEqualTo(flags);
                if (isIp4) assertThat(TcpPackets.u16(p, 4)).isEqualTo((whole.id + i) & 0xffff);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyTruncatedLengthIsADrop(boolean isIp4) {
        var whole = example(isIp4);
        var bytes = whole.begun();
        for (int length = -VnetHeader.SIZE; length < bytes.length; length++) {
            var verdict = take(bytes, length, header(whole, 1000, 0));
            assertThat(verdict).as("" + length).isEqualTo(Verdict.BAD_OFFLOAD);
            assertThat(batch.size()).isZero();
            assertThat(inbox.isHolding()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyWrongFieldOfTheOffloadHeaderIsADrop(boolean isIp4) {
        var whole = example(isIp4);
        int right = isIp4 ? VnetHeader.TCP4 : VnetHeader.TCP6;
        for (int type = 1; type < 256; type++) {
            if (type == right || type == (right | VnetHeader.ECN)) continue;
            var header = header(whole, 1000, 0);
            header.set(ValueLayout.JAVA_BYTE, 1, (byte) type);
            assertThat(take(whole.begun(), header)).isEqualTo(Verdict.BAD_OFFLOAD);
        }
        for (int flags : new int[] {0, 2, 4, 0xfe}) {
            var header = header(whole, 1000, 0);
            header.set(ValueLayout.JAVA_BYTE, 0, (byte) flags);
            assertThat(take(whole.begun(), header)).isEqualTo(Verdict.BAD_OFFLOAD);
        }
        assertThat(take(whole.begun(), header(whole, 0, 0))).isEqualTo(Verdict.BAD_OFFLOAD);
        var large = example(isIp4);
        large.payload = new byte[9000];
        assertThat(take(large.begun(), header(large, 4000, 0))).isEqualTo(Verdict.TOO_BIG);
        assertThat(inbox.isHolding()).isFalse();
        for (int start = 0; start < 65_536; start++) {
            // Above 40 bytes it says that IPv6 has extension headers, which this packet has not.
            if (start == whole.ipBytes()) continue;
            var header = header(whole, 1000, 0);
            header.set(ValueLayout.JAVA_SHORT_UNALIGNED, 6, (short) start);
            assertThat(take(whole.begun(), header)).isEqualTo(Verdict.BAD_OFFLOAD);
        }
        for (int offset = 0; offset < 65_536; offset += offset < 70 ? 1 : 97) {
            if (offset == 16) continue;
            var header = header(whole, 1000, 0);
            header.set(ValueLayout.JAVA_SHORT_UNALIGNED, 8, (short) offset);
            assertThat(take(whole.begun(), header)).isEqualTo(Verdict.BAD_OFFLOAD);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wrongFieldsOfIpAndTcpHeadersAreDrops(boolean isIp4) {
        var whole = example(isIp4);
        int tcp = whole.ipBytes();
        int[][] changes =
                isIp4
                        ? new int[][] {
                            {0, 0x65},
                            {0, 0x46},
                            {0, 0x44},
                            {2, 0},
                            {3, 0},
                            {6, 0x20},
                            {7, 1},
                            {9, 17},
                            {tcp + 12, 0x40},
                            {tcp + 12, 0}
                        }
                        : new int[][] {
                            {0, 0x45},
                            {0, 0x00},
                            {4, 0},
                            {5, 0},
                            {6, 17},
                            {6, 44},
                            {tcp + 12, 0x40},
                            {tcp + 12, 0}
                        };
        for (var change : changes) {
            var bytes = whole.begun();
            bytes[change[0]] = (byte) change[1];
            assertThat(take(bytes, header(whole, 1000, 0)))
                    .as("byte %d is %d".formatted(change[0], change[1]))
                    .isEqualTo(Verdict.BAD_OFFLOAD);
        }
        // A header that is all there is: nothing to cut.
        var empty = example(isIp4);
        empty.payload = new byte[0];
        assertThat(take(empty.begun(), header(empty, 1000, 0))).isEqualTo(Verdict.BAD_OFFLOAD);
    }

    @Test
    void extensionHeadersStandInFrontOfEachPiece() {
        var whole = example(false);
        var plain = whole.begun();
        // Eight bytes of destination options (60) between the headers.
        var bytes = new byte[plain.length + 8];
        System.arraycopy(plain, 0, bytes, 0, 40);
        System.arraycopy(plain, 40, bytes, 48, plain.length - 40);
        bytes[6] = 60;
        bytes[40] = 6;
        bytes[42] = 1;
        bytes[43] = 4;
        TcpPackets.putU16(bytes, 4, bytes.length - 40);
        var header = header(whole, 1000, 0);
        header.set(ValueLayout.JAVA_SHORT_UNALIGNED, 6, (short) 48);
        assertThat(take(bytes, header)).isEqualTo(Verdict.OK);
        var stripped = new ArrayList<byte[]>();
        for (var p : drain()) {
            assertThat(TcpPackets.u16(p, 4)).isEqualTo(p.length - 40);
            assertThat(p[6]).isEqualTo((byte) 60);
            var q = new byte[p.length - 8];
            System.arraycopy(p, 0, q, 0, 40);
            System.arraycopy(p, 48, q, 40, q.length - 40);
            q[6] = 6;
            TcpPackets.putU16(q, 4, q.length - 40);
            assertThat(TcpPackets.isChecked(q)).isTrue();
            stripped.add(q);
        }
        assertThat(TcpPackets.stream(stripped, whole.seq)).isEqualTo(whole.payload);
    }

    @Test
    void aSinglePacketGetsTheChecksumThatWasLeftToUs() {
        for (int length = 1; length < 1400; length += 13) {
            var one = new TcpPackets(length % 2 == 0);
            one.payload = TcpPackets.random(length, length);
            var header = MemorySegment.ofArray(new byte[VnetHeader.SIZE]);
            VnetHeader.write(header, 0, VnetHeader.NEEDS_CHECKSUM, 0, 0, 0, one.ipBytes(), 16);
            assertThat(take(one.begun(), header)).isEqualTo(Verdict.OK);
            assertThat(drain()).containsExactly(one.packet());
        }
    }

    @Test
    void aChecksumOfZeroIsWrittenAsItsOtherForm() {
        var one = new TcpPackets(false);
        one.payload = new byte[2];
        // Payload that makes the sum of all 0xffff, and so the checksum 0.
        TcpPackets.putU16(one.payload, 0, TcpPackets.u16(one.packet(), 56));
        assertThat(TcpPackets.u16(one.packet(), 56)).isZero();
        var header = MemorySegment.ofArray(new byte[VnetHeader.SIZE]);
        VnetHeader.write(header, 0, VnetHeader.NEEDS_CHECKSUM, 0, 0, 0, 40, 16);
        assertThat(take(one.begun(), header)).isEqualTo(Verdict.OK);
        assertThat(TcpPackets.u16(drain().getFirst(), 56)).isEqualTo(0xffff);
    }

    @Test
    void aChecksumFieldOutsideThePacketIsADrop() {
        var one = new TcpPackets(false);
        var bytes = one.begun();
        for (int[] at : new int[][] {{40, 65_535}, {65_535, 16}, {bytes.length, 0}, {40, 31}}) {
            var header = MemorySegment.ofArray(new byte[VnetHeader.SIZE]);
            VnetHeader.write(header, 0, VnetHeader.NEEDS_CHECKSUM, 0, 0, 0, at[0], at[1]);
            assertThat(take(bytes, header)).isEqualTo(Verdict.BAD_OFFLOAD);
            assertThat(batch.size()).isZero();
        }
    }

    @Test
    void aPacketWithNothingLeftToDoStaysAsItIs() {
        var bytes = TcpPackets.random(1, 999);
        assertThat(take(bytes, MemorySegment.ofArray(new byte[VnetHeader.SIZE])))
                .isEqualTo(Verdict.OK);
        assertThat(batch.get(0).headroom()).isEqualTo(Packet.HEADROOM);
        assertThat(drain()).containsExactly(bytes);
        assertThat(take(new byte[4000], MemorySegment.ofArray(new byte[VnetHeader.SIZE])))
                .isEqualTo(Verdict.TOO_BIG);
    }

    @Test
    void aDeviceWithoutOffloadsGivesBarePackets() {
        var bare = new TunInbox(NO_DEVICE, 0, counters);
        var bytes = TcpPackets.random(1, 999);
        var slab = bare.freeSlab();
        MemorySegment.copy(
                bytes, 0, slab.memory, ValueLayout.JAVA_BYTE, FlowQueue.PACKET_AT, bytes.length);
        assertThat(bare.take(slab, bytes.length, batch, 0)).isFalse();
        assertThat(batch.get(0).toArray()).isEqualTo(bytes);
    }

    @Test
    void sumsAreThoseOfTheRfcForEveryLengthAndPlace() {
        var random = new Random(1);
        var bytes = new byte[300];
        var s = Arena.ofAuto().allocate(bytes.length);
        for (int round = 0; round < 2000; round++) {
            random.nextBytes(bytes);
            if (round % 3 == 0) Arrays.fill(bytes, (byte) 0xff);
            if (round % 7 == 0) Arrays.fill(bytes, (byte) 0);
            MemorySegment.copy(bytes, 0, s, ValueLayout.JAVA_BYTE, 0, bytes.length);
            int from = random.nextInt(40);
            int length = random.nextInt(bytes.length - from);
            int sum = NativeSum.of(s, from, length);
            assertThat(sum).isEqualTo(TcpPackets.sum(bytes, from, from + length, 0));
        }
        assertThat(NativeSum.fold(Long.MAX_VALUE)).isEqualTo(TcpPackets.fold(Long.MAX_VALUE));
    }

    private static final MemorySegment NOTHING_LEFT =
            MemorySegment.ofArray(new byte[VnetHeader.SIZE]);

    @Test
    void aPingDoesNotStandBehindADownload() {
        var bulk = example(false);
        for (int i = 0; i < 10; i++) assertThat(offer(bulk, 1000)).isTrue();
        batch.clear();
        inbox.serve(batch, 0);
        assertThat(batch.size()).isEqualTo(8);
        batch.clear();
        var ping = bulk.begun();
        ping[6] = 58;
        assertThat(offer(ping, ping.length, NOTHING_LEFT, 0)).isFalse();
        inbox.serve(batch, 0);
        assertThat(batch.size()).isEqualTo(8);
        assertThat(batch.get(0).toArray()).isEqualTo(ping);
    }

    @Test
    void packetsOfOneFlowKeepTheirOrderWhateverTheyAre() {
        var flow = new TcpPackets(true);
        int seq = flow.seq;
        for (int i = 0; i < 30; i++) {
            flow.payload = TcpPackets.random(i, i % 3 == 0 ? 100 : 2500);
            if (i % 3 == 0) offer(flow.packet(), flow.packet().length, NOTHING_LEFT, 0);
            else assertThat(offer(flow, 1000)).isTrue();
            flow.seq += flow.payload.length;
        }
        assertThat(TcpPackets.stream(drain(), seq)).hasSize(flow.seq - seq);
    }

    @Test
    void flowsAreServedInTurns() {
        var one = example(false);
        var two = example(false);
        one.payload = two.payload = TcpPackets.random(1, 40_000);
        two.sourcePort = 9;
        for (int i = 0; i < 3; i++) offer(one, 1000);
        for (int i = 0; i < 2; i++) offer(two, 1000);
        var turns = new ArrayList<Integer>();
        var all = drain();
        for (int i = 0; i < all.size(); i += 40) turns.add(TcpPackets.u16(all.get(i), 40));
        assertThat(turns).containsExactly(5201, 9, 5201, 9, 5201);
        for (int i = 0; i < all.size(); i++)
            assertThat(TcpPackets.u16(all.get(i), 40)).isEqualTo(turns.get(i / 40));
    }

    @Test
    void smallPacketsOfAFlowThatWaitsGoTogetherUpToTheSameBytes() {
        var one = example(false);
        var two = example(false);
        two.sourcePort = 9;
        one.payload = two.payload = TcpPackets.random(1, 40_000);
        offer(two, 1000);
        offer(one, 1000);
        one.payload = TcpPackets.random(1, 900);
        for (int i = 0; i < 20; i++) {
            var small = one.packet();
            assertThat(offer(small, small.length, NOTHING_LEFT, 0)).isTrue();
        }
        offer(two, 1000);
        var ports = drain().stream().map(p -> TcpPackets.u16(p, 40)).toList();
        assertThat(ports.subList(0, 40)).containsOnly(9);
        assertThat(ports.subList(40, 80)).containsOnly(5201);
        assertThat(ports.subList(80, 120)).containsOnly(9);
        assertThat(ports.subList(120, 140)).containsOnly(5201);
    }

    @Test
    void aQueueThatStandsForLongLosesAPacketNowAndThen() {
        var bulk = example(false);
        bulk.payload = TcpPackets.random(1, 60_000);
        long nowNs = 0;
        long ms = 1_000_000;
        int pieces = 0;
        // Always 20 slabs in the queue, each served 20 ms after it was read.
        for (int i = 0; i < 20; i++) offer(bulk, 2500, 0);
        for (int i = 0; i < 400; i++) {
            nowNs += ms;
            offer(bulk, 2500, nowNs);
            for (int packets = 24; packets > 0; packets -= batch.size()) {
                batch.clear();
                inbox.serve(batch, nowNs);
                pieces += batch.size();
            }
        }
        long drops = counters.of(Verdict.STANDING_QUEUE);
        assertThat(drops).isBetween(4L, 20L);
        assertThat(pieces).isGreaterThan(400 * 24 - 100);
    }

    @Test
    void aQueueThatOnlyTakesUpBurstsLosesNothing() {
        var bulk = example(false);
        for (long nowNs = 0; nowNs < 2_000_000_000L; nowNs += 50_000_000) {
            for (int i = 0; i < 20; i++) offer(bulk, 1000, nowNs);
            batch.clear();
            inbox.serve(batch, nowNs + 20_000_000);
            drain(nowNs + 30_000_000);
        }
        assertThat(counters.of(Verdict.STANDING_QUEUE)).isZero();
    }

    @Test
    void whenAllSlabsAreInUseTheDeviceIsLeftAlone() {
        var bulk = example(false);
        for (int i = 0; i < FlowQueue.SLABS_MAX; i++) offer(bulk, 1000);
        assertThatThrownBy(inbox::freeSlab).hasMessageContaining("in use");
        batch.clear();
        // The descriptor is none: if it were read, the device would be taken for gone.
        assertThat(inbox.receive(batch, 0)).isTrue();
        assertThat(batch.size()).isEqualTo(8);
        drain();
        batch.clear();
        assertThat(inbox.receive(batch, 0)).isFalse();
    }

    private boolean offer(TcpPackets packet, int segment) {
        return offer(packet, segment, 0);
    }

    private boolean offer(TcpPackets packet, int segment, long nowNs) {
        var bytes = packet.begun();
        return offer(bytes, bytes.length, header(packet, segment, 0), nowNs);
    }

    private static TcpPackets example(boolean isIp4) {
        var whole = new TcpPackets(isIp4);
        whole.payload = TcpPackets.random(3, 2500);
        return whole;
    }

    private static MemorySegment header(TcpPackets whole, int segment, int ecn) {
        var header = MemorySegment.ofArray(new byte[VnetHeader.SIZE]);
        int type = (whole.isIp4 ? VnetHeader.TCP4 : VnetHeader.TCP6) | ecn;
        VnetHeader.write(
                header,
                0,
                VnetHeader.NEEDS_CHECKSUM,
                type,
                whole.headerBytes(),
                segment,
                whole.ipBytes(),
                16);
        return header;
    }

    private Verdict take(byte[] packet, MemorySegment header) {
        return take(packet, packet.length, header);
    }

    /// @return what was counted
    private Verdict take(byte[] packet, int length, MemorySegment header) {
        batch.clear();
        var before = counters.snapshot();
        offer(packet, length, header, 0);
        inbox.serve(batch, 0);
        var counted = counters.snapshot();
        for (var verdict : counted.keySet())
            if (!counted.get(verdict).equals(before.get(verdict))) return verdict;
        return Verdict.OK;
    }

    /// @return whether it waits
    private boolean offer(byte[] packet, int length, MemorySegment header, long nowNs) {
        var slab = inbox.freeSlab();
        int at = FlowQueue.PACKET_AT;
        MemorySegment.copy(header, 0, slab.memory, at - VnetHeader.SIZE, VnetHeader.SIZE);
        MemorySegment.copy(packet, 0, slab.memory, ValueLayout.JAVA_BYTE, at, packet.length);
        return inbox.take(slab, length, batch, nowNs);
    }

    /// What [#take] has put into the batch, and what waits.
    private List<byte[]> drain() {
        return drain(0);
    }

    private List<byte[]> drain(long nowNs) {
        var all = new ArrayList<byte[]>();
        for (int i = 0; i < batch.size(); i++) all.add(batch.get(i).toArray());
        while (inbox.isHolding()) {
            batch.clear();
            inbox.serve(batch, nowNs);
            for (int i = 0; i < batch.size(); i++) {
                assertThat(batch.get(i).headroom()).isEqualTo(Packet.HEADROOM);
                all.add(batch.get(i).toArray());
            }
        }
        return all;
    }
}
