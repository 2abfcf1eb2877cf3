package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.EventLog;
import boreas.link.PeerState;
import boreas.value.Bencode;
import boreas.value.Value;
import boreas.vectors.VectorCase;
import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Exchanges with genuine nodes, asked again: the recorded bytes go in, and what comes out must
/// have the recorded shape and the recorded error words.
///
/// The clock is set to the recorded cookie and the password is the recorded one, so that signatures
/// are checked, not made. Functions that we do not have are named, not judged. Our replies speak as
/// v22 does: where a v21 node answers otherwise, [Dialect] says so.
public final class AdminVectors implements VectorSuite {
    /// One of the recorded nodes wants no password.
    private static final List<String> PASSWORDS = List.of("sekrit", AdminPassword.NOT_WANTED);

    @Override
    public String file() {
        return "admin/v2*-node-*.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        var genuine = file.section("functions") instanceof Value.Dict d ? d : Value.dict().build();
        boolean isV21 = file.section("node_version") instanceof Value.Int v && v.number() < 22;
        var dialect = isV21 ? Dialect.V21 : Dialect.V22;
        var node = new FakeNode();
        var log = new RecordedLog(node);
        var history = new PeerHistory();
        var routes = new RouteGen();
        var table =
                FunctionTable.of(
                        node,
                        node,
                        Runnable::run,
                        new Standing(log.subscriptions, history, routes));
        for (var e : genuine.entries().entrySet()) {
            var name = e.getKey().text();
            var ours = table.find(name);
            if (ours == null) report.skip(name);
            else
                report.check(
                        "functions." + name,
                        () -> dialect.compareArguments(ours, (Value.Dict) e.getValue()));
        }
        var recorded = new Recorded(node, log, history, routes);
        var exchange = new Exchange(recorded, table, new Asker(password(file), table), dialect);
        for (var c : file.cases("exchanges")) {
            var name = functionOf(c);
            if (name != null && genuine.has(name) && table.find(name) == null) report.skip(name);
            else if (dialect.isOtherwise(c)) report.skip(name + " as v21 does");
            else report.check(c, () -> exchange.judge(c));
        }
    }

    /// The one with which the first signed request was signed.
    private static String password(VectorFile file) throws IOException {
        for (var c : file.cases("exchanges")) {
            var datagram = c.latin1("request_bencode");
            if (!c.has("authenticated") || !c.flag("authenticated")) continue;
            var request = Asker.dict(datagram);
            if (!(request.str("cookie") instanceof Value.Str cookie)) continue;
            if (!(request.str("hash") instanceof Value.Str hash)) continue;
            long number = Long.parseLong(cookie.text());
            for (var p : PASSWORDS)
                if (new AdminPassword(p).admits(datagram, number, hash.bytes())) return p;
        }
        throw new AssertionError(file.name() + " was not signed with a known password");
    }

    /// The function that a request names, null if it cannot be read.
    private static @Nullable String functionOf(VectorCase c) {
        if (!(Bencode.read(c.latin1("request_bencode"))
                instanceof Bencode.Read.Ok(Value.Dict d, _))) return null;
        var name = d.str("aq") == null ? d.str("q") : d.str("aq");
        return name == null ? null : name.text();
    }

    /// What is put into the state of a recorded reply.
    private record Recorded(FakeNode node, RecordedLog log, PeerHistory history, RouteGen routes) {
        void learn(String function, Value.Dict arguments, Value.Dict reply, long epochMillis) {
            RecordedNode.learn(node, function, reply, epochMillis);
            RecordedNode.learnUser(node, function, arguments, reply);
            log.learn(function, arguments, reply);
            RecordedRoutes.learn(routes, function, arguments, reply);
            if (!function.equals("ReachabilityCollector_getPeerInfo")) return;
            var peers = reply.items("peers");
            if (peers == null) return;
            node.peers.clear();
            for (var _ : peers.values())
                node.peers.add(
                        FakeNode.peer(
                                FakeNode.address(FakeNode.PEER), PeerState.ESTABLISHED, null));
            for (int i = 0; i < 2; i++) history.sample(node.snapshot().join(), node);
        }
    }

