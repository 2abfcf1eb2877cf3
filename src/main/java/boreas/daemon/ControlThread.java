package boreas.daemon;

import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One thread for what is slow, one after the other, and never waited for by the data loop. There
/// are two:
///
/// - `control` for host changes, devices, files, giving up rights. It keeps the right to change the
///   network, where one is kept ([Privileges]): capabilities belong to threads.
/// - `names` for host names. A thread hands its capabilities on to those that it starts, and a
///   resolver starts some; so it has to be asked by a thread that has none.
final class ControlThread implements AutoCloseable {
    /// Ours. More than the switch has slots, each of which may ask for a name once.
    private static final int WAITING_MAX = 1024;

    /// Work that may fail in a way that the operator should read.
    interface Work {
        void run() throws Exception;
    }

    private final ThreadPoolExecutor executor;
    private final EventLog log;

    /// The thread runs from now on, so that it is there when rights are given up in all threads.
    ControlThread(String name, EventLog log) {
        this.log = log;
        executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(WAITING_MAX),
                        Thread.ofPlatform().name(name).daemon().factory());
        executor.prestartAllCoreThreads();
    }

    /// Does it later; a failure becomes a line of the log.
    ///
    /// @return false when too much waits already, so that it is left out
    boolean later(String what, Work work) {
        try {
            executor.execute(() -> {
                try {
                    work.run();
                } catch (Exception | AssertionError e) {
                    log.event(Level.ERROR, "daemon", what + ": " + e.getMessage());
                }
            });
            return true;
        } catch (RejectedExecutionException _) {
            log.event(Level.WARN, "daemon", what + ": left out, too much waits already");
            return false;
        }
    }

    /// Does it and waits for the answer.
    <R extends @Nullable Object> R now(Callable<R> work) throws StartFailure, InterruptedException {
        try {
            return executor.submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartFailure failure) throw failure;
            throw new AssertionError(e.getCause());
        }
    }

    /// Lets what is under way and what waits come to its end, within a limit.
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(500, TimeUnit.MILLISECONDS)) executor.shutdownNow();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
