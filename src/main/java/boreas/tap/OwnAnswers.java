package boreas.tap;

import org.jspecify.annotations.Nullable;

/// What this node answers to routing messages. Implemented by `path`, joined in `node`.
@FunctionalInterface
public interface OwnAnswers {
    /// @return null when it is no question
    byte @Nullable [] answer(byte[] question, long nowNs);
}
