package boreas.sim;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.cryptoauth.Credentials;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.World;
import boreas.label.EncodingScheme;
import boreas.link.BeaconState;
import boreas.link.KnownPeer;
import boreas.link.LinkPort;
import boreas.link.PeerSettings;
import boreas.node.Node;
import boreas.node.NodeCommand;
import boreas.node.NodeSettings;
import boreas.node.NodeSnapshot;
import boreas.node.Outside;
import boreas.tun.TunPort;
import boreas.tun.TunStation;
import boreas.tunnel.TunnelSettings;
import boreas.wire.Packet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A machine of the made-up world: a node that can be started, killed and started again, with its
/// configuration, its memory of peers, and whoever listens at its tun device.
public final class SimHost {
    /// Beacons go from socket to socket with this port.
    private static final int BEACON_PORT = 64_512;

    private static final long AWAKE = -1;

    private record Call(LinkAddress to, Identity peer, String password) {}

    private final SimWorld world;
    private final String name;
    private LinkAddress address;

    /// Where its ports are, by number; null where one was closed.
    private final List<@Nullable LinkAddress> ports = new ArrayList<>();

    private final Identity identity;
    private final List<String> passwords = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private BeaconState beacon = BeaconState.OFF;
    private EncodingScheme scheme = EncodingScheme.V358;
    private boolean remembersPeers = true;
    private List<KnownPeer> remembered = List.of();
    private @Nullable Node node;
    private Timers timers = new Timers();
    private final Map<Integer, Consumer<byte[]>> tunListeners = new HashMap<>();
    private final List<TunnelSettings> tunnels = new ArrayList<>();
    private int stuckTunnels;
    private long armedForNs = Timers.NEVER;
    private long life;
    private long asleepSinceNs = AWAKE;
    private long sleptNs;
    private long datagramsOut;
    private long bytesOut;

    SimHost(SimWorld world, String name, LinkAddress address, Identity identity) {
        this.world = world;
        this.name = name;
        this.address = address;
        this.identity = identity;
    }

    public String name() {
        return name;
    }

    /// Of its first port.
    public LinkAddress address() {
        return address;
    }

    /// The host gets another address in place of its own; its node is not told. What is on its way
    /// to the old one arrives nowhere.
    public void moveTo(LinkAddress to) {
        world.note(name, "moves to " + to);
        world.leave(address);
        world.place(this, to);
        address = to;
        if (!ports.isEmpty()) ports.set(0, to);
    }

    /// The machine sleeps: nothing comes or goes, no timer runs, and its clock stands still.
    public void sleep() {
        world.note(name, "sleeps");
        asleepSinceNs = world.nowNs();
    }

    /// It wakes, and its node is not told.
    public void wake() {
        world.note(name, "wakes");
        sleptNs += world.nowNs() - asleepSinceNs;
        asleepSinceNs = AWAKE;
        armedForNs = Timers.NEVER;
        arm();
    }

    public boolean isAsleep() {
        return asleepSinceNs != AWAKE;
    }

    /// As this host's clock tells.
    public long nowNs() {
        return (isAsleep() ? asleepSinceNs : world.nowNs()) - sleptNs;
    }

    /// Another port, at an address of its own, for this life.
    ///
    /// @return its number, which the node does not know yet
    public int openPort(LinkAddress at) {
        world.place(this, at);
        ports.add(at);
        return ports.size() - 1;
    }

    /// Nothing comes or goes by this port any more. The node is to be told too.
    public void closePort(int port) {
        var at = ports.set(port, null);
        if (at != null) world.leave(at);
    }

    public Ip6 ip6() {
        return identity.ip6();
    }

    public Identity identity() {
        return identity;
    }

    /// Datagrams that the host has sent, in all its lives.
    public long datagramsOut() {
        return datagramsOut;
    }

    /// Bytes of UDP payload that the host has sent, in all its lives.
    public long bytesOut() {
        return bytesOut;
    }

