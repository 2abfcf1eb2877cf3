package boreas.link;

import boreas.address.Identity;
import boreas.address.LinkAddress;
import boreas.address.PublicKey;
import boreas.cryptoauth.Credentials;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.wire.Beacon;
import boreas.wire.EthernetHeader;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import boreas.wire.UdpBeaconHeader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shouts who we are on the ports that shall, and hears who others are.
///
/// A beacon tells key and password to everybody on the segment, and nobody can tell whether it is
/// true. So what is heard is only read here: [BeaconPeers] decides what it is worth.
///
/// ```
///   state SEND   beacon at 0, 1, 3 s, then every 32.768 s; and when a neighbour that was here falls
///                silent, a second apart at most, since it may be back without knowing our password
/// ```
///
/// Genuine nodes send at 0 s only, into nothing on UDP, where they learn their broadcast addresses
/// later. Source: cjdns protocol, beacons.
final class Beacons {
    /// Tells that we speak the protocol of 21: to whoever says 22, some builds would open a link of
    /// another kind (Noise). Genuine nodes of 22 say the same.
    static final int VERSION = 21;

    static final long PERIOD_NS = 32_768_000_000L;

    /// The user that our own beacon password belongs to, and the login for other nodes' ones.
    static final String USER = "Local Peers";

    private static final byte[] LOGIN = USER.getBytes(StandardCharsets.UTF_8);

    /// One may be lost, and a bridge may take a second or two to carry a new port's frames.
    private static final long[] PAUSES_NS = {1_000_000_000L, 2_000_000_000L};

    private static final long EXTRA_SPACING_NS = 1_000_000_000L;

    /// What is done with a beacon that could be read.
    interface Listener {
        Verdict onBeacon(HeardBeacon beacon, long nowNs);
    }

    private final World world;
    private final CryptoAuthContext context;
    private final Ports ports;
    private final LinkPort linkPort;
    private final PacketSource packets;
    private final Listener listener;
    private final Map<Integer, Shouter> shouters = new HashMap<>();
    private byte @Nullable [] password;

    Beacons(
            World world,
            CryptoAuthContext context,
            Ports ports,
            LinkPort linkPort,
            PacketSource packets,
            Listener listener) {
        this.world = world;
        this.context = context;
        this.ports = ports;
        this.linkPort = linkPort;
        this.packets = packets;
        this.listener = listener;
    }

    // --- out

    /// @return false when there is no such port
    boolean setState(int port, BeaconState state, long nowNs) {
        if (ports.find(port) == null) return false;
        ports.setBeacon(port, state);
        var before = shouters.remove(port);
        if (before != null) before.timer.cancel();
        if (state != BeaconState.SEND) return true;
        var shouter = new Shouter(port);
        shouters.put(port, shouter);
        shouter.onDeadline(nowNs);
        return true;
    }

    /// Somebody on this port may have use for our beacon before the next one is due.
    void soon(int port, long nowNs) {
        var shouter = shouters.get(port);
        if (shouter != null && nowNs - shouter.lastNs >= EXTRA_SPACING_NS) shouter.send(nowNs);
    }

    private final class Shouter {
        private final int port;
        private final Timers.Timer timer;
        private int sent;
        private long lastNs;

        private Shouter(int port) {
            this.port = port;
            timer = world.timers().newTimer(this::onDeadline);
        }

        private void onDeadline(long nowNs) {
            timer.at(nowNs + (sent < PAUSES_NS.length ? PAUSES_NS[sent] : PERIOD_NS));
            sent++;
            send(nowNs);
        }

        private void send(long nowNs) {
            var info = ports.find(port);
            var p = packets.take();
            if (p == null) world.counters().count(Verdict.NO_ROOM);
            if (p == null || info == null) return;
            lastNs = nowNs;
            Beacon.write(p, VERSION, password(), identity().publicKey().bytes());
            switch (info.local()) {
                case PortInfo.Local.Udp(LinkAddress at) -> UdpBeaconHeader.prepend(p, at.udpPort());
                case PortInfo.Local.Ethernet _ -> EthernetHeader.prepend(p);
            }
            p.port = port;
            p.isBroadcast = true;
            linkPort.send(p);
        }
    }

    /// Made when it is first needed: a node that never shouts lets nobody in by it.
    private byte[] password() {
        var known = password;
        if (known == null) {
            password = known = world.random().bytes(Beacon.PASSWORD_SIZE);
            if (!context.users().add(known, USER, null))
                world.log()
                        .event(
                                EventLog.Level.WARN,
                                "link",
                                "authorizedPasswords has a user \"%s\", which beacons need: nobody"
                                                .formatted(USER)
                                        + " comes in by ours; call it otherwise");
        }
        return known;
    }

    private Identity identity() {
        return context.identity();
    }

    // --- in

    /// Something that came as a broadcast; on Ethernet its header is cut already.
    Verdict onBroadcast(PortInfo port, Packet p, long nowNs) {
        return world.counters().count(read(port, p, nowNs));
    }

    private Verdict read(PortInfo port, Packet p, long nowNs) {
        if (port.beacon() == BeaconState.OFF) return Verdict.BEACONS_OFF;
        int udpPort = 0;
        if (!port.isEthernet()) {
            if (!UdpBeaconHeader.fits(p)) return Verdict.NOT_A_BEACON;
            udpPort = UdpBeaconHeader.dataPort(p);
            if (udpPort == 0) return Verdict.NOT_A_BEACON;
            p.dropFront(UdpBeaconHeader.SIZE);
        }
        if (!Beacon.fits(p)) return Verdict.NOT_A_BEACON;
        var key = PublicKey.of(Beacon.key(p), 0);
        if (!key.isNodeKey()) return Verdict.NOT_A_NODE_KEY;
        if (key.equals(identity().publicKey())) return Verdict.OWN_KEY;
        int version = Beacon.version(p);
        // Above 2^31 it is none, and is negative here.
        if (version < Peer.VERSION_MIN) return Verdict.INCOMPATIBLE_VERSION;
        var credentials = new Credentials(LOGIN, Beacon.password(p));
        return listener.onBeacon(
                new HeardBeacon(
                        port.port(), p.linkHi, p.linkLo, udpPort, key, version, credentials),
                nowNs);
    }
}
