package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.daemon.LiveNode;
import boreas.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each function of `docs/admin-api.md`, called with good and bad arguments on a node that is
/// linked with another: what it answers has the shape that genuine nodes gave, and what it
/// complains of stands on the page or was said by genuine nodes too.
final class ApiPageTest {
    private static final String PASSWORD = "sekrit";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LOOKS_MAX = 2_000;

    /// The two nodes that were asked in the recorded networks, each the other's peer.
    private static final List<String> RECORDED_KEYS =
            List.of(
                    "mb15l6uq6mumb4sbxuk34j82nvd3y9udwvg1pqym6g8kq0hn4jw0.k",
                    "g73f6sbxw1hru1ggqp66u6gz0mygwv1nx6urzx82mpzlpqumztz0.k");

    private static final List<String> RECORDED_IPS =
            List.of(
                    "fcc0:9675:840b:e82a:2690:14a6:e582:ea55",
                    "fcf1:3303:424b:9fa9:51c9:dddf:ed94:7614");
    private static final Set<String> RECORDED_LABELS =
            Set.of("0000.0000.0000.0013", "0000.0000.0000.0015");

    /// Answers whose words the operating system chooses.
    private static final Set<String> OF_THE_SYSTEM =
            Set.of("ETHInterface_new", "UDPInterface_new", "Security_getUser");

    private final ApiPage page = ApiPage.read();
    private final Captured captured = Captured.read();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> calledWell = new HashSet<>();
    private String streamId = "";

    ApiPageTest() throws Exception {}

    @Test
    void listsEachFunctionThereIsWithItsArguments() {
        var node = new FakeNode();
        var table = FunctionTable.of(node, node, Runnable::run);
        assertThat(page.functions().keySet()).containsExactlyInAnyOrderElementsOf(table.names());
        page.functions()
                .forEach((name, row) -> {
                    var ours = table.find(name);
                    if (ours == null) throw new AssertionError(name);
                    assertThat(row.isOpen()).as(name).isEqualTo(ours.open());
                    assertThat(row.arguments())
                            .as(name)
                            .containsExactlyInAnyOrderElementsOf(ours.arguments());
                });
    }

    @Test
    void namesEachRefusalWithItsWords() {
        var words = new HashSet<String>();
        page.refusals().values().forEach(words::addAll);
        for (var r : Refusal.values()) assertThat(words).contains(r.words());
        page.functions()
                .forEach((name, row) ->
                        assertThat(page.refusals().containsKey(name))
                                .as(name)
                                .isEqualTo(row.isRefused()));
    }

    @Test
    void aLiveNodeAnswersEachAsGenuineNodesDo() throws Exception {
        try (var node = LiveNode.start(PASSWORD);
                var peer = LiveNode.start(PASSWORD);
                var signed = client(node, PASSWORD);
                var unsigned = client(node, AdminPassword.NOT_WANTED);
                var atPeer = client(peer, PASSWORD)) {
            var here = link(signed, atPeer, peer);
            for (var name : page.functions().keySet()) {
                callUnsigned(unsigned, name);
                callWithoutEach(signed, name);
            }
            for (var asked : captured.asked())
                if (page.functions().containsKey(asked.function()))
                    judge(
                            asked.isSigned() ? signed : unsigned,
                            asked.isSigned(),
                            asked.function(),
                            here.translated(asked, streamId),
                            asked.error());
            for (var call : here.moreCalls())
                judge(signed, true, call.function(), call.arguments(), null);
            assertThat(faults).isEmpty();
            assertThat(page.functions().keySet())
                    .as("all were called with good arguments")
                    .isSubsetOf(calledWell);
            assertThat(node.wasStopped()).isTrue();
        }
    }

