package boreas.daemon;

import boreas.config.BeaconMode;
import boreas.config.ConfDifference;
import boreas.config.EthInterfaceConf;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.host.HostChange;
import boreas.host.HostOutcome;
import boreas.io.DataLoop;
import boreas.io.DeviceException;
import boreas.io.DeviceWatch;
import boreas.io.EthernetDevice;
import boreas.io.EthernetSocket;
import boreas.io.HostNetwork;
import boreas.io.NetworkDevice;
import boreas.io.NetworkDevices;
import boreas.link.BeaconState;
import boreas.link.PortInfo;
import boreas.node.Node;
import boreas.node.NodeCommand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The Ethernet devices of a node, which come and go while it runs.
///
/// ```
///   kernel: "something changed" -> data loop (DeviceWatch) -> control thread: what is there now?
///     a wanted device is new    -> bound, then on the loop: port, peers, beacons
///     a device of ours is gone  -> on the loop: port removed, and its peers with it
/// ```
///
/// Compared is what there is with what we have, so no event can be missed for long. Named devices
/// have an [EthernetSocket] each from the start on, and need no right later. Under `all` a new
/// device needs a new socket, so the control thread must have kept CAP_NET_RAW ([Privileges]).
///
/// A device that cannot be had is a warning, told once, and the node goes on without; so does the
/// genuine program.
///
/// A device that goes and comes back does again what it was told last, by the configuration or by
/// an operator: its peers and its beacons. One that gets its carrier shouts again, since nobody
/// heard what it sent before.
///
/// Threads: [#start] before the loop runs, everything else on the control thread, but [#close],
/// which waits for what that does. Loop and node are touched by commands to the loop only.
final class EthernetPorts implements ReloadableEthernet, AutoCloseable {
    /// Where commands to the loop go. @return false when it takes no more
    private interface ToLoop {
        boolean give(DataLoop.Command command);
    }

    /// A device that shall be a port whenever it is there.
    ///
    /// @param socket the right to it
    private record Wanted(String name, EthernetOrders orders, EthernetSocket socket) {}

    /// A device that is a port of the node.
    private static final class Open {
        final NetworkDevice device;
        final EthernetDevice link;
        final EthernetOrders orders;
        final CompletableFuture<PortInfo> port = new CompletableFuture<>();
        int mtuBytes;
        boolean isRunning;

        Open(NetworkDevice device, EthernetDevice link, EthernetOrders orders) {
            this.device = device;
            this.link = link;
            this.orders = orders;
            mtuBytes = device.mtuBytes();
            isRunning = device.isRunning();
        }

        /// On the loop; -1 when it could not take the device.
        int portNumber() {
            return port.isDone() && !port.isCompletedExceptionally() ? port.join().port() : -1;
        }
    }

    private final DataLoop loop;
    private final Node node;
    private final Counters counters;
    private final ControlThread control;
    private final EventLog log;
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();
    private final Map<String, Open> open = new LinkedHashMap<>();

    /// Names about which a warning was given, so that it is not repeated at each change.
    private final Set<String> complained = new HashSet<>();

    /// The right to devices of a configuration that is about to hold, by name.
    private final Map<String, EthernetSocket> prepared = new LinkedHashMap<>();

    private final AtomicBoolean isChecking = new AtomicBoolean();
    private @Nullable BeaconMode all;
    private boolean isWatching;
    private boolean isClosed;
    private ToLoop toLoop;

    EthernetPorts(
            DataLoop loop, Node node, Counters counters, ControlThread control, EventLog log) {
        this.loop = loop;
        this.node = node;
        this.counters = counters;
        this.control = control;
        this.log = log;
        toLoop = loop::submit;
    }

    /// Opens what is configured and there, and watches for the rest.
    void start(List<EthInterfaceConf> interfaces, long nowNs) {
        if (interfaces.isEmpty()) return;
        toLoop =
                command -> {
                    command.run(nowNs);
                    return true;
                };
        try {
            for (var one : interfaces) want(one);
            watch();
        } catch (DeviceException e) {
            warn("goes on without ETHInterface: " + e.getMessage());
            toLoop = loop::submit;
            return;
        }
        compare();
        sayWhatIsMissing();
        toLoop = loop::submit;
    }

