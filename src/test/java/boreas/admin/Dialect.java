package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.value.Value;
import boreas.vectors.VectorCase;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// How replies of a genuine version compare with ours, which speak as v22 does. Source: cjdns
/// protocol, admin API, v21.1 against v22.1.
@SuppressWarnings("ImmutableEnumChecker") // Set.of
enum Dialect {
    V22(Set.of(), Set.of("peerId"), Set.of()),
    V21(
            Set.of("noiseProto", "sessionsDisconnected"),
            Set.of("version", "seccompExists", "seccompEnforcing"),
            Set.of("lladdr", "snode", "rpath", "version"));

    /// Keys in a reply that this version does not have.
    private final Set<String> added;

    /// Keys that this version always has, and later ones only sometimes.
    private final Set<String> mayBeMissing;

    /// Arguments that this version does not have.
    private final Set<String> addedArguments;

    Dialect(Set<String> added, Set<String> mayBeMissing, Set<String> addedArguments) {
        this.added = added;
        this.mayBeMissing = mayBeMissing;
        this.addedArguments = addedArguments;
    }

    /// Whether the recorded version does in this exchange what v22 does not: it ignores arguments
    /// that it does not know, and its rule for repeated passwords is another.
    boolean isOtherwise(VectorCase c) {
        if (this == V22 || !c.has("note") && !c.has("request")) return false;
        var note = c.textOrNull("note");
        if (note != null && (note.startsWith("duplicate user") || note.startsWith("same user")))
            return true;
        // It says that a descriptor came where none did, and takes a MAC for no address at all.
        if ("Admin_importFd".equals(c.textOrNull("function"))) return true;
        if ("11:22:33:44:55:66".equals(c.dict("request").dict("args").textOrNull("route")))
            return true;
        if (!"SwitchPinger_ping".equals(c.textOrNull("function"))) return false;
        var arguments = c.dict("request").dict("args");
        return arguments.has("lladdr") || arguments.has("snode") || arguments.has("rpath");
    }

    /// @param genuine argument -> `required`, `type`
    void compareArguments(AdminFunction ours, Value.Dict genuine) {
        var described = new FunctionTable().add(List.of(ours)).page(0).toDict();
        var all = described.dict("availableFunctions");
        var arguments = all == null ? null : all.dict(ours.name());
        if (arguments == null) throw new AssertionError(ours.name() + " is not described");
        for (var e : arguments.entries().entrySet()) {
            var name = e.getKey().text();
            if (!genuine.has(name) && addedArguments.contains(name)) continue;
            assertThat(e.getValue()).as(name).isEqualTo(genuine.get(name));
        }
        for (var name : genuine.entries().keySet())
            assertThat(arguments.has(name.text())).as(name.text()).isTrue();
    }

    /// Same keys, same types, on all levels.
    void compareShape(Value expected, Value actual) {
        assertThat(actual.typeName()).isEqualTo(expected.typeName());
        switch (expected) {
            case Value.Dict dict -> {
                var ours = (Value.Dict) actual;
                assertThat(keys(ours, dict)).isEqualTo(keys(dict, ours));
                for (var e : dict.entries().entrySet())
                    if (!e.getKey().is("seeds") && ours.get(e.getKey().text()) instanceof Value v)
                        compareShape(e.getValue(), v);
            }
            case Value.Items items -> {
                var ours = ((Value.Items) actual).values();
                for (int i = 0; i < Math.min(items.size(), ours.size()); i++)
                    compareShape(items.values().get(i), ours.get(i));
            }
            case Value.Int _, Value.Str _ -> {}
        }
    }

    /// The same values too, but for the keys that this version lacks.
    void compareValues(Value.Dict expected, Value.Dict actual) {
        for (var e : expected.entries().entrySet()) {
            var name = e.getKey().text();
            var ours = actual.get(name);
            if (ours == null && mayBeMissing.contains(name)) continue;
            if (ours instanceof Value.Items items && e.getValue() instanceof Value.Items theirs) {
                assertThat(items.size()).as(name).isEqualTo(theirs.size());
                for (int i = 0; i < items.size(); i++)
                    if (theirs.values().get(i) instanceof Value.Dict d)
                        compareValues(d, (Value.Dict) items.values().get(i));
            } else assertThat(ours).as(name).isEqualTo(e.getValue());
        }
    }

    private Set<String> keys(Value.Dict of, Value.Dict other) {
        var keys = new TreeSet<String>();
        for (var key : of.entries().keySet()) {
            var name = key.text();
            boolean isOnlyHere = !other.has(name);
            // Workers, by their numbers: there may be fewer.
            if (isOnlyHere && name.matches("[1-9]")) continue;
            if (isOnlyHere && (added.contains(name) || mayBeMissing.contains(name))) continue;
            keys.add(name);
        }
        return keys;
    }
}