    /// One request and its reply.
    private record Exchange(Recorded recorded, FunctionTable table, Asker asker, Dialect dialect) {
        /// Replies whose every value follows from what [RecordedNode] knows.
        private static final Set<String> EXACT =
                Set.of(
                        "ping",
                        "AdminLog_subscribe",
                        "AdminLog_subscriptions",
                        "Core_nodeInfo",
                        "Core_pid",
                        "InterfaceController_peerStats",
                        "SessionManager_sessionStats",
                        "Janitor_dumpRumorMill",
                        "NodeStore_getFullVerify",
                        "NodeStore_getLink",
                        "RouteGen_getExceptions",
                        "RouteGen_getLocalPrefixes",
                        "RouteGen_getPrefixes",
                        "Sign_checkSig",
                        "SupernodeHunter_status",
                        "RouterModule_findNode",
                        "RouterModule_getPeers",
                        "RouterModule_nextHop",
                        "RouterModule_pingNode",
                        "SearchRunner_search",
                        "SessionManager_sessionStatsByIP",
                        "SwitchPinger_ping");

        void judge(VectorCase c) {
            var request = c.latin1("request_bencode");
            if (Bencode.read(request) instanceof Bencode.Read.Ok(Value.Dict d, _)
                    && d.str("cookie") instanceof Value.Str cookie
                    && cookie.text().length() > 5)
                asker.epochMillis =
                        (Long.parseLong(cookie.text()) + 1) * AdminProtocol.COOKIE_UNIT_MS;
            if (!c.has("response_bencode")) {
                assertThat(asker.send(request)).isEmpty();
                return;
            }
            var expected = Asker.dict(c.latin1("response_bencode"));
            var name = functionOf(c);
            recorded.learn(
                    name == null ? "" : name, arguments(request), expected, asker.epochMillis);
            var replies = asker.send(request);
            if (expected.size() == 1 && "Request too big.".equals(text(expected, "error"))) {
                assertThat(replies).containsExactly(c.latin1("response_bencode"));
                return;
            }
            // Of a search only the first of several replies is recorded.
            boolean isSearch = name != null && name.equals("SearchRunner_search");
            var actual = isSearch ? Asker.dict(replies.getFirst()) : Asker.only(replies);
            if (isRefused(name, expected, actual)) return;
            if (name != null && name.equals("Admin_availableFunctions"))
                judgePage(c.dict("request").dict("args").number("page"), expected, actual);
            else {
                dialect.compareShape(expected, actual);
                if (name != null && EXACT.contains(name)) dialect.compareValues(expected, actual);
            }
            if (isOfTheSystem(text(expected, "error")))
                assertThat(text(actual, "error")).isNotEqualTo("none");
            else assertThat(text(actual, "error")).isEqualTo(text(expected, "error"));
            assertThat(actual.get("txid")).isEqualTo(expected.get("txid"));
        }

        private static Value.Dict arguments(byte[] request) {
            return Bencode.read(request) instanceof Bencode.Read.Ok(Value.Dict d, _)
                            && d.dict("args") instanceof Value.Dict arguments
                    ? arguments
                    : Value.dict().build();
        }

        /// Where genuine nodes keep something that we do not: what they did is refused in our
        /// words, and what depends on it finds nothing.
        private static boolean isRefused(
                @Nullable String name, Value.Dict expected, Value.Dict actual) {
            var theirs = text(expected, "error");
            var ours = text(actual, "error");
            if (name == null || theirs == null || theirs.equals(ours)) return false;
            if (!theirs.equals("none") && !ALREADY_THERE.contains(theirs)) return false;
            boolean isRefusal = false;
            for (var r : Refusal.values()) isRefusal |= r.words().equals(ours);
            return isRefusal || ours != null && ours.equals(NOTHING_THERE.get(name));
        }

        private static final Set<String> ALREADY_THERE = Set.of("SupernodeHunter_addSnode_EXISTS");

        private static final Map<String, String> NOTHING_THERE =
                Map.of(
                        "IpTunnel_showConnection",
                        "connection not found",
                        "IpTunnel_removeConnection",
                        "not_found",
                        "PeeringSeeder_rmDnsSeed",
                        "seed not in list",
                        "SupernodeHunter_removeSnode",
                        "SupernodeHunter_removeSnode_NONEXISTANT");