    /// Before a first look at the devices, so that no change falls between.
    private void watch() throws DeviceException {
        if (isWatching) return;
        var watch = DeviceWatch.open();
        isWatching = toLoop.give(_ -> loop.addWatch(watch, this::onDevicesChanged));
        if (isWatching) return;
        watch.close();
        throw busy();
    }

    private static DeviceException busy() {
        return new DeviceException("the node is busy, try again");
    }

    private void want(EthInterfaceConf one) throws DeviceException {
        // Made here already, so that a missing right is found out now.
        var socket = EthernetSocket.open();
        if (!one.isForAllDevices()) {
            var orders = new EthernetOrders(one.beacon(), one.connectTo());
            var entry = new Wanted(one.bind(), orders, socket);
            var twice = wanted.putIfAbsent(one.bind(), entry);
            if (twice != null) socket.close();
            return;
        }
        socket.close();
        all = one.beacon();
    }

    private void sayWhatIsMissing() {
        if (all != null) {
            if (open.isEmpty()) warn("no Ethernet device is there; waits for one");
            return;
        }
        for (var one : wanted.values())
            if (!open.containsKey(one.name) && complained.add(one.name))
                warn(
                        "interfaces.ETHInterface.bind: there is no device "
                                + one.name
                                + " now; it will be used when it comes. 'ip link' lists those that"
                                + " are there");
    }

    /// On the loop's thread.
    private void onDevicesChanged() {
        // However many changes there are meanwhile, one look later sees them all.
        if (isChecking.getAndSet(true)) return;
        boolean isTaken =
                control.later(
                        "Ethernet devices",
                        () -> {
                            isChecking.set(false);
                            compare();
                        });
        if (!isTaken) isChecking.set(false);
    }

    /// Makes ours what is there. Doing it once too often does nothing.
    private synchronized void compare() {
        if (isClosed) return;
        var present = NetworkDevices.list();
        if (present.isEmpty()) return; // no answer: loopback is always there
        forgetFailures();
        for (var one : List.copyOf(open.values())) {
            var now = byIndex(present, one.device.index());
            if (now == null || !now.name().equals(one.device.name())) close(one, "is gone");
            else if (all != null && now.belongsToAnother())
                close(one, "belongs to a bridge or bond now, which is used instead");
            else noteChanges(one, now);
        }
        for (var device : present) {
            if (open.containsKey(device.name())) continue;
            var named = wanted.get(device.name());
            if (all != null) openOneOfAll(device, all);
            else if (named != null) openNamed(device, named);
        }
        complained.removeIf(name -> !wanted.containsKey(name) && !contains(present, name));
    }

    /// What the loop could not take is no port.
    private void forgetFailures() {
        open.values().removeIf(one -> one.port.isCompletedExceptionally());
    }

    private static @Nullable NetworkDevice byIndex(List<NetworkDevice> present, int index) {
        for (var device : present) if (device.index() == index) return device;
        return null;
    }

    private static boolean contains(List<NetworkDevice> present, String name) {
        return present.stream().anyMatch(device -> device.name().equals(name));
    }

    // --- devices that come

    private void openOneOfAll(NetworkDevice device, BeaconMode beacon) {
        if (!device.isEthernet() || !device.isUp() || device.belongsToAnother()) return;
        try {
            add(
                    device,
                    EthernetDevice.open(device, counters),
                    new EthernetOrders(beacon, List.of()));
        } catch (DeviceException e) {
            complain(device, String.valueOf(e.getMessage()));
        }
    }

    private void openNamed(NetworkDevice device, Wanted entry) {
        try {
            add(device, bind(device, entry.socket), entry.orders);
        } catch (DeviceException e) {
            complain(device, String.valueOf(e.getMessage()));
        }
    }

    private EthernetDevice bind(NetworkDevice device, EthernetSocket socket)
            throws DeviceException {
        if (!device.isEthernet())
            throw new DeviceException(device.name() + " is no Ethernet device");
        if (!device.isUp()) switchOn(device);
        return socket.bind(device, counters);
    }

