package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.env.Counters;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

/// Datagrams of one flow are one super-packet, and nobody notices: neither a judge without our code
/// that cuts what was written, nor the programs of a real kernel.
class UdpRunTest {
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
        var packets = flow(isIp4, 20, 100, 70);
        packets.forEach(this::lend);
        outbox.flush();
        var written = written();
        assertThat(written).hasSize(1);
        var all = written.getFirst();
        assertThat(all.type).isEqualTo(VnetHeader.UDP);
        assertThat(all.flags).isEqualTo(VnetHeader.NEEDS_CHECKSUM);
        assertThat(all.headerBytes).isEqualTo((isIp4 ? 20 : 40) + 8);
        assertThat(all.segmentBytes).isEqualTo(100);
        assertThat(all.start).isEqualTo(isIp4 ? 20 : 40);
        assertThat(all.offset).isEqualTo(6);
        assertThat(TcpPackets.u16(all.packet, all.start + 4))
                .isEqualTo(all.packet.length - all.start);
        assertThat(TcpPackets.u16(all.packet, all.start + 6))
                .isEqualTo(TcpPackets.fold(UdpPackets.pseudo(all.packet)));
        assertThat(cut(written)).isEqualTo(masked(packets));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSuperPacketStandsForNoMoreThanKernelsTake(boolean isIp4) throws Exception {
        for (int length : new int[] {1, 100, 1010, 1200, 1400}) {
            Files.write(file, new byte[0]);
            var packets = flow(isIp4, 150, length, length);
            packets.forEach(this::lend);
            outbox.flush();
            var written = written();
            assertThat(cut(written)).isEqualTo(masked(packets));
            assertThat(written)
                    .allSatisfy(w -> {
                        assertThat(w.packet).hasSizeLessThanOrEqualTo(65_535);
                        assertThat(w.packet.length - w.headerBytes)
                                .isLessThanOrEqualTo(64 * length);
                    });
            assertThat(written).hasSize(length == 1400 ? 4 : 3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aShorterDatagramEndsTheRun(boolean isIp4) throws Exception {
        var packets = flow(isIp4, 3, 100, 99);
        packets.addAll(flow(isIp4, 3, 99, 98));
        packets.forEach(this::lend);
        outbox.flush();
        var written = written();
        assertThat(written).hasSize(2);
        assertThat(cut(written)).isEqualTo(masked(packets));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatDoesNotFollowIsWrittenAlone(boolean isIp4) throws Exception {
        List<Consumer<UdpPackets>> oddities =
                List.of(
                        p -> p.payload = TcpPackets.random(1, 101),
                        p -> p.payload = new byte[0],
                        p -> p.hopLimit--,
                        p -> p.trafficClass ^= 1,
                        p -> p.sourcePort++);
        for (var oddity : oddities) {
            Files.write(file, new byte[0]);
            var first = made(isIp4, 0, 100);
            var second = made(isIp4, 1, 100);
            oddity.accept(second);
            lend(first.packet());
            lend(second.packet());
            outbox.flush();
            assertThat(written()).hasSize(2);
            assertThat(cut(written())).isEqualTo(masked(List.of(first.packet(), second.packet())));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDatagramWithoutChecksumGetsNone(boolean isIp4) throws Exception {
        var packets = flow(isIp4, 3, 100, 100);
        for (var p : packets) TcpPackets.putU16(p, isIp4 ? 26 : 46, 0);
        packets.forEach(this::lend);
        outbox.flush();
        assertThat(written()).hasSize(3);
        assertThat(cut(written())).isEqualTo(masked(packets));
    }

    /// Its ports are unknown: it may be of the flow.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingOvertakesAFragment(boolean isIp4) throws Exception {
        var packets = flow(isIp4, 3, 100, 100);
        var fragment = packets.get(1);
        if (isIp4) {
            TcpPackets.putU16(fragment, 6, 20);
            Arrays.fill(fragment, 20, 28, (byte) 0xaa);
        } else {
            fragment[6] = 44;
        }
        packets.forEach(this::lend);
        outbox.flush();
        assertThat(written()).hasSize(3);
        assertThat(cut(written())).isEqualTo(masked(packets));
    }

    /// Whatever byte is wrong: both packets are written, in order, as they are.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPacketWithAnyWrongBitIsWrittenAlone(boolean isIp4) throws Exception {
        var first = made(isIp4, 0, 40).packet();
        var good = made(isIp4, 1, 40).packet();
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
            var good = made(isIp4, 1, 100).packet();
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
    void ofManyFlowsEachKeepsItsOrderBesideTcp() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            Files.write(file, new byte[0]);
            var flows = new ArrayList<List<byte[]>>();
            for (int f = 0; f < 4; f++) {
                boolean isIp4 = random.nextBoolean();
                int usual = 1 + random.nextInt(1200);
                var packets = new ArrayList<byte[]>();
                for (int i = random.nextInt(90); i > 0; i--) {
                    var p = made(isIp4, i, random.nextInt(9) == 0 ? random.nextInt(1200) : usual);
                    p.sourcePort = 1000 + f;
                    packets.add(p.packet());
                }
                flows.add(packets);
            }
            var tcp = new TcpPackets(random.nextBoolean());
            tcp.sourcePort = 1004;
            tcp.payload = TcpPackets.random(round, 700);
            flows.add(List.of(tcp.packet(), tcp.packet()));
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

    // --- a real kernel

    private static final String HERE = "fd00::1", THERE = "fd00::2", BEYOND = "fd01::2";

    @Test
    void aProgramReadsEachDatagramByItself() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "this machine has no /dev/net/tun");
        NetworkNamespace.in(() -> {
            try (var tun = TunDevice.open("bt-run", counters)) {
                NetworkNamespace.ip("link set bt-run mtu 1304 up");
                NetworkNamespace.address6(HERE + "/64", "bt-run");
                var notices = new ArrayList<String>();
                tun.onNotice(notices::add);
                var here = new InetSocketAddress(InetAddress.getByName(HERE), 40000);
                try (var socket = new DatagramSocket(here)) {
                    socket.setSoTimeout(10_000);
                    var packets = addressed(flow(false, 30, 100, 33), THERE, HERE);
                    long before = receivedPackets("bt-run");
                    for (var p : packets) tun.lend(packet(p));
                    tun.flush();
                    var got = new DatagramPacket(new byte[2000], 2000);
                    for (var p : packets) {
                        socket.receive(got);
                        assertThat(Arrays.copyOf(got.getData(), got.getLength()))
                                .isEqualTo(UdpPackets.payload(p));
                    }
                    if (notices.isEmpty()) // else an old kernel, and all went the long way
                    assertThat(receivedPackets("bt-run") - before).isEqualTo(1);
                }
                assertThat(counters.snapshot()).isEmpty();
            }
            return null;
        });
    }

    @Test
    void aHostThatForwardsSendsOnEachDatagramByItself() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "this machine has no /dev/net/tun");
        NetworkNamespace.in(() -> {
            try (var in = TunDevice.open("bt-in", counters);
                    var out = TunDevice.open("bt-out", "/dev/net/tun", false, counters)) {
                NetworkNamespace.ip("link set bt-in mtu 1304 up");
                NetworkNamespace.ip("link set bt-out mtu 1304 up");
                NetworkNamespace.address6(HERE + "/64", "bt-in");
                NetworkNamespace.address6("fd01::1/64", "bt-out");
                Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "1");
                var packets = addressed(flow(false, 20, 1200, 7), THERE, BEYOND);
                for (var p : packets) in.lend(packet(p));
                in.flush();
                var batch = new Batch(64);
                assertThat(out.receive(batch)).isTrue();
                var forwarded = new ArrayList<byte[]>();
                for (int i = 0; i < batch.size(); i++) {
                    var p = batch.get(i).toArray();
                    if (p[6] != 17) continue; // what the kernel says by itself
                    p[7]++; // the hop
                    forwarded.add(p);
                }
                assertThat(masked(forwarded)).isEqualTo(masked(packets));
            }
            return null;
        });
    }

