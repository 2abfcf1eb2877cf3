package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PeerEndpoint;
import boreas.config.AuthorizedPassword;
import boreas.config.BeaconMode;
import boreas.config.CjdrouteConf;
import boreas.config.Password;
import boreas.config.PeerConf;
import boreas.config.UdpInterfaceConf;
import boreas.cryptoauth.Credentials;
import boreas.link.PeerSettings;
import boreas.link.PeerStats;
import boreas.node.NodeCommand;
import boreas.sim.FastCrypto;
import boreas.sim.SeededRandom;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A node is told one random configuration after the other, while others talk with it all the time.
/// Whoever has the same link in two of them loses no packet between them. What is refused changes
/// nothing.
class RandomReloadTest {
    private static final long MS = 1_000_000L, SECOND = 1_000 * MS;
    private static final int CHANGES_OF_A_WORLD = 30;
    private static final int OTHERS = 6;
    private static final int PASSWORDS = 3;

    /// Longer than a hello and its repetitions take, of those who were sent away too.
    private static final long SETTLED_NS = 10 * SECOND;

    private static final long SPACING_NS = 100 * MS;

    private enum Way {
        NOT,
        CALLED,
        CALLS
    }

    /// How another machine is linked with the node.
    ///
    /// @param port the node's, from which it calls
    private record Link(Way way, int port, int password, @Nullable String name) {
        static final Link NONE = new Link(Way.NOT, 0, 0, null);

        /// Whether it is the same link for both sides.
        boolean isSame(Link other) {
            return way == other.way
                    && way != Way.NOT
                    && password == other.password
                    && (way == Way.CALLS || port == other.port);
        }
    }

    /// What a configuration is made of.
    private record Model(List<Link> links, Set<Integer> extraPorts, BeaconMode beacon) {}

    @Test
    void linksThatAChangeDoesNotMentionLoseNoPacketAndWhatIsRefusedChangesNothing() {
        run(0, 300);
    }

    static void run(long firstSeed, int changes) {
        for (int i = 0; i < changes / CHANGES_OF_A_WORLD; i++) new Run(firstSeed + i).run();
    }

    private static final class Run {
        private final long seed;
        private final SimWorld world;
        private final SeededRandom random;
        private final ReloadedHost node;
        private final List<SimHost> others = new ArrayList<>();
        private final List<Set<Integer>> answered = new ArrayList<>();
        private Model model =
                new Model(Collections.nCopies(OTHERS, Link.NONE), Set.of(), BeaconMode.OFF);
        private int sent;

        Run(long seed) {
            this.seed = seed;
            world = new SimWorld(seed, new FastCrypto());
            random = world.random();
            node = new ReloadedHost(world, "node");
            node.host.listen(p -> node.host.writeTun(Talk.turned(p)));
            for (int i = 0; i < OTHERS; i++) {
                var other = world.addHost("other" + i);
                others.add(other);
                other.start();
                var numbers = new HashSet<Integer>();
                answered.add(numbers);
                other.listen(p -> {
                    if (Talk.isOurs(p)) numbers.add(Talk.number(p));
                });
                for (int password = 0; password < PASSWORDS; password++)
                    other.command(
                            new NodeCommand.AddPassword(
                                    password(i, password).getBytes(StandardCharsets.UTF_8),
                                    null,
                                    null));
            }
        }

        private int below(int bound) {
            return (int) random.between(0, bound - 1);
        }

        private static String password(int other, int number) {
            return "password-" + other + "-" + number;
        }

        void run() {
            for (int i = 0; i < CHANGES_OF_A_WORLD; i++) {
                try {
                    if (i % 4 == 3) changeThatIsRefused();
                    else if (i % 5 == 4) changeThatIsTakenBack();
                    else change();
                } catch (ReloadRefused | AssertionError e) {
                    throw new AssertionError(
                            "change %d of seed %d: %s".formatted(i, seed, e.getMessage()), e);
                }
            }
        }

        // --- a change

        private void change() throws ReloadRefused {
            var next = mutated();
            var before = model;
            var numbers = talk();
            node.change(conf(next));
            world.run(3 * SECOND);
            assertKeptLinksMissNothing(before, next, numbers);
            assertThat(node.sockets.unused).isEmpty();
            model = next;
            for (int i = 0; i < OTHERS; i++) follow(i, before.links.get(i), next.links.get(i));
            world.run(SETTLED_NS);
            assertLinkedAs(next);
        }

        private void assertKeptLinksMissNothing(Model before, Model next, Set<Integer> numbers) {
            for (int i = 0; i < OTHERS; i++)
                if (before.links.get(i).isSame(next.links.get(i)))
                    assertThat(missing(i, numbers))
                            .as("%s, %s -> %s", others.get(i).name(), before, next)
                            .isEmpty();
        }