    // --- configuration, kept over restarts

    /// Lets the other host in, and makes it call this one.
    public void letIn(SimHost caller) {
        String password = "let-in-" + name + "-" + caller.name;
        passwords.add(password);
        caller.calls.add(new Call(address, identity, password));
        if (node != null) authorise(password);
        if (caller.node != null) caller.call(caller.calls.getLast());
    }

    void onJoined(Segment segment) {
        segments.add(segment);
    }

    /// What its node does with beacons on its segments.
    public void setBeacon(BeaconState beacon) {
        this.beacon = beacon;
        if (node != null) command(new NodeCommand.SetBeacon(0, beacon));
    }

    /// Whether a restarted node greets the peers of its former life; so unless told otherwise.
    public void setRemembersPeers(boolean remembersPeers) {
        this.remembersPeers = remembersPeers;
    }

    /// Whom it would greet after a restart.
    public List<KnownPeer> remembered() {
        return remembered;
    }

    /// A tunnel to another site, from now on and in each life.
    public void openTunnel(TunnelSettings tunnel) {
        tunnels.add(tunnel);
        if (node != null) open(tunnel);
    }

    private void open(TunnelSettings tunnel) {
        var refusal = command(new NodeCommand.OpenTunnel(tunnel));
        if (refusal.isPresent()) throw new IllegalArgumentException(refusal.get());
    }

    /// How often the node asked for the repair of a tunnel, in all its lives.
    public int stuckTunnels() {
        return stuckTunnels;
    }

    /// Has the switch use another encoding scheme from the next start on.
    public void setScheme(EncodingScheme scheme) {
        this.scheme = scheme;
    }

    // --- life

    public boolean isRunning() {
        return node != null;
    }

    public void start() {
        if (node != null) throw new IllegalStateException(name + " runs already");
        world.note(name, "starts");
        timers = new Timers();
        var log =
                new EventLog() {
                    @Override
                    public boolean isOn(Level level) {
                        return world.isTraced();
                    }

                    @Override
                    public void event(Level level, String source, String text) {
                        world.note(name, level + " " + source + " " + text);
                    }
                };
        var lent = new World(world.random().split(), timers, new Counters(), log);
        var n =
                new Node(
                        new NodeSettings(identity, NodeSettings.DEFAULT_TUN_MTU_BYTES, scheme),
                        lent,
                        world.crypto(),
                        new Wire(),
                        new Tun(),
                        new Memory(),
                        world.ownPackets(),
                        nowNs());
        node = n;
        life++;
        for (int port = 1; port < ports.size(); port++) closePort(port);
        ports.clear();
        ports.add(address);
        n.onCommand(new NodeCommand.AddPort(address), nowNs());
        n.onCommand(new NodeCommand.SetBeacon(0, beacon), nowNs());
        for (var password : passwords) authorise(password);
        if (remembersPeers && !remembered.isEmpty())
            n.onCommand(new NodeCommand.Greet(remembered), nowNs());
        for (var call : calls) call(call);
        for (var tunnel : tunnels) open(tunnel);
        arm();
    }

    /// Ends at once, as by a power cut: nobody is told.
    public void kill() {
        world.note(name, "is killed");
        node = null;
        armedForNs = Timers.NEVER;
    }

    public void restart() {
        kill();
        start();
    }

    private void authorise(String password) {
        command(new NodeCommand.AddPassword(password.getBytes(StandardCharsets.UTF_8), null, null));
    }

    private void call(Call call) {
        command(
                new NodeCommand.Connect(
                        new PeerSettings(
                                0,
                                new PeerEndpoint.Numeric(call.to),
                                call.peer.publicKey(),
                                Credentials.of(null, call.password),
                                null,
                                0)));
    }

    // --- what the host does

    /// An IPv6 packet from this host's kernel.
    public void writeTun(byte[] ip6Packet) {
        writeTun(TunStation.CJDNS, ip6Packet);
    }

