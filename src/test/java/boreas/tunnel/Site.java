package boreas.tunnel;

import boreas.address.AddressException;
import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.Users;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.session.PathFinder;
import boreas.session.PathMetric;
import boreas.session.Session;
import boreas.session.Sessions;
import boreas.tun.TunPort;
import boreas.tun.TunStation;
import boreas.wire.Batch;
import boreas.wire.DataHeader;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One machine with a node, from its tun devices down to frames, which reach another such machine
/// at once. Without a tunnel it is what a genuine node is: what comes for its kernel is found at
/// the device of number 0.
final class Site implements PathFinder, TunPort {
    static final long NOW_NS = 77_000_000_000L;
    static final int MTU_BYTES = 1280;

    private static final long PATH = 0x13;
    private static final Crypto CRYPTO = CryptoProviders.choose();

    /// What went to a device.
    record Given(int tunId, byte[] bytes) {}

    final Ip6 endpoint;
    final List<IpPrefix> prefixes;
    final Identity identity;
    final Batch batch = new Batch(64);
    final List<Given> given = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final World world;
    final Sessions sessions;
    final TunStation cjdns;
    final Tunnels tunnels;
    long nowNs = NOW_NS;
    @Nullable Site other;

    /// No frame gets out or in.
    boolean isCut;

    /// What listens at the devices, after `given` has it.
    Consumer<Given> kernel = _ -> {};

    private Site(int seed, String endpoint, String... prefixes) {
        this.endpoint = ip6(endpoint);
        this.prefixes = prefixes(prefixes);
        var random = new Random(seed);
        identity = Identity.generate(random::nextBytes, CRYPTO);
        world = new World(random::nextBytes, new Timers(), new Counters(), EventLog.SILENT);
        var packets = PacketSource.of(batch);
        sessions =
                new Sessions(
                        world,
                        new CryptoAuthContext(identity, new Users(CRYPTO), CRYPTO, world),
                        this::emit,
                        packets,
                        (_, _, _) -> {},
                        nowNs);
        cjdns = new TunStation(world, identity.ip6(), sessions, this, packets, 1304, nowNs);
        tunnels =
                new Tunnels(
                        world,
                        identity.publicKey(),
                        CRYPTO,
                        sessions,
                        this,
                        packets,
                        cjdns,
                        (id, state, _) -> events.add(id + " " + state));
        sessions.attach(this);
        sessions.attach(0, DataHeader.ROUTING - 1, cjdns);
        sessions.attach(DataHeader.ROUTING, DataHeader.ROUTING, this::onRouting);
        tunnels.attach();
    }

    /// The two machines of the vectors, without tunnels.
    static Site home() {
        return new Site(1, "fdd7:5938:e2e6:3::6c8d", "fdd7:5938:e2e6:6c8d::/64", "192.168.5.0/24");
    }

    static Site vps3() {
        return new Site(2, "fdd7:5938:e2e6:3::4e", "fdd7:5938:e2e6:4e::/64", "10.1.0.0/16");
    }

    /// A machine of no site.
    static Site stranger() {
        return new Site(3, "fdd7:5938:e2e6:3::7", "fdd7:5938:e2e6:7::/64");
    }

    /// A cable between two machines.
    static void join(Site a, Site b) {
        a.other = b;
        b.other = a;
    }

    /// The same, and their nodes have a session already.
    static void meet(Site a, Site b) {
        join(a, b);
        for (int i = 0; i < 2; i++) {
            a.writeOuter(Ip6Header.UDP, new byte[8]);
            a.run(0);
            b.writeOuter(Ip6Header.UDP, new byte[8]);
            b.run(0);
        }
        if (a.given.isEmpty() || b.given.isEmpty()) throw new AssertionError("no session");
        a.given.clear();
        b.given.clear();
    }

    TunnelSettings to(Site far, int tunId, int limit) {
        return new TunnelSettings(
                tunId,
                far.identity.publicKey(),
                endpoint,
                far.endpoint,
                far.prefixes,
                prefixes,
                MTU_BYTES,
                limit,
                false);
    }

    /// Opens tunnel 1, without a limit.
    void openTo(Site far) {
        openTo(far, TunnelSettings.NO_LIMIT);
    }

