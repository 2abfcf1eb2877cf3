package boreas.daemon;

import boreas.address.Base32;
import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.admin.AdminException;
import boreas.admin.AdminPassword;
import boreas.admin.AdminServer;
import boreas.config.CjdrouteConf;
import boreas.config.ConfReader;
import boreas.config.EthInterfaceConf;
import boreas.config.RouterConf;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.daemon.site.SiteOptions;
import boreas.env.Clock;
import boreas.env.Counters;
import boreas.env.EventLog.Level;
import boreas.env.Timers;
import boreas.env.World;
import boreas.ffm.LibCProcess;
import boreas.io.DataLoop;
import boreas.io.DeviceException;
import boreas.node.Node;
import boreas.node.NodeCommand;
import boreas.node.NodeSettings;
import boreas.site.SitePlan;
import boreas.site.Tunnel;
import boreas.tun.TunStation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A node as a process: started, watched, ended.
///
/// ```
///   start   name -> nobody else here? -> tun, sockets, users, peers -> known peers greeted
///           -> admin interface -> rights given up -> data loop -> "ready"
///   end     SIGTERM, SIGINT, Core_exit or a lost tun device:
///           loop stops -> known peers are on disk -> devices closed
/// ```
///
/// Whatever fails before "ready" is a [StartFailure]. Host names of peers are looked up later: the
/// start waits for nobody.
public final class NodeDaemon {
    /// How long an end may take; the devices go with the process anyway.
    private static final long END_LIMIT_MS = 1500;

    private static final int ADMIN_PASSWORD_BYTES = 20;

    /// sysexits(3): a fault of ours.
    private static final int SOFTWARE = 70;

    /// How to run.
    ///
    /// @param program name and version, for people
    /// @param processName as `ps` and `killall` shall see it
    /// @param source where `conf` and `site` came from, for a reload
    /// @param site what this machine has to do by its site file; null: it is of none
    /// @param siteLedger the file that remembers what was made for the site
    /// @param statePath the file of known peers; null keeps none
    /// @param staysInForeground the launcher shall wait until the node ends
    public record Options(
            String program,
            String processName,
            CjdrouteConf conf,
            ConfSource source,
            @Nullable SitePlan site,
            Path siteLedger,
            @Nullable Path statePath,
            boolean staysInForeground) {}

    /// A node and what carries it, before the loop runs.
    ///
    /// @param site null: the node is of none
    private record Parts(
            Crypto crypto,
            DataLoop loop,
            Counters counters,
            Node node,
            LoopGate gate,
            EthernetPorts ethernet,
            Underlay underlay,
            @Nullable RunningSite site) {}

    private final Options options;
    private final CjdrouteConf conf;
    private final Clock clock = SystemClock.INSTANCE;
    private final NodeLog log = new NodeLog(clock, NodeDaemon::afterwards);
    private final SystemRandom random = new SystemRandom();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final NotifySocket systemd =
            NotifySocket.of(System.getenv(), ProcessHandle.current().pid(), log);
    private BooleanSupplier hasItsAddress = () -> true;

    /// It stays so, whatever becomes of the start.
    private boolean isSiteInForce;

    private volatile @Nullable DataLoop running;
    private volatile int exitCode;
    private boolean isStopping;

    private NodeDaemon(Options options) {
        this.options = options;
        this.conf = options.conf;
    }

    /// Runs a node until it is told to end. @return the exit code
    public static int run(Options options, Readiness readiness)
            throws StartFailure, InterruptedException {
        return new NodeDaemon(options).run(readiness);
    }

