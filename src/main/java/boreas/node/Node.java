package boreas.node;

import boreas.address.NodeAddress;
import boreas.crypto.Crypto;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.Users;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.World;
import boreas.label.Label;
import boreas.link.KnownPeer;
import boreas.link.LinkPort;
import boreas.link.Links;
import boreas.link.Peer;
import boreas.link.PeerEvents;
import boreas.link.PeerRefused;
import boreas.path.dht.DhtPathFinder;
import boreas.path.trace.Tracer;
import boreas.session.Sessions;
import boreas.session.SwitchKeyPings;
import boreas.switching.OwnRouter;
import boreas.switching.PeerSlots;
import boreas.switching.Switch;
import boreas.switching.SwitchPinger;
import boreas.tap.Taps;
import boreas.tun.TunPort;
import boreas.tun.TunStation;
import boreas.tunnel.TunnelRefused;
import boreas.tunnel.TunnelSettings;
import boreas.tunnel.TunnelState;
import boreas.tunnel.Tunnels;
import boreas.wire.Batch;
import boreas.wire.DataHeader;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import boreas.wire.SwitchErrorCode;
import boreas.wire.SwitchHeader;
import java.util.List;
import java.util.Optional;

/// A whole cjdns node without threads, sockets or clock.
///
/// ```
///   tun packet   ->  tun  ->  session  ->  switching  ->  link  ->  datagram
///                              (inner)     (labels)      (outer)
///   tun packet   <-  tun  <-  session  <-  switching  <-  link  <-  datagram
/// ```
///
/// Each entry method is one *turn*: what the node sends during it has left through the ports when
/// it returns, and packets are nobody's afterwards. Owned by one thread.
public final class Node {
    /// Packets that one turn may make by itself: answers, probes, handshakes.
    public static final int OWN_PACKETS_PER_TURN = 256;

    private static final long NO_NODES_NS = 30_000_000_000L;

    /// Configured peers get this long before the first complaint.
    private static final long FIRST_COMPLAINT_NS = 5_000_000_000L;

    private final NodeAddress self;
    private final World world;
    private final long startedNs;
    private final LinkPort linkPort;
    private final TunPort tunPort;
    private final Outside outside;
    private final Batch own;
    private final Users users;
    private final Links links;
    private final SwitchPinger pinger;
    private final Sessions sessions;
    private final DhtPathFinder pathFinder;
    private final Tracer tracer;
    private final TunStation tun;
    private final Tunnels tunnels;
    private final Taps taps;
    private final Timers.Timer complaint;
    private List<KnownPeer> remembered = List.of();
    private long linkFailures;

    public Node(
            NodeSettings settings,
            World world,
            Crypto crypto,
            LinkPort linkPort,
            TunPort tunPort,
            Outside outside,
            long nowNs) {
        this(
                settings,
                world,
                crypto,
                linkPort,
                tunPort,
                outside,
                new Batch(OWN_PACKETS_PER_TURN),
                nowNs);
    }

    /// @param own empty packets for what the node makes by itself. Nodes whose turns never overlap
    ///   may share them: this batch is most of the memory of an idle node.
    public Node(
            NodeSettings settings,
            World world,
            Crypto crypto,
            LinkPort linkPort,
            TunPort tunPort,
            Outside outside,
            Batch own,
            long nowNs) {
        var identity = settings.identity();
        this.self = new NodeAddress(Links.PROTOCOL_VERSION, Label.SELF, identity.publicKey());
        this.world = world;
        this.startedNs = nowNs;
        this.linkPort = linkPort;
        this.tunPort = tunPort;
        this.outside = outside;
        this.own = own;
        var packets = PacketSource.of(own);
        users = new Users(crypto);
        var context = new CryptoAuthContext(identity, users, crypto, world);

        var labelSwitch = new Switch(world, settings.scheme());
        links =
                new Links(
                        world,
                        context,
                        linkPort,
                        packets,
                        new PeerSlots(labelSwitch),
                        new ToldOfPeers(),
                        outside::resolve,
                        nowNs);
        pinger =
                new SwitchPinger(
                        world, labelSwitch, packets, identity.publicKey(), Links.PROTOCOL_VERSION);
        sessions =
                new Sessions(
                        world,
                        context,
                        labelSwitch::sendFromSelf,
                        packets,
                        new SwitchKeyPings(pinger),
                        nowNs);
        pathFinder =
                new DhtPathFinder(
                        world,
                        identity.publicKey(),
                        settings.scheme(),
                        Links.PROTOCOL_VERSION,
                        sessions,
                        packets);
        tracer =
                new Tracer(
                        world.timers(),
                        identity.publicKey(),
                        Links.PROTOCOL_VERSION,
                        pinger,
                        sessions,
                        pathFinder);
        tun =
                new TunStation(
                        world,
                        identity.ip6(),
                        sessions,
                        tunPort,
                        packets,
                        settings.tunMtuBytes(),
                        nowNs);
        tunnels =
                new Tunnels(
                        world,
                        identity.publicKey(),
                        crypto,
                        sessions,
                        tunPort,
                        packets,
                        tun,
                        this::onTunnelState);
        sessions.attach(pathFinder);
        sessions.attach(0, DataHeader.ROUTING - 1, tun);
        sessions.attach(DataHeader.ROUTING, DataHeader.ROUTING, pathFinder);
        tunnels.attach();
        var router =
                new OwnRouter(
                        world,
                        labelSwitch,
                        pinger,
                        identity.publicKey(),
                        Links.PROTOCOL_VERSION,
                        sessions,
                        this::onSwitchError);
        taps =
                new Taps(
                        world,
                        identity,
                        Links.PROTOCOL_VERSION,
                        sessions,
                        router,
                        labelSwitch::sendFromSelf,
                        tunPort,
                        pathFinder::answerOwn);
        tun.attach(taps);
        complaint = world.timers().newTimer(this::complainWhenAlone);
        complaint.at(nowNs + FIRST_COMPLAINT_NS);
    }

