package boreas.daemon;

import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.config.BeaconMode;
import boreas.config.ConfDifference;
import boreas.config.PeerConf;
import boreas.config.UdpInterfaceConf;
import boreas.io.DeviceException;
import boreas.link.PeerSettings;
import boreas.link.PortInfo;
import boreas.node.NodeCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One UDP interface on its way from one configuration to the other, in either of which it may be
/// missing. Its steps stand here in the order in which [ReloadSteps] takes them.
final class UdpWay {
    private static final String KIND = "UDPInterface";

    private final ConfDifference.Udp udp;
    private final Sockets sockets;
    private final ReloadTurn turn;
    private final PeerSteps peers;
    private final int portBefore;

    private int port;

    /// What people called it before the change; [RunningPort#NONE] where it was not there.
    private int ifNumBefore = RunningPort.NONE;

    /// For a socket that goes and has its port still.
    private boolean waits;

    private Sockets.@Nullable Unused opened;
    private Sockets.@Nullable UnusedBeacons beacons;
    private @Nullable String warning;

    /// @param port before the change; [RunningPort#NONE] where it has no socket
    UdpWay(ConfDifference.Udp udp, int port, Sockets sockets, ReloadTurn turn, PeerSteps peers) {
        this.udp = udp;
        this.sockets = sockets;
        this.turn = turn;
        this.peers = peers;
        portBefore = port;
        this.port = port;
    }

    /// What is not as it should be and hinders nothing; after [#prepare].
    @Nullable String warning() {
        return warning;
    }

    /// @param isDone false: the configuration before the change holds
    @Nullable RunningPort running(boolean isDone) {
        var conf = isDone ? udp.after() : udp.before();
        return conf == null ? null : new RunningPort(conf, port);
    }

    int port() {
        return port;
    }

    /// What is brought back has another number.
    boolean wasPort(int number) {
        return number == portBefore;
    }

    /// Whether the configuration that is to hold calls a peer so.
    boolean calls(PeerSettings peer) {
        return peer.port() == port
                && udp.after() != null
                && PeerSteps.isAmong(udp.after().connectTo(), peer);
    }

    private boolean isToGo() {
        return udp.after() == null && port != RunningPort.NONE;
    }

    private boolean goesInTheWayOf(UdpInterfaceConf wanted) {
        var before = udp.before();
        return isToGo()
                && before != null
                && before.bind().kind() == wanted.bind().kind()
                && before.bind().udpPort() == wanted.bind().udpPort();
    }

    // --- what people call it

    /// Before the change.
    void noteIfNum(List<PortInfo> ports) {
        for (var one : ports) if (one.port() == portBefore) ifNumBefore = one.ifNum();
    }

    /// When all that goes has gone.
    void takeLowestIfNum(List<PortInfo> ports) {
        if (port == RunningPort.NONE || port == portBefore) return;
        var taken = ports.stream().filter(p -> p.port() != port).map(PortInfo::ifNum).toList();
        int free = 0;
        while (taken.contains(free)) free++;
        turn.tell(new NodeCommand.NumberPort(port, free));
    }

    /// When all is there again that can be.
    void takeIfNumBack() {
        if (port != RunningPort.NONE && ifNumBefore != RunningPort.NONE)
            turn.tell(new NodeCommand.NumberPort(port, ifNumBefore));
    }

    // --- before

    void checkPeers(Underlay underlay) throws ReloadRefused {
        for (var peer : udp.peers().added()) check(peer, underlay);
    }

    private static void check(PeerConf peer, Underlay underlay) throws ReloadRefused {
        if (!(peer.endpoint() instanceof PeerEndpoint.Numeric(LinkAddress address))) return;
        var why = underlay.refusal(address.ip());
        if (why != null) throw PeerSteps.refused(KIND, peer, "its address " + why);
    }

    /// Opens what can be opened beside what there is.
    void prepare(List<UdpWay> all) throws ReloadRefused {
        var after = udp.after();
        if (after == null || port != RunningPort.NONE) return;
        waits = all.stream().anyMatch(one -> one.goesInTheWayOf(after));
        try {
            if (waits) {
                tryAddress(after);
                return;
            }
            opened = open(after);
            warnIfAhead(opened, after);
        } catch (ReloadRefused e) {
            // What the node could not open at its start it may go on without.
            if (udp.before() == null || !after.connectTo().isEmpty()) throw e;
        }
    }

    private Sockets.Unused open(UdpInterfaceConf conf) throws ReloadRefused {
        return open(conf.bind(), conf);
    }

    /// Whether the address of a socket that has to wait can be had.
    private void tryAddress(UdpInterfaceConf conf) throws ReloadRefused {
        var anyPort = open(LinkAddress.udp(conf.bind().ip(), 0), conf);
        warnIfAhead(anyPort, conf);
        anyPort.close();
    }

