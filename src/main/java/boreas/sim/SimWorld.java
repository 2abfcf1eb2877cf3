package boreas.sim;

import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.crypto.Crypto;
import boreas.node.Node;
import boreas.wire.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Hosts, the network between them, and the queue of what happens next.
///
/// Each host begins with one address on the underlay, `10.0.0.n:20000`. Between two hosts there is
/// [Weather], the same for all pairs unless set, or no way at all ([#cut]). Time is what the next
/// event says; nothing happens between events. With the same seed, the same calls give the same
/// run.
public final class SimWorld {
    static final int UDP_PORT = 20_000;
    public static final long SECOND_NS = 1_000_000_000L;

    /// Events of one call, as a bound on runaway loops.
    private static final long EVENTS_MAX = 200_000_000;

    private record Pair(LinkAddress a, LinkAddress b) {
        static Pair of(LinkAddress x, LinkAddress y) {
            return x.lo() < y.lo() ? new Pair(x, y) : new Pair(y, x);
        }
    }

    private record Way(LinkAddress from, LinkAddress to) {}

    private final long seed;
    private final SeededRandom random;
    private final SeededRandom weatherRandom;
    private final Crypto crypto;
    private final KeyRing keys;
    private final EventQueue events = new EventQueue();
    private final Map<LinkAddress, SimHost> hosts = new HashMap<>();
    private final List<SimHost> inOrder = new ArrayList<>();
    private final Map<Pair, Weather> weather = new HashMap<>();
    private final Map<Pair, Boolean> cuts = new HashMap<>();
    private final Set<Way> cutWays = new HashSet<>();

    /// Turns never overlap here, so all nodes share what one turn needs.
    private final Batch in = new Batch(1);

    private final Batch own = new Batch(Node.OWN_PACKETS_PER_TURN);
    private Weather usualWeather = Weather.CALM;
    private Tap tap = Tap.NONE;
    private long nowNs;
    private long eventsRun;
    private long eventsOfCall;

    public SimWorld(long seed, Crypto crypto) {
        this.seed = seed;
        this.crypto = crypto;
        keys = new KeyRing(crypto);
        random = new SeededRandom(seed);
        weatherRandom = random.split();
    }

    public long seed() {
        return seed;
    }

    public long nowNs() {
        return nowNs;
    }

    public Crypto crypto() {
        return crypto;
    }

    /// For scenarios: the same seed gives the same draws.
    public SeededRandom random() {
        return random;
    }

    /// One more who sees what passes.
    public void attach(Tap another) {
        tap = tap.equals(Tap.NONE) ? another : new Tee(List.of(tap, another));
    }

    // --- hosts and links

    /// A new host with a key of its own; its node is not running yet.
    public SimHost addHost(String name) {
        int number = inOrder.size() + 1;
        var at = LinkAddress.udp(Ip6.mapped(0x0a00_0000 + number), UDP_PORT);
        var host = new SimHost(this, name, at, keys.next(random.split()));
        place(host, at);
        inOrder.add(host);
        return host;
    }

    /// Whether anybody is at this address.
    public boolean isTaken(LinkAddress at) {
        return hosts.containsKey(at);
    }

    void place(SimHost host, LinkAddress at) {
        if (hosts.putIfAbsent(at, host) != null)
            throw new IllegalArgumentException(at + " is taken already");
    }

    void leave(LinkAddress at) {
        hosts.remove(at);
    }

    /// A new segment with these hosts on it.
    public Segment addSegment(SimHost... hosts) {
        var segment = new Segment(this);
        for (var host : hosts) segment.join(host);
        return segment;
    }

    public List<SimHost> hosts() {
        return List.copyOf(inOrder);
    }

    /// Weather between all pairs that have none of their own.
    public void setWeather(Weather weather) {
        usualWeather = weather;
    }

    public void setWeather(SimHost a, SimHost b, Weather weather) {
        this.weather.put(Pair.of(a.address(), b.address()), weather);
    }

    /// Nothing passes between two hosts from now on.
    public void cut(SimHost a, SimHost b) {
        cuts.put(Pair.of(a.address(), b.address()), true);
        tap.onNote(nowNs, a.name(), "cut from " + b.name());
    }

    /// Nothing passes from one host to the other; what goes the other way does.
    public void cutOneWay(SimHost from, SimHost to) {
        cutWays.add(new Way(from.address(), to.address()));
        tap.onNote(nowNs, from.name(), "cut on the way to " + to.name());
    }