        private void assertLinkedAs(Model wanted) {
            for (int i = 0; i < OTHERS; i++)
                assertThat(isLinked(others.get(i)))
                        .as(others.get(i).name() + " " + wanted.links.get(i))
                        .isEqualTo(wanted.links.get(i).way != Way.NOT);
        }

        private Set<Integer> missing(int other, Set<Integer> numbers) {
            var missing = new TreeSet<>(numbers);
            missing.removeAll(answered.get(other));
            return missing;
        }

        /// Everybody sends numbered packets, before the change and after it. @return the numbers
        private Set<Integer> talk() {
            var numbers = new TreeSet<Integer>();
            for (int i = 0; i < 20; i++) {
                int number = ++sent;
                numbers.add(number);
                world.after(
                        i * SPACING_NS,
                        () -> {
                            for (var other : others)
                                other.writeTun(Talk.packet(other, node.host, number));
                        });
            }
            world.run(5 * SPACING_NS + random.between(0, SPACING_NS));
            return numbers;
        }

        private boolean isLinked(SimHost other) {
            return node.host.snapshot().peers().stream()
                    .anyMatch(p -> isOf(p, other) && p.state().number() >= 4 && !p.isSuspect());
        }

        private static boolean isOf(PeerStats peer, SimHost host) {
            return peer.address().key().equals(host.identity().publicKey());
        }

        private Model mutated() {
            var links = new ArrayList<>(model.links);
            var extraPorts = new TreeSet<>(model.extraPorts);
            var beacon = model.beacon;
            int count = 1 + below(3);
            for (int n = 0; n < count; n++) {
                int i = below(OTHERS);
                var link = links.get(i);
                switch (below(7)) {
                    case 0, 1, 2 ->
                            link =
                                    new Link(
                                            Way.values()[below(3)],
                                            anyOf(extraPorts),
                                            below(PASSWORDS),
                                            null);
                    case 3 ->
                            link = new Link(link.way, link.port, link.password, "name" + below(3));
                    case 4 -> beacon = BeaconMode.values()[below(3)];
                    case 5 -> extraPorts.add(1 + below(3));
                    default -> {
                        int gone = 1 + below(3);
                        extraPorts.remove(gone);
                        links.replaceAll(one ->
                                one.port == gone
                                        ? new Link(one.way, 0, one.password, one.name)
                                        : one);
                        link = links.get(i);
                    }
                }
                links.set(i, link);
            }
            return new Model(List.copyOf(links), Set.copyOf(extraPorts), beacon);
        }

        private int anyOf(Set<Integer> extraPorts) {
            var all = new ArrayList<>(extraPorts);
            all.add(0);
            return all.get(below(all.size()));
        }

        // --- a model as a configuration, in any order

        private CjdrouteConf conf(Model of) {
            var passwords = new ArrayList<AuthorizedPassword>();
            for (int i = 0; i < OTHERS; i++)
                if (of.links.get(i).way == Way.CALLS)
                    passwords.add(
                            new AuthorizedPassword(
                                    Password.of(password(i, of.links.get(i).password)),
                                    i % 2 == 0 ? others.get(i).name() : null,
                                    null));
            Collections.rotate(passwords, below(4));
            var udp = new ArrayList<UdpInterfaceConf>();
            udp.add(ReloadedHost.udp(node.host.address(), of.beacon, peers(of, 0)));
            for (int port : of.extraPorts)
                udp.add(ReloadedHost.udp(node.extraAddress(port), BeaconMode.OFF, peers(of, port)));
            Collections.rotate(udp, below(4));
            return node.conf(passwords, udp);
        }

        private List<PeerConf> peers(Model of, int port) {
            var peers = new ArrayList<PeerConf>();
            for (int i = 0; i < OTHERS; i++) {
                var link = of.links.get(i);
                if (link.way == Way.CALLED && link.port == port) peers.add(peer(i, link));
            }
            Collections.rotate(peers, below(4));
            return peers;
        }

        private PeerConf peer(int i, Link link) {
            return new PeerConf(
                    new PeerEndpoint.Numeric(others.get(i).address()),
                    others.get(i).identity().publicKey(),
                    null,
                    Password.of(password(i, link.password)),
                    link.name,
                    OptionalInt.empty());
        }

        /// What the operator of the other machine does on that side.
        private void follow(int i, Link before, Link after) {
            var other = others.get(i);
            if (before.equals(after) || before.isSame(after)) return;
            var key = node.host.identity().publicKey();
            other.command(new NodeCommand.Disconnect(key));
            if (after.way != Way.CALLS) return;
            var refusal =
                    other.command(
                            new NodeCommand.Connect(
                                    new PeerSettings(
                                            0,
                                            new PeerEndpoint.Numeric(node.host.address()),
                                            key,
                                            Credentials.of(null, password(i, after.password)),
                                            null,
                                            0)));
            assertThat(refusal).isEmpty();
        }

