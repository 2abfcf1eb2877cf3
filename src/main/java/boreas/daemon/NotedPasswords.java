package boreas.daemon;

import boreas.admin.NodeGate;
import boreas.config.Spelling;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.link.SentAway;
import boreas.node.NodeCommand;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The admin interface's way to the node. Whom it lets in, or no more, is told in the log, as a
/// reload tells what it does: `boreas invite` and `revoke` come this way. Never the password.
final class NotedPasswords implements NodeGate {
    private final NodeGate node;
    private final EventLog log;

    NotedPasswords(NodeGate node, EventLog log) {
        this.node = node;
        this.log = log;
    }

    @Override
    public <R> CompletableFuture<R> send(NodeCommand<R> command) {
        return node.send(command)
                .thenApply(answer -> {
                    var text = text(command, answer);
                    if (text != null) log.event(Level.INFO, "admin", text);
                    return answer;
                });
    }

    /// Null: nothing that concerns passwords, or nothing has changed.
    private static @Nullable String text(NodeCommand<?> command, Object answer) {
        return switch (command) {
            case NodeCommand.AddPassword(_, var user, _) when answer.equals(true) ->
                    (user == null ? "a user without a name" : named(user)) + " added";
            case NodeCommand.RemovePassword(var user) when !answer.equals(0) ->
                    named(user) + " taken away";
            case NodeCommand.SendAway(var user) when answer instanceof SentAway(int ended, int _) ->
                    ended == 0
                            ? null
                            : named(user) + ": " + Spelling.count(ended, "link") + " ended";
            default -> null;
        };
    }

    private static String named(String user) {
        return "user \"" + user + "\"";
    }
}
