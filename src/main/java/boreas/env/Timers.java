package boreas.env;

import java.util.Arrays;

/// The deadlines of one pure core: a binary heap, earliest first, equal deadlines in the order in
/// which they were set, so that a run is reproducible.
///
/// The owner asks [#nextDeadlineNs], and calls [#runUntil] when the time has come; calling it early
/// or twice does nothing. A timer is armed for one moment at a time; arming it again moves it.
/// Owned by one thread.
public final class Timers {
    /// No deadline.
    public static final long NEVER = Long.MAX_VALUE;

    private Timer[] heap = new Timer[64];
    private int size;
    private long sequence;

    /// A deadline that can be set, moved and cleared. Not armed when made.
    public final class Timer {
        private final Callback callback;
        private long deadlineNs = NEVER;
        private long order;
        private int index = -1;

        private Timer(Callback callback) {
            this.callback = callback;
        }

        /// Arms the timer for a moment, or moves it there.
        public void at(long deadlineNs) {
            if (deadlineNs == NEVER) {
                cancel();
                return;
            }
            this.deadlineNs = deadlineNs;
            order = sequence++;
            if (index < 0) insert(this);
            else restore(index);
        }

        /// Arms the timer unless it is armed for an earlier moment already.
        public void noLaterThan(long deadlineNs) {
            if (deadlineNs < this.deadlineNs) at(deadlineNs);
        }

        public void cancel() {
            if (index >= 0) removeAt(index);
            deadlineNs = NEVER;
        }

        public boolean isArmed() {
            return index >= 0;
        }

        /// [#NEVER] when not armed.
        public long deadlineNs() {
            return deadlineNs;
        }
    }

    /// What happens at a deadline.
    @FunctionalInterface
    public interface Callback {
        void onDeadline(long nowNs);
    }

    public Timer newTimer(Callback callback) {
        return new Timer(callback);
    }

    /// The earliest deadline, [#NEVER] when nothing is armed.
    public long nextDeadlineNs() {
        return size == 0 ? NEVER : heap[0].deadlineNs;
    }

    /// Runs each timer whose deadline has come; a timer armed meanwhile for a moment that has come
    /// runs too.
    public void runUntil(long nowNs) {
        while (size > 0 && heap[0].deadlineNs <= nowNs) {
            var timer = heap[0];
            timer.cancel();
            timer.callback.onDeadline(nowNs);
        }
    }

    private void insert(Timer timer) {
        if (size == heap.length) heap = Arrays.copyOf(heap, size * 2);
        heap[size] = timer;
        timer.index = size;
        siftUp(size++);
    }

    private void removeAt(int i) {
        heap[i].index = -1;
        var last = heap[--size];
        if (i == size) return;
        heap[i] = last;
        last.index = i;
        restore(i);
    }

    private void restore(int i) {
        siftDown(siftUp(i));
    }

    private int siftUp(int i) {
        while (i > 0 && isBefore(heap[i], heap[(i - 1) / 2])) {
            swap(i, (i - 1) / 2);
            i = (i - 1) / 2;
        }
        return i;
    }

    private void siftDown(int i) {
        for (; ; ) {
            int least = i;
            int left = 2 * i + 1;
            if (left < size && isBefore(heap[left], heap[least])) least = left;
            if (left + 1 < size && isBefore(heap[left + 1], heap[least])) least = left + 1;
            if (least == i) return;
            swap(i, least);
            i = least;
        }
    }

    private static boolean isBefore(Timer a, Timer b) {
        return a.deadlineNs < b.deadlineNs || (a.deadlineNs == b.deadlineNs && a.order < b.order);
    }

    private void swap(int i, int j) {
        var t = heap[i];
        heap[i] = heap[j];
        heap[j] = t;
        heap[i].index = i;
        heap[j].index = j;
    }
}
