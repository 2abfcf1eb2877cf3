package boreas.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeTest {
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Bencode.Read read(String text) {
        return Bencode.read(ascii(text));
    }

    private static Value value(String text) {
        if (read(text) instanceof Bencode.Read.Ok(Value value, int end)) {
            assertThat(end).isEqualTo(text.length());
            return value;
        }
        throw new AssertionError(read(text));
    }

    @Test
    void readsAllTypes() {
        var expected =
                Value.dict()
                        .put("l", List.of(Value.of(-3), Value.of(""), Value.of(List.of())))
                        .put("a", Value.dict().build())
                        .build();
        assertThat(value("d1:lli-3e0:lee1:adee")).isEqualTo(expected);
    }

    @Test
    void zerosBeforeTheLengthOfAStringAreAccepted() {
        assertThat(value("d00000006:cookie10:17532599464:txid2:t1e"))
                .isEqualTo(Value.dict().put("cookie", "1753259946").put("txid", "t1").build());
    }

    @Test
    void ofEqualKeysTheLastCounts() {
        assertThat(value("d1:ai1e1:ai2ee")).isEqualTo(Value.dict().put("a", 2).build());
    }

    @Test
    void bytesBehindTheValueAreTheCallersMatter() {
        assertThat(read("de\n")).isEqualTo(new Bencode.Read.Ok(Value.dict().build(), 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void integersHave64Bits(long number) {
        assertThat(value("i" + number + "e")).isEqualTo(Value.of(number));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0, ends where a value was expected",
        "x, 0, not the first byte of a value",
        "-1:a, 0, not the first byte of a value",
        "5:abc, 0, string longer than the message",
        "99999999999999999999:a, 0, string longer than the message",
        "3, 1, expected ':' behind the length of a string",
        "ie, 1, expected a digit",
        "i-e, 2, expected a digit",
        "i1, 2, expected 'e' behind an integer",
        "i1.5e, 2, expected 'e' behind an integer",
        "i9223372036854775808e, 0, integer over 64 bits",
        "i-9223372036854775809e, 0, integer over 64 bits",
        "di1ei2ee, 1, a key must be a string",
        "d1:ae, 4, not the first byte of a value",
        "d1:ai1e, 7, ends inside a list or dict",
        "li1e, 4, ends inside a list or dict",
    })
    void malformedBytesAreAValueWithOffsetAndReason(String text, int offset, String reason) {
        assertThat(read(text)).isEqualTo(new Bencode.Read.Malformed(offset, reason));
    }

    @Test
    void eachTruncationIsMalformed() {
        String whole = "d1:ad2:bbl3:ccci-77eeee";
        value(whole);
        for (int length = 0; length < whole.length(); length++)
            assertThat(read(whole.substring(0, length))).isInstanceOf(Bencode.Read.Malformed.class);
    }

    @Test
    void nestingIsBounded() {
        assertThat(read("l".repeat(1_000_000))).isInstanceOf(Bencode.Read.Malformed.class);
        int allowed = Bencode.DEPTH_MAX;
        value("l".repeat(allowed) + "e".repeat(allowed));
    }

    @Test
    void writesInTheOrderGivenOrSorted() {
        var dict = Value.dict().put("q", "ping").put("a", 1).put("é", 2).build();
        assertThat(new String(Bencode.write(dict), StandardCharsets.UTF_8))
                .isEqualTo("d1:q4:ping1:ai1e2:éi2ee");
        assertThat(new String(Bencode.writeSorted(dict), StandardCharsets.UTF_8))
                .isEqualTo("d1:ai1e1:q4:ping2:éi2ee");
    }

    @Test
    void onlyTheGivenPartOfAnArrayIsRead() {
        assertThat(Bencode.read(ascii("xxi7eyy"), 2, 3))
                .isEqualTo(new Bencode.Read.Ok(Value.of(7), 5));
        assertThat(Bencode.read(ascii("xx3:abc"), 2, 4))
                .isEqualTo(new Bencode.Read.Malformed(2, "string longer than the message"));
    }
}
