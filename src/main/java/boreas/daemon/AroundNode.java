package boreas.daemon;

import boreas.address.LinkAddress;
import boreas.admin.AdminException;
import boreas.admin.HostProcess;
import boreas.admin.KeptLog;
import boreas.admin.LogFeed;
import boreas.admin.OwnFiles;
import boreas.admin.ReloadReport;
import boreas.admin.ReloadTexts;
import boreas.admin.SiteView;
import boreas.admin.Surroundings;
import boreas.env.Counters;
import boreas.io.BeaconSocket;
import boreas.io.DataLoop;
import boreas.io.DeviceException;
import boreas.io.NetworkDevices;
import boreas.io.UdpSocket;
import boreas.link.PortInfo;
import boreas.node.Node;
import boreas.node.NodeCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the admin interface may ask of the process.
final class AroundNode implements Surroundings {
    private final String program;
    private final DataLoop loop;
    private final Node node;
    private final Counters counters;
    private final LoopGate gate;
    private final EthernetPorts ethernet;
    private final ControlThread control;
    private final @Nullable RunningSite site;
    private final Reload reload;
    private final KeptLog keptLog;
    private final LogFeed logFeed;
    private final OwnProcess process;
    private final Runnable stop;

    AroundNode(
            String program,
            DataLoop loop,
            Node node,
            Counters counters,
            LoopGate gate,
            EthernetPorts ethernet,
            ControlThread control,
            @Nullable RunningSite site,
            Reload reload,
            KeptLog keptLog,
            LogFeed logFeed,
            OwnProcess process,
            Runnable stop) {
        this.program = program;
        this.loop = loop;
        this.node = node;
        this.counters = counters;
        this.gate = gate;
        this.ethernet = ethernet;
        this.control = control;
        this.site = site;
        this.reload = reload;
        this.keptLog = keptLog;
        this.logFeed = logFeed;
        this.process = process;
        this.stop = stop;
    }

    @Override
    public String program() {
        return program;
    }

    @Override
    public HostProcess process() {
        return process;
    }

    @Override
    public CompletableFuture<OpenedPort> openUdp(LinkAddress bind, int dscp, int beaconPort) {
        try {
            var socket = UdpSocket.open(bind, dscp, counters);
            var beacons = openBeacons(socket, beaconPort);
            var opened =
                    gate.onLoop(nowNs -> {
                        int port = loop.addLink(socket);
                        if (beacons != null) loop.addBeacons(port, beacons);
                        var info = node.onCommand(new NodeCommand.AddPort(socket.local()), nowNs);
                        assert info.port() == port : info + " is port " + port + " of the loop";
                        return new OpenedPort(info, socket.local());
                    });
            // Refused at the gate: the loop, which would close it, never hears of the socket.
            return opened.whenComplete((_, fault) -> {
                if (!(fault instanceof RejectedExecutionException)) return;
                socket.close();
                if (beacons != null) beacons.close();
            });
        } catch (DeviceException e) {
            throw refused(e);
        }
    }

    private @Nullable BeaconSocket openBeacons(UdpSocket socket, int beaconPort)
            throws DeviceException {
        if (beaconPort == 0) return null;
        try {
            return BeaconSocket.open(socket, beaconPort, List.of(), counters);
        } catch (DeviceException e) {
            socket.close();
            throw e;
        }
    }

    /// By the control thread, which alone may still have the right.
    @Override
    public CompletableFuture<PortInfo> openEthernet(String device) {
        var answer = new CompletableFuture<PortInfo>();
        boolean isTaken = control.later("Ethernet device " + device, () -> open(device, answer));
        if (!isTaken)
            answer.completeExceptionally(
                    new RejectedExecutionException("the control thread is busy"));
        return answer;
    }

    private void open(String device, CompletableFuture<PortInfo> answer) {
        try {
            var _ = ethernet.open(device).whenComplete((i, fault) -> hand(i, fault, answer));
        } catch (RuntimeException | AssertionError fault) {
            answer.completeExceptionally(fault);
            throw fault;
        }
    }

    /// By the loop's thread: what follows an answer starts threads, and those that the control
    /// thread starts have its rights.
    private <R> void hand(@Nullable R result, @Nullable Throwable fault, CompletableFuture<R> to) {
        Supplier<Boolean> deliver =
                () ->
                        fault == null
                                ? to.complete(result)
                                : to.completeExceptionally(refused(fault));
        var _ = gate.onLoop(_ -> deliver.get()).exceptionally(_ -> deliver.get());
    }

    private static AdminException refused(Throwable why) {
        return new AdminException(AdminException.Kind.REFUSED, String.valueOf(why.getMessage()));
    }

    @Override
    public List<String> ethernetDevices() {
        return EthernetPorts.candidates();
    }

    @Override
    public CompletableFuture<Boolean> hasBeaconPort(int port) {
        return gate.onLoop(_ -> loop.beacons(port) != null);
    }

    @Override
    public CompletableFuture<List<String>> beaconDevices(int port) {
        return gate.onLoop(_ -> {
            var beacons = loop.beacons(port);
            return beacons == null ? List.of() : beacons.devices();
        });
    }

    @Override
    public CompletableFuture<Void> setBeaconDevices(int port, List<String> devices) {
        return gate.onLoop(
                        _ -> {
                            var beacons = loop.beacons(port);
                            if (beacons == null)
                                throw new AdminException(
                                        AdminException.Kind.REFUSED,
                                        "this interface was opened without beaconPort");
                            beacons.setDevices(devices);
                            return devices;
                        })
                .thenAccept(_ -> {});
    }

    @Override
    public CompletableFuture<List<LinkAddress>> beaconAddresses(int port) {
        return gate.onLoop(_ -> {
            var beacons = loop.beacons(port);
            return beacons == null ? List.of() : beacons.broadcastAddresses();
        });
    }

    @Override
    public List<String> broadcastDevices() {
        return NetworkDevices.withBroadcastAddress();
    }

    @Override
    public @Nullable SiteView site() {
        return site == null ? null : site.view();
    }

    @Override
    public CompletableFuture<ReloadReport> reload(@Nullable ReloadTexts texts, boolean isDryRun) {
        var answer = new CompletableFuture<ReloadReport>();
        var _ = reload.begin(texts, isDryRun).whenComplete((r, fault) -> hand(r, fault, answer));
        return answer;
    }

    @Override
    public CompletableFuture<OwnFiles> files() {
        var answer = new CompletableFuture<OwnFiles>();
        var _ = reload.files().whenComplete((files, fault) -> hand(files, fault, answer));
        return answer;
    }

    @Override
    public KeptLog keptLog() {
        return keptLog;
    }

    @Override
    public LogFeed logFeed() {
        return logFeed;
    }

    @Override
    public void stop() {
        stop.run();
    }
}
