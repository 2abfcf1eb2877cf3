package boreas.daemon;

import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.config.AuthorizedPassword;
import boreas.config.BeaconMode;
import boreas.config.ConfDifference;
import boreas.config.EthInterfaceConf;
import boreas.config.PeerConf;
import boreas.config.PeersDifference;
import boreas.config.UdpInterfaceConf;
import boreas.io.DeviceException;
import boreas.link.KnownPeer;
import boreas.link.PeerRefused;
import boreas.link.PeerSettings;
import boreas.link.PortInfo;
import boreas.link.PortSettings;
import boreas.node.NodeCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Carries a [ConfDifference] into a running node: all of it, or nothing.
///
/// ```
///   prepare   sockets that are new are opened          no thread of the node's is needed
///   run       what can be refused: passwords, ports,   each step leaves behind how it is undone
///             peers that are new, beacons' sockets
///             ---- from here on nothing is refused here ----
///             what goes: peers, ports, those who came in by a password that is gone
///   takeBack  when something else refuses the change   the steps undone, the last one first
/// ```
///
/// Nothing that both configurations have is touched: its link does not lose a packet. A peer that
/// takes the place of another at the same address, and a socket that wants the port of one that
/// goes, can only come after that is gone; they are the last that may be refused here.
///
/// What is taken back is as it was, whoever had brought it, the file, a site or the admin
/// interface; but a port that was closed has another number, and links that were cut begin anew:
/// those who called us are greeted, as after a restart.
final class ReloadSteps {
    private static final String UDP = "UDPInterface", ETHERNET = "ETHInterface";

    /// Where commands go.
    interface NodeDoor {
        <R> R onCommand(NodeCommand<R> command, long nowNs);
    }

    /// One UDP interface on its way from one configuration to the other.
    private static final class Way {
        final ConfDifference.Udp udp;

        /// Before the change.
        int portBefore = RunningPort.NONE;

        int port = RunningPort.NONE;

        /// For a socket that goes and has its port still.
        boolean waits;

        Sockets.@Nullable Unused opened;
        Sockets.@Nullable UnusedBeacons beacons;

        Way(ConfDifference.Udp udp) {
            this.udp = udp;
        }

        /// It shall be there, and has no socket until now.
        boolean isToBeOpened() {
            return udp.after() != null && port == RunningPort.NONE;
        }

        boolean isToGo() {
            return udp.after() == null && port != RunningPort.NONE;
        }
    }

    private final ConfDifference difference;
    private final Sockets sockets;
    private final ReloadableEthernet ethernet;
    private final NodeDoor node;
    private final Underlay underlay;
    private final List<Way> ways = new ArrayList<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> revoked = new LinkedHashSet<>();
    private List<RunningPort> ports;
    private List<KnownPeer> known = List.of();
    private long nowNs;

    /// @param ports of the node as it runs
    ReloadSteps(
            ConfDifference difference,
            List<RunningPort> ports,
            Sockets sockets,
            ReloadableEthernet ethernet,
            NodeDoor node,
            Underlay underlay) {
        this.difference = difference;
        this.ports = ports;
        this.sockets = sockets;
        this.ethernet = ethernet;
        this.node = node;
        this.underlay = underlay;
        var left = new ArrayList<>(ports);
        for (var udp : difference.udp()) {
            var way = new Way(udp);
            for (var port : left)
                if (port.conf().equals(udp.before())) {
                    way.portBefore = port.port();
                    way.port = port.port();
                    left.remove(port);
                    break;
                }
            ways.add(way);
        }
    }

    /// The ports as they are when [#run] is over, whether it was refused or not, or [#takeBack].
    List<RunningPort> ports() {
        return ports;
    }

    /// What is not as it should be and hinders nothing, after [#prepare]; and what could not be
    /// brought back, after [#takeBack].
    List<String> warnings() {
        return warnings;
    }

    // --- before