    private void switchOn(NetworkDevice device) {
        if (new HostNetwork().apply(new HostChange.LinkUp(device.name()))
                instanceof HostOutcome.Refused(String sentence, _))
            complain(
                    device,
                    sentence
                            + ". It is switched off and carries nothing; 'ip link set "
                            + device.name()
                            + " up' switches it on");
    }

    private Open add(NetworkDevice device, EthernetDevice link, EthernetOrders orders) {
        var one = new Open(device, link, orders);
        boolean isTaken = toLoop.give(nowNs -> addOnLoop(one, nowNs));
        if (!isTaken) {
            link.close();
            complain(device, "the node is busy");
            one.port.completeExceptionally(busy());
            return one;
        }
        open.put(device.name(), one);
        complained.remove(device.name());
        return one;
    }

    private void addOnLoop(Open one, long nowNs) {
        int port;
        try {
            port = loop.addLink(one.link);
        } catch (IllegalStateException e) {
            one.link.close();
            warn("Ethernet device " + one.device.name() + ": " + e.getMessage());
            one.port.completeExceptionally(new DeviceException(String.valueOf(e.getMessage())));
            return;
        }
        var info =
                node.onCommand(
                        new NodeCommand.AddPort(new PortInfo.Local.Ethernet(one.device.name())),
                        nowNs);
        assert info.port() == port : info + " is port " + port + " of the loop";
        log.event(
                Level.INFO,
                "daemon",
                "Ethernet device %s, %s, MTU %d, %s"
                        .formatted(
                                one.device.name(),
                                one.device.address(),
                                one.device.mtuBytes(),
                                NodeSetup.words(one.orders.latest.beacon())));
        for (var peer : one.orders.latest.peers()) {
            var refusal = node.onCommand(new NodeCommand.Connect(peer.from(port)), nowNs);
            if (refusal.isPresent())
                warn(
                        "interfaces.ETHInterface.connectTo \""
                                + peer.endpoint()
                                + "\": "
                                + refusal.get().text());
        }
        node.onCommand(new NodeCommand.SetBeacon(port, one.orders.latest.beacon()), nowNs);
        one.port.complete(info);
    }

