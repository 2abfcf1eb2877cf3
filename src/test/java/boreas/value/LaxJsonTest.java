package boreas.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaxJsonTest {
    private static JsonDocument parse(String text) {
        return LaxJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Value.Dict read(String text) {
        var document = parse(text);
        assertThat(document.flaws()).isEmpty();
        var root = document.root();
        assertThat(root).isNotNull();
        return root == null ? Value.dict().build() : root;
    }

    private static String onlyFlaw(String text) {
        var flaws = parse(text).flaws();
        assertThat(flaws).hasSize(1);
        return flaws.getFirst().toString();
    }

    @Test
    void readsDictsListsStringsAndNumbers() {
        var root = read("{\"a\": [1, -5, \"x\"], \"b\": {\"c\": {}}, \"d\": []}");
        assertThat(root.items("a"))
                .isEqualTo(Value.of(List.of(Value.of(1), Value.of(-5), Value.of("x"))));
        assertThat(root.dict("b")).isEqualTo(Value.dict().put("c", Value.dict().build()).build());
        assertThat(root.items("d")).isEqualTo(Value.of(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// first\n{\"a\"://x\n1}",
                "/* first **/{\"a\"/* k */:/**/1/* v \n */}// last",
                "\r\n{\r\n\t\"a\"\t:\t1\r\n}\r\n",
                "{\"a\":1}/* last",
            })
    void commentsAndBlanksStandAnywhereBetweenTokens(String text) {
        var root = parse(text).root();
        assertThat(root).isEqualTo(Value.dict().put("a", 1).build());
    }

    @Test
    void commentMarksInsideStringsAreText() {
        assertThat(read("{\"a\": \"http://x /* y */\"}").str("a"))
                .hasToString("\"http://x /* y */\"");
    }

    @Test
    void hexEscapesAreBytes() {
        var s = read("{\"a\": \"\\x22\\x5C\\x00\\xfF\"}").str("a");
        assertThat(s == null ? null : s.bytes()).containsExactly('"', '\\', 0, 0xff);
    }

    @Test
    void stringsAreRawBytes() {
        byte[] text = {'{', '"', 'a', '"', ':', '"', (byte) 0xc3, (byte) 0x28, '"', '}'};
        var root = LaxJson.parse(text).root();
        var s = root == null ? null : root.str("a");
        assertThat(s == null ? null : s.bytes()).containsExactly(0xc3, 0x28);
    }

    @Test
    void valuesKnowTheirPlaces() {
        var root = read("{\n  \"ä\": \"ü\", \"b\": 7\n}");
        var b = root.integer("b");
        assertThat(b == null ? null : b.at().toString()).isEqualTo("line 2 column 18");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1,}                   | line 1 column 8: read ',' before '}'",
                "{\"a\": [1,,2]}              | line 1 column 10: read one ',' more",
                "{\"a\": [1 2]}               | line 1 column 9: read a number at line 1 column 10",
                "{\"a\": 1 \"b\": 2}          | line 1 column 8: read \"b\" at line 1 column 9",
                "{\"a\":: 1}                  | line 1 column 6: read ':' twice",
                "{\"a\" 1}                    | line 1 column 5: read a number at line 1 column 6",
            })
    void slipsWithCommasAreWarningsInOldFilesAndErrorsInNewOnes(String text, String reason) {
        var old = parse(text);
        assertThat(old.hasErrors()).isFalse();
        assertThat(old.root()).isNotNull();
        assertThat(old.flaws()).singleElement().asString().startsWith(reason);

        String strict = text.replaceFirst("\\{", "{\"version\": 2, ");
        assertThat(parse(strict).hasErrors()).isTrue();
        assertThat(parse(strict).flaws()).hasSize(1);
    }

    @Test
    void aCommaMissingAtALineEndIsAWarningThatSaysWhatToAddEvenInNewFiles() {
        String text =
                """
                { "version": 2,
                  "interface": {
                    "type": "TUNInterface"

                    // the device
                    "tunDevice": "tun0"
                  }
                }
                """;
        var document = parse(text);
        assertThat(document.hasErrors()).isFalse();
        assertThat(document.flaws())
                .singleElement()
                .asString()
                .isEqualTo(
                        "line 3 column 27: read \"tunDevice\" at line 6 column 5 behind a string,"
                                + " expected ',' between them; add ',' here");
    }

    @Test
    void ofEqualKeysTheLastCountsAndBothPlacesAreNamed() {
        var document = parse("{\n \"a\": 1,\n \"b\": 2,\n \"a\": 3\n}");
        assertThat(document.root()).isEqualTo(Value.dict().put("b", 2).put("a", 3).build());
        assertThat(document.flaws())
                .singleElement()
                .asString()
                .startsWith("line 4 column 2:")
                .contains("line 2 column 2");
        assertThat(document.hasErrors()).isFalse();
    }

    @Test
    void whatFollowsTheLastBraceIsIgnoredWithAWarning() {
        assertThat(onlyFlaw("{\"a\": 1}\n rest {")).startsWith("line 2 column 2: read rest");
        assertThat(parse("{\"a\": 1} ]").hasErrors()).isFalse();
        assertThat(parse("{\"a\": 1}\n// end\n").flaws()).isEmpty();
    }

    @Test
    void entriesThatASlipHasCutOffAreAnErrorAtTheSlip() {
        String text = "{\n  \"a\": 1}\n  \"b\": 2\n}\n";
        assertThat(parse(text).hasErrors()).isTrue();
        assertThat(onlyFlaw(text)).startsWith("line 2 column 9: read '}', expected ','");
        assertThat(parse("{\"a\": 1}\"").hasErrors()).isFalse();
    }

    @Test
    void aStringOverLinesIsReadWithAWarningAtItsBeginning() {
        var document = parse("{\"a\": \"x\ny\"}");
        assertThat(document.root()).isEqualTo(Value.dict().put("a", "x\ny").build());
        assertThat(document.flaws()).singleElement().asString().startsWith("line 1 column 7:");
        assertThat(document.hasErrors()).isFalse();
    }

    @Test
    void aStraySlashIsSkippedWithTheByteBehindItAndAWarning() {
        var document = parse("{\"a\": /x 1}");
        assertThat(document.root()).isEqualTo(Value.dict().put("a", 1).build());
        assertThat(document.flaws()).singleElement().asString().startsWith("line 1 column 7:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"privateKey\": 3fd9a7c1e0b2, \"a\": 1}",
                "{\"privateKey\": a7c1e0b23fd9}",
                "{\"privateKey\" \"3fd9a7c1e0b23fd9\": 1}",
                "{\"privateKey\": \"x\", \"3fd9a7c1e0b23fd9\" : : \"y\" }",
                "{\"privateKey\": 3fd9a7c1e0b2\"}",
                "{privateKey\": \"3fd9a7c1e0b23fd9\"}",
                "{\"a\": [3fd9a7c1e0b2}",
            })
    void aSlipBesideASecretShowsNothingOfIt(String text) {
        assertThat(parse(text).flaws()).isNotEmpty();
        assertThat(parse(text).flaws().toString()).doesNotContain("3fd9", "a7c1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": true}      | line 1 column 7: read true, expected a value",
                "{\"a\": 1.5}       | line 1 column 7: read 1.5, expected a value",
                "{\"a\": \"\\n\"}   | line 1 column 8: read '\\' in a string, expected \\xHH",
                "{\"a\": 99999999999999999999} | line 1 column 7: read a number over 64 bits",
                "{'a': 1}           | line 1 column 2: read 'a', expected a key in quotes",
                "[1]                | line 1 column 1: read '[', expected '{'",
                "``                 | line 1 column 1: read the end of the file, expected '{'",
                "{\"a\": [1}        | line 1 column 7: read '[' that is never closed, expected ']'",
                "{\"a\": \"x}       | line 1 column 10: read the end of the file, expected '\"'",
                "{\"a\": 1, /* x    | line 1 column 10: read a comment that is never closed",
            })
    void whatCannotBeReadNamesTheReasonAndThePlace(String text, String reason) {
        var document = parse(text);
        assertThat(document.hasErrors()).isTrue();
        assertThat(document.flaws().getFirst().toString()).startsWith(reason);
    }

    @Test
    void anUnclosedStringIsReportedAtItsOpeningQuote() {
        String text = "{\n  \"a\": \"x,\n  \"b\": \"y\"\n}\n";
        assertThat(onlyFlaw(text)).startsWith("line 2 column 8:").contains("line 2 column 10");
    }

    @Test
    void anUnclosedBracketIsReportedWhereItOpensAndWhereItsEndWasExpected() {
        String text = "{\n  \"a\": {\n    \"b\": 1\n  ,\n  \"c\": [\n  ]\n}\n";
        assertThat(onlyFlaw(text)).startsWith("line 2 column 8:").contains("line 4 column 3");
    }

    @Test
    void secretsAreNotShown() {
        String text = "{\"privateKey\": 81ac8ae47fd55bc54ba2d4e64bd5eb55\", \"x\": 1}";
        assertThat(onlyFlaw(text)).doesNotContain("81ac8");
        assertThat(onlyFlaw("{\"p\": [\"secret\" \"secret\"]}")).doesNotContain("secret");
    }

    @Test
    void nestingIsBounded() {
        String deep = "[".repeat(100_000);
        assertThat(onlyFlaw("{\"a\": " + deep)).contains("levels");
        String allowed = "[".repeat(60) + "]".repeat(60);
        assertThat(parse("{\"a\": " + allowed + "}").flaws()).isEmpty();
    }
}
