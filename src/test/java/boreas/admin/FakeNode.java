package boreas.admin;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.NodeAddress;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.cryptoauth.State;
import boreas.env.Verdict;
import boreas.label.EncodingScheme;
import boreas.link.BeaconState;
import boreas.link.PeerRefused.Reason;
import boreas.link.PeerSettings;
import boreas.link.PeerState;
import boreas.link.PeerStats;
import boreas.link.PortInfo;
import boreas.link.RefusedCaller;
import boreas.link.SentAway;
import boreas.node.Done;
import boreas.node.NodeCommand;
import boreas.node.NodeSnapshot;
import boreas.path.dht.DhtSnapshot;
import boreas.path.trace.RouterPing;
import boreas.path.trace.Trace;
import boreas.session.PathStats;
import boreas.session.SessionStats;
import boreas.switching.SwitchPinger.Answer;
import boreas.switching.SwitchPinger.Result;
import boreas.tap.Tap;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A node as far as faces see one: tables that a test fills by hand, commands that are remembered.
final class FakeNode implements NodeGate, Surroundings {
    static final String SELF =
            "v22.0000.0000.0000.0001.mb15l6uq6mumb4sbxuk34j82nvd3y9udwvg1pqym6g8kq0hn4jw0.k";
    static final String PEER =
            "v22.0000.0000.0000.0013.g73f6sbxw1hru1ggqp66u6gz0mygwv1nx6urzx82mpzlpqumztz0.k";
    static final long NOW_NS = 7_000_000_000_000L;

    final List<PortInfo> ports = new ArrayList<>();
    final List<RefusedCaller> refused = new ArrayList<>();
    List<String> beaconDevices = List.of();
    boolean hasBeaconPort = true;
    @Nullable String ethernetFault;
    final List<PeerStats> peers = new ArrayList<>();
    final List<SessionStats> sessions = new ArrayList<>();
    final List<String> users = new ArrayList<>();
    final List<Tap> taps = new ArrayList<>();
    final Map<Verdict, Long> drops = new EnumMap<>(Verdict.class);
    final List<NodeCommand<?>> commands = new ArrayList<>();
    NodeAddress self = address(SELF);
    final FakeProcess process = new FakeProcess();
    boolean isStopped;
    final LogFeed logFeed = new LogFeed();

    /// How switch pings end; an answer is a reply frame or nothing.
    Result pingResult = Result.PONG;

    @Nullable ControlFrame pingReply = new ControlFrame.Pong(22, Bytes.EMPTY);
    long pingMs = 4;

    /// What the pathfinder knows.
    DhtSnapshot table =
            new DhtSnapshot(
                    self.key(), EncodingScheme.V358, NOW_NS, List.of(), List.of(), List.of(), 0);

    /// What comes of a question to a router; null while nothing has.
    Function<RouterPing.Request, RouterPing.@Nullable Outcome> router = _ -> null;

    /// What a look at a path brings; null refuses.
    @Nullable Trace trace;

    /// What the node says to [NodeCommand.AddPassword].
    boolean acceptsPasswords = true;

    /// Why it takes no command.
    @Nullable RuntimeException fault;

    Verdict pingVerdict = Verdict.OK;

    FakeNode() {
        ports.add(udp(0, "10.77.0.1:5555"));
        ports.add(udp(1, "[::]:5556"));
        users.addAll(List.of("Local Peers", "default-login"));
    }

    static PortInfo udp(int port, String address) {
        try {
            var local = new PortInfo.Local.Udp(LinkAddress.parse(address));
            return new PortInfo(port, local, BeaconState.OFF);
        } catch (AddressException e) {
            throw new AssertionError(address, e);
        }
    }

    static NodeAddress address(String text) {
        try {
            return NodeAddress.parse(text);
        } catch (AddressException e) {
            throw new AssertionError(text, e);
        }
    }

    static PeerStats peer(NodeAddress address, PeerState state, @Nullable String user) {
        return new PeerStats(
                1,
                address,
                "10.77.0.2:5555",
                state,
                NOW_NS,
                user,
                0,
                4,
                false,
                false,
                Long.MIN_VALUE,
                -1,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                1);
    }

    static PathStats path(long label) {
        return new PathStats(label, -2, 0, 0, -1, PathStats.State.IN_USE);
    }

