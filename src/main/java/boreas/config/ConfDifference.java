package boreas.config;

import boreas.config.ConfChange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What has to be done so that a node that runs with one configuration goes on with another.
///
/// What is the same in both is in none of the lists, wherever it stands in the file, so that nobody
/// touches it. Entries of equal text are told apart by how many there are.
///
/// @param udp one for each UDP interface of either, the later file's order first
/// @param ethernet the same for Ethernet devices, of what is in force ([EthInterfaceConf#inForce])
/// @param changes the same for people, all keys
public record ConfDifference(
        CjdrouteConf before,
        CjdrouteConf after,
        List<AuthorizedPassword> passwordsRemoved,
        List<AuthorizedPassword> passwordsAdded,
        List<Udp> udp,
        List<Ethernet> ethernet,
        List<ConfChange> changes) {
    /// One UDP interface, known by what it is bound to.
    ///
    /// @param before null: it is new
    /// @param after null: it goes
    public record Udp(
            @Nullable UdpInterfaceConf before,
            @Nullable UdpInterfaceConf after,
            PeersDifference peers) {
        /// It is in both files, and its beacons are other ones.
        public boolean hasOtherBeacons() {
            return before != null
                    && after != null
                    && (before.beacon() != after.beacon() || hasOtherBeaconSocket());
        }

        /// It is in both files, and its beacons go and come by other ways.
        public boolean hasOtherBeaconSocket() {
            return before != null
                    && after != null
                    && (!before.beaconPort().equals(after.beaconPort())
                            || !before.beaconDevices().equals(after.beaconDevices()));
        }

        public boolean hasOtherDscp() {
            return before != null && after != null && !before.dscp().equals(after.dscp());
        }
    }

    /// One Ethernet device, known by its name; or all of them.
    ///
    /// @param before null: it is new
    /// @param after null: it goes
    public record Ethernet(
            @Nullable EthInterfaceConf before,
            @Nullable EthInterfaceConf after,
            PeersDifference peers) {
        public boolean hasOtherBeacons() {
            return before != null && after != null && before.beacon() != after.beacon();
        }

        /// The way back.
        public Ethernet reversed() {
            return new Ethernet(after, before, PeersDifference.of(peersOf(after), peersOf(before)));
        }

        private static List<PeerConf> peersOf(@Nullable EthInterfaceConf conf) {
            return conf == null ? List.of() : conf.connectTo();
        }
    }

    public static ConfDifference of(CjdrouteConf before, CjdrouteConf after) {
        var removed = new ArrayList<>(before.authorizedPasswords());
        var added = new ArrayList<AuthorizedPassword>();
        for (var password : after.authorizedPasswords())
            if (!removed.remove(password)) added.add(password);
        var udp =
                pair(
                        before.udpInterfaces(),
                        after.udpInterfaces(),
                        UdpInterfaceConf::bind,
                        UdpInterfaceConf::connectTo,
                        Udp::new);
        var changes = new ArrayList<ConfChange>();
        var ethernet = List.<Ethernet>of();
        if (isForAllDevices(before) == isForAllDevices(after))
            ethernet =
                    pair(
                            EthInterfaceConf.inForce(before.ethInterfaces()),
                            EthInterfaceConf.inForce(after.ethInterfaces()),
                            EthInterfaceConf::bind,
                            EthInterfaceConf::connectTo,
                            Ethernet::new);
        else
            changes.add(
                    change(
                            ConfKey.ETHERNET_ALL,
                            isForAllDevices(after),
                            "\"bind\": \"all\" in place of single devices"));
        describe(removed, added, changes);
        for (var one : udp) describe(one, changes);
        for (var one : ethernet) describe(one, changes);
        describeSettings(before, after, changes);
        changes.sort((a, b) -> a.key().compareTo(b.key()));
        return new ConfDifference(
                before,
                after,
                List.copyOf(removed),
                List.copyOf(added),
                List.copyOf(udp),
                List.copyOf(ethernet),
                List.copyOf(changes));
    }

    private interface Paired<C, R> {
        R of(@Nullable C before, @Nullable C after, PeersDifference peers);
    }

    /// @param name by which an interface is known in both files
    private static <C, R> List<R> pair(
            List<C> before,
            List<C> after,
            Function<C, Object> name,
            Function<C, List<PeerConf>> peers,
            Paired<C, R> paired) {
        var pairs = new ArrayList<R>();
        var left = new ArrayList<>(before);
        for (var now : after) {
            // Of several with the same name the one that is just the same comes first.
            C was = left.contains(now) ? now : null;
            if (was == null)
                for (var one : left)
                    if (was == null
                            && name.apply(one).equals(name.apply(now))
                            && !after.contains(one)) was = one;
            if (was != null) left.remove(was);
            var peersBefore = was == null ? List.<PeerConf>of() : peers.apply(was);
            pairs.add(paired.of(was, now, PeersDifference.of(peersBefore, peers.apply(now))));
        }
        for (var gone : left)
            pairs.add(paired.of(gone, null, PeersDifference.of(peers.apply(gone), List.of())));
        return pairs;
    }

    /// Other rights are kept for it.
    private static boolean isForAllDevices(CjdrouteConf conf) {
        return conf.ethInterfaces().stream().anyMatch(EthInterfaceConf::isForAllDevices);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /// Whether the later file is one of another node.
    public boolean isOfAnotherNode() {
        return !before.identity().publicKey().equals(after.identity().publicKey());
    }

    /// What the node runs with when all of this that is live is done: the later file, but for the
    /// keys that count at a start only. The next reload tells those again.
    public CjdrouteConf running() {
        return new CjdrouteConf(
                before.identity(),
                after.authorizedPasswords(),
                before.admin(),
                after.udpInterfaces(),
                isForAllDevices(before) == isForAllDevices(after)
                        ? after.ethInterfaces()
                        : before.ethInterfaces(),
                new RouterConf(
                        before.router().inside(),
                        after.router().supernodes(),
                        after.router().dnsSeeds(),
                        after.router().publicPeer(),
                        after.router().ipTunnel()),
                before.security(),
                before.logToStdout(),
                before.noBackground(),
                after.pipe(),
                before.site(),
                before.metrics(),
                after.version());
    }

    // --- for people

    private static void describe(
            List<AuthorizedPassword> removed, List<AuthorizedPassword> added, List<ConfChange> to) {
        var key = ConfKey.AUTHORIZED_PASSWORDS;
        var come = new ArrayList<>(added);
        for (var password : removed) {
            var instead = ofSameUser(come, password);
            come.remove(instead);
            to.add(
                    instead == null
                            ? new ConfChange(key, Kind.REMOVED, text(password))
                            : new ConfChange(key, Kind.CHANGED, whatDiffers(password, instead)));
        }
        for (var password : come) to.add(new ConfChange(key, Kind.ADDED, text(password)));
    }

    private static @Nullable AuthorizedPassword ofSameUser(
            List<AuthorizedPassword> passwords, AuthorizedPassword password) {
        if (password.user() == null) return null;
        for (var one : passwords) if (password.user().equals(one.user())) return one;
        return null;
    }

    private static String whatDiffers(AuthorizedPassword before, AuthorizedPassword after) {
        var parts = new ArrayList<String>();
        if (!before.password().equals(after.password())) parts.add("password");
        if (!Objects.equals(before.onlyFrom(), after.onlyFrom()))
            parts.add(
                    before.onlyFrom() == null
                            ? "from any before"
                            : "from " + before.onlyFrom() + " before");
        return text(after) + ": " + String.join(", ", parts);
    }

    private static String text(AuthorizedPassword password) {
        var user = password.user();
        return (user == null ? "one without a user" : "user \"" + user + "\"")
                + (password.onlyFrom() == null ? "" : " from " + password.onlyFrom());
    }

    private static void describe(Udp one, List<ConfChange> to) {
        var before = one.before;
        var after = one.after;
        var named = after == null ? before : after;
        if (named == null) throw new AssertionError("neither before nor after");
        var under = named.bind().toString();
        if (before == null || after == null) {
            to.add(change(ConfKey.UDP_BIND, before == null, under));
        } else {
            changed(ConfKey.UDP_DSCP, under, text(before.dscp()), text(after.dscp()), to);
            changed(
                    ConfKey.UDP_BEACON,
                    under,
                    before.beacon().ordinal(),
                    after.beacon().ordinal(),
                    to);
            changed(
                    ConfKey.UDP_BEACON_PORT,
                    under,
                    text(before.beaconPort()),
                    text(after.beaconPort()),
                    to);
            changed(
                    ConfKey.UDP_BEACON_DEVICES,
                    under,
                    before.beaconDevices(),
                    after.beaconDevices(),
                    to);
        }
        one.peers.describe(ConfKey.UDP_PEERS, under, to);
    }

    private static void describe(Ethernet one, List<ConfChange> to) {
        var named = one.after == null ? one.before : one.after;
        if (named == null) throw new AssertionError("neither before nor after");
        if (one.before == null || one.after == null)
            to.add(change(ConfKey.ETHERNET_BIND, one.before == null, named.bind()));
        else
            changed(
                    ConfKey.ETHERNET_BEACON,
                    named.bind(),
                    one.before.beacon().ordinal(),
                    one.after.beacon().ordinal(),
                    to);
        one.peers.describe(ConfKey.ETHERNET_PEERS, named.bind(), to);
    }

    private static ConfChange change(ConfKey key, boolean isNew, String text) {
        return new ConfChange(key, isNew ? Kind.ADDED : Kind.REMOVED, text);
    }

    private static void changed(
            ConfKey key, String of, Object before, Object after, List<ConfChange> to) {
        if (!before.equals(after))
            to.add(
                    new ConfChange(
                            key, Kind.CHANGED, "%s, was %s, of %s".formatted(after, before, of)));
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "none";
    }

    private static void describeSettings(CjdrouteConf a, CjdrouteConf b, List<ConfChange> to) {
        setting(
                ConfKey.PRIVATE_KEY,
                a.identity().publicKey(),
                b.identity().publicKey(),
                "another one, of %s".formatted(b.identity().ip6()),
                to);
        setting(
                ConfKey.ADMIN_BIND,
                a.admin().bind(),
                b.admin().bind(),
                "%s, was %s".formatted(b.admin().bind(), a.admin().bind()),
                to);
        setting(ConfKey.ADMIN_PASSWORD, a.admin().password(), b.admin().password(), to);
        setting(ConfKey.ADMIN_SOCKET, a.admin().socket(), b.admin().socket(), to);
        setting(
                ConfKey.INSIDE,
                a.router().inside(),
                b.router().inside(),
                "%s, was %s".formatted(text(b.router().inside()), text(a.router().inside())),
                to);
        setting(ConfKey.SUPERNODES, a.router().supernodes(), b.router().supernodes(), to);
        setting(ConfKey.DNS_SEEDS, a.router().dnsSeeds(), b.router().dnsSeeds(), to);
        setting(ConfKey.PUBLIC_PEER, a.router().publicPeer(), b.router().publicPeer(), to);
        setting(ConfKey.IP_TUNNEL, a.router().ipTunnel(), b.router().ipTunnel(), to);
        setting(ConfKey.SECURITY, a.security(), b.security(), to);
        setting(ConfKey.LOG_TO, a.logToStdout(), b.logToStdout(), to);
        setting(ConfKey.NO_BACKGROUND, a.noBackground(), b.noBackground(), to);
        setting(ConfKey.PIPE, a.pipe(), b.pipe(), to);
        setting(
                ConfKey.SITE,
                a.site(),
                b.site(),
                "%s, was %s".formatted(orNone(b.site()), orNone(a.site())),
                to);
        setting(ConfKey.METRICS, a.metrics(), b.metrics(), to);
        setting(ConfKey.VERSION, a.version(), b.version(), to);
    }

    private static void setting(
            ConfKey key, @Nullable Object before, @Nullable Object after, List<ConfChange> to) {
        setting(key, before, after, "another value", to);
    }

    private static void setting(
            ConfKey key,
            @Nullable Object before,
            @Nullable Object after,
            String text,
            List<ConfChange> to) {
        if (!Objects.equals(before, after)) to.add(new ConfChange(key, Kind.CHANGED, text));
    }

    private static String text(RouterConf.Inside inside) {
        return switch (inside) {
            case RouterConf.Inside.Tun tun ->
                    "tun device "
                            + (tun.device() == null ? "of the kernel's choice" : tun.device());
            case RouterConf.Inside.Socket socket -> "socket " + socket.path();
            case RouterConf.Inside.None _ -> "none";
        };
    }

    private static String orNone(@Nullable String text) {
        return text == null ? "none" : '"' + text + '"';
    }
}
