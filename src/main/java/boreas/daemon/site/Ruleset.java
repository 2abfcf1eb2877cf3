package boreas.daemon.site;

import boreas.site.SitePlan;
import boreas.value.JsonText;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All tables of nftables, as `nft -j list ruleset` tells them.
///
/// @param chains of all tables, ours excepted
/// @param sets elements by `family table name`
/// @param own a digest of our table, without its counters; null: there is none
record Ruleset(List<Chain> chains, Map<String, Value> sets, @Nullable String own) {
    private static final Pattern CHANGING = Pattern.compile("\"(handle|packets|bytes)\": \\d+");

    /// @param hook empty for a chain that others jump to
    /// @param isDropping its policy
    record Chain(
            String family,
            String table,
            String name,
            String hook,
            boolean isFilter,
            boolean isDropping,
            List<Rule> rules) {
        String fullName() {
            return family + " " + table + " " + name;
        }
    }

    /// @param expressions conditions and what is done, in order
    record Rule(long handle, String comment, List<Value.Dict> expressions) {}

    static Ruleset of(Value.Dict listing) {
        var chains = new LinkedHashMap<String, Chain>();
        var sets = new LinkedHashMap<String, Value>();
        var own = new StringBuilder();
        var items = listing.items("nftables");
        if (items != null)
            for (var item : items.values())
                if (item instanceof Value.Dict one) read(one, chains, sets, own);
        return new Ruleset(
                List.copyOf(chains.values()),
                sets,
                own.isEmpty() ? null : Digest.of(own.toString()));
    }

    private static void read(
            Value.Dict one, Map<String, Chain> chains, Map<String, Value> sets, StringBuilder own) {
        for (var entry : one.entries().entrySet()) {
            var kind = entry.getKey().text();
            if (!(entry.getValue() instanceof Value.Dict object)) continue;
            if (isOwn(kind, object)) {
                own.append(CHANGING.matcher(JsonText.standard(one)).replaceAll("")).append('\n');
                continue;
            }
            switch (kind) {
                case "chain" -> {
                    var chain = chain(object);
                    chains.put(chain.fullName(), chain);
                }
                case "rule" -> {
                    var chain = chains.get(key(object, "chain"));
                    if (chain != null) chain.rules.add(rule(object));
                }
                case "set", "map" -> {
                    var elements = object.get("elem");
                    if (elements != null) sets.put(key(object, "name"), elements);
                }
                default -> {}
            }
        }
    }

    private static boolean isOwn(String kind, Value.Dict object) {
        return text(object, "family").equals(SitePlan.TABLE_FAMILY)
                && text(object, kind.equals("table") ? "name" : "table").equals(SitePlan.TABLE);
    }

    private static String key(Value.Dict object, String name) {
        return text(object, "family") + " " + text(object, "table") + " " + text(object, name);
    }

    private static Chain chain(Value.Dict object) {
        return new Chain(
                text(object, "family"),
                text(object, "table"),
                text(object, "name"),
                text(object, "hook"),
                text(object, "type").equals("filter"),
                text(object, "policy").equals("drop"),
                new ArrayList<>());
    }

    private static Rule rule(Value.Dict object) {
        var expressions = new ArrayList<Value.Dict>();
        var all = object.items("expr");
        if (all != null)
            for (var e : all.values()) if (e instanceof Value.Dict dict) expressions.add(dict);
        return new Rule(object.number("handle", 0), text(object, "comment"), expressions);
    }

    static String text(Value.Dict dict, String key) {
        var text = dict.str(key);
        return text == null ? "" : text.text();
    }

    @Nullable Chain chain(String fullName) {
        for (var c : chains) if (c.fullName().equals(fullName)) return c;
        return null;
    }
}