    /// Opens what can be opened beside what there is.
    void prepare() throws ReloadRefused {
        for (var way : ways) for (var peer : way.udp.peers().added()) checkAddress(peer, UDP);
        for (var way : ways) {
            var after = way.udp.after();
            if (after == null || !way.isToBeOpened()) continue;
            way.waits = ways.stream().anyMatch(one -> one.isToGo() && isInTheWay(one, after));
            try {
                if (way.waits) {
                    tryAddress(after);
                    continue;
                }
                var opened = open(after);
                way.opened = opened;
                warnIfAhead(opened, after);
            } catch (ReloadRefused e) {
                // What the node could not open at its start it may go on without.
                if (way.udp.before() != null && after.connectTo().isEmpty()) continue;
                abandon();
                throw e;
            }
        }
    }

    private void warnIfAhead(Sockets.Unused opened, UdpInterfaceConf conf) {
        if (opened.isAhead()) warnings.add(OpenedUdp.absence(conf.bind()));
    }

    /// Whether the address of a socket that has to wait can be had.
    private void tryAddress(UdpInterfaceConf conf) throws ReloadRefused {
        var anyPort = LinkAddress.udp(conf.bind().ip(), 0);
        try {
            var opened = sockets.open(anyPort, 0);
            warnIfAhead(opened, conf);
            opened.close();
        } catch (DeviceException e) {
            throw refused(conf, e);
        }
    }

    private static ReloadRefused refused(UdpInterfaceConf conf, DeviceException e) {
        return new ReloadRefused(OpenedUdp.refusal(conf.bind(), e));
    }

    private void checkAddress(PeerConf peer, String kind) throws ReloadRefused {
        if (!(peer.endpoint() instanceof PeerEndpoint.Numeric(LinkAddress address))) return;
        var why = underlay.refusal(address.ip());
        if (why != null) throw refused(kind, peer, "its address " + why);
    }

    /// Closes what was opened and not used.
    void abandon() {
        for (var way : ways) {
            if (way.opened != null) way.opened.close();
            way.opened = null;
        }
    }

    private static boolean isInTheWay(Way goes, UdpInterfaceConf wanted) {
        var before = goes.udp.before();
        return before != null
                && before.bind().kind() == wanted.bind().kind()
                && before.bind().udpPort() == wanted.bind().udpPort();
    }

    private Sockets.Unused open(UdpInterfaceConf conf) throws ReloadRefused {
        try {
            return sockets.open(conf.bind(), conf.dscp().orElse(0));
        } catch (DeviceException e) {
            throw refused(conf, e);
        }
    }

    // --- the change

    /// On the thread that owns the node, in one go.
    void run(long nowNs) throws ReloadRefused {
        this.nowNs = nowNs;
        known = tell(new NodeCommand.AskKnownPeers());
        try {
            changePasswords();
            for (var way : ways) if (way.isToBeOpened()) openBeside(way);
            for (var way : ways) openOtherBeacons(way);
            for (var way : ways) callNew(way.port, UDP, way.udp.peers());
            for (var one : difference.ethernet()) callNew(port(one), ETHERNET, one.peers());
            for (var way : ways) if (way.isToBeOpened()) openInPlace(way);
            for (var way : ways) replace(way.port, UDP, way.udp.peers());
            for (var one : difference.ethernet()) replace(port(one), ETHERNET, one.peers());
        } catch (ReloadRefused e) {
            takeBack(nowNs);
            throw e;
        }
        leaveWhatGoes();
        ports = portsNow(true);
    }

    /// Undoes [#run], on the same thread.
    void takeBack(long nowNs) {
        this.nowNs = nowNs;
        while (!undo.isEmpty()) undo.pop().run();
        abandon();
        ports = portsNow(false);
        tell(new NodeCommand.Greet(known.stream().map(this::asNumberedNow).toList()));
    }

    private KnownPeer asNumberedNow(KnownPeer peer) {
        for (var way : ways) if (way.portBefore == peer.port()) return peer.from(way.port);
        return peer;
    }

    /// Of a device that is in both files, and there.
    private int port(ConfDifference.Ethernet one) {
        return one.before() == null || one.after() == null
                ? ReloadableEthernet.NONE
                : ethernet.port(one.after().bind());
    }

