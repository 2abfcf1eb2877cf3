package boreas.daemon;

import boreas.admin.NodeGate;
import boreas.io.DataLoop;
import boreas.node.Node;
import boreas.node.NodeCommand;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Carries commands of other threads to the data loop, and the answers back.
final class LoopGate implements NodeGate {
    /// The loop takes a turn in microseconds. One that does not come is about to end.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofMillis(200);

    private final DataLoop loop;
    private final Node node;

    LoopGate(DataLoop loop, Node node) {
        this.loop = loop;
        this.node = node;
    }

    @Override
    public <R> CompletableFuture<R> send(NodeCommand<R> command) {
        return onLoop(nowNs -> node.onCommand(command, nowNs));
    }

    /// Sends a command whose answer nobody needs.
    void tell(NodeCommand<?> command) {
        var _ = send(command);
    }

    /// What shall be done by the loop's thread, and answers.
    interface Work<R> {
        R at(long nowNs) throws Exception;
    }

    /// The loop has too much to do, or is about to end: the work was not begun and never will be.
    static final class Busy extends Exception {
        private static final long serialVersionUID = 1;

        private Busy(String sentence) {
            super(sentence, null, false, false);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /// Has it done and waits for the answer. An interrupt ends the wait like its limit: what has
    /// begun by then is waited for, for it takes a part of a turn; what has not never will be.
    ///
    /// @throws ExecutionException the work's own failure
    <R> R now(Work<R> work) throws Busy, ExecutionException, InterruptedException {
        var claim = new Claim();
        var done =
                onLoop(nowNs -> {
                    if (!claim.take()) throw new CancellationException();
                    return work.at(nowNs);
                });
        try {
            return done.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            if (claim.take()) throw new Busy("the node is busy, or about to end; try again");
            return done.get();
        } catch (InterruptedException e) {
            if (claim.take()) throw e;
            return begun(done);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RejectedExecutionException full)
                throw new Busy(String.valueOf(full.getMessage()));
            throw e;
        }
    }

    /// The answer for a thread that was interrupted, and stays so.
    private static <R> R begun(CompletableFuture<R> done) throws ExecutionException {
        try {
            return done.join();
        } catch (CompletionException e) {
            throw new ExecutionException(e.getCause());
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    /// Has it done, however long the loop is busy: for what takes a change back, of which half
    /// would be worse than a wait.
    ///
    /// @param work cannot fail
    /// @param complaint is told each time why not yet
    void insist(LongConsumer work, Consumer<String> complaint) throws InterruptedException {
        while (true) {
            try {
                now(nowNs -> {
                    work.accept(nowNs);
                    return true;
                });
                return;
            } catch (Busy busy) {
                complaint.accept(busy.sentence());
                Thread.sleep(AGAIN);
            } catch (ExecutionException e) {
                throw new AssertionError("not taken back", e.getCause());
            }
        }
    }

    <R> CompletableFuture<R> onLoop(Work<R> work) {
        var answer = new CompletableFuture<R>();
        boolean isTaken =
                loop.submit(nowNs -> {
                    try {
                        answer.complete(work.at(nowNs));
                    } catch (Exception | AssertionError fault) {
                        answer.completeExceptionally(fault);
                    }
                });
        if (!isTaken)
            answer.completeExceptionally(
                    new RejectedExecutionException(
                            "the node is busy: "
                                    + DataLoop.COMMANDS_WAITING_MAX
                                    + " commands wait already"));
        return answer;
    }
}
