package boreas.admin;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// One function of the admin interface: its name, who may call it, what it takes, what it does.
///
/// @param open true when it may be called without authentication
record AdminFunction(String name, boolean open, List<Argument> arguments, Body body) {
    AdminFunction {
        arguments = List.copyOf(arguments);
    }

    /// Required arguments are present and of their type when this is called.
    ///
    /// The reply may come at once or later; a function with several replies sends the earlier ones
    /// with [Call#push]. It must not block.
    @FunctionalInterface
    interface Body {
        CompletableFuture<Reply> run(Call call);
    }

    /// A body that has its answer at once.
    @FunctionalInterface
    interface ImmediateBody {
        Reply run(Call call);
    }

    static AdminFunction open(String name, ImmediateBody body, Argument... arguments) {
        return new AdminFunction(name, true, List.of(arguments), later(body));
    }

    static AdminFunction openLater(String name, Body body, Argument... arguments) {
        return new AdminFunction(name, true, List.of(arguments), body);
    }

    static AdminFunction guarded(String name, ImmediateBody body, Argument... arguments) {
        return new AdminFunction(name, false, List.of(arguments), later(body));
    }

    static AdminFunction guardedLater(String name, Body body, Argument... arguments) {
        return new AdminFunction(name, false, List.of(arguments), body);
    }

    private static Body later(ImmediateBody body) {
        return call -> CompletableFuture.completedFuture(body.run(call));
    }
}
