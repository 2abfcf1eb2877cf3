package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.AddressException;
import boreas.address.IpPrefix;
import boreas.address.LinkAddress;
import boreas.crypto.CryptoProviders;
import boreas.link.CarriedNetworks;
import boreas.link.PortInfo;
import boreas.node.NodeCommand;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import boreas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The interface over whole nodes, in virtual time: one node is told to call the other, and asked
/// what became of it.
final class AdminOverNodeTest {
    private static final long MS = 1_000_000;

    private final SimWorld world = new SimWorld(5, CryptoProviders.choose());
    private final SimHost home = world.addHost("home");
    private final SimHost vps = world.addHost("vps");
    private final Asker atHome = asker(home);
    private final Asker atVps = asker(vps);

    AdminOverNodeTest() {
        home.start();
        vps.start();
    }

    private Asker asker(SimHost host) {
        var around = new Around(host);
        return new Asker("NONE", FunctionTable.of(around, around, Runnable::run));
    }

    /// Commands go straight to the simulated node.
    private record Around(SimHost host) implements NodeGate, Surroundings {
        @Override
        public <R> CompletableFuture<R> send(NodeCommand<R> command) {
            return CompletableFuture.completedFuture(host.command(command));
        }

        @Override
        public String program() {
            return "boreas in a simulation";
        }

        @Override
        public HostProcess process() {
            return new FakeProcess();
        }

        @Override
        public CompletableFuture<OpenedPort> openUdp(LinkAddress bind, int dscp, int beaconPort) {
            var add = new NodeCommand.AddPort(bind);
            return send(add).thenApply(port -> new OpenedPort(port, bind));
        }

        @Override
        public CompletableFuture<PortInfo> openEthernet(String device) {
            throw new AdminException(AdminException.Kind.REFUSED, "no such device");
        }

        @Override
        public List<String> ethernetDevices() {
            return List.of("eth0", "lo");
        }

        @Override
        public CompletableFuture<Boolean> hasBeaconPort(int port) {
            return CompletableFuture.completedFuture(false);
        }

        @Override
        public CompletableFuture<List<String>> beaconDevices(int port) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletableFuture<Void> setBeaconDevices(int port, List<String> devices) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<List<LinkAddress>> beaconAddresses(int port) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public List<String> broadcastDevices() {
            return List.of();
        }

        @Override
        public LogFeed logFeed() {
            return new LogFeed();
        }

        @Override
        public void stop() {
            host.kill();
        }
    }

    @Test
    void aConnectionBegunByCommandComesUpOnBothSides() {
        connect("secret");
        world.run(500 * MS);
        assertThat(peer(atHome))
                .containsEntry("state", Value.of("ESTABLISHED"))
                .containsEntry("isIncoming", Value.of(0))
                .containsEntry("user", Value.of("vps"))
                .containsEntry("lladdr", Value.of(vps.address().toString()));
        assertThat(peer(atVps))
                .containsEntry("state", Value.of("ESTABLISHED"))
                .containsEntry("isIncoming", Value.of(1))
                .containsEntry("user", Value.of("home"));
        assertThat(report(atHome).isHealthy()).isTrue();
    }

    @Test
    void aConnectionIntoANetworkOfTheSiteIsRefusedWithASentence() throws AddressException {
        var networks =
                List.of(IpPrefix.parse("fdd7:5938:e2e6::/48"), IpPrefix.parse("192.168.5.0/24"));
        var _ =
                home.command(
                        new NodeCommand.RefuseInside(new CarriedNetworks(networks, List.of())));
        assertThat(
                        text(
                                ask(
                                                "UDPInterface_beginConnection",
                                                "address",
                                                "192.168.5.7:1",
                                                "publicKey",
                                                vps.identity().publicKey().toString())
                                        .get("error")))
                .isEqualTo(
                        "that address is inside a network of the site, the link would be a loop");
    }

    @Test
    void aMachineOfTheSiteIsShownByItsNameAtBothEnds() {
        var _ = home.command(new NodeCommand.NameNodes(Map.of(vps.identity().publicKey(), "vps3")));
        var _ = vps.command(new NodeCommand.NameNodes(Map.of(home.identity().publicKey(), "away")));
        connect("secret");
        world.run(500 * MS);
        assertThat(peer(atVps)).containsEntry("user", Value.of("away"));
        assertThat(peer(atHome)).as("by connectTo").containsEntry("user", Value.of("vps"));
    }

    @Test
    void aWrongPasswordIsNamedAmongTheLikelyCauses() {
        connect("secreT");
        world.run(5_000 * MS);
        assertThat(report(atHome).isHealthy()).isFalse();
        assertThat(report(atHome).complaints())
                .singleElement()
                .asString()
                .startsWith("vps: nothing comes back from")
                .contains("does not know our password");
        assertThat(atVps.call("InterfaceController_peerStats").number("total", -1)).isZero();
    }

    @Test
    void aPeerThatWasCutOffIsSaidToBeSilent() {
        connect("secret");
        world.run(1_000 * MS);
        world.cut(home, vps);
        world.run(6_000 * MS);
        assertThat(report(atHome).complaints())
                .singleElement()
                .asString()
                .contains("probes get no answer");
        world.run(30_000 * MS);
        assertThat(report(atHome).complaints())
                .singleElement()
                .asString()
                .contains("its node has stopped, or something on the way drops our datagrams");
    }

