package boreas.admin;

import boreas.admin.AdminException.Kind;
import boreas.value.Bencode;
import boreas.value.Value;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Calls functions of a running node, genuine or ours: one call at a time, from one thread.
///
/// A request is sent once. On loopback nothing gets lost, and a repeated command could be done
/// twice.
public final class AdminClient implements AutoCloseable {
    /// The usual patience: genuine nodes answer within milliseconds, a switch ping after its own
    /// time limit.
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    /// Ours: more pages than any node fills.
    private static final int PAGES_MAX = 10_000;

    private final AdminEndpoint node;
    private final Duration patience;
    private final AdminWire wire;
    private final SortedMap<String, Value.Dict> functions = new TreeMap<>();
    private long transaction;

    public AdminClient(AdminEndpoint node, Duration patience) {
        this.node = node;
        this.patience = patience;
        try {
            wire = AdminWire.to(node);
        } catch (IOException e) {
            throw new AdminException(
                    Kind.NO_ANSWER, "cannot send to " + node + ": " + e.getMessage());
        }
    }

    public AdminEndpoint node() {
        return node;
    }

    /// Calls a function with authentication.
    ///
    /// @throws AdminException when nobody answers, the password is wrong, or the node says an
    ///   `error` other than `none`
    public Value.Dict call(String function, Value.Dict arguments) {
        return checked(function, exchange(function, arguments));
    }

    /// The same, but an error of the function is part of the answer.
    ///
    /// @throws AdminException when nobody answers
    public Value.Dict exchange(String function, Value.Dict arguments) {
        if (wire.isTrusted()) return exchangeOpen(function, arguments);
        long cookie = cookie();
        var request =
                Value.dict()
                        .put("q", "auth")
                        .put("aq", function)
                        .put("args", arguments)
                        .put("cookie", Long.toString(cookie))
                        .put("hash", node.password().step2(cookie))
                        .put("txid", nextTransaction());
        var message = Bencode.writeSorted(request.build());
        node.password().sign(message, cookie);
        return exchange(message);
    }

    /// Calls a function without arguments, with authentication.
    public Value.Dict call(String function) {
        return call(function, Value.dict().build());
    }

    /// Calls a function that needs no authentication.
    public Value.Dict callOpen(String function, Value.Dict arguments) {
        return checked(function, exchangeOpen(function, arguments));
    }

    /// The same, but an error of the function is part of the answer.
    ///
    /// @throws AdminException when nobody answers
    public Value.Dict exchangeOpen(String function, Value.Dict arguments) {
        var request =
                Value.dict()
                        .put("q", function)
                        .put("args", arguments)
                        .put("txid", nextTransaction());
        return exchange(Bencode.writeSorted(request.build()));
    }

    /// Says whether the node has a function, by reading its list of functions once.
    public boolean knows(String function) {
        return functions().containsKey(function);
    }

    /// Refuses nodes that do not have a function of ours.
    ///
    /// @param instead what an operator can do with those
    void requireOurs(String function, String instead) {
        if (!knows(function))
            throw new AdminException(
                    AdminException.Kind.REFUSED,
                    "the node at %s is another program, or an older Boreas: it has no %s; %s"
                            .formatted(node(), function, instead));
    }

    /// All functions of the node, each with its arguments: name → `required`, `type`.
    public SortedMap<String, Value.Dict> functions() {
        if (functions.isEmpty()) readFunctions();
        return functions;
    }

    private void readFunctions() {
        for (int page = 0; page < PAGES_MAX; page++) {
            var reply =
                    callOpen("Admin_availableFunctions", Value.dict().put("page", page).build());
            var some = reply.dict("availableFunctions");
            if (some == null || some.size() == 0) return;
            for (var e : some.entries().entrySet())
                if (e.getValue() instanceof Value.Dict arguments)
                    functions.put(e.getKey().text(), arguments);
            if (!reply.has("more")) return;
        }
    }

    /// All members of a list that an open function gives in pages.
    public List<Value> pagesOpen(String function, String listKey) {
        return pages(function, listKey, this::callOpen);
    }