    public void heal(SimHost a, SimHost b) {
        cuts.remove(Pair.of(a.address(), b.address()));
        cutWays.remove(new Way(a.address(), b.address()));
        cutWays.remove(new Way(b.address(), a.address()));
        tap.onNote(nowNs, a.name(), "joined with " + b.name());
    }

    void note(String who, String text) {
        tap.onNote(nowNs, who, text);
    }

    /// Whether anybody reads what nodes log.
    boolean isTraced() {
        return tap.readsNotes();
    }

    Batch emptyBatch() {
        in.clear();
        return in;
    }

    Batch ownPackets() {
        return own;
    }

    // --- time

    /// Something happens later. Events of the same moment happen in the order in which they were
    /// planned.
    public void at(long atNs, Runnable action) {
        if (atNs < nowNs) throw new IllegalArgumentException("the past cannot be changed");
        events.add(atNs, action);
    }

    public void after(long delayNs, Runnable action) {
        at(nowNs + delayNs, action);
    }

    /// Lets the world go on for so long.
    public void run(long durationNs) {
        long endNs = nowNs + durationNs;
        eventsOfCall = 0;
        while (step(endNs)) {}
        nowNs = endNs;
    }

    /// Lets the world go on until something is so, or time is up.
    ///
    /// @return whether it came to be
    public boolean runUntil(BooleanSupplier isSo, long atMostNs) {
        long endNs = nowNs + atMostNs;
        eventsOfCall = 0;
        while (!isSo.getAsBoolean()) {
            if (!step(endNs)) {
                nowNs = endNs;
                return isSo.getAsBoolean();
            }
        }
        return true;
    }

    private boolean step(long endNs) {
        long atNs = events.firstNs();
        if (atNs > endNs || events.size() == 0) return false;
        eventsRun++;
        if (++eventsOfCall > EVENTS_MAX)
            throw new AssertionError("a run without end, seed " + seed);
        nowNs = atNs;
        events.removeFirst().run();
        return true;
    }

    public long eventsRun() {
        return eventsRun;
    }

    // --- the network

    void send(LinkAddress from, LinkAddress to, byte[] bytes, boolean isBroadcast) {
        tap.onDatagram(nowNs, from, to, bytes, Tap.Fate.SENT);
        var weather = weather(from, to);
        if (isCut(from, to) || !hosts.containsKey(to)) {
            tap.onDatagram(nowNs, from, to, bytes, Tap.Fate.NO_WAY);
            return;
        }
        if (weatherRandom.happens(weather.lossPpm())) {
            tap.onDatagram(nowNs, from, to, bytes, Tap.Fate.LOST);
            return;
        }
        int copies = weatherRandom.happens(weather.duplicatePpm()) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delayNs = weather.delayNs() + weatherRandom.between(0, weather.jitterNs());
            after(delayNs, () -> deliver(from, to, bytes, isBroadcast));
        }
    }

    // Large worlds have neither cuts nor weather of single links, and many datagrams.

    private Weather weather(LinkAddress from, LinkAddress to) {
        return weather.isEmpty()
                ? usualWeather
                : weather.getOrDefault(Pair.of(from, to), usualWeather);
    }

    private boolean isCut(LinkAddress from, LinkAddress to) {
        if (!cuts.isEmpty() && cuts.containsKey(Pair.of(from, to))) return true;
        return !cutWays.isEmpty() && cutWays.contains(new Way(from, to));
    }

    /// Puts a datagram onto the network as if `from` had sent it: for replays and forgeries.
    public void inject(LinkAddress from, LinkAddress to, byte[] bytes, long delayNs) {
        after(delayNs, () -> deliver(from, to, bytes, false));
    }

    /// The same for what only one host of a segment hears.
    public void injectBroadcast(LinkAddress from, LinkAddress to, byte[] bytes, long delayNs) {
        after(delayNs, () -> deliver(from, to, bytes, true));
    }

    private void deliver(LinkAddress from, LinkAddress to, byte[] bytes, boolean isBroadcast) {
        var host = hosts.get(to);
        boolean isThere = host != null && host.isRunning();
        tap.onDatagram(nowNs, from, to, bytes, isThere ? Tap.Fate.DELIVERED : Tap.Fate.NO_WAY);
        if (isThere && host != null) host.onDatagram(from, to, bytes, isBroadcast);
    }
}
