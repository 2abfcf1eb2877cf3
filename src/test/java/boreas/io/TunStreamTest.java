package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.env.Counters;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A kernel's own TCP through a tun device and back. Packets come back with their two addresses
/// exchanged: so a host speaks with itself as if with another, and no checksum changes.
class TunStreamTest {
    private static final int BYTES = 8 << 20;
    private static final int MTU = 1304;
    private static final long PATIENCE_NS = 10_000_000_000L;

    private final Counters counters = new Counters();

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1/24, 192.0.2.1, 192.0.2.2, true",
        "fd00::1/64, fd00::1, fd00::2, true",
        "fd00::1/64, fd00::1, fd00::2, false"
    })
    void bytesArriveAsTheyWereSent(String prefix, String here, String there, boolean wantsOffloads)
            throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "this machine has no /dev/net/tun");
        NetworkNamespace.in(() -> {
            try (var tun = TunDevice.open("bt-turn", "/dev/net/tun", wantsOffloads, counters)) {
                NetworkNamespace.ip("link set bt-turn mtu " + MTU + " up");
                boolean isIp6 = here.contains(":");
                if (isIp6) NetworkNamespace.address6(prefix, "bt-turn");
                else NetworkNamespace.ip("address add " + prefix + " dev bt-turn");
                var arrived = new CompletableFuture<byte[]>();
                var sent = new byte[BYTES];
                new Random(1).nextBytes(sent);
                try (var server = new ServerSocket()) {
                    server.bind(new InetSocketAddress(InetAddress.getAllByName(here)[0], 7));
                    run(arrived, () -> arrived.complete(read(server)));
                    run(arrived, () -> write(there, sent));
                    turnAround(tun, arrived, isIp6);
                }
                assertThat(Arrays.equals(arrived.get(), sent)).isTrue();
                assertThat(counters.snapshot()).isEmpty();
                long bytesPerPacket = received("bt-turn", 0) / received("bt-turn", 1);
                if (wantsOffloads) assertThat(bytesPerPacket).isGreaterThan(2 * MTU);
                else assertThat(bytesPerPacket).isLessThanOrEqualTo(MTU);
            }
            return null;
        });
    }

    private interface Task {
        void run() throws Exception;
    }

    /// In a thread, which inherits the namespace of who starts it.
    private static void run(CompletableFuture<?> failure, Task task) {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        task.run();
                    } catch (Exception e) {
                        failure.completeExceptionally(e);
                    }
                });
    }

    private static byte[] read(ServerSocket server) throws Exception {
        try (var socket = server.accept();
                var in = socket.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private static void write(String there, byte[] bytes) throws Exception {
        try (var socket = new Socket(InetAddress.getAllByName(there)[0], 7);
                var out = socket.getOutputStream()) {
            out.write(bytes);
        }
    }

    private static void turnAround(TunDevice tun, CompletableFuture<?> end, boolean isIp6)
            throws Exception {
        var batch = new Batch(DataLoop.BATCH_PACKETS);
        try (var poller = new Poller()) {
            poller.add(tun.fd(), 0);
            var _ = end.whenComplete((_, _) -> poller.wake());
            while (!end.isDone()) {
                if (!tun.isHolding() && poller.await(PATIENCE_NS) == 0 && !end.isDone())
                    throw new AssertionError("the stream stands still");
                batch.clear();
                assertThat(tun.receive(batch, System.nanoTime())).isTrue();
                for (int i = 0; i < batch.size(); i++) {
                    var p = batch.get(i);
                    assertThat(p.length()).isLessThanOrEqualTo(MTU);
                    if (p.u8(isIp6 ? 6 : 9) != 6) continue; // not TCP
                    if (isIp6) swap(p, 8, 24, 16);
                    else swap(p, 12, 16, 4);
                    tun.lend(p);
                }
                tun.flush();
            }
        }
    }

    private static void swap(Packet p, int a, int b, int length) {
        var old = p.get(a, length);
        p.put(a, p.get(b, length));
        p.put(b, old);
    }

    /// Bytes (0) or packets (1) that the kernel got from a device.
    private static long received(String device, int column) throws Exception {
        try (var lines = Files.lines(Path.of("/proc/thread-self/net/dev"))) {
            var line = lines.filter(l -> l.contains(device + ":")).findFirst().orElseThrow();
            var numbers = line.substring(line.indexOf(':') + 1).strip().split(" +");
            return Long.parseLong(numbers[column]);
        }
    }

    @Test
    void aKeptDeviceOffersNothingToTheNextProgram() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "this machine has no /dev/net/tun");
        NetworkNamespace.in(() -> {
            NetworkNamespace.ip("tuntap add mode tun dev bt-kept");
            TunDevice.open("bt-kept", counters).close();
            try (var bare = TunDevice.open("bt-kept", "/dev/net/tun", false, counters)) {
                NetworkNamespace.ip("link set bt-kept mtu 1304 up");
                NetworkNamespace.ip("address add 192.0.2.1/24 dev bt-kept");
                new ProcessBuilder("ping", "-c", "1", "-W", "1", "192.0.2.2").start().waitFor();
                var notices = new ArrayList<String>();
                bare.onNotice(notices::add);
                assertThat(notices)
                        .containsExactly(
                                "tun bt-kept: the device has no offloads; packets come and go one"
                                        + " by one");
                var batch = new Batch(16);
                bare.receive(batch);
                boolean hasPing = false;
                for (int i = 0; i < batch.size(); i++)
                    hasPing |= batch.get(i).u8(0) == 0x45 && batch.get(i).u8(9) == 1;
                assertThat(hasPing).isTrue();
            }
            return null;
        });
    }
}
