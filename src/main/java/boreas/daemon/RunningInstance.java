package boreas.daemon;

import boreas.admin.AdminClient;
import boreas.admin.AdminEndpoint;
import boreas.admin.AdminException;
import boreas.admin.AdminPassword;
import boreas.value.Value;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Whether a node runs here already: the genuine program asks `admin.bind` for a sign of life, and
/// so do we, of either program.
final class RunningInstance {
    /// Where nothing listens the machine says so at once; this is for something that listens and
    /// does not answer.
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private RunningInstance() {}

    static void refuse(InetSocketAddress bind) throws StartFailure {
        var endpoint =
                new AdminEndpoint(
                        bind, new AdminPassword(AdminPassword.NOT_WANTED), "the configuration");
        try (var client = new AdminClient(endpoint, PATIENCE)) {
            client.callOpen("ping", Value.dict().build());
        } catch (AdminException e) {
            if (e.kind() == AdminException.Kind.NO_ANSWER) return;
        }
        throw isRunning(bind);
    }

    static StartFailure isRunning(InetSocketAddress bind) {
        return new StartFailure(
                StartFailure.ABORTED,
                "Startup failed: cjdroute is already running. (a node answers at admin.bind "
                        + bind.getHostString()
                        + ":"
                        + bind.getPort()
                        + ")");
    }
}