    private <R> R tell(NodeCommand<R> command) {
        return node.onCommand(command, nowNs);
    }

    // --- what may be refused

    private void changePasswords() throws ReloadRefused {
        for (var password : difference.passwordsRemoved()) {
            var user = remove(password);
            // Empty: somebody took it away by the admin interface.
            if (user.isPresent() && !isStillGood(password)) revoked.add(user.get());
        }
        for (var password : difference.passwordsAdded()) {
            remove(password); // somebody added it by the admin interface
            if (!tell(add(password)))
                throw new ReloadRefused(
                        "authorizedPasswords: user \"%s\" has another password by the admin interface; remove that first, or call this one otherwise"
                                .formatted(password.user()));
            undo.push(() -> tell(revoke(password)));
        }
    }

    /// @return what its user was called; empty when there was none
    private Optional<String> remove(AuthorizedPassword password) {
        var user = tell(revoke(password));
        if (user.isPresent()) undo.push(() -> addAgain(password, user.get()));
        return user;
    }

    /// One without a user in the file was given a name, by which its links are known.
    private void addAgain(AuthorizedPassword p, String user) {
        var asBefore = new NodeCommand.AddPassword(p.password().bytes(), user, p.onlyFrom());
        if (!tell(asBefore)) tell(add(p)); // somebody has taken the name meanwhile
    }

    private boolean isStillGood(AuthorizedPassword password) {
        for (var one : difference.after().authorizedPasswords())
            if (one.password().equals(password.password())
                    && Objects.equals(one.user(), password.user())) return true;
        return false;
    }

    private static NodeCommand.RevokePassword revoke(AuthorizedPassword p) {
        return new NodeCommand.RevokePassword(p.password().bytes(), p.user(), p.onlyFrom());
    }

    private static NodeCommand.AddPassword add(AuthorizedPassword p) {
        return new NodeCommand.AddPassword(p.password().bytes(), p.user(), p.onlyFrom());
    }

    private void openBeside(Way way) throws ReloadRefused {
        var opened = way.opened;
        var after = way.udp.after();
        if (opened == null || after == null) return;
        way.opened = null;
        way.port = use(opened);
        undo.push(() -> {
            close(way.port);
            way.port = RunningPort.NONE;
        });
        shoutFrom(way.port, after);
    }

    private int use(Sockets.Unused opened) {
        int port = opened.use();
        var info = tell(new NodeCommand.AddPort(new PortInfo.Local.Udp(opened.local())));
        assert info.port() == port : info + " is port " + port + " of the sockets";
        return port;
    }

    private void close(int port) {
        tell(new NodeCommand.RemovePort(port));
        sockets.close(port);
    }

    /// A port that was just opened.
    private void shoutFrom(int port, UdpInterfaceConf conf) throws ReloadRefused {
        if (conf.beacon() == BeaconMode.OFF) return;
        openBeacons(port, conf).use();
        tell(new NodeCommand.SetBeacon(port, NodeSetup.state(conf.beacon())));
    }

    private Sockets.UnusedBeacons openBeacons(int port, UdpInterfaceConf conf)
            throws ReloadRefused {
        try {
            return sockets.openBeacons(port, conf.beaconPort().orElseThrow(), conf.beaconDevices());
        } catch (DeviceException e) {
            throw new ReloadRefused(
                    "interfaces.UDPInterface.beacon of " + conf.bind() + ": " + e.getMessage());
        }
    }

    private void openOtherBeacons(Way way) throws ReloadRefused {
        var after = way.udp.after();
        if (after == null || way.port == RunningPort.NONE || after.beacon() == BeaconMode.OFF)
            return;
        boolean isSilentUntilNow =
                way.udp.before() != null && way.udp.before().beacon() == BeaconMode.OFF;
        if (!way.udp.hasOtherBeaconSocket() && !isSilentUntilNow) return;
        var beacons = openBeacons(way.port, after);
        way.beacons = beacons;
        undo.push(() -> {
            if (way.beacons != null) beacons.close(); // not in use
            way.beacons = null;
        });
    }

