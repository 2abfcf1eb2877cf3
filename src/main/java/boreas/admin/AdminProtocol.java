package boreas.admin;

import boreas.env.EventLog;
import boreas.value.Bencode;
import boreas.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One request datagram in, its replies out: framing, authentication and argument checks of the
/// admin interface. The functions themselves stand in the [FunctionTable].
///
/// ```
///   {q: "ping"}                                       open function
///   {q: "cookie"}                                     -> {cookie: "1753259946"}
///   {q: "auth", aq: F, args: {..}, cookie, hash}      any function F
///   txid: echoed in each reply, if it is a string that is not empty
/// ```
///
/// What cannot be understood at all gets no reply: no single bencoded dictionary, or no `q` in it.
/// Error contract: no datagram makes this throw, and no function that fails does.
///
/// [#onDatagram] may be called by several threads, but not for one caller at the same time. Replies
/// of functions that answer later are made on the executor, and sent from there. Source: cjdns
/// protocol, admin API.
final class AdminProtocol {
    /// Of the protocol: a longer request is refused.
    static final int REQUEST_BYTES_MAX = 512;

    /// Milliseconds in a unit of the cookie, which is the node's clock.
    static final int COOKIE_UNIT_MS = 1024;

    /// Of the protocol: age at which a cookie stops being valid, in its own units.
    static final int COOKIE_UNITS_MAX = 20;

    /// Ours: requests whose answer is still to come. More cannot be the work of people.
    static final int UNANSWERED_MAX = 64;

    /// Ours: a function that has not answered by then never will.
    static final int ANSWER_TIMEOUT_S = 60;

    /// Ours: what one UDP datagram carries; genuine replies are far shorter.
    static final int REPLY_BYTES_MAX = 65_507;

    private static final byte[] TOO_BIG =
            "d5:error16:Request too big.e".getBytes(StandardCharsets.US_ASCII);
    private static final String NO_SUCH_FUNCTION =
            "No functions matched your request, try Admin_availableFunctions()";

    private final AdminPassword password;
    private final FunctionTable functions;
    private final Executor executor;
    private final EventLog log;
    private final CallerRegister callers = new CallerRegister();
    private final AtomicInteger unanswered = new AtomicInteger();

    AdminProtocol(
            AdminPassword password, FunctionTable functions, Executor executor, EventLog log) {
        this.password = password;
        this.functions = functions;
        this.executor = executor;
        this.log = log;
    }

    /// @param datagram all of it, or at least one byte more than the limit
    /// @param epochMillis the node's clock, from which cookies are made
    void onDatagram(byte[] datagram, Correspondent from, long epochMillis) {
        if (datagram.length > REQUEST_BYTES_MAX) {
            var _ = from.send(TOO_BIG);
            return;
        }
        var request = read(datagram);
        var q = request == null ? null : request.str("q");
        if (request == null || q == null) {
            if (log.isOn(EventLog.Level.DEBUG))
                log.event(EventLog.Level.DEBUG, "admin", "unreadable request from " + from);
            return;
        }
        long now = epochMillis / COOKIE_UNIT_MS;
        boolean signed = q.is("auth");
        boolean authentic =
                signed
                        ? isAuthentic(datagram, request, now)
                        : password.isNotWanted() || from.isTrusted();
        callers.heard(from, authentic, epochMillis);
        var caller = new Caller(from, request.str("txid"));
        if (q.is("cookie")) {
            answer(caller, new Reply().with("cookie", Long.toString(now)));
        } else if (signed && !authentic) {
            answer(caller, Reply.error("Auth failed."));
        } else {
            var name = signed ? request.str("aq") : q;
            var function = name == null ? null : functions.find(name.text());
            if (function == null || !(function.open() || authentic))
                answer(caller, Reply.error(NO_SUCH_FUNCTION));
            else run(function, request.dict("args"), caller, epochMillis);
        }
    }

    private static Value.@Nullable Dict read(byte[] datagram) {
        return Bencode.read(datagram) instanceof Bencode.Read.Ok(Value.Dict dict, int end)
                        && end == datagram.length
                ? dict
                : null;
    }

    private boolean isAuthentic(byte[] datagram, Value.Dict request, long now) {
        var hash = request.str("hash");
        if (hash == null || request.str("aq") == null) return false;
        long cookie = cookie(request.get("cookie"));
        return cookie <= now
                && cookie >= now - COOKIE_UNITS_MAX
                && password.admits(datagram, cookie, hash.bytes());
    }

    /// Decimal text, or an integer; anything else counts as ancient.
    private static long cookie(@Nullable Value value) {
        return switch (value) {
            case Value.Int i -> i.number();
            case Value.Str s when s.text().matches("[0-9]{1,18}") -> Long.parseLong(s.text());
            case null, default -> -1;
        };
    }

    private void run(
            AdminFunction function, Value.@Nullable Dict args, Caller caller, long epochMillis) {
        var arguments = args == null ? Arguments.NONE : new Arguments(args);
        var missing = arguments.firstMissing(function.arguments());
        if (missing != null) {
            answer(caller, Reply.error(missing.complaint()));
            return;
        }
        if (unanswered.incrementAndGet() > UNANSWERED_MAX) {
            unanswered.decrementAndGet();
            answer(caller, Reply.error("too many requests are waiting for their answer"));
            return;
        }
        var reply = start(function, new Call(arguments, caller, epochMillis));
        // An answer that is there already goes out on this thread, in the order of requests.
        Executor where = reply.isDone() ? Runnable::run : executor;
        var _ =
                reply.orTimeout(ANSWER_TIMEOUT_S, TimeUnit.SECONDS)
                        .whenCompleteAsync(
                                (last, fault) -> {
                                    unanswered.decrementAndGet();
                                    answer(caller, fault == null ? last : apology(function, fault));
                                },
                                where);
    }

    private static CompletableFuture<Reply> start(AdminFunction function, Call call) {
        try {
            return function.body().run(call);
        } catch (RuntimeException | AssertionError fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private Reply apology(AdminFunction function, Throwable fault) {
        var cause =
                fault instanceof CompletionException && fault.getCause() != null
                        ? fault.getCause()
                        : fault;
        if (cause instanceof AdminException told) return Reply.error(told.getMessage());
        if (cause instanceof RejectedExecutionException)
            return Reply.error("the node is busy, try again");
        if (cause instanceof TimeoutException)
            return Reply.error("the node did not answer in time");
        log.event(EventLog.Level.ERROR, "admin", function.name() + " failed: " + cause);
        return Reply.error("internal error, the node's log tells more");
    }

    private static void answer(Caller caller, Reply reply) {
        var _ = caller.push(reply);
    }

    /// A caller is gone: nothing that it did not ask for goes there any more.
    void onGone(Correspondent caller) {
        callers.forget(caller);
    }

    /// The caller of one request.
    private final class Caller implements WayBack {
        private final Correspondent correspondent;
        private final Value.@Nullable Str txid;

        Caller(Correspondent correspondent, Value.@Nullable Str txid) {
            this.correspondent = correspondent;
            this.txid = txid;
        }

        @Override
        public boolean push(Reply reply) {
            var dict = reply.toDict();
            if (txid != null && txid.length() > 0) dict = dict.edit().put("txid", txid).build();
            var datagram = Bencode.writeSorted(dict);
            return datagram.length > REPLY_BYTES_MAX
                    ? push(Reply.error("the answer does not fit a datagram"))
                    : correspondent.send(datagram);
        }

        @Override
        public boolean isRegistered(long epochMillis) {
            return callers.isRegistered(correspondent, epochMillis);
        }
    }
}
