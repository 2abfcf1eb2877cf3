package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.env.Clock;
import boreas.env.EventLog;
import boreas.env.SetClock;
import boreas.value.Value;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The admin interface at a Unix socket.
final class AdminSocketTest {
    private static final Clock CLOCK = SetClock.at(0, 1_795_338_181_329L);

    private final FunctionTable table = new FunctionTable();
    private final AdminServer server;
    @TempDir private Path folder = Path.of("");
    private Path path = Path.of("");

    AdminSocketTest() {
        table.add(BasicFunctions.admin(table));
        table.add(BasicFunctions.ping());
        table.add(List.of(guarded("secret", _ -> Reply.success().with("secret", "fish"))));
        server = server();
    }

    private AdminServer server() {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return AdminServer.start(here, new AdminPassword("sekrit"), table, CLOCK, EventLog.SILENT);
    }

    @BeforeEach
    void listen() {
        path = folder.resolve("admin.sock");
        server.listenAt(path);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void onlyItsOwnerMayOpenIt() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing else is left there").containsExactly(path);
        }
    }

    @Test
    void whoMayOpenItNeedsNoPassword() {
        try (var client = client()) {
            assertThat(client.call("secret").str("secret")).isEqualTo(Value.of("fish"));
            assertThat(client.call("Admin_asyncEnabled").number("asyncEnabled", 0)).isOne();
        }
    }

    @Test
    void aSignatureThatIsWrongIsRefusedAllTheSame() throws Exception {
        var wrong =
                Asker.signed(
                        "secret",
                        Value.dict().build(),
                        new AdminPassword("guess"),
                        CLOCK.epochMillis() / AdminProtocol.COOKIE_UNIT_MS);
        assertThat(converse(wrong)).isEqualTo("d5:error12:Auth failed.e");
    }

    @Test
    void requestsMayComeInOneWriteOrInPieces() throws Exception {
        assertThat(converse(bytes("d1:q4:pinged1:q4:pinge"))).isEqualTo("d1:q4:ponged1:q4:ponge");
        var whole = "d1:q4:ping4:txid2:abe";
        for (int cut = 1; cut < whole.length(); cut++)
            assertThat(converse(bytes(whole.substring(0, cut)), bytes(whole.substring(cut))))
                    .isEqualTo("d1:q4:pong4:txid2:abe");
    }

    @Test
    void aConnectionEndsAtWhatIsNoRequest() throws Exception {
        for (var rubbish : List.of("hello", "d1:q4:pinge\nd1:q4:pinge", "d1:qx"))
            assertThat(converse(bytes(rubbish))).isIn("", "d1:q4:ponge");
        assertThat(converse(bytes("d1:q4:ping4:txid900:" + "x".repeat(600))))
                .isEqualTo("d5:error16:Request too big.e");
    }

    @Test
    void aFileThatNobodyListensBehindIsReplaced() throws Exception {
        var other = folder.resolve("other.sock");
        var first = server();
        first.listenAt(other);
        var abandoned = folder.resolve("abandoned.sock");
        Files.move(other, abandoned);
        first.close();
        try (var second = server()) {
            second.listenAt(abandoned);
            try (var client = client(abandoned)) {
                assertThat(client.knows("secret")).isTrue();
            }
        }
        assertThat(abandoned).as("goes with the server").doesNotExist();
    }

    @Test
    void aSocketInUseAndAFileThatIsNoneAreLeftAlone() throws Exception {
        try (var second = server()) {
            assertThatThrownBy(() -> second.listenAt(path))
                    .hasMessageContaining("another program listens there already");
            var file = Files.writeString(folder.resolve("file"), "text");
            assertThatThrownBy(() -> second.listenAt(file))
                    .hasMessageContaining("there is a file that is no socket");
            assertThat(file).hasContent("text");
            assertThatThrownBy(() -> second.listenAt(folder.resolve("none/x")))
                    .hasMessageContaining("NoSuchFileException");
        }
        try (var client = client()) {
            assertThat(client.knows("secret")).isTrue();
        }
    }

    @Test
    void whatIsOverTheCountIsTurnedAway() throws Exception {
        var open = new ArrayList<SocketChannel>();
        try {
            for (int i = 0; i < AdminSocket.CONNECTIONS_MAX; i++) {
                var channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
                open.add(channel);
                channel.write(ByteBuffer.wrap(bytes("d1:q4:pinge")));
                assertThat(channel.read(ByteBuffer.allocate(64))).isPositive();
            }
            try (var one = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                assertThat(one.read(ByteBuffer.allocate(64))).isNegative();
            }
        } finally {
            for (var channel : open) channel.close();
        }
    }

    @Test
    void rubbishHarmsNobodyElse() throws Exception {
        var random = new Random(31);
        var good = "d4:argsd4:pagei0ee1:q24:Admin_availableFunctions4:txid2:abe";
        for (int i = 0; i < 300; i++) {
            var bad = Mutation.of(bytes(good), random);
            assertThat(converse(Arrays.copyOf(bad, Math.min(bad.length, 700))))
                    .doesNotContain("internal");
        }
        try (var client = client()) {
            assertThat(client.knows("secret")).isTrue();
        }
    }

    private AdminClient client() {
        return client(path);
    }

    private static AdminClient client(Path path) {
        var endpoint = AdminEndpoint.usual().at(path, "the test");
        return new AdminClient(endpoint, Duration.ofSeconds(10));
    }

    /// Everything that comes back until the node hangs up.
    private String converse(byte[]... writes) throws Exception {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            for (var w : writes) channel.write(ByteBuffer.wrap(w));
            channel.shutdownOutput();
            var all = new ByteArrayOutputStream();
            var buffer = ByteBuffer.allocate(1024);
            while (channel.read(buffer.clear()) >= 0)
                all.write(buffer.array(), 0, buffer.position());
            return all.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
