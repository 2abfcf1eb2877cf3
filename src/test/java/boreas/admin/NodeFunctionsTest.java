package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.env.Verdict;
import boreas.link.PeerState;
import boreas.link.RefusedCaller;
import boreas.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/// `Core_*`, `Boreas_*`, and what all functions have in common.
final class NodeFunctionsTest extends FunctionsOnFakeNode {
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
    void tellsEveryoneItsProcess() {
        assertThat(asker.callOpen("Core_pid", Value.dict().build()).number("pid", -1))
                .isEqualTo(node.process().id());
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
        assertThat(new StatusReport("here", info, status, 8032, List.of(), report).toTable())
                .contains("program   boreas 0.1, protocol 22, process 8032\n")
                .contains("up for    1 min 30 s\n")
                .contains("peers     0 of 1 established; not vps\n")
                .contains("dropped   3 RUNT (shorter than its header)\n")
                .endsWith("names those whom it refuses\n");
    }

    @Test
    void tellsWhichPortsAreBoundToAnAddressThatIsNotThereNow() throws Exception {
        node.process.missingAddresses.add(Ip6.parse("::ffff:10.77.0.1"));
        var status = asker.callOpen("Boreas_status", Value.dict().build());
        assertThat(status.texts("ports"))
                .containsExactly("UDP/IPv4/10.77.0.1:5555", "UDP/IPv6/[::]:5556");
        assertThat(status.texts("absent")).containsExactly("UDP/IPv4/10.77.0.1:5555");
    }

    @Test
    void saysThatTheNodeIsBusyOrAtFault() {
        node.fault = new RejectedExecutionException("full");
        assertThat(text(asker.call("SessionManager_getHandles"), "error"))
                .isEqualTo("the node is busy, try again");
        node.fault = new IllegalStateException("our fault");
        assertThat(text(asker.call("SessionManager_getHandles"), "error"))
                .isEqualTo("internal error, the node's log tells more");
    }

    @Test
    void leavesTheDataLoopBeforeItMakesAReply() {
        var waiting = new ArrayDeque<Runnable>();
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
        var random = new Random(12);
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
            var bad = Mutation.of(request.getBytes(StandardCharsets.ISO_8859_1), random);
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
}
