package boreas.link;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.cryptoauth.Credentials;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.Users;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.World;
import boreas.wire.Batch;
import boreas.wire.ControlHeader;
import boreas.wire.ControlType;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import boreas.wire.SwitchHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Two or more nodes that consist of their links alone, on a wire that delivers in a millisecond.
/// Above the links stands as much of a switch as answers pings of neighbours.
final class LinkLab {
    static final long MS = 1_000_000L;
    private static final long WIRE_NS = MS;

    /// @param isBroadcast everybody but the sender hears it, whatever `to` says
    record Datagram(
            LinkAddress from, LinkAddress to, byte[] bytes, long atNs, boolean isBroadcast) {
        Datagram(LinkAddress from, LinkAddress to, byte[] bytes, long atNs) {
            this(from, to, bytes, atNs, false);
        }
    }

    static final Crypto CRYPTO = CryptoProviders.choose();

    final List<End> ends = new ArrayList<>();
    final Deque<Datagram> wire = new ArrayDeque<>();
    final List<Datagram> sent = new ArrayList<>();
    Predicate<Datagram> passes = _ -> true;
    long nowNs;

    /// A node with an address and a key of its own.
    End end(int number) {
        var random = new SplittableRandom(number);
        return end(number, Identity.generate(random::nextBytes, CRYPTO));
    }

    End end(int number, Identity identity) {
        return add(LinkAddress.udp(Ip6.mapped(0x0a000000 + number), 1000), identity);
    }

    /// The same with an Ethernet device instead of a UDP socket.
    End ethernetEnd(int number) {
        var random = new SplittableRandom(number);
        var address = LinkAddress.ethernet(0x0200_0000_0000L + number);
        return add(address, Identity.generate(random::nextBytes, CRYPTO));
    }

    private End add(LinkAddress address, Identity identity) {
        var end = new End(address, identity);
        ends.add(end);
        return end;
    }

    /// Lets time go on.
    void runMs(long ms) {
        long endNs = nowNs + ms * MS;
        while (true) {
            long next = wire.isEmpty() ? Long.MAX_VALUE : wire.getFirst().atNs;
            for (var e : ends) next = Math.min(next, e.timers.nextDeadlineNs());
            if (next > endNs) break;
            nowNs = Math.max(nowNs, next);
            while (!wire.isEmpty() && wire.getFirst().atNs <= nowNs) deliver(wire.removeFirst());
            for (var e : ends) e.timers.runUntil(nowNs);
            for (var e : ends) e.own.clear();
        }
        nowNs = endNs;
    }

    void deliver(Datagram d) {
        for (var e : ends) {
            boolean isMeant = d.isBroadcast ? !e.address.equals(d.from) : e.address.equals(d.to);
            if (e.isRunning && isMeant) e.receive(d);
        }
    }

    final class End implements PeerListener, PeerEvents, LinkPort {
        final LinkAddress address;
        final Identity identity;
        final List<String> frames = new ArrayList<>();
        final List<String> events = new ArrayList<>();
        final Batch own = new Batch(64);
        private final Batch in = new Batch(1);
        Users users = new Users(CRYPTO);
        Timers timers = new Timers();
        Counters counters = new Counters();
        Links links;
        boolean isRunning = true;
        boolean isMute;
        Runnable whenDown = () -> {};
        int version = 22;
        private long lives;
        private final List<Peer> slots = new ArrayList<>();

        End(LinkAddress address, Identity identity) {
            this.address = address;
            this.identity = identity;
            links = born();
        }

        private Links born() {
            var random = new SplittableRandom(address.lo() * 31 + lives++);
            var world = new World(random::nextBytes, timers, counters, EventLog.SILENT);
            var context = new CryptoAuthContext(identity, users, CRYPTO, world);
            var links =
                    new Links(
                            world,
                            context,
                            this,
                            PacketSource.of(own),
                            this,
                            this,
                            (id, name) -> events.add("resolve " + name),
                            nowNs);
            boolean isEthernet = address.kind() == LinkAddress.Kind.ETHERNET;
            links.addPort(
                    isEthernet
                            ? new PortInfo.Local.Ethernet("eth0")
                            : new PortInfo.Local.Udp(address));
            return links;
        }

