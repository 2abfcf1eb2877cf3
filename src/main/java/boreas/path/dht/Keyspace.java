package boreas.path.dht;

import boreas.address.Ip6;
import java.util.Comparator;

/// Distance between addresses: XOR, with the 64-bit halves swapped, as unsigned numbers.
///
/// All addresses begin with `fc`, so the second half differs sooner. Source: cjdns protocol, legacy
/// DHT pathfinder (measured).
final class Keyspace {
    /// Addresses that are the same.
    static final int SAME = 128;

    private Keyspace() {}

    /// Index of the first bit in which two addresses differ, in the order of significance; [#SAME]
    /// if there is none. A greater number is a nearer bucket.
    static int bucket(Ip6 a, Ip6 b) {
        long high = a.lo() ^ b.lo();
        return high != 0
                ? Long.numberOfLeadingZeros(high)
                : 64 + Long.numberOfLeadingZeros(a.hi() ^ b.hi());
    }

    /// Below 0 if `a` is nearer to the target than `b`.
    static int compare(Ip6 target, Ip6 a, Ip6 b) {
        int c = Long.compareUnsigned(a.lo() ^ target.lo(), b.lo() ^ target.lo());
        return c != 0 ? c : Long.compareUnsigned(a.hi() ^ target.hi(), b.hi() ^ target.hi());
    }

    /// The nearest first.
    static Comparator<Ip6> byDistance(Ip6 target) {
        return (a, b) -> compare(target, a, b);
    }
}
