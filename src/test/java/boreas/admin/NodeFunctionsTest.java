package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.cryptoauth.Credentials;
import boreas.env.Verdict;
import boreas.link.BeaconState;
import boreas.link.PeerSettings;
import boreas.link.PeerState;
import boreas.link.PortInfo;
import boreas.link.RefusedCaller;
import boreas.node.NodeCommand;
import boreas.switching.SwitchPinger.Question;
import boreas.switching.SwitchPinger.Result;
import boreas.value.Value;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import boreas.wire.LinkAddressField;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each function's words and commands; the shapes of whole replies are in [AdminVectors].
final class NodeFunctionsTest {
    private static final String KEY = "r6x3xjgxjwn4t7j9ym8q9c9klwwj08z9f1ngu7bp669572n9r5c0.k";

    private final FakeNode node = new FakeNode();
    private final Asker asker = new Asker("sekrit", FunctionTable.of(node, node, Runnable::run));

    // --- AuthorizedPasswords

    @Test
    void addsAPasswordForAUser() {
        assertThat(call("AuthorizedPasswords_add", "password", "pa\u00df", "user", "u1"))
                .isEqualTo("none");
        assertThat(node.commands.getLast())
                .isInstanceOfSatisfying(
                        NodeCommand.AddPassword.class,
                        c -> {
                            assertThat(
                                            new String(
                                                    c.password(),
                                                    java.nio.charset.StandardCharsets.UTF_8))
                                    .isEqualTo("pa\u00df");
                            assertThat(c.user()).isEqualTo("u1");
                            assertThat(c.onlyFor()).isNull();
                        });
        node.acceptsPasswords = false;
        assertThat(call("AuthorizedPasswords_add", "password", "x"))
                .isEqualTo("Password already added.");
    }

    @Test
    void tiesAPasswordToAnAddressThatItCanRead() {
        var ip = "fcc0:9675:840b:e82a:2690:14a6:e582:ea55";
        assertThat(call("AuthorizedPasswords_add", "password", "x", "ipv6", ip)).isEqualTo("none");
        assertThat(((NodeCommand.AddPassword) node.commands.getLast()).onlyFor()).hasToString(ip);
        assertThat(call("AuthorizedPasswords_add", "password", "x", "ipv6", "xx"))
                .isEqualTo("Invalid IPv6 Address");
        assertThat(node.commands).hasSize(1);
    }

    @Test
    void listsUsersNewestFirst16OnAPage() {
        for (int i = 2; i < 18; i++) node.users.add("u" + i);
        var first = asker.call("AuthorizedPasswords_list");
        assertThat(first.number("total", 0)).isEqualTo(18);
        assertThat(items(first, "users")).hasSize(16).startsWith(Value.of("u17"));
        var second = asker.call("AuthorizedPasswords_list", arguments("page", 1));
        assertThat(items(second, "users"))
                .containsExactly(Value.of("default-login"), Value.of("Local Peers"));
        assertThat(second.has("more")).isFalse();
    }

    @Test
    void removesAUserAndSaysSoWhenThereIsNone() {
        assertThat(call("AuthorizedPasswords_remove", "user", "default-login")).isEqualTo("none");
        assertThat(call("AuthorizedPasswords_remove", "user", "default-login"))
                .isEqualTo("Unknown error.");
    }

    // --- InterfaceController

    @Test
    void listsInterfacesSixOnAPageNewestFirstInside() {
        for (int i = 2; i < 7; i++)
            node.ports.add(new PortInfo(i, PortInfo.Kind.UDP4, "p" + i, 1, BeaconState.OFF));
        var first = asker.call("InterfaceController_interfaces");
        assertThat(first.number("more", 0)).isEqualTo(1);
        assertThat(first.number("total", 0)).isEqualTo(7);
        assertThat(items(first, "ifaces").stream().map(v -> ((Value.Dict) v).number("ifNum", -1)))
                .containsExactly(5L, 4L, 3L, 2L, 1L, 0L);
        var second = asker.call("InterfaceController_interfaces", arguments("page", 1));
        assertThat(items(second, "ifaces")).hasSize(1);
        assertThat(second.has("more")).isFalse();
    }

    @Test
    void pagesPeersBySixAndSaysMoreOnlyWhenThereAreMore() {
        for (int i = 0; i < 12; i++)
            node.peers.add(
                    FakeNode.peer(FakeNode.address(FakeNode.PEER), PeerState.ESTABLISHED, null));
        assertThat(asker.call("InterfaceController_peerStats").number("more", 0)).isEqualTo(1);
        var second = asker.call("InterfaceController_peerStats", arguments("page", 1));
        assertThat(items(second, "peers")).hasSize(6);
        assertThat(second.has("more")).isFalse();
        assertThat(
                        items(
                                asker.call("InterfaceController_peerStats", arguments("page", 2)),
                                "peers"))
                .isEmpty();
    }

