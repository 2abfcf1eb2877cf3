package boreas.cryptoauth;

import boreas.wire.Packet;
import org.jspecify.annotations.Nullable;

/// Incarnations that hellos beside a live session have made, the oldest first: one of them may
/// prove itself by data and take the place of the current one.
final class Candidates {
    /// A peer whose restarts are recorded and replayed shows a handful of hellos at once at most.
    static final int MAX = 4;

    private final @Nullable Incarnation[] all = new @Nullable Incarnation[MAX];
    private int size;

    int size() {
        return size;
    }

    Incarnation get(int i) {
        var candidate = all[i];
        if (candidate == null) throw new AssertionError("no candidate " + i);
        return candidate;
    }

    /// The one that the hello in this packet has made; null when there is none.
    @Nullable Incarnation madeBy(Packet hello) {
        for (int i = 0; i < size; i++) if (get(i).knowsTemporaryKey(hello)) return get(i);
        return null;
    }

    /// The oldest makes room.
    void add(Incarnation candidate) {
        if (size == MAX) take(0).reset();
        all[size++] = candidate;
    }

    /// Hands one over: it is a candidate no more.
    Incarnation take(int i) {
        var taken = get(i);
        size--;
        System.arraycopy(all, i + 1, all, i, size - i);
        all[size] = null;
        return taken;
    }

    /// The one that came last, null when there is none.
    @Nullable Incarnation takeNewest() {
        return size == 0 ? null : take(size - 1);
    }

    /// Wipes all.
    void clear() {
        while (size > 0) take(size - 1).reset();
    }
}
