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

    /// Echoes go out as densely as the real ones, and for so long at most.
    private static final long ECHO_NS = 20 * MS;

    private static final long PATIENCE_NS = 30 * SECOND_NS;
    private static final long COUNTING_NS = 2 * SECOND_NS;

    /// A request and its reply that cross a host go in and out there.
    private static final int DATAGRAMS_OF_A_CROSSING = 4;

    private static final int IP6_HEADER_BYTES = 40;
    private static final int UDP = 17;
    private static final byte[] PATTERN =
            "clear text of the demo".getBytes(StandardCharsets.US_ASCII);

    private final SimWorld world;
    private final SimHost home;
    private final SimHost vps2;
    private final SimHost vps3;
    private final Wire wire;
    private long bulkAtVps2;

    SimulationStage(long seed) {
        world = new SimWorld(seed, CryptoProviders.choose());
        world.setWeather(new Weather(5 * MS, MS, 0, 0));
        home = world.addHost("home");
        vps2 = world.addHost("vps2");
        vps3 = world.addHost("vps3");
        vps3.letIn(home);
        vps2.letIn(home);
        vps3.letIn(vps2);
        wire = new Wire(vps2.address());
        world.attach(wire);
    }

    @Override
    public String mode() {
        return "simulation";
    }

    @Override
    public String description() {
        return """
        Three hosts, home, vps2 and vps3, in simulation: real nodes and crypto, virtual time, a
        made-up network of 5 ms delay between each two. Left out: the three sites with their
        addresses, services and firewall, which need a kernel's networks.\
        """;
    }

    @Override
    public List<DemoStep> steps() {
        return List.of(
                new DemoStep("a node on each host", this::startNodes),
                new DemoStep("three links up", this::awaitLinks),
                new DemoStep("packets home -> vps3", () -> exchange(home, vps3)),
                new DemoStep("packets vps3 -> home", () -> exchange(vps3, home)),
                new DemoStep("only encrypted UDP on the wire", this::judgeWire),
                new DemoStep("bulk home -> vps3", this::bulk),
                new DemoStep("  of its packets cross vps2", this::judgeDirectness),
                new DemoStep("direct cable cut: traffic stands still", this::cutDirectCable),
                new DemoStep("  echoes now cross vps2: its packets", () -> echoesAtVps2(true)),
                new DemoStep("direct cable healed: taken back after", this::healDirectCable),
                new DemoStep("  echoes now pass vps2 by: its packets", () -> echoesAtVps2(false)),
                new DemoStep("vps3 killed and restarted", this::restart));
    }

    private DemoStep.Outcome startNodes() {
        world.hosts().reversed().forEach(SimHost::start);
        return new DemoStep.Outcome(
                true, 3, "nodes", "home is %s, vps3 is %s".formatted(home.ip6(), vps3.ip6()));
    }

    private DemoStep.Outcome awaitLinks() {
        long begunNs = world.nowNs();
        boolean ok =
                world.runUntil(
                        () -> world.hosts().stream().allMatch(SimulationStage::hasBothLinks),
                        10 * SECOND_NS);
        return new DemoStep.Outcome(
                ok, (world.nowNs() - begunNs) / 1e9, "s", "virtual; both ends say ESTABLISHED");
    }

    private static boolean hasBothLinks(SimHost host) {
        return host.snapshot().peers().stream()
                        .filter(p -> p.state() == PeerState.ESTABLISHED)
                        .count()
                == 2;
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
        long before = wire.atRelay;
        for (int i = 0; i < BULK_PACKETS; i++) {
            world.after(i * MS / 10, echo::send);
        }
        world.run(3 * SECOND_NS);
        bulkAtVps2 = wire.atRelay - before;
        return new DemoStep.Outcome(
                echo.answers == BULK_PACKETS,
                echo.answers,
                "packets",
                "there and back, of " + BULK_PACKETS + "; speed is not simulated");
    }

    private DemoStep.Outcome judgeDirectness() {
        return new DemoStep.Outcome(
                bulkAtVps2 < BULK_PACKETS / 100, bulkAtVps2, "packets", "the node's own chatter");
    }

    private DemoStep.Outcome cutDirectCable() {
        var echo = new Echo(home, vps3);
        echo.begin();
        world.run(SECOND_NS);
        world.cut(home, vps3);
        long cutNs = world.nowNs();
        // the last one that was on its way has arrived by then
        world.run(ECHO_NS);
        int before = echo.answers;
        if (!world.runUntil(() -> echo.answers > before, PATIENCE_NS))
            throw new LabException("no answer within 30 s");
        echo.end();
        return new DemoStep.Outcome(
                true,
                (double) (world.nowNs() - cutNs) / MS,
                "ms",
                "virtual, from the cut to the first answer of an echo each 20 ms");
    }

    private DemoStep.Outcome healDirectCable() {
        world.heal(home, vps3);
        long healedNs = world.nowNs();
        var echo = new Echo(home, vps3);
        echo.begin();
        while (world.nowNs() - healedNs < PATIENCE_NS) {
            long lookedNs = world.nowNs(), before = wire.atRelay;
            int answers = echo.answers;
            world.run(10 * ECHO_NS);
            boolean isDirect =
                    echo.answers > answers
                            && wire.atRelay - before
                                    < (echo.answers - answers) * DATAGRAMS_OF_A_CROSSING / 10;
            if (!isDirect) continue;
            echo.end();
            return new DemoStep.Outcome(
                    true,
                    (lookedNs - healedNs) / 1e9,
                    "s",
                    "virtual, until echoes no longer cross vps2");
        }
        throw new LabException("not taken within 30 s");
    }

    private DemoStep.Outcome echoesAtVps2(boolean areExpected) {
        var echo = new Echo(home, vps3);
        long before = wire.atRelay;
        echo.begin();
        world.run(COUNTING_NS);
        echo.end();
        long count = wire.atRelay - before;
        double share = (double) count / (DATAGRAMS_OF_A_CROSSING * Math.max(1, echo.answers));
        return new DemoStep.Outcome(
                echo.answers > 0 && (areExpected ? share > 0.5 : share < 0.1),
                count,
                "packets",
                "in and out of vps2, for " + echo.answers + " echoes and their replies");
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
    private final class Echo {
        private final SimHost from;
        private final SimHost to;
        private int answers;
        private boolean hasEnded;

        Echo(SimHost from, SimHost to) {
            this.from = from;
            this.to = to;
            to.listen(_ -> to.writeTun(packet(to, from)));
            from.listen(p -> answers += p[6] == UDP ? 1 : 0);
        }

        /// One each 20 ms from now on, until [#end].
        void begin() {
            send();
            world.after(
                    ECHO_NS,
                    () -> {
                        if (!hasEnded) begin();
                    });
        }

        void end() {
            hasEnded = true;
        }

        void send() {
            from.writeTun(packet(from, to));
        }

        private byte[] packet(SimHost from, SimHost to) {
            var p = ByteBuffer.allocate(IP6_HEADER_BYTES + PATTERN.length);
            p.putInt(0x6000_0000).putShort((short) PATTERN.length).put((byte) UDP).put((byte) 64);
            return p.put(from.ip6().bytes()).put(to.ip6().bytes()).put(PATTERN).array();
        }
    }

    /// Counts what passes, and what of it could be read.
    private static final class Wire implements Tap {
        private final LinkAddress relay;
        private long datagrams;
        private long clear;
        private long atRelay;

        Wire(LinkAddress relay) {
            this.relay = relay;
        }

        @Override
        public void onDatagram(
                long nowNs, LinkAddress from, LinkAddress to, byte[] bytes, Fate fate) {
            if (fate != Fate.SENT) return;
            datagrams++;
            if (from.equals(relay) || to.equals(relay)) atRelay++;
            if (new String(bytes, StandardCharsets.ISO_8859_1)
                    .contains(new String(PATTERN, StandardCharsets.ISO_8859_1))) clear++;
        }

        @Override
        public void onNote(long nowNs, String who, String text) {}
    }
}