    static SessionStats session(NodeAddress address, int handle) {
        return new SessionStats(
                address,
                State.ESTABLISHED,
                handle,
                7,
                List.of(path(address.label())),
                -2,
                false,
                false,
                NOW_NS,
                Long.MIN_VALUE,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    // --- the node

    @Override
    @SuppressWarnings("unchecked")
    public <R> CompletableFuture<R> send(NodeCommand<R> command) {
        commands.add(command);
        if (fault != null) return CompletableFuture.failedFuture(fault);
        return CompletableFuture.completedFuture((R) answer(command));
    }

    private Tap.Registration register(Tap tap) {
        if (taps.stream().anyMatch(t -> t.udpPort() == tap.udpPort()))
            return Tap.Registration.PORT_TAKEN;
        taps.add(tap);
        return Tap.Registration.DONE;
    }

    private Object answer(NodeCommand<?> command) {
        return switch (command) {
            case NodeCommand.TakeSnapshot _ ->
                    new NodeSnapshot(
                            self,
                            NOW_NS,
                            NOW_NS - 90_000_000_000L,
                            12,
                            List.copyOf(ports),
                            List.copyOf(peers),
                            List.copyOf(sessions),
                            List.copyOf(users),
                            List.copyOf(refused),
                            List.of(),
                            Map.copyOf(drops));
            case NodeCommand.Connect(PeerSettings peer) -> connect(peer);
            case NodeCommand.Disconnect(PublicKey key) -> {
                int before = peers.size();
                peers.removeIf(p -> p.address().key().equals(key));
                yield before - peers.size();
            }
            case NodeCommand.ResetPeering _ -> peers.size();
            case NodeCommand.AddPassword(_, String user, _) -> {
                if (acceptsPasswords) users.add(user == null ? "Anon #" + users.size() : user);
                yield acceptsPasswords;
            }
            case NodeCommand.RemovePassword(String user) -> {
                int before = users.size();
                users.removeIf(user::equals);
                yield before - users.size();
            }
            case NodeCommand.SendAway _ -> new SentAway(2, 1);
            case NodeCommand.SwitchPing ping -> {
                ping.onAnswer()
                        .onAnswer(
                                new Answer(
                                        pingResult,
                                        ping.path(),
                                        pingMs * 1_000_000,
                                        pingReply,
                                        ping.data(),
                                        0x15),
                                NOW_NS);
                yield pingVerdict;
            }
            case NodeCommand.SizedPing ping -> {
                var answer =
                        new Answer(
                                pingResult,
                                ping.path(),
                                pingMs * 1_000_000,
                                pingReply,
                                Bytes.EMPTY,
                                ping.path());
                ping.onAnswer().onAnswer(answer, NOW_NS);
                yield pingVerdict;
            }
            case NodeCommand.TakeDhtSnapshot _ -> table;
            case NodeCommand.AskRouter ask -> {
                var outcome = router.apply(ask.request());
                if (outcome != null) ask.onOutcome().onOutcome(outcome, NOW_NS);
                yield Done.DONE;
            }
            case NodeCommand.SetBeacon(int port, BeaconState state) -> {
                var p = ports.get(port);
                ports.set(port, new PortInfo(port, p.local(), state));
                yield true;
            }
            case NodeCommand.TracePath look -> {
                if (trace != null) look.onTrace().onTrace(trace, NOW_NS);
                yield trace != null;
            }
            case NodeCommand.RegisterTap(Tap tap) -> register(tap);
            case NodeCommand.UnregisterTap(int port) -> taps.removeIf(t -> t.udpPort() == port);
            case NodeCommand.ListTaps _ -> List.copyOf(taps);
            case NodeCommand.ResetSession(Ip6 ip) ->
                    sessions.stream().anyMatch(s -> s.address().ip6().equals(ip));
            default -> throw new AssertionError("no face asks for " + command);
        };
    }

    private Optional<Reason> connect(PeerSettings peer) {
        if (peer.key().equals(self.key())) return Optional.of(Reason.BAD_KEY);
        if (!(peer.endpoint() instanceof PeerEndpoint.Numeric(LinkAddress address)))
            return Optional.empty();
        boolean fits = ports.get(peer.port()).kind().name().equals(address.kind().name());
        return fits ? Optional.empty() : Optional.of(Reason.WRONG_FAMILY);
    }

    // --- the program around it

    @Override
    public String program() {
        return "boreas 0.1";
    }

    @Override
    public HostProcess process() {
        return process;
    }

    @Override
    public CompletableFuture<OpenedPort> openUdp(LinkAddress bind, int dscp, int beaconPort) {
        if (bind.udpPort() == 1)
            return CompletableFuture.failedFuture(
                    new AdminException(AdminException.Kind.REFUSED, bind + ": permission denied"));
        var actual = LinkAddress.udp(bind.ip(), bind.udpPort() == 0 ? 36862 : bind.udpPort());
        var port = new PortInfo(ports.size(), new PortInfo.Local.Udp(actual), BeaconState.OFF);
        ports.add(port);
        return CompletableFuture.completedFuture(new OpenedPort(port, actual));
    }

    @Override
    public CompletableFuture<PortInfo> openEthernet(String device) {
        if (ethernetFault != null)
            return CompletableFuture.failedFuture(
                    new AdminException(AdminException.Kind.REFUSED, ethernetFault));
        var port = new PortInfo(ports.size(), new PortInfo.Local.Ethernet(device), BeaconState.OFF);
        ports.add(port);
        return CompletableFuture.completedFuture(port);
    }

    @Override
    public List<String> ethernetDevices() {
        return List.of("eth0", "lo");
    }

    @Override
    public CompletableFuture<Boolean> hasBeaconPort(int port) {
        return CompletableFuture.completedFuture(hasBeaconPort);
    }

    @Override
    public CompletableFuture<List<String>> beaconDevices(int port) {
        return CompletableFuture.completedFuture(beaconDevices);
    }

    @Override
    public CompletableFuture<Void> setBeaconDevices(int port, List<String> devices) {
        beaconDevices = devices;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<List<LinkAddress>> beaconAddresses(int port) {
        return CompletableFuture.completedFuture(
                beaconDevices.isEmpty()
                        ? List.of()
                        : List.of(LinkAddress.udp(Ip6.mapped(0x0a4d00ff), 64512)));
    }

    @Override
    public List<String> broadcastDevices() {
        return List.of("tun0", "eth0");
    }

    @Override
    public LogFeed logFeed() {
        return logFeed;
    }

    @Override
    public void stop() {
        isStopped = true;
    }
}