    private Sockets.Unused open(LinkAddress at, UdpInterfaceConf conf) throws ReloadRefused {
        try {
            return sockets.open(at, conf.dscp().orElse(0));
        } catch (DeviceException e) {
            throw new ReloadRefused(OpenedUdp.refusal(conf.bind(), e));
        }
    }

    private void warnIfAhead(Sockets.Unused socket, UdpInterfaceConf conf) {
        if (socket.isAhead()) warning = OpenedUdp.absence(conf.bind());
    }

    /// Closes what was opened and not used.
    void abandon() {
        if (opened != null) opened.close();
        opened = null;
    }

    // --- what may be refused

    void openBeside() throws ReloadRefused {
        var after = udp.after();
        if (opened == null || after == null) return;
        port = use(opened);
        opened = null;
        turn.undo(this::close);
        shoutBy(after);
    }

    private int use(Sockets.Unused socket) {
        int number = socket.use();
        var info = turn.tell(new NodeCommand.AddPort(socket.local()));
        assert info.port() == number : info + " is port " + number + " of the sockets";
        return number;
    }

    private void close() {
        turn.tell(new NodeCommand.RemovePort(port));
        sockets.close(port);
        port = RunningPort.NONE;
    }

    /// From a port that was just opened.
    private void shoutBy(UdpInterfaceConf conf) throws ReloadRefused {
        if (conf.beacon() == BeaconMode.OFF) return;
        openBeacons(conf).use();
        turn.tell(new NodeCommand.SetBeacon(port, NodeSetup.state(conf.beacon())));
    }

    private Sockets.UnusedBeacons openBeacons(UdpInterfaceConf conf) throws ReloadRefused {
        try {
            return sockets.openBeacons(port, conf.beaconPort().orElseThrow(), conf.beaconDevices());
        } catch (DeviceException e) {
            throw new ReloadRefused(
                    "interfaces.UDPInterface.beacon of " + conf.bind() + ": " + e.getMessage());
        }
    }

    /// Of a port that stays.
    void openOtherBeacons() throws ReloadRefused {
        var before = udp.before();
        var after = udp.after();
        if (after == null || port == RunningPort.NONE || after.beacon() == BeaconMode.OFF) return;
        boolean isSilentUntilNow = before != null && before.beacon() == BeaconMode.OFF;
        if (!udp.hasOtherBeaconSocket() && !isSilentUntilNow) return;
        var fresh = openBeacons(after);
        beacons = fresh;
        turn.undo(() -> {
            if (beacons != null) fresh.close(); // not in use
            beacons = null;
        });
    }

    void callNew() throws ReloadRefused {
        peers.callNew(port, KIND, udp.peers());
    }

    /// What has to wait until another has gone.
    void openInPlace(List<UdpWay> all) throws ReloadRefused {
        var after = udp.after();
        if (after == null || !waits) return;
        for (var one : all) if (one.goesInTheWayOf(after)) one.letGo();
        opened = open(after);
        openBeside();
        callNew();
    }

    void replacePeers() throws ReloadRefused {
        peers.replace(port, KIND, udp.peers());
    }

    private void letGo() {
        var called = peers.called(port);
        close();
        turn.undo(() -> bringBack(called));
    }

    /// Its links begin anew.
    private void bringBack(List<PeerSettings> called) {
        var before = udp.before();
        if (before == null) throw new AssertionError("a port that went was never there");
        try {
            port = use(open(before));
            shoutBy(before);
        } catch (ReloadRefused e) {
            turn.lost(e.sentence());
        }
        if (port == RunningPort.NONE) return;
        for (var peer : called) peers.callAgain(peer.from(port));
    }

    // --- what cannot be refused

    /// All that is not in the new configuration.
    void leave() {
        if (isToGo()) letGo();
        if (port == RunningPort.NONE) return;
        peers.leave(port, udp.peers());
        setTo();
    }

    private void setTo() {
        var before = udp.before();
        var after = udp.after();
        if (after == null) return;
        if (before != null) turn.undo(() -> setBack(before));
        if (udp.hasOtherDscp()) sockets.setDscp(port, after.dscp().orElse(0));
        if (beacons != null) beacons.use();
        beacons = null;
        if (!udp.hasOtherBeacons()) return;
        if (after.beacon() == BeaconMode.OFF) sockets.closeBeacons(port);
        turn.tell(new NodeCommand.SetBeacon(port, NodeSetup.state(after.beacon())));
    }

    private void setBack(UdpInterfaceConf before) {
        if (udp.hasOtherDscp()) sockets.setDscp(port, before.dscp().orElse(0));
        if (!udp.hasOtherBeacons()) return;
        try {
            if (before.beacon() == BeaconMode.OFF) sockets.closeBeacons(port);
            else openBeacons(before).use();
            turn.tell(new NodeCommand.SetBeacon(port, NodeSetup.state(before.beacon())));
        } catch (ReloadRefused e) {
            turn.lost(e.sentence());
        }
    }
}