    private static List<byte[]> addressed(List<byte[]> packets, String from, String to)
            throws Exception {
        for (var p : packets) {
            System.arraycopy(InetAddress.getByName(from).getAddress(), 0, p, 8, 16);
            System.arraycopy(InetAddress.getByName(to).getAddress(), 0, p, 24, 16);
            UdpPackets.withChecksums(p);
        }
        return packets;
    }

    private static long receivedPackets(String device) throws Exception {
        try (var lines = Files.lines(Path.of("/proc/thread-self/net/dev"))) {
            var line = lines.filter(l -> l.contains(device + ":")).findFirst().orElseThrow();
            return Long.parseLong(line.substring(line.indexOf(':') + 1).strip().split(" +")[1]);
        }
    }

    // --- making

    private static UdpPackets made(boolean isIp4, int number, int length) {
        var p = new UdpPackets(isIp4);
        p.id += number;
        p.payload = TcpPackets.random(number, length);
        return p;
    }

    private static List<byte[]> flow(boolean isIp4, int packets, int length, int lastLength) {
        var all = new ArrayList<byte[]>();
        for (int i = 0; i < packets; i++)
            all.add(made(isIp4, i, i == packets - 1 ? lastLength : length).packet());
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
            int at = in.position();
            boolean isIp4 = (in.get(at) & 0xf0) == 0x40;
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
            assertThat(w.type).isEqualTo(VnetHeader.UDP);
            int last = w.packet.length;
            for (int from = w.headerBytes; from < last; from += w.segmentBytes) {
                int to = Math.min(last, from + w.segmentBytes);
                var p = Arrays.copyOf(w.packet, w.headerBytes + to - from);
                System.arraycopy(w.packet, from, p, w.headerBytes, to - from);
                boolean isIp4 = TcpPackets.isIp4(p);
                TcpPackets.putU16(p, isIp4 ? 2 : 4, isIp4 ? p.length : p.length - 40);
                TcpPackets.putU16(p, w.start + 4, p.length - w.start);
                UdpPackets.withChecksums(p);
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
