package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.AdminFunction.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.env.Clock;
import boreas.env.EventLog;
import boreas.env.SetClock;
import boreas.value.Value;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Server and client, over loopback.
final class AdminServerTest {
    private static final Clock CLOCK = SetClock.at(0, 1_795_338_181_329L);

    private final FunctionTable table = new FunctionTable();
    private final AdminServer server;

    AdminServerTest() {
        table.add(BasicFunctions.admin(table));
        table.add(BasicFunctions.ping());
        table.add(
                List.of(
                        guarded("secret", _ -> Reply.success().with("secret", "fish")),
                        guarded("refuse", _ -> Reply.error("not today")),
                        guardedLater(
                                "later", _ -> CompletableFuture.supplyAsync(() -> Reply.success())),
                        guardedLater("never", _ -> new CompletableFuture<>()),
                        open(
                                "pages",
                                call -> {
                                    var page =
                                            Page.of(
                                                    List.of("a", "b", "c", "d", "e"),
                                                    call.arguments().number("page", 0),
                                                    2);
                                    return new Reply()
                                            .withTexts("items", page.items())
                                            .withMore(page.hasMore());
                                })));
        server =
                AdminServer.start(
                        loopback(0), new AdminPassword("sekrit"), table, CLOCK, EventLog.SILENT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void servesAClientThatKnowsThePassword() {
        try (var client = client("sekrit", server.localAddress())) {
            assertThat(client.call("secret"))
                    .hasToString("{\"error\"=\"none\", \"secret\"=\"fish\", \"txid\"=\"2\"}");
            assertThat(client.call("later").str("error")).isEqualTo(Value.of("none"));
            assertThat(client.callOpen("ping", Value.dict().build()).str("q"))
                    .isEqualTo(Value.of("pong"));
        }
    }

    @Test
    void readsAllPagesOfAList() {
        try (var client = client("sekrit", server.localAddress())) {
            assertThat(client.pagesOpen("pages", "items"))
                    .isEqualTo(Value.ofTexts(List.of("a", "b", "c", "d", "e")).values());
        }
    }

    @Test
    void tellsWhichFunctionsThereAre() {
        try (var client = client("sekrit", server.localAddress())) {
            assertThat(client.knows("secret")).isTrue();
            assertThat(client.knows("wish")).isFalse();
        }
    }

    @Test
    void tellsTheClientWhichPasswordIsWrong() {
        try (var client = client("wrong", server.localAddress())) {
            assertThatThrownBy(() -> client.call("secret"))
                    .isInstanceOfSatisfying(
                            AdminException.class,
                            e -> assertThat(e.kind()).isEqualTo(AdminException.Kind.WRONG_PASSWORD))
                    .hasMessageContaining("refuses the admin password from the test");
        }
    }

    @Test
    void tellsTheClientWhatTheNodeRefused() {
        try (var client = client("sekrit", server.localAddress())) {
            assertThatThrownBy(() -> client.call("refuse"))
                    .hasMessageContaining("answers refuse: not today");
            assertThatThrownBy(() ->
                            client.call("secret", Value.dict().put("x", "x".repeat(512)).build()))
                    .hasMessageContaining("Request too big.");
        }
    }

    @Test
    void tellsTheClientThatNobodyListens() throws Exception {
        int free;
        try (var socket = new DatagramSocket(loopback(0))) {
            free = socket.getLocalPort();
        }
        try (var client = client("sekrit", loopback(free))) {
            assertThatThrownBy(() -> client.call("secret"))
                    .isInstanceOfSatisfying(
                            AdminException.class,
                            e -> assertThat(e.kind()).isEqualTo(AdminException.Kind.NO_ANSWER))
                    .hasMessageContaining("no admin interface at 127.0.0.1:" + free)
                    .hasMessageContaining("is the node running");
        }
    }

    @Test
    void tellsTheClientThatNoAnswerCame() {
        try (var client =
                new AdminClient(endpoint("sekrit", server.localAddress()), Duration.ofMillis(50))) {
            assertThatThrownBy(() -> client.call("never"))
                    .hasMessageContaining("no answer within 50 ms");
        }
    }

    @Test
    void saysWhichAddressCannotBeBound() {
        assertThatThrownBy(() ->
                        AdminServer.start(
                                server.localAddress(),
                                new AdminPassword("x"),
                                table,
                                CLOCK,
                                EventLog.SILENT))
                .isInstanceOf(AdminException.class)
                .hasMessageStartingWith("admin.bind 127.0.0.1:" + server.localAddress().getPort());
    }

    @Test
    void survivesRubbish() throws Exception {
        try (var socket = new DatagramSocket(loopback(0));
                var client = client("sekrit", server.localAddress())) {
            for (int length : new int[] {0, 1, 512, 513, 1400, 65_507})
                socket.send(new DatagramPacket(new byte[length], length, server.localAddress()));
            assertThat(client.call("secret").has("secret")).isTrue();
        }
    }

    private static AdminClient client(String password, InetSocketAddress address) {
        return new AdminClient(endpoint(password, address), AdminClient.PATIENCE);
    }

    private static AdminEndpoint endpoint(String password, InetSocketAddress address) {
        return new AdminEndpoint(address, new AdminPassword(password), "the test");
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
