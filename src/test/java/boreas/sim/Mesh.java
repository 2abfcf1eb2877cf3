package boreas.sim;

import boreas.label.Label;
import boreas.session.PathStats;
import boreas.session.SessionStats;
import java.util.List;

/// A few hosts with more than one way between two of them, `home` and `far`, and programs that
/// talk.
///
/// ```
///   triangle:  home ------- far        square:  home --- left --- far
///                 \         /                      \            /
///                  -- left --                       --- right --
/// ```
final class Mesh {
    static final long MS = 1_000_000L;
    static final long SECOND = 1_000 * MS;

    final SimWorld world;
    final SimHost home, left, far;
    final List<SimHost> relays;

    private Mesh(SimWorld world, SimHost home, SimHost far, List<SimHost> relays) {
        this.world = world;
        this.home = home;
        this.far = far;
        this.relays = relays;
        this.left = relays.getFirst();
    }

    static Mesh triangle(SimWorld world) {
        var mesh = with(world, "left");
        mesh.far.letIn(mesh.home);
        return mesh.start();
    }

    static Mesh square(SimWorld world) {
        return with(world, "left", "right").start();
    }

    private static Mesh with(SimWorld world, String... relayNames) {
        var home = world.addHost("home");
        var far = world.addHost("far");
        var relays = List.of(relayNames).stream().map(world::addHost).toList();
        for (var relay : relays) {
            relay.letIn(home);
            relay.letIn(far);
        }
        return new Mesh(world, home, far, relays);
    }

    private Mesh start() {
        for (var host : world.hosts()) host.start();
        return this;
    }

    /// Between two rented servers on a day like others.
    static Weather ordinary(SeededRandom random) {
        return new Weather(
                random.between(100_000, 50 * MS),
                random.between(0, 10 * MS),
                (int) random.between(0, 10_000),
                (int) random.between(0, 5_000));
    }

    static SessionStats session(SimHost at, SimHost with) {
        return at.snapshot().sessions().stream()
                .filter(s -> s.address().key().equals(with.identity().publicKey()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(at.name() + " has no session"));
    }

    static PathStats inUse(SimHost at, SimHost with) {
        return session(at, with).paths().getFirst();
    }

    /// The relay by which `home` reaches `far` now.
    SimHost relayInUse() {
        long label = inUse(home, far).label();
        for (var relay : relays)
            if (Label.routesThrough(label, linkLabel(home, relay))) return relay;
        throw new AssertionError("by no relay: " + Label.toText(label));
    }

    /// The one-hop path.
    private static long linkLabel(SimHost at, SimHost peer) {
        for (var p : at.snapshot().peers())
            if (p.address().key().equals(peer.identity().publicKey())) return p.address().label();
        throw new AssertionError(at.name() + " has no link with " + peer.name());
    }

    /// Whether both ends of the link between two hosts hear each other.
    boolean isLinkWell(SimHost a, SimHost b) {
        return isHeard(a, b) && isHeard(b, a);
    }

    private static boolean isHeard(SimHost at, SimHost peer) {
        for (var p : at.snapshot().peers())
            if (p.address().key().equals(peer.identity().publicKey())) return !p.isSuspect();
        return false;
    }

    boolean isDirect(SimHost at, SimHost with) {
        return Label.isOneHop(inUse(at, with).label());
    }

    /// The longest time between two moments of a list that lies within a span.
    static long gapNs(List<Long> momentsNs, long fromNs, long toNs) {
        long gap = 0, before = fromNs;
        for (long ns : momentsNs) {
            if (ns < fromNs) continue;
            if (ns > toNs) break;
            gap = Math.max(gap, ns - before);
            before = ns;
        }
        return Math.max(gap, toNs - before);
    }
}
