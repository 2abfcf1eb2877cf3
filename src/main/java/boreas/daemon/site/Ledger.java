package boreas.daemon.site;

import boreas.host.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What was made on this machine, and only that: what was there before is not in here.
///
/// Written *before* something is made, so it may name what a killed run had no time for; whoever
/// removes by it looks first.
///
/// @param boot of the kernel that has it; what was made under another one has gone with it
/// @param made devices, addresses and routes, in the order in which they are made
/// @param switched values of the kernel's switches before
/// @param wall the firewall; null: none
/// @param insertions rules in chains of others
record Ledger(
        String boot,
        List<Setting> made,
        List<Switched> switched,
        @Nullable Wall wall,
        List<Insertion> insertions) {
    Ledger {
        made = List.copyOf(made);
        switched = List.copyOf(switched);
        insertions = List.copyOf(insertions);
    }

    static Ledger empty(String boot) {
        return new Ledger(boot, List.of(), List.of(), null, List.of());
    }

    /// @param before what it is to have again; 0 or more
    /// @param ours what it has now; another value means that somebody else has changed it since
    record Switched(String path, int before, int ours) {}

    /// @param script digest of what was loaded
    /// @param listing digest of what the kernel then had; empty: not known, so not to be trusted
    record Wall(String script, String listing) {}

    /// A rule in somebody else's chain.
    ///
    /// @param tool `nft`, `iptables-legacy` or `ip6tables-legacy`
    /// @param tag its comment, by which it is found again
    /// @param text the condition, as the tool takes it
    record Insertion(
            String tool, String family, String table, String chain, String tag, String text) {
        private static final Pattern NAME = Pattern.compile("[\\w][^\\s;'\"{}$#\\\\]*");
        private static final Pattern OUR_TAG = Pattern.compile(ForeignChains.TAG + "-[0-9a-f]+");
        private static final Pattern NFT_CONDITION = Pattern.compile("[\\w .:/{},\"-]+");
        private static final Pattern LEGACY_CONDITIONS =
                Pattern.compile("((^| )(-[piosdm]|--dport) [\\w.:/][\\w.:/-]*)+");

        /// Whether it can be a rule of ours, and nothing else that the tool would do.
        boolean isOurs() {
            boolean isNamed =
                    NAME.matcher(family).matches()
                            && NAME.matcher(table).matches()
                            && NAME.matcher(chain).matches()
                            && OUR_TAG.matcher(tag).matches();
            return isNamed
                    && switch (tool) {
                        case "nft" -> NFT_CONDITION.matcher(text).matches();
                        case "iptables-legacy", "ip6tables-legacy" ->
                                LEGACY_CONDITIONS.matcher(text).matches();
                        default -> false;
                    };
        }

        @Override
        public String toString() {
            return tool.equals("nft")
                    ? "rule in chain %s %s %s: %s accept".formatted(family, table, chain, text)
                    : "rule of %s in chain %s: %s -j ACCEPT".formatted(tool, chain, text);
        }
    }

    boolean isEmpty() {
        return made.isEmpty() && switched.isEmpty() && wall == null && insertions.isEmpty();
    }

    /// Whether whoever goes by this one removes everything that the other names.
    boolean namesAllOf(Ledger other) {
        return made.containsAll(other.made)
                && switched.containsAll(other.switched)
                && insertions.containsAll(other.insertions)
                && (wall != null || other.wall == null);
    }

    /// Settings do not outlive the kernel that had them. Tables may: there are tools that save and
    /// load all of them.
    Ledger afterBoot(String now) {
        return boot.equals(now) ? this : new Ledger(now, List.of(), List.of(), wall, insertions);
    }

    Ledger withMade(List<Setting> settings) {
        return new Ledger(boot, settings, switched, wall, insertions);
    }

    Ledger withSwitched(List<Switched> switches) {
        return new Ledger(boot, made, switches, wall, insertions);
    }

    Ledger withWall(@Nullable Wall other) {
        return new Ledger(boot, made, switched, other, insertions);
    }

    Ledger withInsertions(List<Insertion> others) {
        return new Ledger(boot, made, switched, wall, others);
    }

    /// With more settings behind those that it has, none twice.
    Ledger plus(List<Setting> settings) {
        var all = new ArrayList<>(made);
        for (var s : settings) if (!all.contains(s)) all.add(s);
        return withMade(all);
    }
}
