package boreas.daemon;

import boreas.admin.NodeGate;
import boreas.io.DataLoop;
import boreas.node.Node;
import boreas.node.NodeCommand;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

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
