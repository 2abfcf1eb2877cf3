package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PeerEndpoint;
import boreas.admin.NodeGate;
import boreas.cryptoauth.Credentials;
import boreas.env.HeardLog;
import boreas.link.PeerSettings;
import boreas.node.NodeCommand;
import boreas.sim.FastCrypto;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotedPasswordsTest {
    private static final long SECOND = 1_000_000_000L;

    private final SimWorld world = new SimWorld(1, new FastCrypto());
    private final SimHost node = world.addHost("node");
    private final List<String> heard = new ArrayList<>();
    private final NodeGate noted = new NotedPasswords(new Direct(node), new HeardLog(heard::add));

    private record Direct(SimHost host) implements NodeGate {
        @Override
        public <R> CompletableFuture<R> send(NodeCommand<R> command) {
            return CompletableFuture.completedFuture(host.command(command));
        }
    }

    @BeforeEach
    void theNodeRuns() {
        node.start();
    }

    @Test
    void whoIsLetInAndNoMoreIsToldWithoutThePassword() {
        var _ = noted.send(add("vps3", "secret"));
        var _ = noted.send(add(null, "secret too"));
        var _ = noted.send(new NodeCommand.RemovePassword("vps3"));
        assertThat(heard)
                .containsExactly(
                        "INFO user \"vps3\" added",
                        "INFO a user without a name added",
                        "INFO user \"vps3\" taken away");
    }

    @Test
    void howManyLinksEndedIsTold() {
        node.command(add("vps3", "let-in"));
        var guest = world.addHost("guest");
        guest.start();
        var call =
                new PeerSettings(
                        0,
                        new PeerEndpoint.Numeric(node.address()),
                        node.identity().publicKey(),
                        Credentials.of("vps3", "let-in"),
                        null,
                        0);
        assertThat(guest.command(new NodeCommand.Connect(call))).isEmpty();
        world.run(2 * SECOND);
        var _ = noted.send(new NodeCommand.SendAway("vps3"));
        assertThat(heard).containsExactly("INFO user \"vps3\": 1 link ended");
    }

    @Test
    void whatChangesNothingIsNotTold() {
        node.command(add("vps3", "secret"));
        var _ = noted.send(add("vps3", "another"));
        var _ = noted.send(new NodeCommand.RemovePassword("nobody"));
        var _ = noted.send(new NodeCommand.SendAway("vps3"));
        var _ = noted.send(new NodeCommand.TakeSnapshot());
        assertThat(heard).isEmpty();
    }

    private static NodeCommand.AddPassword add(@Nullable String user, String password) {
        return new NodeCommand.AddPassword(password.getBytes(StandardCharsets.UTF_8), user, null);
    }
}