        // --- a change that is refused

        private void changeThatIsRefused() {
            var picture = picture();
            var ports = node.ports();
            var kept = node.conf();
            var numbers = talk();
            var reason = spoil(mutated());
            world.run(3 * SECOND);
            for (int i = 0; i < OTHERS; i++)
                if (model.links.get(i).way != Way.NOT)
                    assertThat(missing(i, numbers))
                            .as("%s, %s, %s", others.get(i).name(), reason, model)
                            .isEmpty();
            assertThat(picture()).as(reason).isEqualTo(picture);
            assertThat(node.ports()).containsExactlyInAnyOrderElementsOf(ports);
            assertThat(node.conf()).isEqualTo(kept);
            assertThat(node.sockets.unused).isEmpty();
        }

        // --- a change that is refused by somebody else, when it is done

        /// Whoever is the same link in both may not notice; the others are linked again.
        private void changeThatIsTakenBack() throws ReloadRefused {
            var next = mutated();
            var picture = pictureWithoutNumbers();
            var kept = node.conf();
            var numbers = talk();
            assertThat(
                            node.changeAndTakeBack(
                                    conf(next), () -> world.run(random.between(0, 2 * SECOND))))
                    .isEmpty();
            world.run(3 * SECOND);
            assertKeptLinksMissNothing(model, next, numbers);
            world.run(SETTLED_NS);
            assertThat(pictureWithoutNumbers()).as("%s -> %s", model, next).isEqualTo(picture);
            assertLinkedAs(model);
            assertThat(node.conf()).isEqualTo(kept);
            assertThat(node.sockets.unused).isEmpty();
        }

        /// A port that came back has another number, and so have its peers.
        private String pictureWithoutNumbers() {
            var s = node.host.snapshot();
            return "%s\n%s\n%s"
                    .formatted(
                            s.peers().stream()
                                    .map(p ->
                                            p.linkAddress()
                                                    + " "
                                                    + nameless(String.valueOf(p.user())))
                                    .sorted()
                                    .toList(),
                            s.ports().stream().map(p -> p.name() + p.beacon()).sorted().toList(),
                            s.users().stream()
                                    .filter(u -> !u.equals("Local Peers")) // once is for ever
                                    .map(Run::nameless)
                                    .sorted()
                                    .toList());
        }

        /// Spoils a good change. @return why it must be refused
        private String spoil(Model good) {
            var conf = conf(good);
            int kind = below(4);
            var reason =
                    switch (kind) {
                        case 0 -> "this port is in use";
                        case 1 -> "which the site carries";
                        case 2 -> "has another password by the admin interface";
                        default -> "cannot hear on beaconPort";
                    };
            var udp = new ArrayList<>(conf.udpInterfaces());
            var passwords = new ArrayList<>(conf.authorizedPasswords());
            var taken = node.extraAddress(9);
            switch (kind) {
                case 0 -> {
                    node.sockets.taken.add(taken);
                    udp.add(ReloadedHost.udp(taken, List.of()));
                }
                case 1 -> {
                    node.underlay = _ -> "is in a network which the site carries";
                    udp.add(
                            ReloadedHost.udp(
                                    taken, List.of(peer(0, new Link(Way.CALLED, 9, 0, null)))));
                }
                case 2 -> {
                    node.host.command(new NodeCommand.AddPassword(new byte[] {1}, "by-hand", null));
                    passwords.add(new AuthorizedPassword(Password.of("other"), "by-hand", null));
                }
                default -> {
                    node.sockets.takenBeaconPort = 64513;
                    udp.add(ReloadedHost.withBeacons(taken, 64513));
                }
            }
            try {
                node.change(node.conf(passwords, udp));
                throw new AssertionError("was not refused: " + reason);
            } catch (ReloadRefused e) {
                assertThat(e.sentence()).contains(reason);
            }
            node.sockets.taken.clear();
            node.sockets.takenBeaconPort = 0;
            node.underlay = Underlay.ANY;
            if (kind == 2) node.host.command(new NodeCommand.RemovePassword("by-hand"));
            return reason;
        }

        /// What an operator sees: peers with their numbers, which are never given again; ports;
        /// users, whose order does not matter.
        private String picture() {
            var s = node.host.snapshot();
            var peers =
                    s.peers().stream()
                            .map(p -> p.peerId() + " " + p.linkAddress() + " " + p.user())
                            .toList();
            var ports = s.ports().stream().map(Objects::toString).toList();
            return peers
                    + "\n"
                    + ports
                    + "\n"
                    + s.users().stream().map(Run::nameless).sorted().toList();
        }

        private static String nameless(String user) {
            return user.startsWith("Anon #") ? "Anon" : user;
        }
    }
}