        /// A new life with the same key, address and users.
        void restart() {
            timers = new Timers();
            counters = new Counters();
            slots.clear();
            isRunning = true;
            links = born();
        }

        void kill() {
            isRunning = false;
            timers = new Timers();
        }

        Peer call(End other, @Nullable String login, @Nullable String password) throws PeerRefused {
            return links.connect(
                    new PeerSettings(
                            0,
                            new PeerEndpoint.Numeric(other.address),
                            other.identity.publicKey(),
                            password == null ? null : Credentials.of(login, password),
                            "peer",
                            0),
                    nowNs);
        }

        void setBeacon(BeaconState state) {
            assertThat(links.setBeacon(0, state, nowNs)).isTrue();
        }

        /// A frame for the peer's own router with some content that is no control frame.
        void say(Peer peer, String text) {
            var p = own.next();
            p.append(text.getBytes(StandardCharsets.US_ASCII));
            SwitchHeader.prepend(p, 0x8000000000000001L);
            peer.send(p, nowNs);
        }

        Peer only() {
            return links.peers().getFirst();
        }

        PeerState state() {
            return links.stats(nowNs).getFirst().state();
        }

        void receive(Datagram d) {
            receive(d, 0);
        }

        void receive(Datagram d, int port) {
            in.clear();
            var p = in.next().append(d.bytes);
            p.linkHi = d.from.hi();
            p.linkLo = d.from.lo();
            p.linkUdpPort = d.from.udpPort();
            p.isBroadcast = d.isBroadcast;
            links.onDatagrams(port, in, nowNs);
        }

        @Override
        public void send(Packet packet) {
            var to = LinkAddress.of(packet.linkHi, packet.linkLo, packet.linkUdpPort);
            var d =
                    new Datagram(
                            address, to, packet.toArray(), nowNs + WIRE_NS, packet.isBroadcast);
            sent.add(d);
            if (passes.test(d)) wire.addLast(d);
        }

        @Override
        public void flush() {}

        @Override
        public int onPeerAdded(Peer peer, int wantedSlot) {
            slots.add(peer);
            return wantedSlot >= 0 ? wantedSlot : slots.size() == 1 ? 0 : slots.size();
        }

        @Override
        public void onPeerRemoved(Peer peer) {
            events.add("removed");
        }

        @Override
        public void onFrame(Peer from, Packet frame, long nowNs) {
            if (!SwitchHeader.hasPayloadWord(frame)
                    || SwitchHeader.payloadWord(frame) != SwitchHeader.CONTROL) {
                frame.dropFront(SwitchHeader.SIZE);
                frames.add(new String(frame.toArray(), StandardCharsets.US_ASCII));
                return;
            }
            frame.dropFront(ControlHeader.IN_FRAME);
            if (ControlHeader.type(frame) == ControlType.PONG.number()) {
                from.onPong(frame, ControlHeader.BODY, ControlHeader.version(frame), nowNs);
            } else if (ControlHeader.type(frame) == ControlType.PING.number() && !isMute) {
                ControlHeader.rewrite(frame, ControlType.PONG, version);
                ControlHeader.seal(frame);
                SwitchHeader.prependControl(frame, 0x8000000000000001L, SwitchHeader.PLAIN);
                from.send(frame, nowNs);
            }
        }

        @Override
        public void onPeerUp(Peer peer, long nowNs) {
            events.add("up");
        }

        @Override
        public void onPeerRenewed(Peer peer, long nowNs) {
            events.add("renewed");
        }

        @Override
        public void onPeerDown(Peer peer, long nowNs) {
            events.add("down");
            whenDown.run();
        }
    }
}
