package boreas.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A value of bencode or JSON: string of bytes, 64-bit integer, list or dict.
///
/// Immutable. Two values are equal when their content is; the place where they were read does not
/// count, nor does the order of dict entries.
public sealed interface Value {
    /// Where the value begins in the text that it was read from, else [Position#NONE].
    Position at();

    /// The name that the admin API gives this type: `String`, `Int`, `List`, `Dict`.
    String typeName();

    static Str of(String text) {
        return new Str(text.getBytes(StandardCharsets.UTF_8), Position.NONE);
    }

    static Str of(byte[] bytes) {
        return new Str(bytes.clone(), Position.NONE);
    }

    static Int of(long number) {
        return new Int(number, Position.NONE);
    }

    static Items of(List<? extends Value> values) {
        return new Items(List.copyOf(values), Position.NONE);
    }

    /// A list of strings.
    static Items ofTexts(List<String> texts) {
        return new Items(texts.stream().<Value>map(Value::of).toList(), Position.NONE);
    }

    static Dict.Builder dict() {
        return new Dict.Builder();
    }

    /// A string of bytes; usually UTF-8 text, not always.
    final class Str implements Value, Comparable<Str> {
        private final byte[] bytes;
        private final Position at;

        /// Takes the array over.
        Str(byte[] bytes, Position at) {
            this.bytes = bytes;
            this.at = at;
        }

        @Override
        public Position at() {
            return at;
        }

        @Override
        public String typeName() {
            return "String";
        }

        /// A copy.
        public byte[] bytes() {
            return bytes.clone();
        }

        public int length() {
            return bytes.length;
        }

        public void copyTo(byte[] target, int offset) {
            System.arraycopy(bytes, 0, target, offset, bytes.length);
        }

        /// The bytes as UTF-8; what is no UTF-8 is replaced.
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        public boolean is(String text) {
            return Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
        }

        /// Bytewise, unsigned: the order of keys in sorted bencode.
        @Override
        public int compareTo(Str other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Str s && Arrays.equals(bytes, s.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return '"' + text() + '"';
        }
    }

    record Int(long number, Position at) implements Value {
        @Override
        public String typeName() {
            return "Int";
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Int i && number == i.number;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }

        @Override
        public String toString() {
            return Long.toString(number);
        }
    }

    record Items(List<Value> values, Position at) implements Value {
        @Override
        public String typeName() {
            return "List";
        }

        public int size() {
            return values.size();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Items i && values.equals(i.values);
        }

        @Override
        public int hashCode() {
            return values.hashCode();
        }

        @Override
        public String toString() {
            return values.toString();
        }
    }

    /// Entries in the order in which they were written. Each key is there once: of duplicate keys
    /// the last one is kept. Getters by key return null when the key is missing, and the typed ones
    /// also when the value has another type.
    final class Dict implements Value {
        private final SequencedMap<Str, Value> entries;
        private final Position at;

        Dict(SequencedMap<Str, Value> entries, Position at) {
            this.entries = Collections.unmodifiableSequencedMap(entries);
            this.at = at;
        }

        @Override
        public Position at() {
            return at;
        }

        @Override
        public String typeName() {
            return "Dict";
        }

        /// In written order; the keys know their places.
        public SequencedMap<Str, Value> entries() {
            return entries;
        }

        public int size() {
            return entries.size();
        }

        public boolean has(String key) {
            return entries.containsKey(of(key));
        }

        public @Nullable Value get(String key) {
            return entries.get(of(key));
        }

        public @Nullable Str str(String key) {
            return get(key) instanceof Str s ? s : null;
        }

        public @Nullable Int integer(String key) {
            return get(key) instanceof Int i ? i : null;
        }

        /// The integer's number, or the other one when it is missing or no integer.
        public long number(String key, long otherwise) {
            return get(key) instanceof Int i ? i.number() : otherwise;
        }

        public @Nullable Items items(String key) {
            return get(key) instanceof Items i ? i : null;
        }

        public @Nullable Dict dict(String key) {
            return get(key) instanceof Dict d ? d : null;
        }

        /// The dictionaries of a list, empty when there is none; other members are skipped.
        public List<Dict> dicts(String key) {
            var dicts = new ArrayList<Dict>();
            if (get(key) instanceof Items i)
                for (var v : i.values()) if (v instanceof Dict d) dicts.add(d);
            return dicts;
        }

        /// The strings of a list; without what is none, and empty when there is no such list.
        public List<String> texts(String key) {
            var texts = new ArrayList<String>();
            if (get(key) instanceof Items i)
                for (var v : i.values()) if (v instanceof Str s) texts.add(s.text());
            return texts;
        }

        /// The same entries and others: an existing key keeps its place and gets the new value.
        public Builder edit() {
            var b = new Builder();
            b.entries.putAll(entries);
            return b;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Dict d
                    && new HashMap<>(entries).equals(new HashMap<>(d.entries));
        }

        @Override
        public int hashCode() {
            return entries.hashCode();
        }

        @Override
        public String toString() {
            return entries.toString();
        }

        /// Collects entries in the order given.
        public static final class Builder {
            private final LinkedHashMap<Str, Value> entries = new LinkedHashMap<>();

            private Builder() {}

            public Builder put(String key, Value value) {
                entries.put(of(key), value);
                return this;
            }

            public Builder put(Str key, Value value) {
                entries.put(key, value);
                return this;
            }

            public Builder put(String key, String text) {
                return put(key, of(text));
            }

            public Builder put(String key, byte[] bytes) {
                return put(key, of(bytes));
            }

            public Builder put(String key, long number) {
                return put(key, of(number));
            }

            public Builder put(String key, List<? extends Value> values) {
                return put(key, of(values));
            }

            public Builder remove(String key) {
                entries.remove(of(key));
                return this;
            }

            public Dict build() {
                return new Dict(new LinkedHashMap<>(entries), Position.NONE);
            }
        }
    }
}
