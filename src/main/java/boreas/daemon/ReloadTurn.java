package boreas.daemon;

import boreas.node.NodeCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What a reload tells a node in one turn of its loop, and how each step of that is undone.
final class ReloadTurn {
    /// Where commands go.
    interface NodeDoor {
        <R> R onCommand(NodeCommand<R> command, long nowNs);
    }

    private final NodeDoor node;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final List<String> lost = new ArrayList<>();
    private long nowNs;

    ReloadTurn(NodeDoor node) {
        this.node = node;
    }

    /// A turn to do it in, or to take it back.
    void at(long nowNs) {
        this.nowNs = nowNs;
    }

    long nowNs() {
        return nowNs;
    }

    <R> R tell(NodeCommand<R> command) {
        return node.onCommand(command, nowNs);
    }

    /// Of the step that was just done.
    void undo(Runnable step) {
        undo.push(step);
    }

    /// The last step first.
    void takeBack() {
        while (!undo.isEmpty()) undo.pop().run();
    }

    /// What was there a moment ago can be had again, unless somebody has taken its place.
    void lost(String why) {
        lost.add("it could not be brought back: " + why);
    }

    List<String> lost() {
        return List.copyOf(lost);
    }
}
