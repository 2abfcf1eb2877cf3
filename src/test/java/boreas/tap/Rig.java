package boreas.tap;

import boreas.address.Identity;
import boreas.address.Ip6;
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
import boreas.session.Session;
import boreas.session.Sessions;
import boreas.switching.OwnRouter;
import boreas.switching.Switch;
import boreas.switching.SwitchPinger;
import boreas.tun.TunPort;
import boreas.tun.TunStation;
import boreas.wire.Batch;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The inside of a node, alone: its frames, and what programs are given, are kept.
final class Rig implements PathFinder, TunPort {
    static final long NOW_NS = 77_000_000_000L;
    static final int VERSION = 22;
    static final int MTU_BYTES = 1304;
    static final byte[] ANSWER = {'a', 'n', 's', 'w', 'e', 'r'};
    private static final Crypto CRYPTO = CryptoProviders.choose();

    final Counters counters = new Counters();
    final Identity own;
    final Sessions sessions;
    final TunStation tun;
    final Taps taps;
    final List<Packet> frames = new ArrayList<>();
    final List<Packet> given = new ArrayList<>();
    final List<Ip6> wanted = new ArrayList<>();
    final List<byte[]> questions = new ArrayList<>();

    Rig(Identity own) {
        this.own = own;
        var random = new Random(3);
        var world = new World(random::nextBytes, new Timers(), counters, EventLog.SILENT);
        var packets = PacketSource.of(new Batch(64));
        var key = own.publicKey();
        var labelSwitch = new Switch(world);
        var pinger = new SwitchPinger(world, labelSwitch, packets, key, VERSION);
        sessions =
                new Sessions(
                        world,
                        new CryptoAuthContext(own, new Users(CRYPTO), CRYPTO, world),
                        this::emit,
                        packets,
                        (_, _, _) -> {},
                        NOW_NS);
        sessions.attach(this);
        var router =
                new OwnRouter(
                        world, labelSwitch, pinger, key, VERSION, sessions, (_, _, _, _) -> {});
        tun = new TunStation(world, own.ip6(), sessions, this, packets, MTU_BYTES, NOW_NS);
        taps =
                new Taps(
                        world,
                        own,
                        VERSION,
                        sessions,
                        router,
                        this::emit,
                        this,
                        (question, _) -> {
                            questions.add(question);
                            return ANSWER;
                        });
        tun.attach(taps);
    }

    static Identity identity(long seed) {
        return Identity.generate(new Random(seed)::nextBytes, CRYPTO);
    }

    private static Packet copy(Packet p) {
        return new Batch(1).next().append(p.toArray());
    }

    private Verdict emit(Packet frame, long nowNs) {
        frames.add(copy(frame));
        return Verdict.OK;
    }

    @Override
    public void send(int tunId, Packet packet) {
        given.add(copy(packet));
    }

    @Override
    public void flush() {}

    @Override
    public void onPathWanted(Ip6 destination, long nowNs) {
        wanted.add(destination);
    }

    @Override
    public boolean writePing(Packet into, Session session, long label, long nowNs) {
        into.append(new byte[] {'a', 's', 'k', '!'});
        return true;
    }
}
