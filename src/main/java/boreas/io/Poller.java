package boreas.io;

import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/// Waits for descriptors, for a time, or for another thread: epoll(7) with an eventfd(2).
///
/// Level triggered: a descriptor that was not read empty is reported again. [#wake] may be called
/// by any thread; everything else belongs to the loop's.
final class Poller implements AutoCloseable {
    /// Descriptors reported by one call; the others follow with the next.
    static final int EVENTS_MAX = 16;

    private static final int WAKE_TAG = -1;
    private static final long NS_PER_MS = 1_000_000;

    // struct epoll_event of epoll_event(3type): u32 events, u64 data; packed on x86-64 only.
    private static final boolean IS_PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int DATA = IS_PACKED ? 4 : 8;
    private static final int EVENT_BYTES = DATA + 8;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment events = arena.allocate((long) EVENT_BYTES * EVENTS_MAX, 8);
    private final MemorySegment event = arena.allocate(EVENT_BYTES, 8);
    private final MemorySegment drained = arena.allocate(ValueLayout.JAVA_LONG);
    private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
    private final int epoll;
    private final int eventfd;
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private final Object closing = new Object();
    private boolean isClosed;
    private int ready;

    Poller() throws DeviceException {
        epoll = LibC.epollCreate();
        eventfd = LibC.eventfd();
        if (epoll < 0 || eventfd < 0) {
            int r = Math.min(epoll, eventfd);
            closeDescriptors();
            throw new DeviceException("cannot make an epoll descriptor: " + Errno.text(r));
        }
        add(eventfd, WAKE_TAG);
    }

    /// @param tag what [#tag] gives when the descriptor is readable; 0 or above, except for our own
    void add(int fd, int tag) {
        event.set(INT, 0, Linux.EPOLLIN);
        event.set(LONG, DATA, tag);
        int r = LibC.epollCtl(epoll, Linux.EPOLL_CTL_ADD, fd, event.address());
        if (r < 0) throw new IllegalStateException("epoll_ctl: " + Errno.text(r));
    }

    /// Changes what a descriptor is waited for.
    ///
    /// @param tag as before
    void watch(int fd, int tag, boolean isForReading, boolean isForWriting) {
        event.set(INT, 0, (isForReading ? Linux.EPOLLIN : 0) | (isForWriting ? Linux.EPOLLOUT : 0));
        event.set(LONG, DATA, tag);
        int r = LibC.epollCtl(epoll, Linux.EPOLL_CTL_MOD, fd, event.address());
        if (r < 0) throw new IllegalStateException("epoll_ctl: " + Errno.text(r));
    }

    /// Must be called before the descriptor is closed.
    void remove(int fd) {
        int r = LibC.epollCtl(epoll, Linux.EPOLL_CTL_DEL, fd, event.address());
        if (r < 0) throw new IllegalStateException("epoll_ctl: " + Errno.text(r));
    }

    /// Waits until something is readable, somebody called [#wake], or the time is over. The kernel
    /// counts in milliseconds; a part of one is rounded up, so that a deadline has come when it
    /// returns.
    ///
    /// @return how many descriptors are ready; a wake-up does not count
    int await(long timeoutNs) {
        int timeoutMs =
                timeoutNs <= 0 ? 0 : (int) Math.min(60_000, (timeoutNs - 1) / NS_PER_MS + 1);
        int n = LibC.epollWait(epoll, events.address(), EVENTS_MAX, timeoutMs);
        if (n < 0 && n != -Errno.EINTR)
            throw new IllegalStateException("epoll_wait: " + Errno.text(n));
        ready = 0;
        for (int i = 0; i < n; i++) {
            int tag = (int) events.get(LONG, (long) i * EVENT_BYTES + DATA);
            if (tag == WAKE_TAG) {
                LibC.read(eventfd, drained.address(), 8);
                // From here on a new command must wake again; the loop looks for commands later.
                isWoken.set(false);
            } else {
                // Tags move to the front of the same memory: ready <= i.
                events.set(LONG, (long) ready++ * EVENT_BYTES + DATA, tag);
            }
        }
        return ready;
    }

    /// The tag of a ready descriptor of the last [#await].
    int tag(int i) {
        if (i >= ready) throw new IndexOutOfBoundsException(i + " of " + ready);
        return (int) events.get(LONG, (long) i * EVENT_BYTES + DATA);
    }

    /// Ends the current [#await], or makes the next one return at once.
    void wake() {
        if (isWoken.getAndSet(true)) return;
        synchronized (closing) {
            if (!isClosed) LibC.write(eventfd, one.address(), 8);
        }
    }

    @Override
    public void close() {
        synchronized (closing) {
            if (isClosed) return;
            isClosed = true;
            closeDescriptors();
            arena.close();
        }
    }

    private void closeDescriptors() {
        if (epoll >= 0) LibC.close(epoll);
        if (eventfd >= 0) LibC.close(eventfd);
    }
}
