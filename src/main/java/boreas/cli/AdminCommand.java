package boreas.cli;

import boreas.admin.AdminClient;
import boreas.config.Spelling;
import boreas.value.JsonText;
import boreas.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// `boreas admin`: calls one function of the admin interface, of whichever node answers there.
@Command(
        name = "admin",
        description = {
            "Calls a function of a running node's admin interface and prints the answer as JSON."
                    + " Without a function it lists them all, with their arguments; docs/admin-api.md"
                    + " explains them.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it answered without an error",
            "1:it answered with one, such as \"Auth failed.\" for a wrong password",
            AdminAccess.MISUSED + "; nothing was called",
            "3:nobody answers"
        })
final class AdminCommand extends AskingCommand {
    /// Searches and looks at a path take this long.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LIST_PATIENCE = Duration.ofSeconds(3);

    /// Less than a third of what the node forgives.
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(8);

    @Option(
            names = {"-f", "--follow"},
            description =
                    "Go on printing what else comes, such as lines of the log; until Ctrl-C, or the"
                            + " answer that says it is the last.")
    private boolean isFollowing;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FUNCTION", description = "Its name.")
    private @Nullable String function;

    @Parameters(
            index = "1..*",
            paramLabel = "NAME=VALUE",
            description =
                    "Its arguments. Numbers and texts are told apart by what the function takes;"
                            + " members of a list are set apart by commas.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        var name = function;
        if (name == null) {
            try (var client = connect(LIST_PATIENCE)) {
                list(client);
            }
            return 0;
        }
        try (var client = connect(PATIENCE)) {
            var takes = client.functions().get(name);
            if (takes == null) throw unknown(name, client);
            var reply = client.exchange(name, read(name, takes));
            print(reply);
            if (isFollowing) follow(client, reply);
            return isError(reply) ? Main.FAILED : 0;
        }
    }

    private static boolean isError(Value.Dict reply) {
        var error = reply.str("error");
        return error != null && !error.is("none");
    }

    private void follow(AdminClient client, Value.Dict first) {
        // Nor does it go on when nobody reads it any more.
        for (var reply = first; reply == null || !isLast(reply); ) {
            if (out().checkError()) return;
            reply = client.more(KEEP_ALIVE);
            if (reply == null) client.keepAlive();
            else print(reply);
        }
    }

    private static boolean isLast(Value.Dict reply) {
        return reply.has("complete") || isError(reply);
    }

    /// The transaction is the client's own business.
    private void print(Value.Dict reply) {
        var shown = Value.dict();
        for (var e : reply.entries().entrySet())
            if (!e.getKey().is("txid")) shown.put(e.getKey().text(), e.getValue());
        out().println(JsonText.standard(shown.build()));
        out().flush();
    }

    private void list(AdminClient client) {
        client.functions().forEach((name, takes) -> out().println(synopsis(name, takes)));
        out().flush();
    }

    private static String synopsis(String name, Value.Dict takes) {
        var required = new StringBuilder();
        var optional = new StringBuilder();
        for (var e : takes.entries().entrySet()) {
            if (!(e.getValue() instanceof Value.Dict argument)) continue;
            var text = e.getKey().text() + "=" + type(argument);
            if (argument.number("required", 0) != 0) required.append(' ').append(text);
            else optional.append(" [").append(text).append(']');
        }
        return name + required + optional;
    }

    private static String type(Value.Dict argument) {
        var type = argument.str("type");
        return type == null ? "String" : type.text();
    }

    private ParameterException unknown(String name, AdminClient client) {
        var near = Spelling.nearest(name, client.functions().keySet());
        return refused(
                "%s has no function '%s'%s"
                        .formatted(
                                client.node(),
                                name,
                                near == null
                                        ? "; `boreas admin` lists those that it has"
                                        : "; is '" + near + "' meant?"));
    }

    private Value.Dict read(String name, Value.Dict takes) {
        var read = Value.dict();
        for (var text : arguments) {
            int at = text.indexOf('=');
            var key = at < 0 ? text : text.substring(0, at);
            if (at < 0 || !(takes.get(key) instanceof Value.Dict argument)) {
                var near = Spelling.nearest(key, keys(takes));
                throw refused(
                        "'%s' is no argument of %s%s"
                                .formatted(
                                        text,
                                        synopsis(name, takes),
                                        near == null ? "" : "; is " + near + "=... meant?"));
            }
            put(read, key, text.substring(at + 1), type(argument));
        }
        var built = read.build();
        for (var key : keys(takes))
            if (takes.get(key) instanceof Value.Dict argument
                    && argument.number("required", 0) != 0
                    && !built.has(key))
                throw refused(name + " needs " + key + "=" + type(argument));
        return built;
    }

    private static List<String> keys(Value.Dict dict) {
        return dict.entries().keySet().stream().map(Value.Str::text).toList();
    }

    private void put(Value.Dict.Builder to, String key, String text, String type) {
        switch (type) {
            case "Int" -> {
                try {
                    to.put(key, Long.parseLong(text));
                } catch (NumberFormatException e) {
                    throw refused(key + "=" + text + ": a whole number is needed");
                }
            }
            case "List" ->
                    to.put(
                            key,
                            Value.ofTexts(text.isEmpty() ? List.of() : List.of(text.split(","))));
            case "Dict" -> throw refused(key + ": a dictionary cannot be written here");
            default -> to.put(key, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
