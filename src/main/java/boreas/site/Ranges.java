package boreas.site;

import boreas.address.Ip4Prefix;
import boreas.address.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Sets of prefixes.
final class Ranges {
    /// By address; IPv4 first, because it is mapped into `::ffff:0:0/96`.
    static final Comparator<IpPrefix> ORDER =
            Comparator.comparing((IpPrefix p) -> p.mapped().address())
                    .thenComparing(p -> p.mapped().bits());

    private Ranges() {}

    /// The same addresses in order, without prefixes that are inside others.
    static List<IpPrefix> minimal(Collection<? extends IpPrefix> ranges) {
        var sorted = new ArrayList<IpPrefix>(ranges);
        sorted.sort(ORDER);
        var kept = new ArrayList<IpPrefix>();
        for (var r : sorted)
            if (kept.isEmpty() || !kept.getLast().contains(r)) kept.add(r); // wider ones are first
        return List.copyOf(kept);
    }

    /// The addresses that are in both.
    static List<IpPrefix> meet(Collection<? extends IpPrefix> some, IpPrefix other) {
        var both = new ArrayList<IpPrefix>();
        for (var s : some) {
            if (other.contains(s)) both.add(s);
            else if (s.contains(other)) both.add(other);
        }
        return both;
    }

    static List<IpPrefix> ip4(List<IpPrefix> ranges) {
        return ranges.stream().filter(Ip4Prefix.class::isInstance).toList();
    }

    static List<IpPrefix> ip6(List<IpPrefix> ranges) {
        return ranges.stream().filter(r -> !(r instanceof Ip4Prefix)).toList();
    }
}
