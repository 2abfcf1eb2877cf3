package boreas.io;

import static boreas.io.TcpPackets.ACK;
import static boreas.io.TcpPackets.ECE;
import static boreas.io.TcpPackets.FIN;
import static boreas.io.TcpPackets.PSH;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What would be written to a device is written to a file, and a judge without our code cuts it as
/// a kernel would.
class TunOutboxTest {
    private static final int O_APPEND = 0x400, O_CREAT = 0x40;

    @TempDir Path folder;
    private Path file;
    private int fd;
    private TunOutbox outbox;
    private final Counters counters = new Counters();

    @BeforeEach
    void open() {
        file = folder.resolve("device");
        fd = LibC.open(file.toString(), Linux.O_RDWR | O_APPEND | O_CREAT, 0600);
        outbox = new TunOutbox(fd, VnetHeader.SIZE, counters);
    }

    @AfterEach
    void close() {
        LibC.close(fd);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunIsOneSuperPacket(boolean isIp4) throws Exception {
        var packets = flow(isIp4, 20, 1200, 700, _ -> {});
        packets.forEach(this::lend);
        outbox.flush();
        var written = written();
        assertThat(written).hasSize(1);
        var all = written.getFirst();
        assertThat(all.type).isEqualTo(isIp4 ? VnetHeader.TCP4 : VnetHeader.TCP6);
        assertThat(all.flags).isEqualTo(VnetHeader.NEEDS_CHECKSUM);
        assertThat(all.headerBytes).isEqualTo((isIp4 ? 20 : 40) + 32);
        assertThat(all.segmentBytes).isEqualTo(1200);
        assertThat(all.start).isEqualTo(isIp4 ? 20 : 40);
        assertThat(all.offset).isEqualTo(16);
        assertThat(TcpPackets.flags(all.packet)).isEqualTo(ACK);
        int sum = TcpPackets.u16(all.packet, all.start + 16);
        assertThat(sum).isEqualTo(TcpPackets.fold(TcpPackets.pseudo(all.packet)));
        assertThat(cut(written)).isEqualTo(masked(packets));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSuperPacketIsNoLongerThanAnIpPacketCanBe(boolean isIp4) throws Exception {
        var packets = flow(isIp4, 70, 1232, 1232, _ -> {});
        packets.forEach(this::lend);
        outbox.flush();
        var written = written();
        assertThat(written).hasSize(2);
        assertThat(written.getFirst().packet).hasSizeLessThanOrEqualTo(65_535);
        assertThat(written.getFirst().packet.length).isGreaterThan(65_535 - 1232);
        assertThat(cut(written)).isEqualTo(masked(packets));
    }

    @Test
    void aPushEndsTheRunAndStaysAtItsEnd() throws Exception {
        var packets = flow(false, 6, 1000, 1000, p -> p.flags = p.id % 3 == 0 ? ACK | PSH : ACK);
        packets.forEach(this::lend);
        outbox.flush();
        var written = written();
        assertThat(cut(written)).isEqualTo(masked(packets));
        assertThat(written).hasSize(2);
        assertThat(TcpPackets.flags(written.getFirst().packet)).isEqualTo(ACK | PSH);
        assertThat(TcpPackets.flags(written.getLast().packet)).isEqualTo(ACK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatDoesNotFollowIsWrittenAlone(boolean isIp4) throws Exception {
        List<Consumer<TcpPackets>> oddities =
                List.of(
                        p -> p.seq += 1,
                        p -> p.ack += 1,
                        p -> p.window += 1,
                        p -> p.optionBytes = 8,
                        p -> p.flags |= FIN,
                        p -> p.flags |= ECE,
                        p -> p.flags = PSH,
                        p -> p.payload = TcpPackets.random(1, 1001),
                        p -> p.payload = new byte[0]);
        for (var oddity : oddities) {
            Files.write(file, new byte[0]);
            var first = made(isIp4, 0, 1000);
            var second = made(isIp4, 1000, 1000);
            oddity.accept(second);
            lend(first.packet());
            lend(second.packet());
            outbox.flush();
            assertThat(written()).hasSize(2);
            assertThat(cut(written())).isEqualTo(masked(List.of(first.packet(), second.packet())));
        }
    }

    /// Whatever byte is wrong: both packets are written, in order, as they are.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPacketWithAnyWrongBitIsWrittenAlone(boolean isIp4) throws Exception {
        var first = made(isIp4, 0, 100).packet();
        var good = made(isIp4, 100, 100).packet();
        for (int bit = 0; bit < good.length * 8; bit++) {
            Files.write(file, new byte[0]);
            var wrong = good.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            lend(first);
            lend(wrong);
            outbox.flush();
            var raw = Files.readAllBytes(file);
            assertThat(raw).as("bit " + bit).hasSize(first.length + good.length + 20);
            var bare = new byte[VnetHeader.SIZE];
            assertThat(Arrays.copyOf(raw, 10)).as("bit " + bit).isEqualTo(bare);
            assertThat(Arrays.copyOfRange(raw, 10 + first.length, 20 + first.length))
                    .isEqualTo(bare);
            assertThat(Arrays.copyOfRange(raw, 20 + first.length, raw.length)).isEqualTo(wrong);
        }
    }

    @Test
    void everyTruncatedLengthIsWrittenAsItIs() throws Exception {
        for (boolean isIp4 : new boolean[] {false, true}) {
            var first = made(isIp4, 0, 100).packet();
            var good = made(isIp4, 100, 100).packet();
            for (int length = 1; length < good.length; length++) {
                Files.write(file, new byte[0]);
                lend(Arrays.copyOf(good, length));
                lend(first);
                lend(Arrays.copyOf(good, length));
                outbox.flush();
                assertThat(Files.size(file)).isEqualTo(first.length + 2L * length + 30);
            }
        }
    }

    @Test
    void ofManyFlowsEachKeepsItsOrder() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            Files.write(file, new byte[0]);
            var flows = new ArrayList<List<byte[]>>();
            for (int f = 0; f < 4; f++) {
                boolean isIp4 = random.nextBoolean();
                int port = 1000 + f;
                int usual = 1 + random.nextInt(1200);
                int seq = random.nextInt();
                var packets = new ArrayList<byte[]>();
                for (int i = random.nextInt(60); i > 0; i--) {
                    var p = new TcpPackets(isIp4);
                    p.sourcePort = port;
                    p.seq = seq;
                    p.payload = TcpPackets.random(i, usual);
                    switch (random.nextInt(12)) {
                        case 0 -> p.flags = random.nextInt(64);
                        case 1 -> p.payload = TcpPackets.random(i, random.nextInt(1200));
                        case 2 -> p.seq += random.nextInt(5000);
                        case 3 -> p.ack++;
                        default -> {}
                    }
                    seq = p.seq + p.payload.length;
                    packets.add(p.packet());
                }
                flows.add(packets);
            }
            var next = new int[flows.size()];
            int left = flows.stream().mapToInt(List::size).sum();
            while (left > 0) {
                int f = random.nextInt(flows.size());
                if (next[f] == flows.get(f).size()) continue;
                lend(flows.get(f).get(next[f]++));
                left--;
            }
            outbox.flush();
            var written = written();
            for (int f = 0; f < flows.size(); f++) {
                int port = 1000 + f;
                var ofFlow = written.stream().filter(w -> w.sourcePort() == port).toList();
                assertThat(cut(ofFlow))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(masked(flows.get(f)));
            }
        }
        assertThat(counters.snapshot()).isEmpty();
    }

    @Test
    void aDeviceWithoutOffloadsGetsBarePackets() throws Exception {
        outbox = new TunOutbox(fd, 0, counters);
        var packets = flow(false, 3, 1000, 1000, _ -> {});
        packets.forEach(this::lend);
        outbox.flush();
        var expected = ByteBuffer.allocate(3 * packets.getFirst().length);
        packets.forEach(expected::put);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
    }

    @Test
    void whereTheKernelTakesNothingEachPacketIsCounted() {
        LibC.close(fd);
        fd = LibC.open(file.toString(), Linux.O_RDONLY, 0);
        var notices = new ArrayList<String>();
        var deaf = new TunOutbox(fd, VnetHeader.SIZE, counters);
        deaf.onNotice(notices::add);
        for (var bytes : flow(false, 5, 1000, 1000, _ -> {})) deaf.add(packet(bytes));
        deaf.flush();
        assertThat(counters.of(Verdict.SEND_FAILED)).isEqualTo(5);
        assertThat(notices).isEmpty();
    }

    private static TcpPackets made(boolean isIp4, int at, int length) {
        var p = new TcpPackets(isIp4);
        p.seq += at;
        p.payload = TcpPackets.random(at, length);
        return p;
    }

    private static List<byte[]> flow(
            boolean isIp4, int packets, int length, int lastLength, Consumer<TcpPackets> change) {
        var all = new ArrayList<byte[]>();
        for (int i = 0; i < packets; i++) {
            var p = made(isIp4, i * length, i == packets - 1 ? lastLength : length);
            p.id = i + 1;
            change.accept(p);
            if (i == packets - 1 && !isIp4) p.flags &= ~PSH;
            all.add(p.packet());
        }
        return all;
    }

    private void lend(byte[] bytes) {
        outbox.add(packet(bytes));
    }

    private static Packet packet(byte[] bytes) {
        return new Packet(Arena.ofAuto().allocate(Packet.CAPACITY, 8)).append(bytes);
    }

    // --- the judge

    private record Written(
            int flags,
            int type,
            int headerBytes,
            int segmentBytes,
            int start,
            int offset,
            byte[] packet) {
        int sourcePort() {
            return TcpPackets.u16(packet, TcpPackets.isIp4(packet) ? 20 : 40);
        }
    }

    private List<Written> written() throws Exception {
        var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        var all = new ArrayList<Written>();
        while (in.hasRemaining()) {
            int flags = in.get();
            int type = in.get();
            int headerBytes = in.getShort();
            int segmentBytes = in.getShort();
            int start = in.getShort();
            int offset = in.getShort();
            boolean isIp4 = (in.get(in.position()) & 0xf0) == 0x40;
            int at = in.position();
            int length = (in.get(at + (isIp4 ? 2 : 4)) & 0xff) << 8;
            length += in.get(at + (isIp4 ? 3 : 5)) & 0xff;
            var packet = new byte[isIp4 ? length : length + 40];
            in.get(packet);
            all.add(new Written(flags, type, headerBytes, segmentBytes, start, offset, packet));
        }
        return all;
    }

    /// As a kernel cuts, if slowly: all packets, those of super-packets with checksums made anew.
    private static List<String> cut(List<Written> written) {
        var all = new ArrayList<byte[]>();
        for (var w : written) {
            if (w.type == VnetHeader.SINGLE) {
                all.add(w.packet);
                continue;
            }
            int last = w.packet.length;
            for (int from = w.headerBytes; from < last; from += w.segmentBytes) {
                int to = Math.min(last, from + w.segmentBytes);
                var p = Arrays.copyOf(w.packet, w.headerBytes + to - from);
                System.arraycopy(w.packet, from, p, w.headerBytes, to - from);
                boolean isIp4 = TcpPackets.isIp4(p);
                TcpPackets.putU16(p, isIp4 ? 2 : 4, isIp4 ? p.length : p.length - 40);
                TcpPackets.putU32(p, w.start + 4, TcpPackets.seq(p) + from - w.headerBytes);
                if (to < last) p[w.start + 13] &= (byte) ~(PSH | FIN);
                TcpPackets.putU16(p, w.start + 16, 0);
                int sum = TcpPackets.sum(p, w.start, p.length, TcpPackets.pseudo(p));
                TcpPackets.putU16(p, w.start + 16, ~sum);
                all.add(p);
            }
        }
        return masked(all);
    }

    /// In hexadecimal; without what a sender of IPv4 that forbids fragments does not care for.
    private static List<String> masked(List<byte[]> packets) {
        return packets.stream()
                .map(bytes -> {
                    var p = bytes.clone();
                    if (TcpPackets.isIp4(p)) {
                        TcpPackets.putU16(p, 4, 0);
                        TcpPackets.putU16(p, 10, 0);
                    }
                    return HexFormat.of().formatHex(p);
                })
                .toList();
    }
}
