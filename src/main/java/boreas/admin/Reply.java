package boreas.admin;

import boreas.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A reply in the making.
final class Reply {
    private final Value.Dict.Builder entries = Value.dict();

    /// `error` = `none`, the convention for success. Some functions answer without it.
    static Reply success() {
        return new Reply().with("error", "none");
    }

    static Reply error(String words) {
        return new Reply().with("error", words);
    }

    /// A refusal of a function whose replies come later.
    static CompletableFuture<Reply> refusal(String words) {
        return CompletableFuture.completedFuture(error(words));
    }

    Reply with(String key, String text) {
        entries.put(key, text);
        return this;
    }

    Reply with(String key, byte[] bytes) {
        entries.put(key, bytes);
        return this;
    }

    Reply with(String key, long number) {
        entries.put(key, number);
        return this;
    }

    /// A claim is 0 or 1.
    Reply with(String key, boolean claim) {
        return with(key, claim ? 1 : 0);
    }

    Reply with(String key, Value value) {
        entries.put(key, value);
        return this;
    }

    Reply with(String key, Reply inner) {
        return with(key, inner.toDict());
    }

    Reply withTexts(String key, List<String> texts) {
        return with(key, Value.ofTexts(texts));
    }

    Reply with(String key, long[] numbers) {
        return with(key, Value.of(Arrays.stream(numbers).<Value>mapToObj(Value::of).toList()));
    }

    Reply withDicts(String key, List<Reply> inner) {
        return with(key, Value.of(inner.stream().map(Reply::toDict).toList()));
    }

    /// Adds nothing when there is nothing to say.
    Reply withIfKnown(String key, @Nullable String text) {
        return text == null ? this : with(key, text);
    }

    /// `more` = 1 when another page follows; otherwise the key is absent.
    Reply withMore(boolean hasMore) {
        return hasMore ? with("more", 1) : this;
    }

    Value.Dict toDict() {
        return entries.build();
    }
}
