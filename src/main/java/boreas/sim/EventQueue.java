package boreas.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What happens when: the earliest first, of the same moment what was added first.
///
/// A heap of four branches with its keys in arrays of their own: a world of a thousand nodes puts
/// some hundred thousand events a second through it, and the comparisons touch little memory.
final class EventQueue {
    private static final int BRANCHES = 4;

    private long[] atNs = new long[256];
    private long[] orders = new long[256];
    private @Nullable Runnable[] actions = new @Nullable Runnable[256];
    private int size;
    private long added;

    int size() {
        return size;
    }

    void add(long atNs, Runnable action) {
        if (size == actions.length) grow();
        long order = added++;
        int i = size++;
        while (i > 0) {
            int parent = (i - 1) / BRANCHES;
            if (!isBefore(atNs, order, parent)) break;
            move(parent, i);
            i = parent;
        }
        put(i, atNs, order, action);
    }

    /// When the first event is; [Long#MAX_VALUE] when there is none.
    long firstNs() {
        return size == 0 ? Long.MAX_VALUE : atNs[0];
    }

    /// Takes the first event off; there must be one.
    Runnable removeFirst() {
        var first = actions[0];
        if (first == null) throw new IllegalStateException("nothing will happen");
        int last = --size;
        long lastNs = atNs[last];
        long lastOrder = orders[last];
        var lastAction = actions[last];
        actions[last] = null;
        if (last > 0) sink(lastNs, lastOrder, lastAction);
        return first;
    }

    /// Finds a place for what was last, from the top down.
    private void sink(long fromNs, long order, @Nullable Runnable action) {
        int i = 0;
        for (; ; ) {
            int child = BRANCHES * i + 1;
            if (child >= size) break;
            int least = child;
            int end = Math.min(child + BRANCHES, size);
            for (int c = child + 1; c < end; c++)
                if (isBefore(atNs[c], orders[c], least)) least = c;
            if (isBefore(fromNs, order, least)) break;
            move(least, i);
            i = least;
        }
        put(i, fromNs, order, action);
    }

    private boolean isBefore(long ns, long order, int i) {
        return ns < atNs[i] || (ns == atNs[i] && order < orders[i]);
    }

    private void move(int from, int to) {
        put(to, atNs[from], orders[from], actions[from]);
    }

    private void put(int i, long ns, long order, @Nullable Runnable action) {
        atNs[i] = ns;
        orders[i] = order;
        actions[i] = action;
    }

    private void grow() {
        int capacity = 2 * size;
        atNs = Arrays.copyOf(atNs, capacity);
        orders = Arrays.copyOf(orders, capacity);
        actions = Arrays.copyOf(actions, capacity);
    }
}