    /// Those that need nobody to go first.
    private void callNew(int port, String kind, PeersDifference peers) throws ReloadRefused {
        if (port == RunningPort.NONE) return;
        for (var peer : peers.added()) if (peers.replacedBy(peer) == null) call(peer, port, kind);
    }

    private void call(PeerConf peer, int port, String kind) throws ReloadRefused {
        var settings = NodeSetup.settings(peer, port);
        // Somebody called it by the admin interface.
        if (tellPeer(settings)) return;
        takeOver(settings);
        var refusal = tell(new NodeCommand.Connect(settings));
        if (refusal.equals(Optional.of(PeerRefused.Reason.ADDRESS_TAKEN)) && isThere(settings)) {
            stopCalling(
                    settings,
                    other ->
                            other.key().equals(settings.key())
                                    && other.endpoint() instanceof PeerEndpoint.Named
                                    && !isInTheFile(other));
            refusal = tell(new NodeCommand.Connect(settings));
        }
        if (refusal.isPresent()) throw refused(kind, peer, refusal.get().text());
        undo.push(() -> tell(new NodeCommand.StopCalling(settings)));
    }

    /// Its link goes on. @return false when nobody is called so
    private boolean tellPeer(PeerSettings settings) {
        for (var before : called(settings.port()))
            if (before.isSameLink(settings))
                undo.push(() -> tell(new NodeCommand.TellPeer(before)));
        return tell(new NodeCommand.TellPeer(settings));
    }

    /// Whoever told the node to.
    private List<PeerSettings> called(int port) {
        return tell(new NodeCommand.AskPortSettings(port))
                .map(PortSettings::peers)
                .orElse(List.of());
    }

    /// Somebody is called there with other words, because of a site or by the admin interface: the
    /// file comes first, as at a start.
    private void takeOver(PeerSettings settings) {
        stopCalling(
                settings,
                other -> other.endpoint().equals(settings.endpoint()) && !isInTheFile(other));
    }

    private void stopCalling(PeerSettings settings, Predicate<PeerSettings> isIt) {
        for (var other : called(settings.port())) if (isIt.test(other)) stopCalling(other);
    }

    private void stopCalling(PeerSettings settings) {
        if (tell(new NodeCommand.StopCalling(settings))) undo.push(() -> callAgain(settings));
    }

    private void callAgain(PeerSettings settings) {
        var refusal = tell(new NodeCommand.Connect(settings));
        if (refusal.isPresent())
            lost("connectTo \"%s\": %s".formatted(settings.endpoint(), refusal.get().text()));
    }

    private boolean isInTheFile(PeerSettings other) {
        for (var way : ways)
            if (way.port == other.port()
                    && way.udp.after() instanceof UdpInterfaceConf after
                    && isAmong(after.connectTo(), other)) return true;
        for (var one : difference.ethernet())
            if (port(one) == other.port()
                    && one.after() instanceof EthInterfaceConf after
                    && isAmong(after.connectTo(), other)) return true;
        return false;
    }

    private static boolean isAmong(List<PeerConf> peers, PeerSettings called) {
        for (var peer : peers)
            if (NodeSetup.settings(peer, called.port()).isSameLink(called)) return true;
        return false;
    }

    /// Whether this node is a peer at the address already: by a name that has it.
    private boolean isThere(PeerSettings settings) {
        var where = settings.endpoint().toString();
        for (var peer : tell(new NodeCommand.TakeSnapshot()).peers())
            if (peer.port() == settings.port()
                    && peer.linkAddress().equals(where)
                    && peer.address().key().equals(settings.key())) return true;
        return false;
    }

    private static ReloadRefused refused(String kind, PeerConf peer, String why) {
        return new ReloadRefused(
                "interfaces.%s.connectTo \"%s\": %s".formatted(kind, peer.endpoint(), why));
    }

    // --- what may be refused, and needs that something goes first