    /// Where the recorded names are here.
    private record Here(
            String selfKey,
            String selfIp,
            String peerKey,
            String peerIp,
            String label,
            long handle) {
        /// @param streamId of the last subscription here
        Value.Dict translated(Captured.Asked asked, String streamId) {
            var arguments = Value.dict();
            for (var e : asked.arguments().entries().entrySet()) {
                var name = e.getKey().text();
                switch (e.getValue()) {
                    case Value.Str _ when name.equals("streamId") && asked.isGood() ->
                            arguments.put(name, streamId);
                    case Value.Str s -> arguments.put(name, translated(s.text(), asked.self()));
                    case Value.Int i when name.equals("handle") && asked.isGood() ->
                            arguments.put(name, handle);
                    case Value other -> arguments.put(name, other);
                }
            }
            return arguments.build();
        }

        private String translated(String text, String self) {
            var t = text;
            for (var l : RECORDED_LABELS) t = t.replace(l, label);
            for (int i = 0; i < RECORDED_KEYS.size(); i++) {
                boolean isSelf = RECORDED_KEYS.get(i).equals(self);
                t =
                        t.replace(RECORDED_KEYS.get(i), isSelf ? selfKey : peerKey)
                                .replace(RECORDED_IPS.get(i), isSelf ? selfIp : peerIp);
            }
            return t;
        }

        /// What was not recorded, or not with arguments that are good; the end comes last.
        List<Captured.Asked> moreCalls() {
            var calls = new ArrayList<Captured.Asked>();
            var more = new LinkedHashMap<String, Map<String, Object>>();
            more.put("AdminLog_logMany", Map.of("count", 2L));
            more.put("Admin_exportFd", Map.of("fd", 0L));
            more.put("RouteGen_addLocalPrefix", Map.of("route", "10.0.0.0/7"));
            more.put("RouteGen_removeLocalPrefix", Map.of("route", "10.0.0.0/7"));
            more.put("RouteGen_commit", Map.of("tunName", "lo"));
            more.put("Security_chroot", Map.of("root", "/"));
            more.put("Security_setUser", Map.of("uid", 77_777L, "keepNetAdmin", 0L));
            more.put("Security_getUser", Map.of("user", "root"));
            more.put("SessionManager_resetCA", Map.of("ip6", peerIp));
            more.put("Core_initTunfd", Map.of("tunfd", 0L));
            more.put("Core_initSocket", Map.of("socketFullPath", "/run/x"));
            more.put("NodeStore_setFullVerify", Map.of("fullVerify", 1L));
            more.put("IpTunnel_connectTo", Map.of("publicKeyOfNodeToConnectTo", peerKey));
            more.put("ETHInterface_new", Map.of("bindDevice", "lo"));
            more.put("ETHInterface_beacon", Map.of("interfaceNumber", 0L, "state", 0L));
            more.put(
                    "ETHInterface_beginConnection",
                    Map.of("macAddress", "01:02:03:04:05:06", "publicKey", peerKey));
            more.put("Boreas_ping", Map.of("path", label));
            more.put("Boreas_paths", Map.of("ip6", peerIp));
            more.put("Boreas_trace", Map.of("path", label, "rounds", 1L, "sizes", 0L));
            more.put("Boreas_sendAway", Map.of("user", "nobody"));
            more.put("Boreas_setLogLevel", Map.of("level", "INFO"));
            more.put("Boreas_handConfiguration", Map.of("offset", 0L, "text", "{}"));
            more.put("Boreas_reload", Map.of("bytes", 2L, "dryRun", 1L));
            more.put("InterfaceController_resetPeering", Map.of("pubkey", peerKey));
            more.put("InterfaceController_disconnectPeer", Map.of("pubkey", peerKey));
            more.put(
                    "UDPInterface_beginConnection",
                    Map.of("address", "127.0.0.1:9", "publicKey", peerKey, "password", "x"));
            more.put("Core_exit", Map.of());
            more.forEach((f, arguments) -> calls.add(asked(f, arguments)));
            return calls;
        }

        private static Captured.Asked asked(String function, Map<String, Object> arguments) {
            var dict = Value.dict();
            arguments.forEach((name, value) -> {
                if (value instanceof Long number) dict.put(name, number);
                else dict.put(name, value.toString());
            });
            return new Captured.Asked("", true, function, dict.build(), "");
        }
    }

    private static AdminClient client(LiveNode node, String password) {
        var endpoint = new AdminEndpoint(node.admin(), new AdminPassword(password), "the test");
        return new AdminClient(endpoint, PATIENCE);
    }

    /// Lets the node call the other, and waits until both the link and a session stand.
    private static Here link(AdminClient at, AdminClient atPeer, LiveNode peer) {
        var login = Value.dict().put("password", "pass").put("user", "us").build();
        atPeer.call("AuthorizedPasswords_add", login);
        var whom = peer.identity();
        at.call(
                "UDPInterface_beginConnection",
                Value.dict()
                        .put("address", peer.link().toString())
                        .put("publicKey", whom.publicKey().toString())
                        .put("password", "pass")
                        .put("login", "us")
                        .put("peerName", "them")
                        .build());
        var label = "";
        for (int i = 0; label.isEmpty() && i < LOOKS_MAX; i++) {
            var peers = at.pagesOpen("InterfaceController_peerStats", "peers");
            if (!peers.isEmpty() && text(peers, "state").equals("ESTABLISHED"))
                label = text(peers, "addr").substring(4, 23);
        }
        var ask = Value.dict().put("path", whom.ip6().toString()).build();
        var pong = at.call("RouterModule_pingNode", ask);
        assertThat(pong.str("result")).isEqualTo(Value.of("pong"));
        var handles = at.call("SessionManager_getHandles").items("handles");
        if (handles == null || handles.size() == 0) throw new AssertionError("no session");
        var self = at.call("Core_nodeInfo");
        return new Here(
                text(self, "myAddr").substring(Captured.KEY_IN_ADDRESS),
                text(self, "myIp6"),
                whom.publicKey().toString(),
                whom.ip6().toString(),
                label,
                ((Value.Int) handles.values().getFirst()).number());
    }