    /// A packet from this host's kernel, by one of its devices.
    public void writeTun(int tunId, byte[] packet) {
        var n = running();
        if (isAsleep()) return;
        var in = world.emptyBatch();
        in.next().append(packet);
        n.onTun(tunId, in, nowNs());
        arm();
    }

    /// Who gets the IPv6 packets that come for this host's kernel, each in an event of its own.
    public void listen(Consumer<byte[]> tunListener) {
        listen(TunStation.CJDNS, tunListener);
    }

    /// The same for another device.
    public void listen(int tunId, Consumer<byte[]> tunListener) {
        tunListeners.put(tunId, tunListener);
    }

    public <R> R command(NodeCommand<R> command) {
        var result = running().onCommand(command, nowNs());
        arm();
        return result;
    }

    public NodeSnapshot snapshot() {
        return running().snapshot(nowNs());
    }

    private Node running() {
        var n = node;
        if (n == null) throw new IllegalStateException(name + " does not run");
        return n;
    }

    void onDatagram(LinkAddress from, LinkAddress to, byte[] bytes, boolean isBroadcast) {
        var n = node;
        int port = ports.indexOf(to);
        if (n == null || isAsleep() || port < 0 || bytes.length > Packet.CAPACITY - Packet.HEADROOM)
            return;
        var in = world.emptyBatch();
        var p = in.next().append(bytes);
        p.linkHi = from.hi();
        p.linkLo = from.lo();
        p.linkUdpPort = isBroadcast ? BEACON_PORT : from.udpPort();
        p.isBroadcast = isBroadcast;
        n.onDatagrams(port, in, nowNs());
        arm();
    }

    private void arm() {
        var n = node;
        if (n == null || isAsleep()) return;
        long nextNs = n.nextDeadlineNs();
        if (nextNs == Timers.NEVER || nextNs >= armedForNs) return;
        armedForNs = nextNs;
        long ofLife = life;
        world.at(Math.max(nextNs + sleptNs, world.nowNs()), () -> onDeadline(ofLife, nextNs));
    }

    /// Of several deadlines that were planned only the last one planned counts: it was the
    /// earliest.
    private void onDeadline(long ofLife, long armedNs) {
        var n = node;
        if (n == null || isAsleep() || ofLife != life || armedNs != armedForNs) return;
        armedForNs = Timers.NEVER;
        n.onDeadline(nowNs());
        arm();
    }

    private final class Wire implements LinkPort {
        private final LentPackets lent = new LentPackets();

        @Override
        public void send(Packet packet) {
            datagramsOut++;
            bytesOut += packet.length();
            byte[] bytes = packet.toArray();
            lent.add(packet, bytes);
            if (packet.isBroadcast) {
                for (var segment : segments) segment.broadcast(SimHost.this, bytes);
                return;
            }
            var to = LinkAddress.of(packet.linkHi, packet.linkLo, packet.linkUdpPort);
            var from = packet.port < ports.size() ? ports.get(packet.port) : null;
            if (from != null) world.send(from, to, bytes, false);
        }

        @Override
        public void flush() {
            lent.giveBack();
        }
    }

    private final class Tun implements TunPort {
        private final LentPackets lent = new LentPackets();

        @Override
        public void send(int tunId, Packet packet) {
            byte[] bytes = packet.toArray();
            lent.add(packet, bytes);
            // Not within the node's turn: whoever listens may answer at once.
            world.after(0, () -> tunListeners.getOrDefault(tunId, _ -> {}).accept(bytes));
        }

        @Override
        public void flush() {
            lent.giveBack();
        }
    }

    private final class Memory implements Outside {
        @Override
        public void resolve(long peerId, PeerEndpoint.Named peerName) {}

        @Override
        public void remember(List<KnownPeer> peers) {
            remembered = List.copyOf(peers);
        }

        @Override
        public void onTunnelStuck(int tunId) {
            stuckTunnels++;
        }
    }
}