    void openTo(Site far, int limit) {
        try {
            tunnels.open(to(far, 1, limit), nowNs);
        } catch (TunnelRefused e) {
            throw new AssertionError(e);
        }
    }

    /// Whether an address is here; IPv4 as `::ffff:a.b.c.d`.
    boolean has(Ip6 address) {
        return address.equals(endpoint) || prefixes.stream().anyMatch(p -> p.holds(address));
    }

    TunnelStats stats() {
        return tunnels.stats().getFirst();
    }

    // --- the network

    private Verdict emit(Packet frame, long nowNs) {
        var to = other;
        if (to == null || isCut || to.isCut) return Verdict.OK;
        var copy = to.batch.next().append(frame.toArray());
        to.sessions.onFrame(copy, PATH, nowNs);
        return Verdict.OK;
    }

    @Override
    public void onPathWanted(Ip6 destination, long nowNs) {
        var to = other;
        if (to != null && !isCut && destination.equals(to.identity.ip6()))
            sessions.onPathFound(to.identity.publicKey(), 22, PATH, PathMetric.PEER, nowNs);
    }

    @Override
    public boolean writePing(Packet into, Session session, long label, long nowNs) {
        into.append(new byte[] {'?'});
        return true;
    }

    private Verdict onRouting(Session from, int type, Packet p, long pathBack, long nowNs) {
        if (p.u8(0) != '?') {
            from.onAnswered(PATH, 1, nowNs);
            return Verdict.OK;
        }
        return sessions.reply(from, batch.next().append(new byte[] {'!'}), pathBack, nowNs);
    }

    // --- devices

    @Override
    public void send(int tunId, Packet packet) {
        var g = new Given(tunId, packet.toArray());
        given.add(g);
        kernel.accept(g);
    }

    @Override
    public void flush() {}

    /// A packet from a device.
    void write(int tunId, byte[] packet) {
        var in = new Batch(1);
        in.next().append(packet);
        if (tunId == TunStation.CJDNS) cjdns.onTun(in, nowNs);
        else tunnels.onTun(tunId, in, nowNs);
        endTurn();
    }

    /// What a kernel's tunnel, or anybody who may write to the cjdns device, sends to the other
    /// node.
    void writeOuter(int nextHeader, byte[] content) {
        var to = other;
        if (to == null) throw new AssertionError("nobody is there");
        var p = new Batch(1).next().append(content);
        Ip6Header.prepend(p, nextHeader, 64);
        var own = identity.ip6();
        var far = to.identity.ip6();
        Ip6Header.putSource(p, own.hi(), own.lo());
        Ip6Header.putDestination(p, far.hi(), far.lo());
        write(TunStation.CJDNS, p.toArray());
    }

    /// Time passes on both machines.
    void run(long durationNs) {
        var to = other;
        long endNs = nowNs + durationNs;
        while (true) {
            long nextNs = world.timers().nextDeadlineNs();
            if (to != null) nextNs = Math.min(nextNs, to.world.timers().nextDeadlineNs());
            if (nextNs > endNs) break;
            tick(Math.max(nextNs, nowNs));
        }
        tick(endNs);
    }

    private void tick(long atNs) {
        nowNs = atNs;
        world.timers().runUntil(atNs);
        endTurn();
        var to = other;
        if (to == null) return;
        to.nowNs = atNs;
        to.world.timers().runUntil(atNs);
        endTurn();
    }

    private void endTurn() {
        batch.clear();
        if (other != null) other.batch.clear();
    }

    long count(Verdict verdict) {
        return world.counters().of(verdict);
    }

    /// What went to a device since the last call.
    List<byte[]> taken(int tunId) {
        var found = given.stream().filter(g -> g.tunId == tunId).map(Given::bytes).toList();
        given.clear();
        return found;
    }

    // --- addresses

    static Ip6 ip6(String text) {
        try {
            return Ip6.parse(text);
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }

    static List<IpPrefix> prefixes(String... texts) {
        var list = new ArrayList<IpPrefix>();
        try {
            for (var text : texts) list.add(IpPrefix.parse(text));
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
        return list;
    }
}