    /// Opens a device at an operator's wish, without beacons. On the control thread.
    ///
    /// @return fails with a [DeviceException]
    synchronized CompletableFuture<PortInfo> open(String name) {
        forgetFailures();
        try {
            if (isClosed) throw new DeviceException("the node is about to end");
            if (open.containsKey(name))
                throw new DeviceException("device " + name + " is in use by this node already");
            watch();
            var device = NetworkDevices.find(name);
            if (device == null) throw new DeviceException("there is no device " + name);
            return open(device, EthernetSocket.open());
        } catch (DeviceException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// Keeps the socket for the device's return when it could be had, else closes it.
    private CompletableFuture<PortInfo> open(NetworkDevice device, EthernetSocket socket)
            throws DeviceException {
        var name = device.name();
        try {
            var orders = new EthernetOrders(BeaconMode.OFF, List.of());
            var port = add(device, bind(device, socket), orders).port;
            if (port.isCompletedExceptionally()) {
                socket.close();
                return port;
            }
            var before = wanted.put(name, new Wanted(name, orders, socket));
            if (before != null) before.socket.close();
            return port;
        } catch (DeviceException e) {
            socket.close();
            throw e;
        }
    }

    // --- another configuration

    @Override
    public synchronized void prepare(List<ConfDifference.Ethernet> interfaces)
            throws DeviceException {
        for (var one : interfaces) {
            var after = one.after();
            if (one.before() != null || after == null || after.isForAllDevices()) continue;
            try {
                watch();
                prepared.put(after.bind(), EthernetSocket.open());
            } catch (DeviceException e) {
                throw new DeviceException(
                        "interfaces.ETHInterface.bind: read \"%s\": %s; where this node gave rights up (security), a restart takes the new device"
                                .formatted(after.bind(), e.getMessage()));
            }
        }
    }

    /// The control thread, whose the table is, waits meanwhile.
    @Override
    public int port(String device) {
        var one = open.get(device);
        return one == null ? RunningPort.NONE : one.portNumber();
    }

    @Override
    public void order(ConfDifference.Ethernet one, long nowNs) {
        var after = one.after();
        if (after == null) return;
        var state = NodeSetup.state(after.beacon());
        if (after.isForAllDevices()) {
            all = after.beacon();
            if (one.hasOtherBeacons())
                for (var each : open.values()) setBeacon(each.portNumber(), state, nowNs);
            return;
        }
        int port = port(after.bind());
        if (port != RunningPort.NONE) {
            if (one.hasOtherBeacons()) setBeacon(port, state, nowNs);
            return;
        }
        var entry = wanted.get(after.bind());
        if (entry != null) entry.orders.change(state, one.peers());
    }

    private void setBeacon(int port, BeaconState state, long nowNs) {
        node.onCommand(new NodeCommand.SetBeacon(port, state), nowNs);
    }

    @Override
    public synchronized void finish(List<ConfDifference.Ethernet> interfaces, boolean isDone) {
        if (isDone && !isClosed) interfaces.forEach(this::finish);
        prepared.values().forEach(EthernetSocket::close);
        prepared.clear();
        if (isDone) compare();
    }

    private void finish(ConfDifference.Ethernet one) {
        var before = one.before();
        var after = one.after();
        if (before != null && after == null) {
            var entry = wanted.remove(before.bind());
            var gone = open.get(before.bind());
            if (gone != null) close(gone, "is not in the configuration any more");
            if (entry != null) entry.socket.close();
        } else if (before == null && after != null) {
            var socket = prepared.remove(after.bind());
            if (socket == null) return;
            var orders = new EthernetOrders(after.beacon(), after.connectTo());
            // One that an operator opened by the admin interface.
            var open = wanted.putIfAbsent(after.bind(), new Wanted(after.bind(), orders, socket));
            if (open != null) socket.close();
        }
    }

    // --- devices that change and go

    /// What the loop could not be told now, it is told at the next look.
    private void noteChanges(Open one, NetworkDevice now) {
        int mtuBytes = now.mtuBytes();
        if (mtuBytes != one.mtuBytes && toLoop.give(_ -> one.link.setMtuBytes(mtuBytes)))
            one.mtuBytes = mtuBytes;
        if (!now.isRunning()) one.isRunning = false;
        else if (!one.isRunning) one.isRunning = toLoop.give(nowNs -> shoutAgain(one, nowNs));
    }

    private void shoutAgain(Open one, long nowNs) {
        int port = one.portNumber();
        var told = node.onCommand(new NodeCommand.AskPortSettings(port), nowNs);
        if (told.isPresent())
            node.onCommand(new NodeCommand.SetBeacon(port, told.get().beacon()), nowNs);
    }

    private void close(Open one, String why) {
        boolean isTaken =
                toLoop.give(nowNs -> {
                    int port = one.portNumber();
                    var told = node.onCommand(new NodeCommand.AskPortSettings(port), nowNs);
                    if (told.isEmpty()) return;
                    one.orders.latest = told.get();
                    node.onCommand(new NodeCommand.RemovePort(port), nowNs);
                    loop.removeLink(port);
                });
        if (!isTaken) return; // the next look will try again
        open.remove(one.device.name());
        warn("Ethernet device " + one.device.name() + " " + why + "; its peers go with it");
    }

    private void complain(NetworkDevice device, String why) {
        if (complained.add(device.name())) warn("Ethernet device " + device.name() + ": " + why);
    }

    private void warn(String text) {
        log.event(Level.WARN, "daemon", text);
    }

    /// Names of the devices that could be opened, for people.
    static List<String> candidates() {
        var names = new ArrayList<String>();
        for (var device : NetworkDevices.list())
            if (device.isEthernet() || device.name().equals("lo")) names.add(device.name());
        return names;
    }

    /// A look at the devices that is under way comes to its end before, and none comes after: it
    /// would bind sockets whose numbers are others' by then.
    @Override
    public synchronized void close() {
        isClosed = true;
        wanted.values().forEach(one -> one.socket.close());
    }
}