    @Test
    void aSwitchPingIsAnsweredByItsNodeAndRunsIntoItsTimeout() {
        connect("secret");
        world.run(500 * MS);
        var label = text(peer(atHome).get("addr")).substring(4, 23);
        atHome.send(request("SwitchPinger_ping", "path", label));
        assertThat(atHome.replies).isEmpty();
        world.run(200 * MS);
        atHome.runWork();
        assertThat(Asker.only(atHome.replies).entries())
                .containsEntry(Value.of("result"), Value.of("pong"))
                .containsEntry(Value.of("version"), Value.of(22))
                .containsEntry(Value.of("path"), Value.of(label));
        atHome.send(request("SwitchPinger_ping", "path", "0000.0000.0000.0fff"));
        world.run(3_000 * MS);
        atHome.runWork();
        assertThat(text(Asker.only(atHome.replies).get("result"))).isIn("timeout", "err_switch");
    }

    @Test
    void repeatedPasswordsAreJudgedAsV22Does() {
        assertThat(addPassword("abcd", "u1")).isEqualTo("none");
        assertThat(addPassword("abcd", "u1")).isEqualTo("none");
        assertThat(addPassword("other", "u1")).isEqualTo("Password already added.");
        assertThat(text(ask("AuthorizedPasswords_add", "password", "nobody's").get("error")))
                .isEqualTo("none");
        assertThat(ask("AuthorizedPasswords_list"))
                .isEqualTo(
                        Value.dict()
                                .put("total", 3)
                                .put("users", Value.ofTexts(List.of("Anon #2", "u1", "u1")))
                                .build());
        assertThat(text(ask("AuthorizedPasswords_remove", "user", "u1").get("error")))
                .isEqualTo("none");
        assertThat(text(ask("AuthorizedPasswords_remove", "user", "u1").get("error")))
                .isEqualTo("Unknown error.");
    }

    @Test
    void aDisconnectedPeerIsGone() {
        connect("secret");
        world.run(500 * MS);
        var key = vps.identity().publicKey().toString();
        assertThat(ask("InterfaceController_disconnectPeer", "pubkey", key).number("success", 0))
                .isEqualTo(1);
        assertThat(ask("InterfaceController_peerStats").number("total", -1)).isZero();
    }

    @Test
    void aNewSocketIsAnInterfaceOfTheNode() {
        var opened = ask("UDPInterface_new", "bindAddress", "10.0.0.9:77");
        assertThat(opened.number("interfaceNumber", -1)).isEqualTo(1);
        assertThat(ask("InterfaceController_interfaces").toString())
                .contains("UDP/IPv4/10.0.0.9:77");
    }

    private void connect(String password) {
        assertThat(
                        text(
                                atVps.call(
                                                "AuthorizedPasswords_add",
                                                arguments("password", "secret", "user", "home"))
                                        .get("error")))
                .isEqualTo("none");
        var reply =
                ask(
                        "UDPInterface_beginConnection",
                        "address",
                        vps.address().toString(),
                        "publicKey",
                        vps.identity().publicKey().toString(),
                        "password",
                        password,
                        "peerName",
                        "vps");
        assertThat(text(reply.get("error"))).isEqualTo("none");
    }

    private String addPassword(String password, String user) {
        var reply = ask("AuthorizedPasswords_add", "password", password, "user", user);
        return text(reply.get("error"));
    }

    private Value.Dict ask(String function, String... namesAndTexts) {
        return atHome.call(function, arguments(namesAndTexts));
    }

    private static byte[] request(String function, String... namesAndTexts) {
        return boreas.value.Bencode.writeSorted(
                Value.dict().put("q", function).put("args", arguments(namesAndTexts)).build());
    }

    private static Value.Dict arguments(String... namesAndTexts) {
        var arguments = Value.dict();
        for (int i = 0; i < namesAndTexts.length; i += 2)
            arguments.put(namesAndTexts[i], namesAndTexts[i + 1]);
        return arguments.build();
    }

    /// The only peer's record, by key.
    private static Map<String, Value> peer(Asker asker) {
        var peers = asker.call("InterfaceController_peerStats").items("peers");
        if (peers == null || peers.size() != 1) throw new AssertionError("peers: " + peers);
        var record = new TreeMap<String, Value>();
        ((Value.Dict) peers.values().getFirst())
                .entries()
                .forEach((key, value) -> record.put(key.text(), value));
        return record;
    }

    private static PeersReport report(Asker asker) {
        var peers = asker.callOpen("Boreas_peers", Value.dict().build()).items("peers");
        if (peers == null) throw new AssertionError("no peers");
        return new PeersReport(
                peers.values().stream().map(v -> PeerLine.of((Value.Dict) v)).toList(),
                List.of(),
                asker.epochMillis);
    }

    private static String text(@org.jspecify.annotations.Nullable Value value) {
        return value instanceof Value.Str s ? s.text() : "";
    }
}