    @Test
    void tellsPeersWithoutAuthentication() {
        assertThat(
                        asker.callOpen("InterfaceController_peerStats", Value.dict().build())
                                .has("peers"))
                .isTrue();
    }

    @Test
    void disconnectsAllPeersOfAKey() {
        var address = FakeNode.address(FakeNode.PEER);
        node.peers.add(FakeNode.peer(address, PeerState.ESTABLISHED, null));
        node.peers.add(FakeNode.peer(address, PeerState.UNRESPONSIVE, null));
        var key = address.key().toString();
        assertThat(asker.call("InterfaceController_disconnectPeer", arguments("pubkey", key)))
                .hasToString("{\"sessionsDisconnected\"=2, \"success\"=1}");
        assertThat(asker.call("InterfaceController_disconnectPeer", arguments("pubkey", key)))
                .hasToString(
                        "{\"error\"=\"no peer found for that key\", \"sessionsDisconnected\"=0,"
                                + " \"success\"=0}");
    }

    @Test
    void resetsOnePeeringOrAll() {
        assertThat(asker.call("InterfaceController_resetPeering")).hasToString("{\"success\"=1}");
        assertThat(node.commands).containsExactly(new NodeCommand.ResetPeering(null));
        asker.call("InterfaceController_resetPeering", arguments("pubkey", KEY));
        assertThat(node.commands.getLast()).isEqualTo(new NodeCommand.ResetPeering(key()));
    }

    // --- UDPInterface

    @Test
    void beginsAConnectionWithEverythingThatWasSaid() {
        assertThat(
                        call(
                                "UDPInterface_beginConnection",
                                "address",
                                "1.2.3.4:5",
                                "publicKey",
                                KEY,
                                "login",
                                "me",
                                "password",
                                "pw",
                                "peerName",
                                "vps"))
                .isEqualTo("none");
        assertThat(node.commands.getLast())
                .isEqualTo(
                        new NodeCommand.Connect(
                                new PeerSettings(
                                        0,
                                        endpoint("1.2.3.4:5"),
                                        key(),
                                        Credentials.of("me", "pw"),
                                        "vps",
                                        0)));
    }

    @Test
    void readsEmptyOptionalTextsAsAbsentSinceALibrarySendsThem() {
        assertThat(call("AuthorizedPasswords_add", "password", "x", "ipv6", "", "user", ""))
                .isEqualTo("none");
        assertThat(node.users.getLast()).isEqualTo("Anon #2");
        call(
                "UDPInterface_beginConnection",
                "address",
                "1.2.3.4:5",
                "publicKey",
                KEY,
                "login",
                "",
                "password",
                "pw",
                "peerName",
                "");
        assertThat(connected().credentials()).isEqualTo(Credentials.of(null, "pw"));
        assertThat(connected().name()).isNull();
        assertThat(bind("")).isEqualTo("0.0.0.0:36862");
    }

    @Test
    void takesTheUnspecifiedAddressForLoopback() {
        connect("0.0.0.0:5", 0);
        assertThat(connected().endpoint()).isEqualTo(endpoint("127.0.0.1:5"));
        connect("[::]:5", 1);
        assertThat(connected().endpoint()).isEqualTo(endpoint("[::1]:5"));
    }

    @Test
    void acceptsAHostNameAsOnlyOurNodesDo() {
        assertThat(connect("vps.example.net:5", 0)).isEqualTo("none");
        assertThat(connected().endpoint()).isEqualTo(endpoint("vps.example.net:5"));
    }

    @Test
    void refusesAConnectionInTheGenuineWords() {
        assertThat(connect("1.2.3.4:5", 77)).isEqualTo("no such interface for interfaceNumber");
        assertThat(connect("1.2.3.4:5", -1)).isEqualTo("no such interface for interfaceNumber");
        assertThat(connect("zz", 0)).isEqualTo("unable to parse ip address and port.");
        assertThat(connect("[::1]:5", 0))
                .isEqualTo("different address type than this socket is bound to.");
        assertThat(
                        call(
                                "UDPInterface_beginConnection",
                                "address",
                                "1.2.3.4:5",
                                "publicKey",
                                node.self.key().toString()))
                .isEqualTo("invalid cjdns public key.");
        assertThat(call("UDPInterface_beginConnection", "address", "1.2.3.4:5", "publicKey", "bad"))
                .isEqualTo("key must be 52 characters long");
    }

