package boreas.daemon;

import java.util.concurrent.atomic.AtomicBoolean;

/// Whether something is done or given up: the first of two threads decides, the one that is about
/// to do it or the one that has waited for it long enough.
final class Claim {
    private final AtomicBoolean isTaken = new AtomicBoolean();

    /// @return whether the caller is the first
    boolean take() {
        return !isTaken.getAndSet(true);
    }

    boolean isTaken() {
        return isTaken.get();
    }
}
