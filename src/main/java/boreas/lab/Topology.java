package boreas.lab;

import java.util.ArrayList;
import java.util.List;

/// Which hosts there are and what joins them, as a plain value: the demo, the scenarios, the
/// measurements and the tests beside genuine nodes all build their networks from one.
///
/// @param name what people call the shape
/// @param hosts in the order in which they are made; nodes start from the last to the first
/// @param hasBridge whether all hosts are plugged into one bridge besides; nobody calls anybody
///   over it
public record Topology(String name, List<String> hosts, List<Join> joins, boolean hasBridge) {
    /// A cable, and who calls whom over it.
    public record Join(String caller, String called) {
        public boolean isBetween(String a, String b) {
            return caller.equals(a) && called.equals(b) || caller.equals(b) && called.equals(a);
        }
    }

    /// From whom to whom something is sent.
    public record Pair(String from, String to) {
        public Pair reversed() {
            return new Pair(to, from);
        }

        @Override
        public String toString() {
            return from + " -> " + to;
        }
    }

    public Topology(String name, List<String> hosts, List<Join> joins) {
        this(name, hosts, joins, false);
    }

    public Topology {
        hosts = List.copyOf(hosts);
        joins = List.copyOf(joins);
        for (var join : joins)
            if (!hosts.contains(join.caller) || !hosts.contains(join.called))
                throw new LabException(join + " joins a host that " + name + " does not have");
    }

    ///       host0 ── host1 ── host2 ── ...
    ///
    /// The lower number calls the higher one.
    public static Topology line(int length) {
        var hosts = new ArrayList<String>();
        var joins = new ArrayList<Join>();
        for (int i = 0; i < length; i++) {
            hosts.add("host" + i);
            if (i > 0) joins.add(new Join(hosts.get(i - 1), hosts.get(i)));
        }
        return new Topology("line of " + length, hosts, joins);
    }

    /// A house and two rented machines, each joined with both others:
    ///
    ///       home ───── vps3
    ///          \       /
    ///           \     /
    ///            vps2
    public static Topology triangle() {
        return new Topology(
                "triangle",
                List.of("home", "vps2", "vps3"),
                List.of(
                        new Join("home", "vps3"),
                        new Join("home", "vps2"),
                        new Join("vps2", "vps3")));
    }

    /// Two ways of the same length from each corner to the opposite one:
    ///
    ///       west ── north
    ///        │        │
    ///      south ── east
    public static Topology square() {
        return new Topology(
                "square",
                List.of("west", "north", "south", "east"),
                List.of(
                        new Join("west", "north"),
                        new Join("west", "south"),
                        new Join("north", "east"),
                        new Join("south", "east")));
    }

    ///       host0   host1   host2   ...
    ///      ───┴───────┴───────┴──── bridge
    ///
    /// None was told of another; what they do with beacons is the scenario's business, by
    /// [Network#config].
    public static Topology segment(int size) {
        var hosts = new ArrayList<String>();
        for (int i = 0; i < size; i++) hosts.add("host" + i);
        return new Topology("segment of " + size, hosts, List.of(), true);
    }

    /// Every host to every other one.
    public List<Pair> pairs() {
        return pairs(hosts);
    }

    /// Each of some to each other one of them.
    public static List<Pair> pairs(List<String> some) {
        var pairs = new ArrayList<Pair>();
        for (var from : some)
            for (var to : some) if (!from.equals(to)) pairs.add(new Pair(from, to));
        return pairs;
    }

    @Override
    public String toString() {
        return name;
    }
}