    @Test
    void bindsWhereItIsTold() {
        assertThat(bind("127.0.0.1:0")).isEqualTo("127.0.0.1:36862");
        assertThat(bind("127.0.0.1")).isEqualTo("127.0.0.1:36862");
        assertThat(bind("[::1]:7")).isEqualTo("[::1]:7");
        assertThat(bind("[::1]")).isEqualTo("[::1]:36862");
        assertThat(bind("::1")).isEqualTo("[::1]:36862");
        assertThat(text(asker.call("UDPInterface_new"), "bindAddress")).isEqualTo("0.0.0.0:36862");
    }

    @Test
    void saysWhyItCannotBind() {
        assertThat(call("UDPInterface_new", "bindAddress", "zz"))
                .isEqualTo("Failed to parse address");
        assertThat(call("UDPInterface_new", "bindAddress", "example.org:5"))
                .isEqualTo("Failed to parse address");
        assertThat(call("UDPInterface_new", "bindAddress", "1.2.3.4:1"))
                .isEqualTo("1.2.3.4:1: permission denied");
        assertThat(text(asker.call("UDPInterface_new", arguments("dscp", 64)), "error"))
                .isEqualTo("dscp is 64, it must be 0 to 63");
    }

    // --- SwitchPinger

    @Test
    void asksWithTheQuestionThatTheArgumentsName() {
        assertThat(question("none")).isEqualTo(Question.PING);
        assertThat(question("keyPing")).isEqualTo(Question.KEYPING);
        assertThat(question("lladdr")).isEqualTo(Question.LLADDR);
        assertThat(question("snode")).isEqualTo(Question.GETSNODE);
        assertThat(question("rpath")).isEqualTo(Question.RPATH);
    }

    @Test
    void tellsWhatTheAnswerHolds() {
        node.pingReply = new ControlFrame.KeyPong(21, Bytes.of(key().bytes()), Bytes.EMPTY);
        assertThat(text(ping(), "key")).isEqualTo(KEY);
        node.pingReply = new ControlFrame.RpathReply(22, 0x15, Bytes.EMPTY);
        assertThat(text(ping(), "rpath")).isEqualTo("0000.0000.0000.0015");
        node.pingReply =
                new ControlFrame.GetSnodeReply(
                        22,
                        new ControlFrame.Snode(22, 0, Bytes.of(key().bytes()), 0x13),
                        Bytes.EMPTY);
        assertThat(text(ping(), "snode")).isEqualTo("v22.0000.0000.0000.0013." + KEY);
        node.pingReply = new ControlFrame.LinkAddressReply(22, LinkAddressField.NONE, Bytes.EMPTY);
        assertThat(text(ping(), "lladdrUnknown")).isEqualTo("0002" + "00".repeat(30));
    }

    @Test
    void tellsHowAPingFailed() {
        node.pingReply = null;
        for (var result : List.of(Result.TIMEOUT, Result.ERR_LOOP, Result.ERR_SWITCH)) {
            node.pingResult = result;
            assertThat(ping())
                    .hasToString(
                            "{\"ms\"=4, \"path\"=\"0000.0000.0000.0013\", \"result\"=\""
                                    + result.text()
                                    + "\"}");
        }
        node.pingReply = new ControlFrame.Pong(22, Bytes.EMPTY);
        node.pingResult = Result.DIFF_LABEL;
        assertThat(text(ping(), "responsePath")).isEqualTo("0000.0000.0000.0015");
    }

    @Test
    void refusesPingsThatCannotBeSent() {
        node.pingVerdict = Verdict.NO_ROOM;
        assertThat(text(ping(), "error")).isEqualTo("no open slots to store ping, try later.");
        node.pingVerdict = Verdict.TOO_BIG;
        assertThat(text(ping(), "error")).isEqualTo("data is too long for such a ping");
        for (var path : List.of("1", "", "0000.0000.0000.001", "0000.0000.0000.00zz"))
            assertThat(call("SwitchPinger_ping", "path", path)).isEqualTo("path was not parsable.");
    }

    @Test
    void boundsTheTimeOfAPing() {
        for (long ms : new long[] {-1, 0, 1, 2_000, 50_000, 50_001, Long.MAX_VALUE}) {
            asker.call(
                    "SwitchPinger_ping",
                    Value.dict().put("path", "0000.0000.0000.0013").put("timeout", ms).build());
            long expected = ms <= 0 ? 2_000 : Math.min(ms, 50_000);
            assertThat(((NodeCommand.SwitchPing) node.commands.getLast()).timeoutNs())
                    .isEqualTo(expected * 1_000_000);
        }
    }

