package boreas.daemon;

import boreas.admin.NodeGate;
import boreas.admin.Surroundings;
import boreas.config.MetricsConf;
import boreas.env.Clock;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.metrics.MetricsPage;
import boreas.metrics.MetricsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/// The place where a node's figures are collected, if its configuration has one.
final class MetricsFace implements AutoCloseable {
    private final MetricsPage page;
    private final MetricsServer server;

    private MetricsFace(MetricsPage page, MetricsServer server) {
        this.page = page;
        this.server = server;
    }

    /// Before rights are given up: ports, folders and the JVM's own files are within reach then.
    ///
    /// @param conf null: nobody collects
    static @Nullable MetricsFace start(
            @Nullable MetricsConf conf,
            NodeGate gate,
            Surroundings around,
            Clock clock,
            EventLog log)
            throws StartFailure {
        if (conf == null) return null;
        var page = new MetricsPage(gate, around.program(), around::site, around.keptLog(), clock);
        try {
            var server = MetricsServer.start(address(conf), page, log);
            log.event(Level.INFO, "metrics", "figures at " + text(server.localAddress()));
            return new MetricsFace(page, server);
        } catch (IOException e) {
            page.close();
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    "metrics.bind \"%s\": %s; write another one, or leave it out"
                            .formatted(text(conf), e.getMessage()));
        }
    }

    private static SocketAddress address(MetricsConf conf) {
        return switch (conf) {
            case MetricsConf.Tcp(var bind) ->
                    new InetSocketAddress(bind.ip().toInetAddress(), bind.udpPort());
            case MetricsConf.Socket(var file) -> UnixDomainSocketAddress.of(file);
        };
    }

    private static String text(MetricsConf conf) {
        return switch (conf) {
            case MetricsConf.Tcp(var bind) -> bind.toString();
            case MetricsConf.Socket(var file) -> file;
        };
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress tcp
                ? "http://%s:%d/metrics".formatted(tcp.getHostString(), tcp.getPort())
                : address.toString();
    }

    @Override
    public void close() {
        server.close();
        page.close();
    }
}
