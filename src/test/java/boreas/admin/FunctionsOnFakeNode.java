package boreas.admin;

import boreas.address.AddressException;
import boreas.address.PublicKey;
import boreas.value.Value;
import java.util.List;

/// A caller who may ask everything, and a fake node that says what it was told. Each group of
/// functions has a test class of its own; the shapes of whole replies are in [AdminVectors].
abstract class FunctionsOnFakeNode {
    static final String KEY = "r6x3xjgxjwn4t7j9ym8q9c9klwwj08z9f1ngu7bp669572n9r5c0.k";

    final FakeNode node = new FakeNode();
    final Asker asker = new Asker("sekrit", FunctionTable.of(node, node, Runnable::run));

    /// Calls with text arguments; what the reply says as its error.
    final String call(String function, String... namesAndTexts) {
        var arguments = Value.dict();
        for (int i = 0; i < namesAndTexts.length; i += 2)
            arguments.put(namesAndTexts[i], namesAndTexts[i + 1]);
        return text(asker.call(function, arguments.build()), "error");
    }

    static Value.Dict arguments(String name, String text) {
        return Value.dict().put(name, text).build();
    }

    static Value.Dict arguments(String name, long number) {
        return Value.dict().put(name, number).build();
    }

    static String text(Value.Dict dict, String key) {
        var s = dict.str(key);
        return s == null ? "" : s.text();
    }

    static List<Value> items(Value.Dict dict, String key) {
        var items = dict.items(key);
        return items == null ? List.of() : items.values();
    }

    static PublicKey key() {
        try {
            return PublicKey.parse(KEY);
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }
}
