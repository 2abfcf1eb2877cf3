package boreas.site;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// What is different between two plans of one machine, for people: before a running node takes the
/// second one.
///
/// @param lines `- ` and what is gone, `+ ` and what is new, in the order of the plans; what has
///   changed is both
public record PlanChange(List<String> lines) {
    public PlanChange {
        lines = List.copyOf(lines);
    }

    public static PlanChange between(SitePlan now, SitePlan next) {
        var before = facts(now);
        var after = facts(next);
        var lines = new ArrayList<String>();
        for (var fact : before) if (!after.contains(fact)) lines.add("- " + fact);
        for (var fact : after) if (!before.contains(fact)) lines.add("+ " + fact);
        return new PlanChange(lines);
    }

    /// Nothing at all: the node need not be told.
    public boolean isNothing() {
        return lines.isEmpty();
    }

    /// All that a machine does by a plan, a line each.
    private static SequencedSet<String> facts(SitePlan plan) {
        var own = plan.own();
        var facts = new LinkedHashSet<String>();
        facts.add("this machine is " + own.name() + ", its node's device is " + own.meshDevice());
        for (var m : plan.site().machines())
            facts.add("machine %s, node %s".formatted(m.name(), m.nodeAddress().compressedText()));
        for (var s : plan.settings()) facts.add(s.toString());
        for (var p : plan.peers())
            facts.add(
                    p.endpoint() == null
                            ? "link with " + p.machine() + ", which calls"
                            : "link with " + p.machine() + ", called at " + p.endpoint());
        for (var t : plan.tunnels()) facts.add("tunnel " + PlanText.tunnel(t));
        for (var gate : plan.gates())
            for (var grant : gate.grants())
                facts.add(
                        "%s may: %s"
                                .formatted(
                                        gate.isMesh() ? "the mesh" : gate.machine(),
                                        PlanText.grant(grant)));
        return facts;
    }
}
