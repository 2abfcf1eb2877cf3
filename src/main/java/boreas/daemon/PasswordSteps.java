package boreas.daemon;

import boreas.config.AuthorizedPassword;
import boreas.config.ConfDifference;
import boreas.node.NodeCommand;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The part of a reload that lets people in, or no more.
final class PasswordSteps {
    private final ConfDifference difference;
    private final ReloadTurn turn;
    private final Set<String> revoked = new LinkedHashSet<>();

    PasswordSteps(ConfDifference difference, ReloadTurn turn) {
        this.difference = difference;
        this.turn = turn;
    }

    void change() throws ReloadRefused {
        for (var password : difference.passwordsRemoved()) {
            var user = remove(password);
            // Empty: somebody took it away by the admin interface.
            if (user.isPresent() && !isStillGood(password)) revoked.add(user.get());
        }
        for (var password : difference.passwordsAdded()) {
            remove(password); // somebody added it by the admin interface
            if (!turn.tell(add(password)))
                throw new ReloadRefused(
                        "authorizedPasswords: user \"%s\" has another password by the admin interface; remove that first, or call this one otherwise"
                                .formatted(password.user()));
            turn.undo(() -> turn.tell(revoke(password)));
        }
    }

    /// Those who came in by a password that is gone.
    void sendAway() {
        for (var user : revoked) turn.tell(new NodeCommand.SendAway(user));
    }

    /// @return what its user was called; empty when there was none
    private Optional<String> remove(AuthorizedPassword password) {
        var user = turn.tell(revoke(password));
        if (user.isPresent()) turn.undo(() -> addAgain(password, user.get()));
        return user;
    }

    /// One without a user in the file was given a name, by which its links are known.
    private void addAgain(AuthorizedPassword p, String user) {
        var asBefore = new NodeCommand.AddPassword(p.password().bytes(), user, p.onlyFrom());
        if (!turn.tell(asBefore)) turn.tell(add(p)); // somebody has taken the name meanwhile
    }

    private boolean isStillGood(AuthorizedPassword password) {
        for (var one : difference.after().authorizedPasswords())
            if (one.password().equals(password.password())
                    && Objects.equals(one.user(), password.user())) return true;
        return false;
    }

    private static NodeCommand.RevokePassword revoke(AuthorizedPassword p) {
        return new NodeCommand.RevokePassword(p.password().bytes(), p.user(), p.onlyFrom());
    }

    private static NodeCommand.AddPassword add(AuthorizedPassword p) {
        return new NodeCommand.AddPassword(p.password().bytes(), p.user(), p.onlyFrom());
    }
}
