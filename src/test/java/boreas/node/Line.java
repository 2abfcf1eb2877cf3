package boreas.node;

import boreas.address.AddressException;
import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.cryptoauth.Credentials;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.World;
import boreas.link.LinkPort;
import boreas.link.Links;
import boreas.link.PeerSettings;
import boreas.tun.TunPort;
import boreas.tun.TunStation;
import boreas.tunnel.TunnelSettings;
import boreas.wire.Batch;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Three whole nodes in a row, home, relay and vps3, with a tunnel between the outer ones. The
/// cables copy packets and allocate nothing.
final class Line {
    /// Packets of a cable on their way.
    static final int CABLE_PACKETS = 512;

    /// The device of the tunnel.
    static final int TUNNEL = 1;

    static final long MS = 1_000_000;

    private static final byte[] PASSWORD = "let me in".getBytes(StandardCharsets.UTF_8);
    private static final Crypto CRYPTO = CryptoProviders.choose();

    private final Random random = new Random(5);
    final Machine home = new Machine(1), relay = new Machine(2), vps3 = new Machine(3);
    private final List<Machine> all = List.of(home, relay, vps3);
    long nowNs;

    Line() {
        home.connect(relay);
        vps3.connect(relay);
        home.openTunnel(vps3);
        vps3.openTunnel(home);
    }

    /// One machine: its node, and what has arrived there and is not looked at yet.
    final class Machine implements LinkPort, TunPort {
        private final int number;
        private final LinkAddress address;
        final Identity identity = Identity.generate(random::nextBytes, CRYPTO);
        private Batch arrived = new Batch(CABLE_PACKETS), spare = new Batch(CABLE_PACKETS);
        private final Batch fromPrograms = new Batch(CABLE_PACKETS);
        final Node node;

        /// Packets for programs, by device.
        final long[] given = new long[2];

        /// Those of the cjdns device, where a test wants to see them.
        @Nullable List<Packet> seen;

        long lost;

        private Machine(int number) {
            this.number = number;
            address = LinkAddress.udp(Ip6.mapped(0x0a000000 + number), 1);
            node =
                    new Node(
                            new NodeSettings(identity, NodeSettings.DEFAULT_TUN_MTU_BYTES),
                            new World(
                                    random::nextBytes,
                                    new Timers(),
                                    new Counters(),
                                    EventLog.SILENT),
                            CRYPTO,
                            this,
                            this,
                            Outside.NOTHING,
                            0);
            node.onCommand(new NodeCommand.AddPort(address), 0);
            node.onCommand(new NodeCommand.AddPassword(PASSWORD, null, null), 0);
        }

        private void connect(Machine to) {
            var settings =
                    new PeerSettings(
                            0,
                            new PeerEndpoint.Numeric(to.address),
                            to.identity.publicKey(),
                            new Credentials(null, PASSWORD),
                            null,
                            Links.PROTOCOL_VERSION);
            node.onCommand(new NodeCommand.Connect(settings), 0);
        }

        private Ip6 behind() {
            return ip6("fdd7:5938:e2e6:" + number + "::1");
        }

        private void openTunnel(Machine far) {
            var settings =
                    new TunnelSettings(
                            TUNNEL,
                            far.identity.publicKey(),
                            ip6("fdd7:5938:e2e6:99::" + number),
                            ip6("fdd7:5938:e2e6:99::" + far.number),
                            List.of(prefix("fdd7:5938:e2e6:" + far.number + "::/64")),
                            List.of(prefix("fdd7:5938:e2e6:" + number + "::/64")),
                            Ip6Header.MIN_MTU,
                            TunnelSettings.NO_LIMIT,
                            false);
            node.onCommand(new NodeCommand.OpenTunnel(settings), 0)
                    .ifPresent(why -> {
                        throw new AssertionError(why);
                    });
        }

        /// Its programs send so many packets of 1000 bytes, by the cjdns device or the tunnel.
        void write(Machine far, int device, int packets) {
            fromPrograms.clear();
            boolean isTunnel = device == TUNNEL;
            var from = isTunnel ? behind() : identity.ip6();
            var to = isTunnel ? far.behind() : far.identity.ip6();
            for (int i = 0; i < packets; i++) {
                var p = fromPrograms.next();
                p.extend(1000 - Ip6Header.SIZE);
                Ip6Header.prepend(p, Ip6Header.UDP, 64);
                Ip6Header.putSource(p, from.hi(), from.lo());
                Ip6Header.putDestination(p, to.hi(), to.lo());
            }
        }

        /// Those packets enter the node.
        void enter(int device) {
            node.onTun(device, fromPrograms, nowNs);
        }

        /// What has arrived enters the node. Meanwhile more may arrive.
        void deliver() {
            var batch = arrived;
            arrived = spare;
            spare = batch;
            if (batch.size() > 0) node.onDatagrams(0, batch, nowNs);
            batch.clear();
        }

        @Override
        public void send(Packet packet) {
            int to = (int) packet.linkLo & 0xff;
            if (to < 1 || to > all.size()) throw new AssertionError("sent to nobody: " + to);
            var batch = all.get(to - 1).arrived;
            if (batch.isFull()) {
                lost++;
                return;
            }
            var p = batch.next().copyFrom(packet);
            p.port = 0;
            p.linkHi = address.hi();
            p.linkLo = address.lo();
            p.linkUdpPort = address.udpPort();
        }

        @Override
        public void send(int tunId, Packet packet) {
            given[tunId]++;
            if (seen != null && tunId == TunStation.CJDNS)
                seen.add(new Batch(1).next().copyFrom(packet));
        }

        @Override
        public void flush() {}
    }

    /// Lets time pass, and what it brings.
    void run(long durationNs) {
        long endNs = nowNs + durationNs;
        while (nowNs < endNs) {
            nowNs += MS;
            for (var machine : all) machine.node.onDeadline(nowNs);
            settle();
        }
    }

    /// Until nothing is on its way.
    private void settle() {
        for (int i = 0; i < 100; i++) {
            for (var machine : all) machine.deliver();
            if (all.stream().allMatch(m -> m.arrived.size() == 0)) return;
        }
    }

    private static Ip6 ip6(String text) {
        try {
            return Ip6.parse(text);
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }

    private static IpPrefix prefix(String text) {
        try {
            return IpPrefix.parse(text);
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }
}
