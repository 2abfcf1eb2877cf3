package boreas.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A service on a host: accepts TCP connections and sends back what it gets.
public final class TcpService implements AutoCloseable {
    private static final int CALLERS_MAX = 64;

    private final ServerSocket socket;

    private TcpService(ServerSocket socket) {
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
                        // Of this thread's network for ever, whoever uses it.
                        var socket = new ServerSocket();
                        socket.setReuseAddress(true);
                        var any = InetAddress.getByAddress(new byte[16]);
                        socket.bind(new InetSocketAddress(any, port), CALLERS_MAX);
                        var service = new TcpService(socket);
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
        while (!socket.isClosed()) {
            try {
                var caller = socket.accept();
                Thread.ofPlatform().daemon().name("echo").start(() -> echo(caller));
            } catch (IOException _) {
                // closed, or a caller that went before it was greeted
            }
        }
    }

    private static void echo(Socket caller) {
        try (caller) {
            caller.setTcpNoDelay(true);
            caller.getInputStream().transferTo(caller.getOutputStream());
        } catch (IOException _) {
            // the caller's business
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new LabException("a service does not end: " + e.getMessage(), e);
        }
    }
}