    /// The same of a function that wants authentication.
    public List<Value> pages(String function, String listKey) {
        return pages(function, listKey, this::call);
    }

    private List<Value> pages(
            String function, String listKey, BiFunction<String, Value.Dict, Value.Dict> caller) {
        var all = new ArrayList<Value>();
        for (int page = 0; page < PAGES_MAX; page++) {
            var reply = caller.apply(function, Value.dict().put("page", page).build());
            var items = reply.items(listKey);
            if (items == null) throw refused(function, "no `" + listKey + "` in the answer");
            all.addAll(items.values());
            if (!reply.has("more") || items.size() == 0) break;
        }
        return all;
    }

    @Override
    public void close() {
        wire.close();
    }

    private long cookie() {
        var reply = callOpen("cookie", Value.dict().build());
        var cookie = reply.str("cookie");
        if (cookie == null || !cookie.text().matches("[0-9]{1,18}"))
            throw refused("cookie", "no cookie in the answer");
        return Long.parseLong(cookie.text());
    }

    private String nextTransaction() {
        return Long.toString(++transaction);
    }

    /// Sends one request and waits for the reply with its transaction id. Replies to earlier
    /// requests are passed over; a reply without an id is the refusal of a request that is too big.
    private Value.Dict exchange(byte[] request) {
        try {
            wire.send(request);
            var reply = await(patience);
            if (reply == null) throw noAnswer("no answer within " + patience.toMillis() + " ms");
            return reply;
        } catch (PortUnreachableException e) {
            throw noAnswer("nothing listens there");
        } catch (IOException e) {
            throw noAnswer(e.getMessage());
        }
    }

    /// Another reply to the last request, or a line that it subscribed to.
    ///
    /// @return null when none comes in time
    public Value.@Nullable Dict more(Duration patience) {
        try {
            return await(patience);
        } catch (IOException e) {
            throw noAnswer(e.getMessage());
        }
    }

    /// Asks for a sign of life, whose reply is passed over: a node goes on sending to those who
    /// speak.
    public void keepAlive() {
        try {
            wire.send(Bencode.writeSorted(Value.dict().put("q", "ping").put("txid", "-").build()));
        } catch (IOException e) {
            throw noAnswer(e.getMessage());
        }
    }

    private Value.@Nullable Dict await(Duration atMost) throws IOException {
        long deadlineNs = System.nanoTime() + atMost.toNanos();
        for (; ; ) {
            long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) return null;
            try {
                if (reply(wire.receive(leftMs)) instanceof Value.Dict reply) return reply;
            } catch (SocketTimeoutException e) {
                return null;
            }
        }
    }

    private Value.@Nullable Dict reply(byte[] bytes) {
        if (!(Bencode.read(bytes) instanceof Bencode.Read.Ok(Value.Dict reply, _))) return null;
        var txid = reply.str("txid");
        return txid == null || txid.is(Long.toString(transaction)) ? reply : null;
    }

    /// What a reply without an error tells: not what belongs to the exchange (`txid`, `error`).
    public static Value.Dict content(Value.Dict reply) {
        var kept = Value.dict();
        reply.entries()
                .forEach((key, value) -> {
                    if (!key.is("txid") && !key.is("error")) kept.put(key.text(), value);
                });
        return kept.build();
    }

    private Value.Dict checked(String function, Value.Dict reply) {
        var error = reply.str("error");
        if (error == null || error.is("none")) return reply;
        if (error.is("Auth failed."))
            throw new AdminException(
                    Kind.WRONG_PASSWORD,
                    "the node at "
                            + node
                            + " refuses the admin password from "
                            + node.source()
                            + "; the right one is `admin.password` in the configuration that the"
                            + " node was started with");
        throw refused(function, error.text());
    }

    private AdminException refused(String function, String error) {
        return new AdminException(
                Kind.REFUSED, "the node at " + node + " answers " + function + ": " + error);
    }

    private AdminException noAnswer(@Nullable String what) {
        return new AdminException(
                Kind.NO_ANSWER,
                "no admin interface at "
                        + node
                        + " ("
                        + what
                        + "): is the node running, and is this its `admin.bind`? The address comes"
                        + " from "
                        + node.source());
    }
}
