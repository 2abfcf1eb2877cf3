package boreas.bench;

import boreas.bench.overlay.CjdnsContender;
import boreas.bench.overlay.Contender;
import boreas.bench.overlay.Contenders;
import boreas.bench.overlay.Shape;
import java.util.ArrayList;
import java.util.List;

/// A line of the table: somebody in some place.
///
/// @param hasOffloads whether cables take super-packets
/// @param isCore belongs to the rows that a short run has
record ThroughputRow(Contender contender, Shape shape, boolean hasOffloads, boolean isCore) {
    static final String CORE = "core";
    static final String NO_OFFLOADS = "no offloads";

    /// The name stands in files and is what `--only` looks at.
    String name() {
        return place() + ": " + contender.name();
    }

    private String place() {
        if (!hasOffloads) return NO_OFFLOADS;
        return contender.name().contains(" + ") ? "genuine far end" : shape.toString();
    }

    /// Whether packet rates are measured too. They depend least on what is between the ends.
    boolean isWhole() {
        return shape == Shape.DIRECT && hasOffloads && !contender.name().contains(" + ");
    }

    /// Whether both ends are nodes of cjdns, next to each other.
    boolean isPairOfNodes() {
        return contender instanceof CjdnsContender && shape == Shape.DIRECT && hasOffloads;
    }

    /// All rows of this machine, those first that the others are compared with.
    static List<ThroughputRow> all(Contenders here) {
        var rows = new ArrayList<ThroughputRow>();
        var cjdns = new ArrayList<Contender>();
        cjdns.add(CjdnsContender.of(here.ours()));
        here.genuine().forEach(genuine -> cjdns.add(CjdnsContender.of(genuine)));
        for (var shape : List.of(Shape.DIRECT, Shape.MIDDLE))
            for (var one : cjdns) rows.add(new ThroughputRow(one, shape, true, true));
        rows.add(new ThroughputRow(cjdns.getFirst(), Shape.SITE, true, true));
        for (var genuine : here.genuine())
            rows.add(
                    new ThroughputRow(
                            CjdnsContender.mixed(here.ours(), genuine), Shape.DIRECT, true, true));
        for (var one : cjdns) rows.add(new ThroughputRow(one, Shape.DIRECT, false, false));
        for (var shape : List.of(Shape.DIRECT, Shape.MIDDLE))
            for (var other : here.others())
                if (other.canLay(shape)) rows.add(new ThroughputRow(other, shape, true, false));
        for (var other : here.others())
            if (other.name().equals("wireguard-go"))
                rows.add(new ThroughputRow(other, Shape.DIRECT, false, false));
        return rows;
    }

    /// @param wanted texts with commas between them, any of which is a part of the name; `core`;
    ///   empty: all
    boolean isWanted(String wanted) {
        if (wanted.isEmpty()) return true;
        for (var text : wanted.split(","))
            if (text.strip().equals(CORE) ? isCore : name().contains(text.strip())) return true;
        return false;
    }
}
