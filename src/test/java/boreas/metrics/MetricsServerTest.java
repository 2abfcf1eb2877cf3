package boreas.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.env.EventLog;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsServerTest {
    private static final String PAGE = "# HELP a b\n";

    @TempDir Path folder;

    @Test
    void aQuestionIsAnsweredByThePage() throws Exception {
        try (var server = start(loopback())) {
            var answer = ask(server, "GET /metrics HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n");
            assertThat(answer)
                    .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4")
                    .contains("\r\nContent-Length: " + PAGE.length() + "\r\nConnection: close\r\n")
                    .endsWith("\r\n\r\n" + PAGE);
            assertThat(ask(server, "GET / HTTP/1.0\n\n")).endsWith(PAGE);
            assertThat(ask(server, "GET /metrics?x=y HTTP/1.1\r\n\r\n")).endsWith(PAGE);
            assertThat(ask(server, "HEAD /metrics HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void nothingElseIsToBeHad() throws Exception {
        try (var server = start(loopback())) {
            assertThat(ask(server, "GET /etc/passwd HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
            assertThat(ask(server, "POST /metrics HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("\r\nAllow: GET, HEAD\r\n");
            assertThat(ask(server, "\0\1\2\n\n")).startsWith("HTTP/1.1 400 ");
            assertThat(ask(server, "GET /metrics\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            var long_ = "GET /metrics HTTP/1.1\r\nX: " + "x".repeat(9000);
            assertThat(ScrapeRequest.of(long_)).isEqualTo(ScrapeRequest.TOO_LONG);
        }
    }

    @Test
    void whoLeavesEarlyHarmsNobody() throws Exception {
        try (var server = start(loopback())) {
            for (int i = 0; i < 3 * MetricsServer.QUESTIONS_AT_ONCE_MAX; i++)
                try (var connection = SocketChannel.open(server.localAddress())) {
                    write(connection, "GET /met");
                }
            assertThat(askUntilAnswered(server)).endsWith(PAGE);
        }
    }

    /// Those that have left are noticed one after the other.
    private static String askUntilAnswered(MetricsServer server) throws IOException {
        for (int i = 0; ; i++) {
            try {
                var answer = ask(server, "GET / HTTP/1.1\r\n\r\n");
                if (!answer.isEmpty() || i == 1000) return answer;
            } catch (IOException e) {
                if (i == 1000) throw e;
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void aUnixSocketIsForItsOwnerAndGroup() throws Exception {
        var file = folder.resolve("m.sock");
        try (var server = start(UnixDomainSocketAddress.of(file))) {
            assertThat(ask(server, "GET /metrics HTTP/1.1\r\n\r\n")).endsWith(PAGE);
            assertThat(Files.getPosixFilePermissions(file))
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
            assertThatThrownBy(() -> start(UnixDomainSocketAddress.of(file)))
                    .hasMessage("another program listens there already");
        }
        assertThat(folder).as("nothing is left there").isEmptyDirectory();
    }

    @Test
    void nobodyIsTakenAnyMoreOnceItIsClosed() throws Exception {
        var server = start(loopback());
        var at = server.localAddress();
        server.close();
        assertThatThrownBy(() -> SocketChannel.open(at)).isInstanceOf(ConnectException.class);
    }

    @Test
    void aSocketThatAFormerRunHasLeftIsReplacedAndAFileIsNot() throws Exception {
        var file = folder.resolve("m.sock");
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(file));
        }
        assertThat(file).exists();
        try (var server = start(UnixDomainSocketAddress.of(file))) {
            assertThat(ask(server, "GET / HTTP/1.1\r\n\r\n")).endsWith(PAGE);
        }
        Files.writeString(file, "mine");
        assertThatThrownBy(() -> start(UnixDomainSocketAddress.of(file)))
                .hasMessage("there is a file that is no socket");
        assertThat(file).hasContent("mine");
        assertThatThrownBy(() -> start(UnixDomainSocketAddress.of(folder.resolve("none/m.sock"))))
                .hasMessage(folder.resolve("none") + ": there is no such folder");
    }

    private static MetricsServer start(SocketAddress at) throws IOException {
        return MetricsServer.start(
                at, () -> PAGE.getBytes(StandardCharsets.US_ASCII), EventLog.SILENT);
    }

    private static SocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static String ask(MetricsServer server, String question) throws IOException {
        try (var connection = SocketChannel.open(server.localAddress())) {
            write(connection, question);
            var answer = ByteBuffer.allocate(100_000);
            while (connection.read(answer) >= 0) {}
            return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        }
    }

    private static void write(SocketChannel connection, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) connection.write(bytes);
    }
}