    // --- SessionManager

    @Test
    void findsSessionsByHandleAndByAddress() {
        node.sessions.add(FakeNode.session(FakeNode.address(FakeNode.PEER), 0xffff_fff0));
        var byHandle = asker.call("SessionManager_sessionStats", arguments("handle", 0xffff_fff0L));
        assertThat(byHandle.number("metric", 0)).isEqualTo(0xffff_fffeL);
        assertThat(byHandle.number("timeOfLastUsage", -1)).isZero();
        var ip = text(byHandle, "ip6");
        assertThat(asker.call("SessionManager_sessionStatsByIP", arguments("ip6", ip)))
                .isEqualTo(byHandle);
        assertThat(call("SessionManager_resetCA", "ip6", ip)).isEqualTo("none");
        assertThat(call("SessionManager_resetCA", "ip6", "fc00::1")).isEqualTo("no such session");
        assertThat(call("SessionManager_resetCA", "ip6", "x")).isEqualTo("malformed_ip");
    }

    @Test
    void pagesHandlesBy64() {
        for (int i = 0; i < 65; i++)
            node.sessions.add(FakeNode.session(FakeNode.address(FakeNode.PEER), i));
        assertThat(items(asker.call("SessionManager_getHandles"), "handles")).hasSize(64);
        assertThat(asker.call("SessionManager_getHandles").number("more", 0)).isEqualTo(1);
        assertThat(items(asker.call("SessionManager_getHandles", arguments("page", 1)), "handles"))
                .containsExactly(Value.of(64));
    }

    // --- Core, and our own

    @Test
    void answersBeforeItStops() {
        assertThat(asker.call("Core_exit")).hasToString("{\"error\"=\"none\"}");
        assertThat(node.isStopped).isTrue();
    }

    @Test
    void doesNotStopForAStranger() {
        asker.ask("d1:q9:Core_exite");
        assertThat(node.isStopped).isFalse();
    }

    @Test
    void tellsWhoKnockedInVain() {
        node.refused.add(
                new RefusedCaller(
                        1,
                        "10.77.0.9:5",
                        FakeNode.address(FakeNode.PEER).key(),
                        Verdict.UNKNOWN_CREDENTIALS,
                        7,
                        FakeNode.NOW_NS - 9_000_000_000L,
                        FakeNode.NOW_NS - 1_000_000_000L));
        var reply = asker.callOpen("Boreas_refused", Value.dict().build());
        var line = RefusedLine.of((Value.Dict) items(reply, "callers").getFirst());
        assertThat(line.linkAddress()).isEqualTo("10.77.0.9:5");
        assertThat(line.ip6()).isEqualTo(FakeNode.address(FakeNode.PEER).ip6().toString());
        assertThat(line.reason()).isEqualTo("UNKNOWN_CREDENTIALS");
        assertThat(line.count()).isEqualTo(7);
        assertThat(line.lastMs()).isEqualTo(asker.epochMillis - 1_000);
    }

    @Test
    void feedsTheReportsOfOurOwnTools() {
        node.peers.add(FakeNode.peer(FakeNode.address(FakeNode.PEER), PeerState.SENT_HELLO, "vps"));
        node.drops.put(Verdict.RUNT, 3L);
        var peers = asker.callOpen("Boreas_peers", Value.dict().build());
        var report =
                new PeersReport(
                        items(peers, "peers").stream()
                                .map(v -> PeerLine.of((Value.Dict) v))
                                .toList(),
                        List.of(),
                        asker.epochMillis);
        assertThat(report.complaints())
                .singleElement()
                .asString()
                .startsWith("vps: nothing comes back from 10.77.0.2:5555: wrong address");
        var status = asker.callOpen("Boreas_status", Value.dict().build());
        var info = asker.callOpen("Core_nodeInfo", Value.dict().build());
        assertThat(new StatusReport("here", info, status, 8032, report).toTable())
                .contains("program   boreas 0.1, protocol 22, process 8032\n")
                .contains("up for    1 min 30 s\n")
                .contains("peers     0 of 1 established\n")
                .contains("dropped   3 RUNT (shorter than its header)\n")
                .endsWith("names those whom it refuses\n");
    }

