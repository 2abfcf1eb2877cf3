package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.node.NodeCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `AuthorizedPasswords_*`: who may connect to this node; and `Boreas_sendAway`, for those who did.
final class PasswordFunctions {
    private static final int USERS_PER_PAGE = 16;

    private final NodeGate node;

    private PasswordFunctions(NodeGate node) {
        this.node = node;
    }

    static List<AdminFunction> of(NodeGate node) {
        var f = new PasswordFunctions(node);
        return List.of(
                guardedLater(
                        "AuthorizedPasswords_add",
                        f::add,
                        required("password", STRING),
                        optional("ipv6", STRING),
                        optional("user", STRING)),
                guardedLater("AuthorizedPasswords_list", f::list, optional("page", INT)),
                guardedLater("AuthorizedPasswords_remove", f::remove, required("user", STRING)),
                guardedLater("Boreas_sendAway", f::sendAway, required("user", STRING)));
    }

    private CompletableFuture<Reply> add(Call call) {
        var arguments = call.arguments();
        Ip6 onlyFor;
        try {
            onlyFor = address(arguments.optionalText("ipv6"));
        } catch (AddressException e) {
            return Reply.refusal("Invalid IPv6 Address");
        }
        var add =
                new NodeCommand.AddPassword(
                        arguments.requiredBytes("password"),
                        arguments.optionalText("user"),
                        onlyFor);
        return node.send(add)
                .thenApply(
                        added -> added ? Reply.success() : Reply.error("Password already added."));
    }

    private static @Nullable Ip6 address(@Nullable String text) throws AddressException {
        return text == null ? null : Ip6.parse(text);
    }

    private CompletableFuture<Reply> list(Call call) {
        return node.snapshot()
                .thenApply(s ->
                        new Reply()
                                .with("total", s.users().size())
                                .withTexts(
                                        "users",
                                        Page.of(
                                                        s.users().reversed(),
                                                        call.arguments().number("page", 0),
                                                        USERS_PER_PAGE)
                                                .items()));
    }

    private CompletableFuture<Reply> remove(Call call) {
        return node.send(new NodeCommand.RemovePassword(call.arguments().requiredText("user")))
                .thenApply(
                        removed -> removed > 0 ? Reply.success() : Reply.error("Unknown error."));
    }

    private CompletableFuture<Reply> sendAway(Call call) {
        return node.send(new NodeCommand.SendAway(call.arguments().requiredText("user")))
                .thenApply(links ->
                        Reply.success()
                                .with("ended", links.ended())
                                .with("called", links.called()));
    }
}
