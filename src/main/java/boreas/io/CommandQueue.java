package boreas.io;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Commands on their way from any thread to the loop: bounded, and without a lock on the loop's
/// side.
final class CommandQueue {
    private final int capacity;
    private final ConcurrentLinkedQueue<DataLoop.Command> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    CommandQueue(int capacity) {
        this.capacity = capacity;
    }

    /// Appends a command. @return false when it is full
    boolean offer(DataLoop.Command command) {
        // The place is taken first, so that no race goes over the bound.
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            return false;
        }
        queue.add(command);
        return true;
    }

    DataLoop.@Nullable Command poll() {
        var command = queue.poll();
        if (command != null) size.decrementAndGet();
        return command;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