    private int run(Readiness readiness) throws StartFailure, InterruptedException {
        ProcessName.set(options.processName);
        var hook = Thread.ofPlatform().name("end").unstarted(this::onShutdown);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            runUntilStopped(readiness);
        } catch (StartFailure failure) {
            throw isSiteInForce ? failure.withSiteInForce() : failure;
        } finally {
            ended.countDown();
            remove(hook);
        }
        return exitCode;
    }

    private void runUntilStopped(Readiness readiness) throws StartFailure, InterruptedException {
        var admin = adminBind();
        RunningInstance.refuse(admin);
        LoadRehearsal.recall();
        var counters = new Counters();
        try (var streams = new StandardStreams();
                var control = new ControlThread("control", log);
                var names = new ControlThread("names", log);
                var memory = PeersMemory.open(options.statePath, ip6(), control, log);
                var loop = new DataLoop(clock, counters);
                var inForce = putInForce(control)) {
            loop.onNotice(text -> log.event(Level.INFO, "io", text));
            var underlay = inForce == null ? Underlay.ANY : inForce.underlay();
            var outside = new LoopOutside(names, underlay, memory, log);
            var crypto = crypto();
            var node = node(crypto, loop, counters, outside);
            var gate = new LoopGate(loop, node);
            var site =
                    inForce == null
                            ? null
                            : new RunningSite(
                                    inForce,
                                    new SiteTunnels(inForce, loop, node, counters, log),
                                    new SiteLinks(crypto, log),
                                    node,
                                    gate,
                                    conf,
                                    log);
            var tunnels = site == null ? null : site.tunnels();
            outside.attach(gate, tunnels);
            var ethernet = new EthernetPorts(loop, node, counters, control, log);
            var parts = new Parts(crypto, loop, counters, node, gate, ethernet, underlay, site);
            var ports = openDevices(parts, memory);
            if (tunnels != null) tunnels.open(clock.nanoTime());
            var reload = reload(parts, ports, control);
            var around =
                    new AroundNode(
                            options.program,
                            loop,
                            node,
                            counters,
                            gate,
                            ethernet,
                            control,
                            site,
                            reload,
                            log.recent(),
                            log.feed(),
                            process(loop, gate),
                            () -> stop(0, "admin"));
            try (ethernet;
                    var server = startAdmin(admin, gate, around);
                    var _ = MetricsFace.start(conf.metrics(), gate, around, clock, log)) {
                log.event(
                        Level.INFO,
                        "daemon",
                        "admin interface at "
                                + admin.getHostString()
                                + ":"
                                + server.localAddress().getPort());
                control.now(() -> {
                    new Privileges(log).giveUp(conf.security(), later());
                    if (inForce != null) inForce.keep();
                    return null;
                });
                try (var _ = supervise(loop, node)) {
                    runLoop(loop, node, tunnels, reload, readiness, streams);
                }
            }
        } catch (DeviceException e) {
            throw new StartFailure(StartFailure.CONFIGURATION, String.valueOf(e.getMessage()));
        }
    }

    // --- start

    private Crypto crypto() {
        var found = CryptoProviders.examine();
        for (var why : found.passedOver()) log.event(Level.WARN, "crypto", why);
        return found.crypto();
    }

    private Node node(Crypto crypto, DataLoop loop, Counters counters, LoopOutside outside) {
        log.event(Level.INFO, "daemon", options.program + " with " + crypto.name());
        var world = new World(random, new Timers(), counters, log);
        return LoopCore.node(conf.identity(), world, crypto, loop, outside, clock.nanoTime());
    }

    /// Under `all` a device may come when the rights are long gone.
    private Privileges.Later later() {
        return new Privileges.Later(
                conf.ethInterfaces().stream().anyMatch(EthInterfaceConf::isForAllDevices),
                options.site != null);
    }

    /// The firewall of the site comes before everything that it guards.
    private @Nullable SiteInForce putInForce(ControlThread control)
            throws StartFailure, InterruptedException {
        var plan = options.site;
        if (plan == null) return null;
        var usual = SiteOptions.ofNode(conf.udpPorts());
        var inForce = control.now(() -> SiteInForce.begin(plan, options.siteLedger, usual, log));
        isSiteInForce = true;
        return inForce;
    }

    private OwnProcess process(DataLoop loop, LoopGate gate) {
        boolean hasTun = conf.router().inside() instanceof RouterConf.Inside.Tun;
        return new OwnProcess(conf.identity(), hasTun, loop, gate, random, log);
    }

    private Reload reload(Parts parts, List<RunningPort> ports, ControlThread control) {
        var needs =
                new Reload.Needs(
                        options.source,
                        text -> ConfReader.read(text, key -> Identity.of(key, parts.crypto)),
                        new LoopSockets(parts.loop, parts.counters),
                        parts.ethernet,
                        parts.gate,
                        parts.node::onCommand,
                        parts.underlay,
                        parts.site,
                        Reload.SITE_PATIENCE);
        return new Reload(conf, ports, needs, control, systemd, clock, log);
    }

    private List<RunningPort> openDevices(Parts parts, PeersMemory memory) throws StartFailure {
        var node = parts.node;
        var site = parts.site;
        if (conf.router().inside() instanceof RouterConf.Inside.Tun tun) {
            var device =
                    OwnTun.open(
                            ownTun(tun.device()),
                            ip6(),
                            NodeSettings.DEFAULT_TUN_MTU_BYTES,
                            parts.counters,
                            log);
            hasItsAddress = () -> OwnTun.hasAddress(device.name(), ip6());
            parts.loop.addTun(TunStation.CJDNS, device);
        } else {
            log.event(Level.INFO, "daemon", "no tun device: this node only relays");
        }
        long nowNs = clock.nanoTime();
        if (site != null) site.prepareLinks(nowNs);
        var setup = new NodeSetup(conf, parts.underlay, log);
        setup.into(node, parts.loop, parts.counters, nowNs);
        if (site != null) site.openLinks(nowNs);
        parts.ethernet.start(EthInterfaceConf.inForce(conf.ethInterfaces()), nowNs);
        node.onCommand(new NodeCommand.Greet(memory.read()), nowNs);
        return setup.running();
    }

    /// The site's firewall knows the device by the name in its file.
    private @Nullable String ownTun(@Nullable String configured) throws StartFailure {
        if (options.site == null) return configured;
        var own = options.site.own();
        if (configured == null || configured.equals(own.meshDevice())) return own.meshDevice();
        throw new StartFailure(
                StartFailure.CONFIGURATION,
                "router.interface.tunDevice: read \"%s\", but the site file's firewall is for \"%s\"; write that, or \"tunDevice\": \"%s\" for %s in the site file"
                        .formatted(configured, own.meshDevice(), configured, own.name()));
    }

    private AdminServer startAdmin(InetSocketAddress bind, LoopGate gate, AroundNode around)
            throws StartFailure {
        try {
            var noted = new NotedPasswords(gate, log);
            var server = AdminServer.start(bind, adminPassword(), noted, around, clock, log);
            var socket = conf.admin().socket();
            if (socket != null) listenAt(server, Path.of(socket));
            return server;
        } catch (AdminException e) {
            throw new StartFailure(StartFailure.CONFIGURATION, e.getMessage());
        }
    }

    private static void listenAt(AdminServer server, Path socket) {
        try {
            server.listenAt(socket);
        } catch (AdminException e) {
            server.close();
            throw e;
        }
    }

    private AdminPassword adminPassword() {
        var password = conf.admin().password();
        return new AdminPassword(
                password == null
                        ? Base32.encode(random.bytes(ADMIN_PASSWORD_BYTES))
                        : new String(password.bytes(), StandardCharsets.UTF_8));
    }

    private InetSocketAddress adminBind() {
        LinkAddress bind = conf.admin().bind();
        var ip = bind.ip();
        try {
            // Four bytes for IPv4: a socket of that family is wanted then.
            var bytes = ip.bytes();
            if (ip.isMapped()) bytes = Arrays.copyOfRange(bytes, 12, Ip6.BYTES);
            return new InetSocketAddress(InetAddress.getByAddress(bytes), bind.udpPort());
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }

    private Ip6 ip6() {
        return conf.identity().ip6();
    }

    // --- the run

    private void runLoop(
            DataLoop loop,
            Node node,
            @Nullable SiteTunnels tunnels,
            Reload reload,
            Readiness readiness,
            StandardStreams streams)
            throws InterruptedException {
        var changes = new NetworkChanges(clock, node, log);
        changes.watch(loop);
        var core =
                new LoopCore(
                        node, log, tunnels, changes, why -> stop(StartFailure.CONFIGURATION, why));
        var thread =
                Thread.ofPlatform()
                        .name("data")
                        .uncaughtExceptionHandler((_, fault) -> onLoopFault(core, fault))
                        .unstarted(() -> loop.run(core));
        running = loop;
        thread.start();
        HangUp.listen(reload::byItself);
        log.event(Level.INFO, "daemon", "node " + conf.identity().publicKey() + " is up");
        sayReady(readiness, streams);
        thread.join();
    }

    private Supervision supervise(DataLoop loop, Node node) {
        return Supervision.begin(
                systemd,
                work -> loop.submit(_ -> work.run()),
                hasItsAddress,
                () -> Supervision.line(node.snapshot(clock.nanoTime())));
    }

    private void sayReady(Readiness readiness, StandardStreams streams) {
        if (!readiness.isAwaited()) return;
        if (options.staysInForeground) {
            readiness.foreground();
            return;
        }
        if (options.site != null) sayWhatIsToCome(options.site);
        // Whoever reads the launcher's output waits for its end: let go of what is not used. What
        // was said until now is to be read.
        LogOutput.flush();
        streams.release(conf.logToStdout());
        readiness.ready();
    }

    /// Tunnels come up when the other machine is heard, which may be tomorrow, and by then nobody
    /// reads the output.
    private void sayWhatIsToCome(SitePlan plan) {
        var others = plan.tunnels().stream().map(Tunnel::machine).toList();
        if (!others.isEmpty())
            log.event(
                    Level.INFO,
                    "site",
                    "tunnels to %s come up when their nodes are heard; boreas site status tells"
                            .formatted(String.join(", ", others)));
    }

    private static void afterwards(Runnable what, long afterNs) {
        Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(Duration.ofNanos(afterNs));
                what.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    // --- the end

    /// The loop itself has ended, by what it does not go on after: a file of the JVM that is gone,
    /// a stack or memory at its end. A service manager must see that and start anew.
    private void onLoopFault(LoopCore core, Throwable fault) {
        core.onFault(fault, clock.nanoTime());
        stop(SOFTWARE, "the data loop cannot go on");
    }

    /// From any thread; the first reason counts.
    private synchronized void stop(int code, String why) {
        var loop = running;
        if (loop == null || isStopping) return;
        isStopping = true;
        log.event(code == 0 ? Level.INFO : Level.ERROR, "daemon", "ends: " + why);
        exitCode = code;
        systemd.stopping();
        loop.stop();
    }

    /// SIGTERM or SIGINT. During the start there is nothing yet that would have to be put away.
    private void onShutdown() {
        if (running != null) {
            stop(0, "told by a signal");
            try {
                var _ = ended.await(END_LIMIT_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        LogOutput.flush();
        // An orderly end is a success; the JVM itself would report the signal. And it would wait:
        // 0.3 s for threads in system calls, seconds for a compiler thread on a busy machine.
        LibCProcess.exit(exitCode);
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // It runs already, and waits for us.
        }
    }
}
