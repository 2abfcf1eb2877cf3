package boreas.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonDocumentTest {
    private static final String PEER = "{\n    \"password\": \"p\",\n    \"publicKey\": \"k\"\n}";

    private static JsonDocument parse(String text) {
        return LaxJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Value.Dict root(JsonDocument document) {
        var root = document.root();
        if (root == null) throw new AssertionError(document.flaws());
        return root;
    }

    private static Value at(JsonDocument document, String key) {
        var value = root(document).get(key);
        if (value == null) throw new AssertionError("no " + key);
        return value;
    }

    private static Value.Dict dictAt(JsonDocument document, String key) {
        return (Value.Dict) at(document, key);
    }

    @Test
    void anUnchangedDocumentIsWrittenBackByteByByte() {
        String text = "// a\r\n{ /* b */ \"z\" : 1,\t\"a\": [ ], }\n\n// c";
        assertThat(parse(text).text()).isEqualTo(text);
    }

    @Test
    void theFirstEntryStandsBehindTheComments() {
        String text = "{\n    \"connectTo\": {\n        // peers\n    }\n}\n";
        var document = parse(text);
        var changed = document.withEntry(dictAt(document, "connectTo"), "1.2.3.4:5", PEER);
        assertThat(changed.text())
                .isEqualTo(
                        """
                        {
                            "connectTo": {
                                // peers
                                "1.2.3.4:5": {
                                    "password": "p",
                                    "publicKey": "k"
                                }
                            }
                        }
                        """);
        assertThat(changed.flaws()).isEmpty();
    }

    @Test
    void aFurtherEntryGetsAComma() {
        String text = "{\n    \"a\": 1 // one\n    // end\n}\n";
        var document = parse(text);
        var changed = document.withEntry(root(document), "b", "2");
        assertThat(changed.text())
                .isEqualTo("{\n    \"a\": 1, // one\n    \"b\": 2\n    // end\n}\n");
    }

    @Test
    void aCommaThatIsThereIsUsed() {
        var document = parse("{\n  \"a\": 1,\n}\n");
        var changed = document.withEntry(root(document), "b", "2");
        assertThat(changed.text()).isEqualTo("{\n  \"a\": 1,\n  \"b\": 2\n}\n");
    }

    @Test
    void aDictOnOneLineStaysOnIt() {
        var document = parse("{ \"a\": 1 }");
        assertThat(document.withEntry(root(document), "b", "2").text())
                .isEqualTo("{ \"a\": 1, \"b\": 2 }");
        var empty = parse("{\n    \"c\": {}\n}");
        assertThat(empty.withEntry(dictAt(empty, "c"), "b", "2").text())
                .isEqualTo("{\n    \"c\": {\n        \"b\": 2\n    }\n}");
    }

    @Test
    void listsGetItems() {
        var document = parse("{\n    \"l\": [\n        { \"a\": 1 }\n        // more\n    ]\n}");
        var changed = document.withItem((Value.Items) at(document, "l"), "{ \"a\": 2 }");
        assertThat(changed.text())
                .isEqualTo(
                        "{\n    \"l\": [\n        { \"a\": 1 },\n        { \"a\": 2 }\n"
                                + "        // more\n    ]\n}");
        var empty = parse("{ \"l\": [] }");
        changed = empty.withItem((Value.Items) at(empty, "l"), "1");
        assertThat(root(changed).items("l")).isEqualTo(at(parse("{\"l\": [1]}"), "l"));
    }

    @Test
    void aValueIsReplacedInItsPlace() {
        var document = parse("{ \"a\": /* old */ 1, \"b\": 2 }");
        var changed = document.withValue(at(document, "a"), "\"new\"");
        assertThat(changed.text()).isEqualTo("{ \"a\": /* old */ \"new\", \"b\": 2 }");
    }

    @Test
    void whatIsWrittenIsRead() {
        var value =
                Value.dict()
                        .put("a", "q\" b\\ n\n ä")
                        .put("b", -7)
                        .put("c", java.util.List.of(Value.of(1), Value.dict().build()))
                        .build();
        var document = parse(JsonText.of(value));
        assertThat(document.root()).isEqualTo(value);
        assertThat(document.flaws()).isEmpty();
    }
}
