package boreas.cli;

import boreas.address.LinkAddress;
import boreas.crypto.CryptoProviders;
import boreas.lab.LabException;
import boreas.lab.demo.DemoStage;
import boreas.lab.demo.DemoStep;
import boreas.link.PeerState;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import boreas.sim.Tap;
import boreas.sim.Weather;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The demo where no network namespace can be made: the same nodes on a made-up network, in virtual
/// time. Crypto, handshakes and recovery are real; sockets, tun devices and speed are not.
final class SimulationStage implements DemoStage {
    private static final long MS = 1_000_000L;
    private static final long SECOND_NS = 1_000 * MS;
    private static final int PACKETS = 50;
    private static final int BULK_PACKETS = 10_000;
    private static final int IP6_HEADER_BYTES = 40;
    private static final int UDP = 17;
    private static final byte[] PATTERN =
            "clear text of the demo".getBytes(StandardCharsets.US_ASCII);

    private final SimWorld world;
    private final SimHost home;
    private final SimHost vps3;
    private final Wire wire = new Wire();

    SimulationStage(long seed) {
        world = new SimWorld(seed, CryptoProviders.choose());
        world.setWeather(new Weather(5 * MS, MS, 0, 0));
        world.attach(wire);
        home = world.addHost("home");
        vps3 = world.addHost("vps3");
        vps3.letIn(home);
    }

    @Override
    public String mode() {
        return "simulation";
    }

    @Override
    public String description() {
        return "Two hosts, home and vps3, in simulation: real nodes and crypto, virtual time, a made-up"
                + " network of 5 ms delay.";
    }

    @Override
    public List<DemoStep> steps() {
        return List.of(
                new DemoStep("a node on each host", this::startNodes),
                new DemoStep("link up: home has called vps3", this::awaitLink),
                new DemoStep("packets home -> vps3", () -> exchange(home, vps3)),
                new DemoStep("packets vps3 -> home", () -> exchange(vps3, home)),
                new DemoStep("only encrypted UDP on the wire", this::judgeWire),
                new DemoStep("bulk home -> vps3", this::bulk),
                new DemoStep("vps3 killed and restarted", this::restart));
    }

    private DemoStep.Outcome startNodes() {
        vps3.start();
        home.start();
        return new DemoStep.Outcome(true, 2, "nodes", home.ip6() + " and " + vps3.ip6());
    }

    private DemoStep.Outcome awaitLink() {
        long begunNs = world.nowNs();
        boolean ok =
                world.runUntil(() -> isEstablished(home) && isEstablished(vps3), 10 * SECOND_NS);
        return new DemoStep.Outcome(
                ok, (world.nowNs() - begunNs) / 1e9, "s", "virtual; both sides say ESTABLISHED");
    }

    private static boolean isEstablished(SimHost host) {
        return host.snapshot().peers().stream().anyMatch(p -> p.state() == PeerState.ESTABLISHED);
    }

    private DemoStep.Outcome exchange(SimHost from, SimHost to) {
        var echo = new Echo(from, to);
        long sumNs = 0;
        for (int i = 0; i < PACKETS; i++) {
            long sentNs = world.nowNs();
            int before = echo.answers;
            echo.send();
            if (!world.runUntil(() -> echo.answers > before, SECOND_NS))
                throw new LabException("packet " + i + " was not answered within a second");
            sumNs += world.nowNs() - sentNs;
        }
        return new DemoStep.Outcome(
                true, sumNs / 1e6 / PACKETS, "ms", "virtual, mean of " + PACKETS + ", 0 lost");
    }

    private DemoStep.Outcome judgeWire() {
        boolean ok = wire.datagrams > 2 * PACKETS && wire.clear == 0;
        return new DemoStep.Outcome(
                ok, wire.datagrams, "datagrams", wire.clear + " hold the packets' bytes in clear");
    }

    private DemoStep.Outcome bulk() {
        var echo = new Echo(home, vps3);
        for (int i = 0; i < BULK_PACKETS; i++) {
            world.after(i * MS / 10, echo::send);
        }
        world.run(3 * SECOND_NS);
        return new DemoStep.Outcome(
                echo.answers == BULK_PACKETS,
                echo.answers,
                "packets",
                "there and back, of " + BULK_PACKETS + "; speed is not simulated");
    }

    private DemoStep.Outcome restart() {
        var echo = new Echo(home, vps3);
        vps3.kill();
        for (int i = 0; i < 200; i++) world.after(i * 50L * MS, echo::send);
        world.run(2 * SECOND_NS);
        long startNs = world.nowNs();
        vps3.start();
        boolean ok = world.runUntil(() -> echo.answers > 0, 8 * SECOND_NS);
        return new DemoStep.Outcome(
                ok,
                (world.nowNs() - startNs) / 1e9,
                "s",
                "virtual, from its start to the first answer, after 2 s away");
    }

    @Override
    public void close() {}

    /// A program on each side: one sends, the other sends back.
    private static final class Echo {
        private final SimHost from;
        private final SimHost to;
        private int answers;

        Echo(SimHost from, SimHost to) {
            this.from = from;
            this.to = to;
            to.listen(_ -> to.writeTun(packet(to, from)));
            from.listen(p -> answers += p[6] == UDP ? 1 : 0);
        }

        void send() {
            from.writeTun(packet(from, to));
        }

        private static byte[] packet(SimHost from, SimHost to) {
            var p = ByteBuffer.allocate(IP6_HEADER_BYTES + PATTERN.length);
            p.putInt(0x6000_0000).putShort((short) PATTERN.length).put((byte) UDP).put((byte) 64);
            return p.put(from.ip6().bytes()).put(to.ip6().bytes()).put(PATTERN).array();
        }
    }

    /// Counts what passes, and what of it could be read.
    private static final class Wire implements Tap {
        private long datagrams;
        private long clear;

        @Override
        public void onDatagram(
                long nowNs, LinkAddress from, LinkAddress to, byte[] bytes, Fate fate) {
            if (fate != Fate.SENT) return;
            datagrams++;
            if (new String(bytes, StandardCharsets.ISO_8859_1)
                    .contains(new String(PATTERN, StandardCharsets.ISO_8859_1))) clear++;
        }

        @Override
        public void onNote(long nowNs, String who, String text) {}
    }
}