        /// Begins with a file of the genuine source.
        private static boolean isOfTheSystem(@Nullable String error) {
            return error != null && error.startsWith("NetPlatform_linux.c");
        }

        /// We have other functions too, so that pages are others; only their form is the same.
        private void judgePage(long page, Value.Dict expected, Value.Dict actual) {
            var functions = actual.dict("availableFunctions");
            if (functions == null) throw new AssertionError("no availableFunctions");
            int perPage = FunctionTable.FUNCTIONS_PER_PAGE;
            int left = (int) Math.max(0, table.names().size() - page * perPage);
            assertThat(functions.size()).isEqualTo(Math.min(left, perPage));
            assertThat(actual.has("more")).isEqualTo(functions.size() == perPage);
            var genuine = expected.dict("availableFunctions");
            if (genuine == null) throw new AssertionError("no availableFunctions recorded");
            for (var name : genuine.entries().keySet())
                if (dialect == Dialect.V22)
                    assertThat(table.find(name.text())).as(name.text()).isNotNull();
        }

        private static @Nullable String text(Value.Dict dict, String key) {
            var s = dict.str(key);
            return s == null ? null : s.text();
        }
    }

    /// The worked example of an authentication.
    public static final class Hash implements VectorSuite {
        @Override
        public String file() {
            return "admin/auth-hash.json";
        }

        @Override
        public void run(VectorFile file, VectorReport report) throws Exception {
            var c = file.whole();
            report.check(
                    c,
                    () -> {
                        var password = new AdminPassword(c.text("password"));
                        long cookie = Long.parseLong(c.text("cookie"));
                        assertThat(password.step2(cookie)).isEqualTo(c.latin1("step2_hash"));
                        var message = c.latin1("message_for_step3");
                        password.sign(message, cookie);
                        assertThat(message).isEqualTo(c.latin1("final_message"));
                        assertThat(password.admits(message, cookie, c.latin1("final_hash")))
                                .isTrue();
                    });
        }
    }

    /// Datagrams of a log subscription: subscribing as it was done, and logging what was logged,
    /// brings the same.
    public static final class LogStream implements VectorSuite {
        @Override
        public String file() {
            return "admin/*-adminlog-stream.json";
        }

        @Override
        public void run(VectorFile file, VectorReport report) throws Exception {
            if (!(file.section("datagrams_bencode") instanceof Value.Items items))
                throw new AssertionError("no datagrams_bencode");
            var recorded = items.values().stream().map(LogStream::dict).toList();
            report.check("datagrams_bencode", () -> replay(recorded));
        }

        private static void replay(List<Value.Dict> recorded) {
            var first = recorded.getFirst();
            var node = new FakeNode();
            var logs = new LogSubscriptions(node.logFeed, null, () -> text(first, "streamId"));
            var asker =
                    new Asker(
                            "NONE",
                            FunctionTable.of(
                                    node,
                                    node,
                                    Runnable::run,
                                    new Standing(logs, new PeerHistory(), new RouteGen())));
            var answer =
                    asker.send(
                            Bencode.writeSorted(
                                    Value.dict()
                                            .put("q", "AdminLog_subscribe")
                                            .put(
                                                    "args",
                                                    Value.dict()
                                                            .put("level", "DEBUG")
                                                            .put("file", "IpTunnel.c")
                                                            .build())
                                            .put("txid", text(first, "txid"))
                                            .build()));
            assertThat(Asker.only(answer)).isEqualTo(first);
            for (var line : recorded.subList(1, recorded.size())) {
                asker.replies.clear();
                node.logFeed.offer(
                        new LogFeed.Line(
                                EventLog.Level.valueOf(text(line, "level")),
                                text(line, "file"),
                                (int) line.number("line", 0),
                                text(line, "message"),
                                line.number("time", 0) * AdminProtocol.COOKIE_UNIT_MS));
                logs.deliverWaiting();
                assertThat(Asker.only(asker.replies)).isEqualTo(line);
            }
        }

        private static Value.Dict dict(Value datagram) {
            return Asker.dict(((Value.Str) datagram).text().getBytes(StandardCharsets.ISO_8859_1));
        }

        private static String text(Value.Dict dict, String key) {
            var s = dict.str(key);
            return s == null ? "" : s.text();
        }
    }
}
