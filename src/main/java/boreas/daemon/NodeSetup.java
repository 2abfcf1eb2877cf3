package boreas.daemon;

import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.config.AuthorizedPassword;
import boreas.config.BeaconMode;
import boreas.config.CjdrouteConf;
import boreas.config.PeerConf;
import boreas.config.RouterConf;
import boreas.config.UdpInterfaceConf;
import boreas.cryptoauth.Credentials;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.io.BeaconSocket;
import boreas.io.DataLoop;
import boreas.io.DeviceException;
import boreas.io.UdpSocket;
import boreas.link.BeaconState;
import boreas.link.PeerSettings;
import boreas.link.PortInfo;
import boreas.node.Node;
import boreas.node.NodeCommand;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries a configuration into a node: users, sockets, peers to call. Before the loop runs, on the
/// thread that starts it.
final class NodeSetup {
    private final CjdrouteConf conf;
    private final Underlay underlay;
    private final EventLog log;
    private final List<PortInfo> ports = new ArrayList<>();
    private final List<RunningPort> running = new ArrayList<>();

    NodeSetup(CjdrouteConf conf, Underlay underlay, EventLog log) {
        this.conf = conf;
        this.underlay = underlay;
        this.log = log;
    }

    /// @return the UDP sockets, as ports of the node
    List<PortInfo> into(Node node, DataLoop loop, Counters counters, long nowNs)
            throws StartFailure {
        for (var password : conf.authorizedPasswords()) add(node, password, nowNs);
        for (var udp : conf.udpInterfaces()) add(node, loop, counters, udp, nowNs);
        sayWhatIsIgnored();
        return List.copyOf(ports);
    }

    /// Every UDP interface of the configuration, after [#into].
    List<RunningPort> running() {
        return List.copyOf(running);
    }

    private static void add(Node node, AuthorizedPassword password, long nowNs) {
        node.onCommand(
                new NodeCommand.AddPassword(
                        password.password().bytes(), password.user(), password.onlyFrom()),
                nowNs);
    }

    private void add(Node node, DataLoop loop, Counters counters, UdpInterfaceConf udp, long nowNs)
            throws StartFailure {
        OpenedUdp opened;
        try {
            opened = OpenedUdp.at(udp.bind(), udp.dscp().orElse(0), counters);
        } catch (DeviceException e) {
            // A machine without IPv6 must not need another file for it.
            if (udp.bind().kind() != LinkAddress.Kind.UDP6 || !udp.connectTo().isEmpty())
                throw new StartFailure(
                        StartFailure.CONFIGURATION, OpenedUdp.refusal(udp.bind(), e));
            log.event(
                    Level.WARN,
                    "daemon",
                    "goes on without it: " + OpenedUdp.refusal(udp.bind(), e));
            running.add(new RunningPort(udp, RunningPort.NONE));
            return;
        }
        var socket = opened.socket();
        int port = loop.addLink(socket);
        var info = node.onCommand(new NodeCommand.AddPort(socket.local()), nowNs);
        assert info.port() == port : info + " is port " + port + " of the loop";
        ports.add(info);
        running.add(new RunningPort(udp, port));
        if (opened.isAhead()) log.event(Level.WARN, "daemon", OpenedUdp.absence(udp.bind()));
        else log.event(Level.INFO, "daemon", "listens at " + info.name());
        if (udp.beacon() != BeaconMode.OFF)
            openBeacons(node, loop, counters, udp, socket, port, nowNs);
        for (var peer : udp.connectTo()) connect(node, port, peer, nowNs);
    }

    /// Devices first and state after: setting the state sends a beacon, which needs somewhere to
    /// go.
    private void openBeacons(
            Node node,
            DataLoop loop,
            Counters counters,
            UdpInterfaceConf udp,
            UdpSocket socket,
            int port,
            long nowNs) {
        try {
            var beacons =
                    BeaconSocket.open(
                            socket, udp.beaconPort().orElseThrow(), udp.beaconDevices(), counters);
            loop.addBeacons(port, beacons);
            var addresses = beacons.broadcastAddresses();
            log.event(
                    Level.INFO,
                    "daemon",
                    "%s at beacon port %d, broadcast addresses of %s now: %s"
                            .formatted(
                                    words(state(udp.beacon())),
                                    udp.beaconPort().orElseThrow(),
                                    udp.beaconDevices(),
                                    addresses.isEmpty() ? "none" : addresses));
            node.onCommand(new NodeCommand.SetBeacon(port, state(udp.beacon())), nowNs);
        } catch (DeviceException e) {
            log.event(
                    Level.WARN,
                    "daemon",
                    "goes on without UDPInterface.beacon of " + udp.bind() + ": " + e.getMessage());
        }
    }

    static BeaconState state(BeaconMode mode) {
        return switch (mode) {
            case OFF -> BeaconState.OFF;
            case ACCEPT -> BeaconState.ACCEPT;
            case SEND_AND_ACCEPT -> BeaconState.SEND;
        };
    }

    static String words(BeaconState state) {
        return switch (state) {
            case OFF -> "no beacons";
            case ACCEPT -> "accepts beacons";
            case SEND -> "sends and accepts beacons";
        };
    }

    private void connect(Node node, int port, PeerConf peer, long nowNs) throws StartFailure {
        if (peer.endpoint() instanceof PeerEndpoint.Numeric(LinkAddress address)) {
            var why = underlay.refusal(address.ip());
            if (why != null) throw refused(peer, "its address " + why);
        }
        var refusal = node.onCommand(new NodeCommand.Connect(settings(peer, port)), nowNs);
        if (refusal.isPresent()) throw refused(peer, refusal.get().text());
    }

    private static StartFailure refused(PeerConf peer, String why) {
        return new StartFailure(
                StartFailure.CONFIGURATION,
                "interfaces.UDPInterface.connectTo \"" + peer.endpoint() + "\": " + why);
    }

    static PeerSettings settings(PeerConf peer, int port) {
        return new PeerSettings(
                port,
                peer.endpoint(),
                peer.publicKey(),
                credentials(peer),
                peer.peerName(),
                peer.version().orElse(0));
    }

    private static @Nullable Credentials credentials(PeerConf peer) {
        if (peer.password() == null) return null;
        var login = peer.login();
        return new Credentials(
                login == null ? null : login.getBytes(StandardCharsets.UTF_8),
                peer.password().bytes());
    }

    /// What this program does not do, whatever the file says; once, by name.
    private void sayWhatIsIgnored() {
        var ignored = new ArrayList<String>();
        var router = conf.router();
        if (router.inside() instanceof RouterConf.Inside.Socket) ignored.add("SocketInterface");
        if (!router.supernodes().isEmpty()) ignored.add("supernodes");
        if (!router.dnsSeeds().isEmpty()) ignored.add("dnsSeeds");
        if (router.publicPeer() != null) ignored.add("publicPeer");
        if (!isEmpty(router.ipTunnel().allowed()) || !isEmpty(router.ipTunnel().outgoing()))
            ignored.add("ipTunnel");
        if (!ignored.isEmpty())
            log.event(
                    Level.INFO,
                    "daemon",
                    "not supported yet, and left out: " + String.join(", ", ignored));
    }

    private static boolean isEmpty(List<?> list) {
        return list.isEmpty();
    }
}
