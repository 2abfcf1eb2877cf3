package boreas.daemon;

import boreas.admin.NodeGate;
import boreas.io.DataLoop;
import boreas.node.Node;
import boreas.node.NodeCommand;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Carries commands of other threads to the data loop, and the answers back.
final class LoopGate implements NodeGate {
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

    /// Has it done and waits for the answer.
    ///
    /// @throws TimeoutException when it was not begun by then; it never will be
    <R> R within(long limitS, Work<R> work)
            throws ExecutionException, TimeoutException, InterruptedException {
        var claim = new Claim();
        var done =
                onLoop(nowNs -> {
                    if (!claim.take()) throw new TimeoutException("given up");
                    return work.at(nowNs);
                });
        try {
            return done.get(limitS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            if (claim.take()) throw late;
            return done.get(); // it has begun
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
