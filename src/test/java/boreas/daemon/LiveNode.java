package boreas.daemon;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.admin.AdminPassword;
import boreas.admin.AdminServer;
import boreas.admin.KeptLog;
import boreas.admin.OwnFiles;
import boreas.config.CjdrouteConf;
import boreas.config.ConfReader;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.env.Counters;
import boreas.env.Timers;
import boreas.env.World;
import boreas.io.DataLoop;
import boreas.io.UdpSocket;
import boreas.node.Node;
import boreas.node.NodeCommand;
import boreas.node.Outside;
import boreas.site.SitePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A whole node in this process, on loopback, without a tun device: loop, control thread, admin
/// interface. It runs in real time, so a test waits for what it asks about.
public final class LiveNode implements AutoCloseable {
    private final Identity identity;
    private final LinkAddress link;
    private final ControlThread control;
    private final DataLoop loop;
    private final EthernetPorts ethernet;
    private final AdminServer admin;
    private final Thread data;
    private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    private final Node node;
    private final LoopGate gate;
    private final Reload reload;
    private final NodeLog log;
    private volatile OwnFiles files = OwnFiles.NONE;

    /// What a node of a site has beside others, played.
    ///
    /// @param plan what its file says
    /// @param patience for a change
    record PlayedSite(ReloadableSite site, SitePlan plan, Duration patience) {}

    private LiveNode(String password, @Nullable PlayedSite site) throws Exception {
        var clock = SystemClock.INSTANCE;
        var random = new SystemRandom();
        log = new NodeLog(clock, (_, _) -> {});
        var counters = new Counters();
        var crypto = CryptoProviders.choose();
        identity = Identity.generate(random, crypto);
        control = new ControlThread("control", log);
        loop = new DataLoop(clock, counters);
        var world = new World(random, new Timers(), counters, log);
        node = LoopCore.node(identity, world, crypto, loop, Outside.NOTHING, clock.nanoTime());
        var socket = UdpSocket.open(LinkAddress.udp(Ip6.mapped(0x7f000001), 0), 0, counters);
        link = socket.local();
        loop.addLink(socket);
        node.onCommand(new NodeCommand.AddPort(link), clock.nanoTime());
        gate = new LoopGate(loop, node);
        ethernet = new EthernetPorts(loop, node, counters, control, log);
        reload = reload(crypto, site);
        var around =
                new AroundNode(
                        "boreas in a test",
                        loop,
                        node,
                        counters,
                        gate,
                        ethernet,
                        control,
                        null,
                        reload,
                        log.recent(),
                        log.feed(),
                        new OwnProcess(identity, false, loop, gate, random, log),
                        () -> stopped.complete(true));
        admin =
                AdminServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new AdminPassword(password),
                        gate,
                        around,
                        clock,
                        log);
        var core = new LoopCore(node, log, null, new NetworkChanges(clock, node, log), _ -> {});
        data = Thread.ofPlatform().daemon().name("data").start(() -> loop.run(core));
    }

    /// It cannot read its own files, whichever it names.
    private ConfSource blindSource(@Nullable PlayedSite played) {
        return new ConfSource() {
            @Override
            public byte @Nullable [] configuration() throws IOException {
                if (files.configuration() == null) return null;
                throw new IOException("this node may not read " + files.configuration());
            }

            @Override
            public @Nullable SitePlan site(CjdrouteConf conf, byte @Nullable [] text) {
                return played == null ? null : played.plan;
            }

            @Override
            public OwnFiles files(CjdrouteConf conf) {
                return files;
            }
        };
    }

    /// Its configuration came by a pipe, unless it [#names] a file.
    private Reload reload(Crypto crypto, @Nullable PlayedSite site) {
        var needs =
                new Reload.Needs(
                        blindSource(site),
                        text -> ConfReader.read(text, key -> Identity.of(key, crypto)),
                        new LoopSockets(loop, new Counters()),
                        ethernet,
                        gate,
                        node::onCommand,
                        Underlay.ANY,
                        site == null ? null : site.site,
                        site == null ? Reload.SITE_PATIENCE : site.patience);
        return new Reload(
                ReloadedHost.conf(identity, List.of(), List.of()),
                List.of(),
                needs,
                control,
                NotifySocket.of(Map.of(), 1, log),
                SystemClock.INSTANCE,
                log);
    }

    /// What it says it was started with.
    public void names(OwnFiles files) {
        this.files = files;
    }

    public static LiveNode start(String adminPassword) throws Exception {
        return new LiveNode(adminPassword, null);
    }

    static LiveNode ofSite(PlayedSite site) throws Exception {
        return new LiveNode("NONE", site);
    }

    Reload reload() {
        return reload;
    }

    <R> R command(NodeCommand<R> command) {
        return gate.send(command).join();
    }

    LoopGate gate() {
        return gate;
    }

    /// Its loop stands still, and as many commands wait for it as may, until this is counted down;
    /// 10 s at most.
    CountDownLatch busy() {
        var isFree = new CountDownLatch(1);
        var hasBegun = new CompletableFuture<Boolean>();
        var _ =
                gate.onLoop(_ -> {
                    hasBegun.complete(true);
                    return isFree.await(10, TimeUnit.SECONDS);
                });
        hasBegun.join();
        while (!gate.onLoop(_ -> true).isCompletedExceptionally()) {}
        return isFree;
    }

    /// What it has logged of this source.
    List<KeptLog.Line> logged(String source) {
        return log.recent().after(0).stream().filter(l -> l.source().equals(source)).toList();
    }

    public Identity identity() {
        return identity;
    }

    /// Where peers reach it.
    public LinkAddress link() {
        return link;
    }

    public InetSocketAddress admin() {
        return admin.localAddress();
    }

    /// Its admin interface answers at a Unix socket too.
    public void listenAt(Path socket) {
        admin.listenAt(socket);
    }

    /// Whether somebody has told it to end. Who told it has the answer before that is done.
    public boolean wasStopped() {
        return stopped.completeOnTimeout(false, 10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        admin.close();
        loop.stop();
        try {
            data.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ethernet.close();
        loop.close();
        control.close();
    }
}
