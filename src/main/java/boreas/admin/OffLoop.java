package boreas.admin;

import boreas.node.NodeCommand;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// A gate whose answers arrive on an executor of ours: what a function makes of an answer must not
/// keep the data loop from its packets.
final class OffLoop implements NodeGate {
    private final NodeGate gate;
    private final Executor executor;

    OffLoop(NodeGate gate, Executor executor) {
        this.gate = gate;
        this.executor = executor;
    }

    @Override
    public <R> CompletableFuture<R> send(NodeCommand<R> command) {
        return handOn(gate.send(command));
    }

    /// The same result, as a future whose followers run on the executor.
    <R> CompletableFuture<R> handOn(CompletableFuture<R> onLoop) {
        return onLoop.thenApplyAsync(result -> result, executor);
    }
}