    /// A guarded function does not exist for whoever does not sign.
    private void callUnsigned(AdminClient client, String name) {
        var row = page.functions().get(name);
        if (row == null || row.isOpen()) return;
        var reply = client.exchangeOpen(name, Value.dict().build());
        if (!Captured.error(reply).startsWith("No functions matched"))
            faults.add(name + " unsigned: " + reply);
    }

    /// Without each required argument, and with each of a wrong type.
    private void callWithoutEach(AdminClient client, String name) {
        var row = page.functions().get(name);
        if (row == null) return;
        for (var a : row.arguments()) {
            if (!a.required()) continue;
            for (boolean isThere : new boolean[] {false, true}) {
                var arguments = Value.dict();
                for (var b : row.arguments()) if (!b.name().equals(a.name())) put(arguments, b);
                if (isThere) arguments.put(a.name(), Value.dict().build());
                var error = Captured.error(client.exchange(name, arguments.build()));
                var words =
                        "Entry [%s] is required and must be of type [%s]"
                                .formatted(a.name(), a.type());
                if (!error.equals(words)) faults.add(name + " without " + a.name() + ": " + error);
            }
        }
        if (row.arguments().stream().noneMatch(Argument::required) && !name.equals("Core_exit"))
            judge(client, true, name, Value.dict().build(), null);
    }

    private static void put(Value.Dict.Builder to, Argument argument) {
        switch (argument.type()) {
            case INT -> to.put(argument.name(), 0);
            case STRING -> to.put(argument.name(), "x");
            case LIST -> to.put(argument.name(), Value.of(List.of()));
            case DICT -> to.put(argument.name(), Value.dict().build());
        }
    }

    /// @param recorded the error that a genuine node gave to the same; null unknown
    private void judge(
            AdminClient client,
            boolean isSigned,
            String name,
            Value.Dict arguments,
            @Nullable String recorded) {
        var row = page.functions().get(name);
        if (row == null) throw new AssertionError(name);
        var reply =
                isSigned ? client.exchange(name, arguments) : client.exchangeOpen(name, arguments);
        var error = Captured.error(reply);
        faults.addAll(captured.differences(name, reply));
        boolean isGood = error.isEmpty() || error.equals("none");
        boolean isRefused = page.refusals().getOrDefault(name, List.of()).contains(error);
        boolean wasGood = recorded == null || recorded.equals("none") || recorded.isEmpty();
        if (isGood || isRefused || wasGood) calledWell.add(name);
        if (reply.str("streamId") instanceof Value.Str id) streamId = id.text();
        if (isGood) {
            for (var key : reply.entries().keySet())
                if (!isOnPage(row, key.text()))
                    faults.add(name + ": " + key + " is not on the page");
        } else if (!isRefused && !isKnown(name, row, error)) {
            faults.add(name + " " + arguments + ": " + error + " is not on the page");
        }
        if (!wasGood && isGood && !OF_THE_SYSTEM.contains(name))
            faults.add(name + " " + arguments + " is good, but was answered with " + recorded);
    }

    private boolean isOnPage(ApiPage.Row row, String key) {
        if (Set.of("error", "txid", "more").contains(key) || row.keys().contains(key)) return true;
        for (var other : row.errors()) {
            var meant = page.functions().get(other); // "as `UDPInterface_beacon`"
            if (meant != null && meant.keys().contains(key)) return true;
        }
        return false;
    }

    private boolean isKnown(String name, ApiPage.Row row, String error) {
        if (captured.errors(name).contains(error) || OF_THE_SYSTEM.contains(name)) return true;
        for (var words : row.errors()) {
            var meant = page.functions().get(words);
            if (meant != null && !words.equals(name) && isKnown(words, meant, error)) return true;
            var pattern = Pattern.quote(words).replace("NAME", "\\E.*\\Q");
            if (error.matches(pattern)) return true;
        }
        return page.shared().contains(error);
    }

    private static String text(List<Value> dicts, String key) {
        return text((Value.Dict) dicts.getFirst(), key);
    }

    private static String text(Value.Dict dict, String key) {
        var s = dict.str(key);
        return s == null ? "" : s.text();
    }
}