    // --- turns

    /// Datagrams of one UDP socket or Ethernet device.
    public void onDatagrams(int port, Batch datagrams, long nowNs) {
        links.onDatagrams(port, datagrams, nowNs);
        endTurn();
    }

    /// Packets from a tun device; 0 is the cjdns one, others lead to other sites.
    public void onTun(int tunId, Batch packets, long nowNs) {
        if (tunId == TunStation.CJDNS) tun.onTun(packets, nowNs);
        else tunnels.onTun(tunId, packets, nowNs);
        endTurn();
    }

    /// When [#onDeadline] wants to be called, [Timers#NEVER] if nothing is waiting.
    public long nextDeadlineNs() {
        return world.timers().nextDeadlineNs();
    }

    /// Time has come; an early or repeated call does nothing.
    public void onDeadline(long nowNs) {
        world.timers().runUntil(nowNs);
        endTurn();
    }

    /// Does what a face or a driver asks.
    public <R> R onCommand(NodeCommand<R> command, long nowNs) {
        @SuppressWarnings("unchecked") // each case answers with its own R
        R result = (R) execute(command, nowNs);
        endTurn();
        return result;
    }

    private void endTurn() {
        linkPort.flush();
        tunPort.flush();
        own.clear();
        taps.endTurn();
    }

    private void onSwitchError(long path, int code, Packet cause, long nowNs) {
        sessions.onSwitchError(path, code, cause, nowNs);
        if (code != SwitchErrorCode.AUTHENTICATION)
            pathFinder.onSwitchError(path, SwitchHeader.labelShift(cause), nowNs);
    }

    // --- commands

