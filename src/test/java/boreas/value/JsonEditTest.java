package boreas.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JsonEditTest {
    @Test
    void aValueIsAddedBehindTheLastOneAndItsComments() {
        assertThat(
                        append(
                                """
                                {
                                    "list": [
                                        // the first
                                        { "a": 1 }, // not this
                                        { "b": 2 } // nor this
                                        // more of them
                                    ]
                                }
                                """,
                                "{ \"c\": 3 }"))
                .isEqualTo(
                        """
                        {
                            "list": [
                                // the first
                                { "a": 1 }, // not this
                                { "b": 2 }, // nor this
                                { "c": 3 }
                                // more of them
                            ]
                        }
                        """);
    }

    @Test
    void aCommaThatIsThereIsUsed() {
        assertThat(append("{\n  \"list\": [\n    1,\n    2,\n  ]\n}\n", "3"))
                .isEqualTo("{\n  \"list\": [\n    1,\n    2,\n    3\n  ]\n}\n");
    }

    @Test
    void whatStandsOnOneLineStaysOnIt() {
        assertThat(append("{ \"list\": [ 1, 2 ] }", "3")).isEqualTo("{ \"list\": [ 1, 2, 3 ] }");
        assertThat(append("{ \"list\": [ 1, 2, ] }", "3")).isEqualTo("{ \"list\": [ 1, 2, 3 ] }");
        assertThat(append("{ \"list\": [\n 1 /* one */ ] }", "3"))
                .isEqualTo("{ \"list\": [\n 1, 3 /* one */ ] }");
    }

    @Test
    void aBlockCommentBehindTheLastOneIsNotCutInTwo() {
        assertThat(append("{ \"list\": [\n  1 /* runs\n  on */\n] }", "3"))
                .isEqualTo("{ \"list\": [\n  1,\n  3 /* runs\n  on */\n] }");
    }

    @Test
    void anEmptyListIsOpened() {
        assertThat(append("{\n  \"list\": []\n}", "3"))
                .isEqualTo("{\n  \"list\": [\n      3\n  ]\n}");
        assertThat(append("{\n  \"list\": [ ]\n}", "3"))
                .isEqualTo("{\n  \"list\": [\n      3\n  ]\n}");
        assertThat(append("{\n  \"list\": [\n    // none yet\n  ]\n}", "3"))
                .isEqualTo("{\n  \"list\": [\n      3\n    // none yet\n  ]\n}");
        assertThat(append("{\n  \"list\": [ /* none */ ]\n}", "3"))
                .isEqualTo("{\n  \"list\": [\n      3\n   /* none */ ]\n}");
    }

    @Test
    void anEntryIsAddedToADict() {
        var document = read("{\n  \"dict\": {\n    \"a\": {\n      \"x\": 1\n    }\n  }\n}\n");
        var dict = Objects.requireNonNull(root(document).dict("dict"));
        assertThat(text(JsonEdit.put(document, dict, "b\"", "{ \"y\": 2 }")))
                .isEqualTo(
                        """
                        {
                          "dict": {
                            "a": {
                              "x": 1
                            },
                            "b\\x22": { "y": 2 }
                          }
                        }
                        """);
        assertThatThrownBy(() -> JsonEdit.put(document, dict, "a", "1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aValueGoesWithItsCommaAndItsLine() {
        var text =
                """
                {
                    "list": [
                        // the first
                        { "a": 1 },
                        { "b": 2 }, // stays
                        { "c": 3 }
                        // more
                    ]
                }
                """;
        assertThat(remove(text, 0)).isEqualTo(text.replace("        { \"a\": 1 },\n", ""));
        assertThat(remove(text, 1)).isEqualTo(text.replace("{ \"b\": 2 }, // stays", "// stays"));
        assertThat(remove(text, 2))
                .isEqualTo(text.replace(" }, // stays\n        { \"c\": 3 }\n", " } // stays\n"));
    }

    @Test
    void aValueGoesFromWithinALine() {
        assertThat(remove("{ \"list\": [ 1, 2, 3 ] }", 0)).isEqualTo("{ \"list\": [ 2, 3 ] }");
        assertThat(remove("{ \"list\": [ 1, 2, 3 ] }", 1)).isEqualTo("{ \"list\": [ 1, 3 ] }");
        assertThat(remove("{ \"list\": [ 1, 2, 3 ] }", 2)).isEqualTo("{ \"list\": [ 1, 2 ] }");
        assertThat(remove("{ \"list\": [ 1 ] }", 0)).isEqualTo("{ \"list\": [ ] }");
    }

    @Test
    void anEntryGoesFromADict() {
        var document = read("{ \"a\": 1,\n  \"b\": { \"x\": [ 2 ] },\n  \"c\": 3 }");
        var key =
                root(document).entries().keySet().stream()
                        .filter(k -> k.is("b"))
                        .findFirst()
                        .orElseThrow();
        assertThat(text(JsonEdit.remove(document, key))).isEqualTo("{ \"a\": 1,\n  \"c\": 3 }");
    }

    @Test
    void bytesThatAreNoTextComeBackAsTheyWere() {
        byte[] raw =
                "{ \"k\": \"\u00e9\u00ff\", \"list\": [ 1 ] }"
                        .getBytes(StandardCharsets.ISO_8859_1);
        var document = LaxJson.parse(raw);
        var list = Objects.requireNonNull(root(document).items("list"));
        var changed = JsonEdit.append(document, list, "2");
        assertThat(new String(changed, StandardCharsets.ISO_8859_1))
                .isEqualTo("{ \"k\": \"\u00e9\u00ff\", \"list\": [ 1, 2 ] }");
    }

    @Test
    void newTextIsUtf8() {
        assertThat(append("{ \"list\": [ \"ä\" ] }", "\"öß€\""))
                .isEqualTo("{ \"list\": [ \"ä\", \"öß€\" ] }");
    }

    /// Whatever the layout: added and taken away again, the value is gone and the rest is the same.
    @Test
    void whatWasAddedCanBeTakenAway() {
        for (var text :
                List.of(
                        "{\"list\":[]}",
                        "{\"list\":[1]}",
                        "{\"list\":[\n1\n]}",
                        "{\"list\":[\n1,\n]}",
                        "{\"list\":[\n\n  1 // x\r\n ]}",
                        "{\"list\": // a\n [ /* b */ 1 /* c */, // d\n 2 /* e */ ] }",
                        "{ \"list\": [ { \"a\": [ 1 ] }\n\n\n ] }")) {
            var before = root(read(text)).items("list");
            var added = read(append(text, "{ \"new\": 7 }"));
            assertThat(added.hasErrors()).as(text).isFalse();
            var list = Objects.requireNonNull(root(added).items("list"));
            assertThat(list.values().getLast()).isEqualTo(Value.dict().put("new", 7).build());
            var removed = text(JsonEdit.remove(added, list, list.size() - 1));
            assertThat(root(read(removed)).items("list")).as(text).isEqualTo(before);
        }
    }

    private static String append(String text, String value) {
        var document = read(text);
        return text(
                JsonEdit.append(
                        document, Objects.requireNonNull(root(document).items("list")), value));
    }

    private static String remove(String text, int index) {
        var document = read(text);
        return text(
                JsonEdit.remove(
                        document, Objects.requireNonNull(root(document).items("list")), index));
    }

    private static JsonDocument read(String text) {
        return LaxJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Value.Dict root(JsonDocument document) {
        return Objects.requireNonNull(document.root(), () -> document.flaws().toString());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