    private void openInPlace(Way way) throws ReloadRefused {
        var after = way.udp.after();
        if (after == null || !way.waits) return;
        for (var goes : ways) {
            if (goes.isToGo() && isInTheWay(goes, after)) letGo(goes);
        }
        way.opened = open(after);
        openBeside(way);
        callNew(way.port, UDP, way.udp.peers());
    }

    private void letGo(Way way) {
        var peers = called(way.port);
        close(way.port);
        way.port = RunningPort.NONE;
        undo.push(() -> bringBack(way, peers));
    }

    /// Its links begin anew.
    ///
    /// @param peers whom it called
    private void bringBack(Way way, List<PeerSettings> peers) {
        var before = way.udp.before();
        if (before == null) throw new AssertionError("a port that went was never there");
        try {
            way.port = use(open(before));
            shoutFrom(way.port, before);
        } catch (ReloadRefused e) {
            lost(e.sentence());
        }
        if (way.port == RunningPort.NONE) return;
        for (var peer : peers) callAgain(peer.from(way.port));
    }

    /// What was there a moment ago can be had again, unless somebody has taken its place.
    private void lost(String why) {
        warnings.add("it could not be brought back: " + why);
    }

    private void replace(int port, String kind, PeersDifference peers) throws ReloadRefused {
        if (port == RunningPort.NONE) return;
        for (var peer : peers.added()) {
            var before = peers.replacedBy(peer);
            if (before == null) continue;
            stopCalling(NodeSetup.settings(before, port));
            call(peer, port, kind);
        }
    }

    // --- what cannot be refused

    private void leaveWhatGoes() {
        for (var way : ways) {
            if (way.isToGo()) {
                letGo(way);
            } else if (way.port != RunningPort.NONE) {
                leave(way.port, way.udp.peers());
                setTo(way);
            }
        }
        for (var one : difference.ethernet()) {
            if (one.before() == null || one.after() == null) continue;
            int port = port(one);
            if (port != ReloadableEthernet.NONE) leave(port, one.peers());
            ethernet.order(one, nowNs);
            undo.push(() -> ethernet.order(one.reversed(), this.nowNs));
        }
        for (var user : revoked) tell(new NodeCommand.SendAway(user));
    }

    private void leave(int port, PeersDifference peers) {
        for (var peer : peers.told()) tellPeer(NodeSetup.settings(peer, port));
        for (var peer : peers.removed())
            if (peers.replacing(peer) == null) stopCalling(NodeSetup.settings(peer, port));
    }

    private void setTo(Way way) {
        var before = way.udp.before();
        var after = way.udp.after();
        if (after == null) return;
        if (before != null) undo.push(() -> setBack(way, before));
        if (way.udp.hasOtherDscp()) sockets.setDscp(way.port, after.dscp().orElse(0));
        if (way.beacons != null) way.beacons.use();
        way.beacons = null;
        if (!way.udp.hasOtherBeacons()) return;
        if (after.beacon() == BeaconMode.OFF) sockets.closeBeacons(way.port);
        tell(new NodeCommand.SetBeacon(way.port, NodeSetup.state(after.beacon())));
    }

    private void setBack(Way way, UdpInterfaceConf before) {
        if (way.udp.hasOtherDscp()) sockets.setDscp(way.port, before.dscp().orElse(0));
        if (!way.udp.hasOtherBeacons()) return;
        try {
            if (before.beacon() == BeaconMode.OFF) sockets.closeBeacons(way.port);
            else openBeacons(way.port, before).use();
            tell(new NodeCommand.SetBeacon(way.port, NodeSetup.state(before.beacon())));
        } catch (ReloadRefused e) {
            lost(e.sentence());
        }
    }

    /// After a refusal too: what was brought back has another number.
    private List<RunningPort> portsNow(boolean isDone) {
        var now = new ArrayList<RunningPort>();
        for (var way : ways) {
            var conf = isDone ? way.udp.after() : way.udp.before();
            if (conf != null) now.add(new RunningPort(conf, way.port));
        }
        return List.copyOf(now);
    }
}
