package boreas.admin;

import boreas.address.AddressException;
import boreas.address.Ip4;
import boreas.address.Ip4Prefix;
import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which routes lead all of some prefixes into a device, but for some exceptions.
///
/// An exception cuts its prefix into the largest pieces that don't touch it. It has no effect
/// inside a *local* prefix, which the host reaches by itself, unless that contains one of the
/// prefixes. The default route becomes its two halves, which outrank a default route that is there
/// already. From any thread. Source: cjdns protocol, RouteGen.
final class RouteGen {
    /// Of the protocol.
    static final int TEXT_CHARS_MAX = 63;

    /// Ours: each set.
    static final int ENTRIES_MAX = 1024;

    private static final List<String> LOCAL =
            List.of(
                    "fe80::/10",
                    "fd00::/8",
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "127.0.0.0/8");

    /// What is kept of each kind.
    enum Kind {
        PREFIX,
        LOCAL_PREFIX,
        EXCEPTION
    }

    /// As it was written: the bits behind the prefix stay, and are printed.
    record Entry(String address, IpPrefix prefix) {
        /// @return null when it cannot be read
        static @Nullable Entry parse(String text) {
            if (text.length() > TEXT_CHARS_MAX) return null;
            try {
                var prefix = IpPrefix.parse(text);
                int slash = text.indexOf('/');
                var address = IpPrefix.parse(slash < 0 ? text : text.substring(0, slash));
                var whole = address.toString();
                return new Entry(whole.substring(0, whole.lastIndexOf('/')), prefix);
            } catch (AddressException e) {
                return null;
            }
        }

        static Entry of(IpPrefix prefix) {
            var text = prefix.toString();
            return new Entry(text.substring(0, text.lastIndexOf('/')), prefix);
        }

        boolean isIp6() {
            return prefix instanceof Ip6Prefix;
        }

        @Override
        public String toString() {
            return address + "/" + prefix.bits();
        }
    }

    /// Short prefixes first, then high addresses first.
    private static final Comparator<Entry> ORDER =
            Comparator.comparingInt((Entry e) -> e.prefix.bits())
                    .thenComparing(e -> e.prefix.mapped().address(), RouteGen::highFirst)
                    .thenComparing(Entry::address);

    private final List<SortedSet<Entry>> sets =
            List.of(new TreeSet<>(ORDER), new TreeSet<>(ORDER), new TreeSet<>(ORDER));

    RouteGen() {
        for (var text : LOCAL)
            if (Entry.parse(text) instanceof Entry entry) set(Kind.LOCAL_PREFIX).add(entry);
    }

    private static int highFirst(Ip6 a, Ip6 b) {
        int high = Long.compareUnsigned(b.hi(), a.hi());
        return high != 0 ? high : Long.compareUnsigned(b.lo(), a.lo());
    }

    private SortedSet<Entry> set(Kind kind) {
        return sets.get(kind.ordinal());
    }

    /// @return false when there are too many
    synchronized boolean add(Kind kind, Entry entry) {
        var set = set(kind);
        if (set.size() >= ENTRIES_MAX) return false;
        set.add(entry);
        return true;
    }

    /// @return false when it is not there
    synchronized boolean remove(Kind kind, Entry entry) {
        return set(kind).remove(entry);
    }

    synchronized List<String> texts(Kind kind, boolean isIp6) {
        return texts(set(kind), isIp6);
    }

    synchronized boolean hasPrefixes() {
        return !set(Kind.PREFIX).isEmpty();
    }

    private static List<String> texts(SortedSet<Entry> set, boolean isIp6) {
        return set.stream().filter(e -> e.isIp6() == isIp6).map(Entry::toString).toList();
    }

    /// The routes.
    synchronized List<String> generate(boolean isIp6) {
        var prefixes = set(Kind.PREFIX).stream().filter(e -> e.isIp6() == isIp6).toList();
        var exceptions = exceptions(prefixes, isIp6);
        SortedSet<Entry> routes = new TreeSet<>(ORDER);
        for (var p : prefixes) cut(p, exceptions, routes);
        // A piece of a wide prefix may hold a narrow one.
        var all = List.copyOf(routes);
        routes.removeIf(r ->
                all.stream()
                        .anyMatch(o -> !o.prefix.equals(r.prefix) && o.prefix.contains(r.prefix)));
        if (routes.size() == 1 && routes.first().prefix.bits() == 0) {
            var whole = routes.removeFirst();
            for (var half : halves(whole.prefix)) routes.add(Entry.of(half));
        }
        return texts(routes, isIp6);
    }

    private List<IpPrefix> exceptions(List<Entry> prefixes, boolean isIp6) {
        var local = new ArrayList<IpPrefix>();
        for (var l : set(Kind.LOCAL_PREFIX))
            if (prefixes.stream().noneMatch(p -> l.prefix.contains(p.prefix))) local.add(l.prefix);
        return set(Kind.EXCEPTION).stream()
                .filter(e -> e.isIp6() == isIp6)
                .map(Entry::prefix)
                .filter(e -> local.stream().noneMatch(l -> l.contains(e)))
                .toList();
    }

    /// An exception around all of a prefix does not count: the prefix says it closer.
    private static void cut(Entry whole, List<IpPrefix> exceptions, SortedSet<Entry> into) {
        var inside =
                exceptions.stream()
                        .filter(e -> whole.prefix.contains(e) && !e.contains(whole.prefix))
                        .toList();
        if (inside.isEmpty()) into.add(whole);
        else
            for (var half : halves(whole.prefix))
                if (inside.stream().noneMatch(e -> e.contains(half)))
                    cut(Entry.of(half), inside, into);
    }

    private static List<IpPrefix> halves(IpPrefix prefix) {
        int bits = prefix.bits() + 1;
        return switch (prefix) {
            case Ip4Prefix p -> {
                int high = p.address().bits() | 1 << (Ip4Prefix.BITS_MAX - bits);
                yield List.of(new Ip4Prefix(p.address(), bits), new Ip4Prefix(new Ip4(high), bits));
            }
            case Ip6Prefix p -> {
                var a = p.address();
                var high =
                        bits <= 64
                                ? new Ip6(a.hi() | 1L << (64 - bits), a.lo())
                                : new Ip6(a.hi(), a.lo() | 1L << (128 - bits));
                yield List.of(new Ip6Prefix(a, bits), new Ip6Prefix(high, bits));
            }
        };
    }
}
