package boreas.lab.demo;

import boreas.lab.Flow;
import boreas.lab.Iperf;
import boreas.lab.LabException;
import boreas.lab.Network;
import boreas.lab.NodeAdmin;
import boreas.lab.NodeConfig;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProcess;
import boreas.lab.NodeProgram;
import boreas.lab.Pause;
import boreas.lab.Ping;
import boreas.lab.Topology;
import boreas.lab.Topology.Pair;
import boreas.lab.WireTap;
import boreas.lab.demo.DemoStep.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The demo on real hosts: a [Topology#triangle] of network namespaces, each with a tun of the
/// kernel; every figure is taken from outside the nodes.
final class NamespaceStage implements DemoStage {
    private static final String HOME = "home", VPS2 = "vps2", VPS3 = "vps3";
    private static final Pair THERE = new Pair(HOME, VPS3);

    private static final int PINGS = 50;
    private static final int PINGS_OF_OTHERS = 10;
    private static final int IPERF_S = 3;

    /// While packets at vps2 are counted.
    private static final Duration COUNTING = Duration.ofSeconds(2);

    /// Of the frames of a transfer on the direct cable, those which vps2 may have on its own
    /// account meanwhile.
    private static final double NEXT_TO_NOTHING = 0.01;

    /// A user would not wait longer.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Network network;
    private final SitesAct sites;

    // set by the steps, one after another
    private final List<WireTap> taps = new ArrayList<>();
    private boolean canTapSee;
    private long directFrames;
    private long relayFrames;
    private @Nullable Flow flow;

    private NamespaceStage(Network network, NodeProgram program) {
        this.network = network;
        this.sites = new SitesAct(network, program);
    }

    /// @param launcher of `boreas`
    static NamespaceStage open(Path launcher) {
        var program = NodeProgram.boreas(beside(launcher));
        return new NamespaceStage(
                Network.lay(Topology.triangle(), Auth.LOGIN, _ -> program), program);
    }

    /// The drop-in stands beside the launcher itself, not beside a link to it.
    private static Path beside(Path launcher) {
        try {
            return launcher.toRealPath().resolveSibling("cjdroute");
        } catch (IOException e) {
            throw new LabException("no launcher at " + launcher, e);
        }
    }

    @Override
    public String mode() {
        return "namespaces";
    }

    @Override
    public String description() {
        return "Three hosts, home, vps2 and vps3, in network namespaces of this machine, each with a tun of its\n"
                + "own; a cable between each two.";
    }

    @Override
    public List<DemoStep> steps() {
        var steps = new ArrayList<>(stepsOfNodes());
        steps.addAll(sites.steps());
        return steps;
    }

    private List<DemoStep> stepsOfNodes() {
        return List.of(
                new DemoStep("a node on each host", this::startNodes),
                new DemoStep("three links up", this::awaitLinks),
                new DemoStep("ping6 home -> vps3", () -> ping(THERE)),
                new DemoStep("ping6 vps3 -> home", () -> ping(THERE.reversed())),
                new DemoStep("ping6 between vps2 and the others", this::pingOthers),
                new DemoStep("only encrypted UDP on the wire", this::judgeWire),
                new DemoStep("iperf3 home -> vps3, one TCP stream", this::measureThroughput),
                new DemoStep("  of its packets cross vps2", this::judgeDirectness),
                new DemoStep("direct cable cut: traffic stands still", this::cutDirectCable),
                new DemoStep("  echoes now cross vps2: its packets", this::judgeWayRound),
                new DemoStep("direct cable healed: taken back after", this::healDirectCable),
                new DemoStep("  echoes now pass vps2 by: its packets", this::judgeWayBack),
                new DemoStep("vps3 killed and restarted", this::restart));
    }

    private Outcome startNodes() {
        proveTap();
        var secrets = new ArrayList<>(List.of(Ping.PATTERN));
        for (var host : network.topology().hosts()) secrets.add(addressBytes(network.ip6(host)));
        for (var join : network.topology().joins())
            taps.add(
                    WireTap.open(
                            network.end(join.caller(), join.called()), NodeConfig.PORT, secrets));
        var begun = Instant.now();
        network.startAll();
        return new Outcome(
                true,
                seconds(Duration.between(begun, Instant.now())),
                "s",
                "home is %s, vps3 is %s".formatted(network.ip6(HOME), network.ip6(VPS3)));
    }

    /// A clear ping between the hosts' own addresses must be found by the same search that later
    /// must find nothing.
    private void proveTap() {
        try (var control =
                WireTap.open(network.end(HOME, VPS3), NodeConfig.PORT, List.of(Ping.PATTERN))) {
            var address = network.end(VPS3, HOME).address();
            var result = Ping.count(network.host(HOME), address, 3, Ping.OFTEN);
            if (result.lost() > 0) throw new LabException("the cable between the hosts is dead");
            canTapSee = control.stop().clearFrames() >= 6;
        }
    }

    private Outcome awaitLinks() {
        boolean ok = true;
        for (var pair : network.topology().pairs())
            ok &= new NodeAdmin(node(pair.from())).awaitEstablished(node(pair.to()), PATIENCE);
        return new Outcome(
                ok,
                seconds(Duration.between(node(HOME).started(), Instant.now())),
                "s",
                ok
                        ? "since the last node was started; both ends of each say ESTABLISHED"
                        : "not every link is ESTABLISHED at both ends");
    }

    private Outcome ping(Pair pair) {
        var reach = network.reach(List.of(pair), PINGS, PATIENCE).getFirst();
        var counted = reach.counted();
        if (counted == null)
            throw new LabException("no reply within " + PATIENCE.toSeconds() + " s");
        return new Outcome(
                reach.isWhole(),
                counted.medianUs() / 1000.0,
                "ms",
                "median of %d, %d lost".formatted(counted.sent(), counted.lost()));
    }

    private Outcome pingOthers() {
        var others =
                network.topology().pairs().stream()
                        .filter(pair -> !pair.equals(THERE) && !pair.equals(THERE.reversed()))
                        .toList();
        var reached = network.reach(others, PINGS_OF_OTHERS, PATIENCE);
        boolean ok = reached.stream().allMatch(Network.Reach::isWhole);
        return new Outcome(
                ok,
                others.size() * PINGS_OF_OTHERS,
                "pings",
                ok ? "0 lost, in four directions at once" : reached.toString());
    }

    private Outcome judgeWire() {
        long frames = 0, arp = 0;
        boolean ok = canTapSee;
        var counts = taps.stream().map(WireTap::stop).toList();
        for (var count : counts) {
            frames += count.nodeFrames();
            arp += count.arpFrames();
            ok &= count.otherFrames() == 0 && count.clearFrames() == 0 && count.missed() == 0;
        }
        ok &= frames > 4 * PINGS;
        var remark =
                ok
                        ? "on three cables (and %d ARP); none holds the pings' bytes or addresses in clear"
                                .formatted(arp)
                        : "tap sees clear bytes: %s, %s".formatted(canTapSee, counts);
        return new Outcome(ok, frames, "frames", remark);
    }

    /// A session may have begun by vps2, whose link was up first.
    private void awaitDirectness() {
        try (var echoes = Flow.start(network, THERE, PATIENCE)) {
            if (echoes.awaitPassingBy(VPS2, PATIENCE) == null)
                throw new LabException(
                        "traffic did not take the direct cable within %d s"
                                .formatted(PATIENCE.toSeconds()));
        }
    }

    private Outcome measureThroughput() {
        awaitDirectness();
        var direct = network.end(HOME, VPS3);
        long directBefore = direct.frames(), relayBefore = network.frames(VPS2);
        double bits =
                Iperf.stream(network.host(HOME), network.host(VPS3), network.ip6(VPS3), IPERF_S);
        directFrames = direct.frames() - directBefore;
        relayFrames = network.frames(VPS2) - relayBefore;
        return new Outcome(bits > 0, bits / 1e6, "Mbit/s", IPERF_S + " s, as received");
    }

    private Outcome judgeDirectness() {
        return new Outcome(
                directFrames > 0 && relayFrames < NEXT_TO_NOTHING * directFrames,
                relayFrames,
                "packets",
                "counted at vps2, the node's own chatter; %d on the direct cable"
                        .formatted(directFrames));
    }

    private Outcome cutDirectCable() {
        flow = Flow.start(network, THERE, PATIENCE);
        var cable = network.cable(HOME, VPS3);
        var gap = flow.during(cable::blackhole, PATIENCE);
        if (gap == null) throw new LabException("no reply within " + PATIENCE.toSeconds() + " s");
        return new Outcome(
                true,
                gap.ms(),
                "ms",
                "longest silence of an echo each %d ms, %d lost; both ends see their cable up"
                        .formatted(Flow.INTERVAL.toMillis(), gap.lost()));
    }

    private Outcome judgeWayRound() {
        var count = flow().countAt(VPS2, COUNTING);
        return new Outcome(
                count.isCrossed(),
                count.frames(),
                "packets",
                "in and out of vps2, for %d echoes and their replies".formatted(count.echoes()));
    }

    private Outcome healDirectCable() {
        network.cable(HOME, VPS3).mend();
        var back = flow().awaitPassingBy(VPS2, PATIENCE);
        if (back == null) throw new LabException("not taken within " + PATIENCE.toSeconds() + " s");
        return new Outcome(true, seconds(back), "s", "until echoes no longer cross vps2");
    }

    private Outcome judgeWayBack() {
        try (var last = flow()) {
            var count = last.countAt(VPS2, COUNTING);
            return new Outcome(
                    count.isPassedBy() && count.echoes() > 0,
                    count.frames(),
                    "packets",
                    "in and out of vps2, for %d echoes and their replies"
                            .formatted(count.echoes()));
        }
    }

    private Outcome restart() {
        try (var ping = network.ping(THERE, Ping.OFTEN)) {
            network.killNode(VPS3);
            Pause.of(Network.OUTAGE);
            var started = network.startNode(VPS3).started();
            var reply = ping.firstReplyAfter(started, PATIENCE);
            if (reply == null)
                throw new LabException("no reply within " + PATIENCE.toSeconds() + " s");
            return new Outcome(
                    true,
                    seconds(Duration.between(started, reply.at())),
                    "s",
                    "from its start to the first reply, after %d s away"
                            .formatted(Network.OUTAGE.toSeconds()));
        }
    }

    private NodeProcess node(String host) {
        return network.node(host);
    }

    private Flow flow() {
        if (flow == null) throw new LabException("no echo is under way");
        return flow;
    }

    /// A literal address: nobody is asked.
    private static byte[] addressBytes(String ip6) {
        try {
            return InetAddress.getByName(ip6).getAddress();
        } catch (UnknownHostException e) {
            throw new LabException("not an address: " + ip6, e);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    @Override
    public void close() {
        sites.close();
        network.close();
    }
}
