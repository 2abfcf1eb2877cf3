package boreas.lab;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A service on a host: accepts TCP connections and sends back what it gets.
public final class TcpService implements AutoCloseable {
    private final TcpSocket socket;

    private TcpService(TcpSocket socket) {
        this.socket = socket;
    }

    /// At all addresses of a host, those that it will get later too.
    public static TcpService at(Host host, int port) {
        var opened = new CompletableFuture<TcpService>();
        Thread.ofPlatform()
                .daemon()
                .name("port " + port + " of " + host)
                .start(() -> {
                    try {
                        host.adoptThread();
                        var service = new TcpService(TcpSocket.listen(port));
                        opened.complete(service);
                        service.serve();
                    } catch (IOException | LabException e) {
                        opened.completeExceptionally(e);
                    }
                });
        try {
            return opened.join();
        } catch (CompletionException e) {
            throw new LabException("no service on " + host + ": " + e.getMessage(), e);
        }
    }

    private void serve() {
        try {
            for (var caller = socket.accept(); caller != null; caller = socket.accept()) {
                var served = caller;
                Thread.ofPlatform().daemon().name("echo").start(() -> echo(served));
            }
        } catch (IOException _) {
            // the laboratory ends
        }
    }

    private static void echo(TcpSocket caller) {
        try (caller) {
            var bytes = new byte[4096];
            for (int n = caller.read(bytes); n > 0; n = caller.read(bytes)) caller.write(bytes, n);
        } catch (IOException _) {
            // the caller's business
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
