package boreas.admin;

import boreas.node.NodeCommand;
import boreas.node.NodeSnapshot;
import java.util.concurrent.CompletableFuture;

/// The way from a face to the node: commands in, answers and immutable snapshots out.
///
/// The answer comes on a thread that is not the caller's, perhaps the data loop: whoever waits for
/// it must hand the work on ([OffLoop]). When the node cannot take a command just now, the answer
/// is a [java.util.concurrent.RejectedExecutionException].
public interface NodeGate {
    <R> CompletableFuture<R> send(NodeCommand<R> command);

    default CompletableFuture<NodeSnapshot> snapshot() {
        return send(new NodeCommand.TakeSnapshot());
    }
}