    private Object execute(NodeCommand<?> command, long nowNs) {
        return switch (command) {
            case NodeCommand.AddPort c -> links.addPort(c.local());
            case NodeCommand.RemovePort c -> links.removePort(c.port(), nowNs);
            case NodeCommand.NumberPort c -> links.numberPort(c.port(), c.ifNum());
            case NodeCommand.AskPortSettings c -> Optional.ofNullable(links.settings(c.port()));
            case NodeCommand.SetBeacon c -> links.setBeacon(c.port(), c.state(), nowNs);
            case NodeCommand.Connect c -> connect(c, nowNs);
            case NodeCommand.RefuseInside c -> {
                links.refuseInside(c.networks());
                yield Done.DONE;
            }
            case NodeCommand.NameNodes c -> {
                links.name(c.names());
                yield Done.DONE;
            }
            case NodeCommand.Greet c -> {
                for (var peer : c.peers()) links.greet(peer, nowNs);
                rememberPeers();
                yield Done.DONE;
            }
            case NodeCommand.AskKnownPeers _ -> links.knownPeers();
            case NodeCommand.Resolved c -> {
                links.onResolved(c.peerId(), c.addresses(), nowNs);
                yield Done.DONE;
            }
            case NodeCommand.Disconnect c -> links.disconnect(c.key(), nowNs);
            case NodeCommand.StopCalling c -> links.stopCalling(c.peer(), nowNs);
            case NodeCommand.TellPeer c -> links.tell(c.peer());
            case NodeCommand.NetworkChanged c -> {
                links.onNetworkChanged(nowNs);
                if (c.hasSlept()) sessions.onSlept(nowNs);
                yield Done.DONE;
            }
            case NodeCommand.ResetPeering c -> links.resetPeering(c.key(), nowNs);
            case NodeCommand.AddPassword c -> users.add(c.password(), c.user(), c.onlyFor());
            case NodeCommand.RemovePassword c -> users.remove(c.user());
            case NodeCommand.RevokePassword c ->
                    Optional.ofNullable(users.remove(c.password(), c.user(), c.onlyFor()));
            case NodeCommand.HasPassword c -> users.has(c.password(), c.user(), c.onlyFor());
            case NodeCommand.SendAway c -> links.sendAway(c.user(), nowNs);
            case NodeCommand.SwitchPing c ->
                    pinger.ask(
                            c.question(), c.path(), c.data(), c.timeoutNs(), c.onAnswer(), nowNs);
            case NodeCommand.SizedPing c ->
                    pinger.askSized(c.path(), c.frameBytes(), c.timeoutNs(), c.onAnswer(), nowNs);
            case NodeCommand.AskRouter c -> {
                tracer.ask(c.request(), c.onOutcome(), nowNs);
                yield Done.DONE;
            }
            case NodeCommand.TracePath c -> tracer.trace(c.request(), c.onTrace(), nowNs);
            case NodeCommand.OpenTunnel c -> open(c.tunnel(), nowNs);
            case NodeCommand.CloseTunnel c -> tunnels.close(c.tunId());
            case NodeCommand.RegisterTap c -> taps.register(c.tap());
            case NodeCommand.UnregisterTap c -> taps.unregister(c.udpPort());
            case NodeCommand.ListTaps _ -> taps.all();
            case NodeCommand.ResetSession c -> sessions.reset(c.address());
            case NodeCommand.TakeDhtStats _ -> pathFinder.stats();
            case NodeCommand.TakeCounts _ ->
                    new NodeCounts(
                            links.handshakes(),
                            linkFailures,
                            sessions.handshakes(),
                            pathFinder.stats());
            case NodeCommand.TakeDhtSnapshot _ -> pathFinder.snapshot(nowNs);
            case NodeCommand.TakeSnapshot _ -> snapshot(nowNs);
        };
    }

    private Optional<PeerRefused.Reason> connect(NodeCommand.Connect c, long nowNs) {
        try {
            links.connect(c.peer(), nowNs);
            return Optional.empty();
        } catch (PeerRefused e) {
            return Optional.of(e.reason());
        }
    }

    private Optional<String> open(TunnelSettings tunnel, long nowNs) {
        try {
            tunnels.open(tunnel, nowNs);
            return Optional.empty();
        } catch (TunnelRefused e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    // --- what happens to peers, in the order in which the stations must learn it

    private final class ToldOfPeers implements PeerEvents {
        @Override
        public void onPeerUp(Peer peer, long nowNs) {
            pathFinder.onPeerUp(peer.key(), peer.version(), peer.label(), nowNs);
            sessions.onPeerUp(peer.label(), nowNs);
            rememberPeers();
        }

        @Override
        public void onPeerRenewed(Peer peer, long nowNs) {
            sessions.onPeerRenewed(peer.key(), peer.label(), nowNs);
        }

        @Override
        public void onPeerHeardAgain(Peer peer, long nowNs) {
            sessions.onPeerUp(peer.label(), nowNs);
        }

        @Override
        public void onPeerDown(Peer peer, long nowNs) {
            linkFailures++;
            pathFinder.onPeerDown(peer.key(), peer.label(), nowNs);
            sessions.onPathGone(peer.label(), nowNs);
            rememberPeers();
        }

        @Override
        public void onPeerGone(Peer peer, long nowNs) {
            rememberPeers();
        }
    }

    private void onTunnelState(int tunId, TunnelState state, long nowNs) {
        if (state == TunnelState.STUCK) outside.onTunnelStuck(tunId);
    }

    private void rememberPeers() {
        var known = links.knownPeers();
        if (known.equals(remembered)) return;
        remembered = known;
        outside.remember(known);
    }

    private void complainWhenAlone(long nowNs) {
        complaint.at(nowNs + NO_NODES_NS);
        var peers = links.stats(nowNs);
        for (var p : links.peers()) if (p.isEstablished() && !p.isSuspect()) return;
        world.log()
                .event(
                        EventLog.Level.WARN,
                        "node",
                        Diagnosis.of(
                                peers,
                                links.ports(),
                                links.datagramsIn(),
                                users.logins().size(),
                                world.counters().snapshot(),
                                nowNs));
    }

    /// A picture of everything, for every face.
    public NodeSnapshot snapshot(long nowNs) {
        return new NodeSnapshot(
                self,
                nowNs,
                startedNs,
                links.datagramsIn(),
                links.ports(),
                links.stats(nowNs),
                sessions.stats(nowNs),
                users.logins(),
                links.refusedCallers(nowNs),
                tunnels.stats(),
                world.counters().snapshot());
    }
}
