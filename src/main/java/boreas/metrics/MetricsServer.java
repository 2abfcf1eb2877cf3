package boreas.metrics;

import boreas.admin.SocketFile;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Gives the page out by HTTP, on a TCP port or a Unix socket: one question a connection, nothing
/// but `GET /metrics`, and each answer closes.
///
/// The JDK's own HTTP server cannot listen at a Unix socket, and keeps a thread. What is needed of
/// HTTP here is a line, some headers that do not matter, and a blank line; all of it is bounded: so
/// many questions at once, so many bytes each, so much time.
public final class MetricsServer implements AutoCloseable {
    static final int QUESTIONS_AT_ONCE_MAX = 8;
    static final int HEAD_BYTES_MAX = 8192;

    /// From the first byte of a question to the last of its answer.
    static final Duration LIMIT = Duration.ofSeconds(10);

    /// A socket that fails again and again must not keep a processor busy.
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

    private static final Duration END_PATIENCE = Duration.ofSeconds(1);

    private static final String SOCKET_MODE = "rw-rw----";

    /// Makes the page.
    @FunctionalInterface
    interface Page {
        byte[] text() throws InterruptedException;
    }

    private final ServerSocketChannel channel;
    private final Page page;
    private final EventLog log;
    private final @Nullable Path socketFile;
    private final Thread acceptor = Thread.ofVirtual().name("metrics").unstarted(this::serve);
    private final Semaphore free = new Semaphore(QUESTIONS_AT_ONCE_MAX);

    private MetricsServer(
            ServerSocketChannel channel, Page page, EventLog log, @Nullable Path socketFile) {
        this.channel = channel;
        this.page = page;
        this.log = log;
        this.socketFile = socketFile;
    }

    /// Binds and begins to answer. A socket file that nobody listens at is replaced.
    ///
    /// @param at a TCP address, or a Unix socket
    public static MetricsServer start(SocketAddress at, MetricsPage page, EventLog log)
            throws IOException {
        return start(at, page::text, log);
    }

    static MetricsServer start(SocketAddress at, Page page, EventLog log) throws IOException {
        var socketFile = at instanceof UnixDomainSocketAddress unix ? unix.getPath() : null;
        var channel = socketFile == null ? listen(at) : SocketFile.listen(socketFile, SOCKET_MODE);
        var server = new MetricsServer(channel, page, log, socketFile);
        server.acceptor.start();
        return server;
    }

    private static ServerSocketChannel listen(SocketAddress at) throws IOException {
        var channel = ServerSocketChannel.open();
        try {
            return channel.bind(at);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// The actual address: the port is known here even when 0 was asked for.
    public SocketAddress localAddress() throws IOException {
        return socketFile == null
                ? channel.getLocalAddress()
                : UnixDomainSocketAddress.of(socketFile);
    }

    private void serve() {
        while (channel.isOpen()) {
            try {
                var connection = channel.accept();
                if (free.tryAcquire())
                    Thread.ofVirtual().name("metrics").start(() -> answerOnce(connection));
                else connection.close();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                log.event(Level.WARN, "metrics", "accepting: " + e.getMessage());
                if (!pause(PAUSE_AFTER_FAILURE)) return;
            }
        }
    }

    private void answerOnce(SocketChannel connection) {
        var watch = Thread.ofVirtual().name("metrics").start(() -> end(connection));
        try (connection) {
            answer(connection);
        } catch (IOException e) {
            log.event(Level.DEBUG, "metrics", "answering: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watch.interrupt();
            free.release();
        }
    }

    /// Whoever asks too slowly, or reads too slowly, is left.
    private static void end(SocketChannel connection) {
        if (!pause(LIMIT)) return;
        try {
            connection.close();
        } catch (IOException _) {
            // It is gone either way.
        }
    }

    private static boolean pause(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void answer(SocketChannel connection) throws IOException, InterruptedException {
        var question = question(connection);
        if (question == null) return;
        switch (ScrapeRequest.of(question)) {
            case PAGE -> send(connection, "200 OK", MetricsPage.CONTENT_TYPE, page.text());
            case HEAD -> send(connection, "200 OK", MetricsPage.CONTENT_TYPE, new byte[0]);
            case TOO_LONG -> refuse(connection, "431 Request Header Fields Too Large", "");
            case NOT_HTTP -> refuse(connection, "400 Bad Request", "");
            case WRONG_METHOD ->
                    refuse(connection, "405 Method Not Allowed", "Allow: GET, HEAD\r\n");
            case WRONG_PATH -> refuse(connection, "404 Not Found", "");
        }
    }

    /// Up to the blank line; null when the other side went before.
    private static @Nullable String question(SocketChannel connection) throws IOException {
        var head = ByteBuffer.allocate(HEAD_BYTES_MAX);
        while (head.hasRemaining()) {
            if (connection.read(head) < 0) return null;
            var text = new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
            if (text.contains("\r\n\r\n") || text.contains("\n\n")) return text;
        }
        return new String(head.array(), StandardCharsets.ISO_8859_1);
    }

    private static void refuse(SocketChannel connection, String status, String header)
            throws IOException {
        var body = ("GET /metrics is what there is: " + status + "\n");
        send(
                connection,
                status + (header.isEmpty() ? "" : "\r\n" + header.strip()),
                "text/plain; charset=utf-8",
                body.getBytes(StandardCharsets.US_ASCII));
    }

    private static void send(
            SocketChannel connection, String status, String contentType, byte[] body)
            throws IOException {
        var head =
                "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                        .formatted(status, contentType, body.length);
        var all = ByteBuffer.allocate(head.length() + body.length);
        all.put(head.getBytes(StandardCharsets.US_ASCII)).put(body).flip();
        while (all.hasRemaining()) connection.write(all);
    }

    @Override
    public void close() {
        try {
            channel.close();
            // The kernel takes callers until the thread that waited for them has gone.
            acceptor.join(END_PATIENCE);
            if (socketFile != null) Files.deleteIfExists(socketFile);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // In another root folder, or no longer its owner: the next start takes it away.
            log.event(Level.DEBUG, "metrics", "closing: " + e.getMessage());
        }
    }
}