    @Test
    void saysThatTheNodeIsBusyOrAtFault() {
        node.fault = new java.util.concurrent.RejectedExecutionException("full");
        assertThat(text(asker.call("SessionManager_getHandles"), "error"))
                .isEqualTo("the node is busy, try again");
        node.fault = new IllegalStateException("our fault");
        assertThat(text(asker.call("SessionManager_getHandles"), "error"))
                .isEqualTo("internal error, the node's log tells more");
    }

    @Test
    void leavesTheDataLoopBeforeItMakesAReply() {
        var waiting = new java.util.ArrayDeque<Runnable>();
        var other = new Asker("NONE", FunctionTable.of(node, node, waiting::add));
        assertThat(other.send("d1:q13:Core_nodeInfoe")).isEmpty();
        waiting.remove().run();
        other.runWork();
        assertThat(Asker.only(other.replies).has("myAddr")).isTrue();
    }

    @Test
    void neverThrowsOnAnyMutationOfARequest() {
        int mutations = Integer.getInteger("boreas.mutations", 20_000);
        var free = new Asker("NONE", FunctionTable.of(node, node, Runnable::run));
        var random = new java.util.Random(12);
        var requests =
                List.of(
                        "d4:argsd4:pagei0ee1:q29:InterfaceController_peerStats4:txid1:te",
                        "d4:argsd4:data1:x4:path19:0000.0000.0000.00137:timeouti9ee1:q17:SwitchPinger_pinge",
                        "d4:argsd7:address9:1.2.3.4:59:publicKey54:"
                                + KEY
                                + "7:versioni22ee1:q28:UDPInterface_beginConnectione",
                        "d4:argsd11:bindAddress11:127.0.0.1:0e1:q16:UDPInterface_newe",
                        "d4:argsd3:ip639:fcc0:9675:840b:e82a:2690:14a6:e582:ea55e1:q31:SessionManager_sessionStatsByIPe",
                        "d4:argsd4:ipv67:fc00::18:password1:xe1:q23:AuthorizedPasswords_adde");
        for (int i = 0; i < mutations; i++) {
            var request = requests.get(i % requests.size());
            var bad =
                    Mutation.of(
                            request.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), random);
            for (var reply : free.send(bad)) {
                var error = text(Asker.dict(reply), "error");
                assertThat(error)
                        .as("mutation %d of %s", i, request)
                        .doesNotContain("internal error");
            }
            if (node.ports.size() > 100) node.ports.subList(2, 100).clear();
            node.users.clear();
            node.commands.clear();
        }
    }

    // --- helpers

    private Question question(String flag) {
        asker.call(
                "SwitchPinger_ping",
                Value.dict().put("path", "0000.0000.0000.0013").put(flag, 1).build());
        return ((NodeCommand.SwitchPing) node.commands.getLast()).question();
    }

    private Value.Dict ping() {
        return asker.call("SwitchPinger_ping", arguments("path", "0000.0000.0000.0013"));
    }

    private String connect(String address, int interfaceNumber) {
        return text(
                asker.call(
                        "UDPInterface_beginConnection",
                        Value.dict()
                                .put("address", address)
                                .put("publicKey", KEY)
                                .put("interfaceNumber", interfaceNumber)
                                .build()),
                "error");
    }

    private PeerSettings connected() {
        return ((NodeCommand.Connect) node.commands.getLast()).peer();
    }

    private String bind(String address) {
        return text(
                asker.call("UDPInterface_new", arguments("bindAddress", address)), "bindAddress");
    }

    /// Calls with text arguments; what the reply says as its error.
    private String call(String function, String... namesAndTexts) {
        var arguments = Value.dict();
        for (int i = 0; i < namesAndTexts.length; i += 2)
            arguments.put(namesAndTexts[i], namesAndTexts[i + 1]);
        return text(asker.call(function, arguments.build()), "error");
    }

    private static Value.Dict arguments(String name, String text) {
        return Value.dict().put(name, text).build();
    }

    private static Value.Dict arguments(String name, long number) {
        return Value.dict().put(name, number).build();
    }

    private static String text(Value.Dict dict, String key) {
        var s = dict.str(key);
        return s == null ? "" : s.text();
    }

    private static List<Value> items(Value.Dict dict, String key) {
        var items = dict.items(key);
        return items == null ? List.of() : items.values();
    }

    private static PublicKey key() {
        try {
            return PublicKey.parse(KEY);
        } catch (boreas.address.AddressException e) {
            throw new AssertionError(e);
        }
    }

    private static PeerEndpoint endpoint(String text) {
        try {
            return PeerEndpoint.parse(text);
        } catch (boreas.address.AddressException e) {
            throw new AssertionError(e);
        }
    }
}
