package boreas.value;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Bencode as cjdns speaks it: `i42e`, `5:bytes`, `l…e`, `d…e`.
///
/// What strangers send is read without an exception: [#read] answers with a [Read.Malformed] that
/// tells the offset. The dialect: string lengths may have leading zeros (genuine nodes pad messages
/// with them) and are never negative; integers fit 64 bits; keys may be unsorted; of duplicate keys
/// the last one wins; bytes behind the value are the caller's matter ([Read.Ok#end]). Vectors:
/// `admin/*.json`.
public final class Bencode {
    /// Deeper nesting is refused. The deepest genuine message has five levels.
    public static final int DEPTH_MAX = 32;

    private static final String TOO_LONG = "string longer than the message";

    private Bencode() {}

    /// What became of reading.
    public sealed interface Read {
        /// @param end offset of the first byte behind the value
        record Ok(Value value, int end) implements Read {}

        /// @param offset where reading stopped, counted like the offset that was given
        record Malformed(int offset, String reason) implements Read {
            /// Whether more bytes could make a value of it.
            ///
            /// @param end where the bytes ended, counted like the offset
            public boolean isCutShort(int end) {
                return offset >= end || reason.equals(TOO_LONG);
            }

            /// The reason and its place, one line.
            @Override
            public String toString() {
                return "byte " + offset + ": " + reason;
            }
        }
    }

    /// Reads one value from the start of `[offset, offset + length)`.
    public static Read read(byte[] bytes, int offset, int length) {
        var reader = new Reader(bytes, offset, offset + length);
        var value = reader.value(0);
        if (value == null) return new Read.Malformed(reader.at, reader.reason);
        return new Read.Ok(value, reader.at);
    }

    /// Reads one value from the start of the array.
    public static Read read(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }

    /// Dict entries are written in the order in which the dict has them.
    public static byte[] write(Value value) {
        var out = new ByteArrayOutputStream(256);
        write(value, out, false);
        return out.toByteArray();
    }

    /// Dict entries are written in bytewise order of their keys, on all levels.
    public static byte[] writeSorted(Value value) {
        var out = new ByteArrayOutputStream(256);
        write(value, out, true);
        return out.toByteArray();
    }

    private static void write(Value value, ByteArrayOutputStream out, boolean sorted) {
        switch (value) {
            case Value.Int i -> out.writeBytes(ascii("i" + i.number() + "e"));
            case Value.Str s -> {
                out.writeBytes(ascii(s.length() + ":"));
                out.writeBytes(s.bytes());
            }
            case Value.Items items -> {
                out.write('l');
                for (var v : items.values()) write(v, out, sorted);
                out.write('e');
            }
            case Value.Dict dict -> {
                var entries = new ArrayList<Map.Entry<Value.Str, Value>>(dict.entries().entrySet());
                if (sorted) entries.sort(Map.Entry.comparingByKey());
                out.write('d');
                for (var e : entries) {
                    write(e.getKey(), out, sorted);
                    write(e.getValue(), out, sorted);
                }
                out.write('e');
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Stops at the first malformed byte: `at` is its offset, `reason` says why, results are null.
    private static final class Reader {
        private final byte[] bytes;
        private final int end;
        private int at;
        private String reason = "";

        Reader(byte[] bytes, int start, int end) {
            this.bytes = bytes;
            this.at = start;
            this.end = end;
        }

        @Nullable Value value(int depth) {
            if (at >= end) return fail("ends where a value was expected");
            byte b = bytes[at];
            if (isDigit(b)) return string();
            if (b == 'i') return integer();
            if (b != 'l' && b != 'd') return fail("not the first byte of a value");
            if (depth == DEPTH_MAX) return fail("nested deeper than " + DEPTH_MAX + " levels");
            at++;
            return b == 'l' ? list(depth + 1) : dict(depth + 1);
        }

        private @Nullable Value list(int depth) {
            var values = new ArrayList<Value>();
            while (at < end && bytes[at] != 'e') {
                var v = value(depth);
                if (v == null) return null;
                values.add(v);
            }
            return closed() ? Value.of(values) : null;
        }

        private @Nullable Value dict(int depth) {
            var entries = new LinkedHashMap<Value.Str, Value>();
            while (at < end && bytes[at] != 'e') {
                if (!isDigit(bytes[at])) return fail("a key must be a string");
                var key = string();
                if (key == null) return null;
                var v = value(depth);
                if (v == null) return null;
                entries.put(key, v);
            }
            return closed() ? new Value.Dict(entries, Position.NONE) : null;
        }

        private boolean closed() {
            if (at >= end) {
                fail("ends inside a list or dict");
                return false;
            }
            at++;
            return true;
        }

        private Value.@Nullable Str string() {
            int start = at;
            long length = 0;
            while (at < end && isDigit(bytes[at])) {
                length = length * 10 + (bytes[at++] - '0');
                if (length > Integer.MAX_VALUE) {
                    at = start;
                    fail(TOO_LONG);
                    return null;
                }
            }
            if (at >= end || bytes[at] != ':') {
                fail("expected ':' behind the length of a string");
                return null;
            }
            at++;
            if (length > end - at) {
                at = start;
                fail(TOO_LONG);
                return null;
            }
            var s = new Value.Str(Arrays.copyOfRange(bytes, at, at + (int) length), Position.NONE);
            at += (int) length;
            return s;
        }

        private @Nullable Value integer() {
            int start = at++;
            boolean negative = at < end && bytes[at] == '-';
            if (negative) at++;
            if (at >= end || !isDigit(bytes[at])) return fail("expected a digit");
            long n = 0; // negated, because the negative range is the larger one
            while (at < end && isDigit(bytes[at])) {
                int digit = bytes[at++] - '0';
                if (n < (Long.MIN_VALUE + digit) / 10) {
                    at = start;
                    return fail("integer over 64 bits");
                }
                n = n * 10 - digit;
            }
            if (at >= end || bytes[at] != 'e') return fail("expected 'e' behind an integer");
            if (!negative && n == Long.MIN_VALUE) {
                at = start;
                return fail("integer over 64 bits");
            }
            at++;
            return Value.of(negative ? n : -n);
        }

        private @Nullable Value fail(String why) {
            reason = why;
            return null;
        }

        private static boolean isDigit(byte b) {
            return b >= '0' && b <= '9';
        }
    }
}
