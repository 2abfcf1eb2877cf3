package boreas.lab.demo;

import boreas.lab.Cable;
import boreas.lab.Host;
import boreas.lab.Iperf;
import boreas.lab.LabException;
import boreas.lab.Namespaces;
import boreas.lab.NodeAdmin;
import boreas.lab.NodeConfig;
import boreas.lab.NodeProcess;
import boreas.lab.NodeProgram;
import boreas.lab.Pause;
import boreas.lab.Ping;
import boreas.lab.WireTap;
import boreas.lab.demo.DemoStep.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The demo on real hosts: two network namespaces, `home` calls `vps3`, each with a tun of the
/// kernel; every figure is taken from outside the nodes.
final class NamespaceStage implements DemoStage {
    private static final int PINGS = 50;
    private static final int IPERF_S = 3;

    /// How long the cable is out and the restarted node away: an operator's restart takes as long.
    private static final Duration OUTAGE = Duration.ofSeconds(2);

    /// A user would not wait longer.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final NodeProgram program;
    private final Namespaces lab;
    private final Host home;
    private final Host vps3;
    private final Cable cable;

    // set by the steps, one after another
    private @Nullable NodeProcess homeNode;
    private @Nullable NodeProcess vps3Node;
    private @Nullable WireTap tap;
    private boolean canTapSee;

    private NamespaceStage(NodeProgram program, Namespaces lab) {
        this.program = program;
        this.lab = lab;
        home = lab.host("home");
        vps3 = lab.host("vps3");
        cable = lab.cable(home, vps3);
    }

    /// @param launcher of `boreas`
    static NamespaceStage open(Path launcher) {
        var program = NodeProgram.boreas(beside(launcher));
        var lab = Namespaces.open();
        try {
            return new NamespaceStage(program, lab);
        } catch (LabException e) {
            lab.close();
            throw e;
        }
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
        return "Two hosts, home and vps3, in network namespaces of this machine, each with a tun of its own.";
    }

    @Override
    public List<DemoStep> steps() {
        return List.of(
                new DemoStep("a node on each host", this::startNodes),
                new DemoStep("link up: home has called vps3", this::awaitLink),
                new DemoStep("ping6 home -> vps3", () -> ping(home(), vps3())),
                new DemoStep("ping6 vps3 -> home", () -> ping(vps3(), home())),
                new DemoStep("only encrypted UDP on the wire", this::judgeWire),
                new DemoStep("iperf3 home -> vps3, one TCP stream", this::measureThroughput),
                new DemoStep("cable pulled and plugged in again", this::pullCable),
                new DemoStep("vps3 killed and restarted", this::restart));
    }

    private Outcome startNodes() {
        proveTap();
        var homeConfig = NodeConfig.generate(program).bind(cable.at(home).address());
        var vps3Config = NodeConfig.generate(program).bind(cable.at(vps3).address());
        homeConfig.call(cable.at(vps3), vps3Config, NodeConfig.Auth.LOGIN);
        tap =
                WireTap.open(
                        cable.at(home),
                        NodeConfig.PORT,
                        List.of(
                                Ping.PATTERN,
                                addressBytes(homeConfig.ip6()),
                                addressBytes(vps3Config.ip6())));
        var begun = Instant.now();
        vps3Node = NodeProcess.start(vps3, program, vps3Config);
        homeNode = NodeProcess.start(home, program, homeConfig);
        return new Outcome(
                true,
                seconds(Duration.between(begun, Instant.now())),
                "s",
                "%s and %s are on their tuns".formatted(homeConfig.ip6(), vps3Config.ip6()));
    }

    /// A clear ping between the hosts' own addresses must be found by the same search that later
    /// must find nothing.
    private void proveTap() {
        try (var control = WireTap.open(cable.at(home), NodeConfig.PORT, List.of(Ping.PATTERN))) {
            var result = Ping.count(home, cable.at(vps3).address(), 3, Ping.OFTEN);
            if (result.lost() > 0) throw new LabException("the cable between the hosts is dead");
            canTapSee = control.stop().clearFrames() >= 6;
        }
    }

    private Outcome awaitLink() {
        var begun = home().started();
        boolean ok =
                new NodeAdmin(home()).awaitEstablished(vps3(), PATIENCE)
                        && new NodeAdmin(vps3()).awaitEstablished(home(), PATIENCE);
        return new Outcome(
                ok,
                seconds(Duration.between(begun, Instant.now())),
                "s",
                ok
                        ? "since home's node was started; both sides say ESTABLISHED"
                        : "the link is not ESTABLISHED on both sides");
    }

    private Outcome ping(NodeProcess from, NodeProcess to) {
        try (var first = Ping.start(from.host(), to.ip6(), Ping.OFTEN)) {
            if (first.firstReplyAfter(Instant.EPOCH, PATIENCE) == null)
                throw new LabException("no reply within " + PATIENCE.toSeconds() + " s");
            first.stop();
        }
        var result = Ping.count(from.host(), to.ip6(), PINGS, Ping.OFTEN);
        return new Outcome(
                result.received() == PINGS,
                result.medianUs() / 1000.0,
                "ms",
                "median of %d, %d lost".formatted(result.sent(), result.lost()));
    }

    private Outcome judgeWire() {
        if (tap == null) throw new LabException("there is no tap on the wire");
        var count = tap.stop();
        boolean ok =
                canTapSee
                        && count.nodeFrames() > 2 * PINGS
                        && count.otherFrames() == 0
                        && count.clearFrames() == 0
                        && count.missed() == 0;
        var remark =
                ok
                        ? "UDP from node port to node port (and %d ARP), none holds the pings' bytes or addresses in clear"
                                .formatted(count.arpFrames())
                        : "tap sees clear bytes: %s, %s".formatted(canTapSee, count);
        return new Outcome(ok, count.nodeFrames(), "frames", remark);
    }

    private Outcome measureThroughput() {
        double bits = Iperf.stream(home, vps3, vps3().ip6(), IPERF_S);
        return new Outcome(bits > 0, bits / 1e6, "Mbit/s", IPERF_S + " s, as received");
    }

    private Outcome pullCable() {
        try (var ping = Ping.start(home, vps3().ip6(), Ping.OFTEN)) {
            cable.unplug();
            Pause.of(OUTAGE);
            cable.plug();
            return recovered(
                    ping, Instant.now(), "from the plug to the first reply, after %d s without");
        }
    }

    private Outcome restart() {
        var config = vps3().config();
        try (var ping = Ping.start(home, vps3().ip6(), Ping.OFTEN)) {
            vps3().kill();
            Pause.of(OUTAGE);
            vps3Node = NodeProcess.start(vps3, program, config);
            return recovered(
                    ping, vps3().started(), "from its start to the first reply, after %d s away");
        }
    }

    private static Outcome recovered(Ping ping, Instant since, String remark) {
        var reply = ping.firstReplyAfter(since, PATIENCE);
        if (reply == null) throw new LabException("no reply within " + PATIENCE.toSeconds() + " s");
        return new Outcome(
                true,
                seconds(Duration.between(since, reply.at())),
                "s",
                remark.formatted(OUTAGE.toSeconds()));
    }

    private NodeProcess home() {
        if (homeNode == null) throw new LabException("home has no node");
        return homeNode;
    }

    private NodeProcess vps3() {
        if (vps3Node == null) throw new LabException("vps3 has no node");
        return vps3Node;
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
        lab.close();
    }
}
