package boreas.cli;

import boreas.config.CjdrouteConf;
import boreas.daemon.NodeDaemon;
import boreas.daemon.Readiness;
import boreas.daemon.StartFailure;
import boreas.daemon.StatePath;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// Runs a node in this process, for both personalities.
final class NodeRun {
    private NodeRun() {}

    /// @param source where `conf` and the site file came from
    /// @param site null: this machine is of none
    /// @param state where known peers are kept, `none`, or null for the usual place
    static int run(
            CjdrouteConf conf,
            OwnConf source,
            @Nullable OwnSite site,
            @Nullable String state,
            String processName,
            boolean staysInForeground,
            PrintStream err)
            throws InterruptedException {
        var statePath = StatePath.of(state, conf.identity().ip6());
        try (var readiness = Readiness.to(System.getProperty("boreas.ready"))) {
            var plan = site == null ? null : site.plan(err::println);
            return NodeDaemon.run(
                    new NodeDaemon.Options(
                            ProgramVersion.NAME,
                            processName,
                            conf,
                            source,
                            plan,
                            StatePath.siteLedger(state, conf.identity().ip6()),
                            statePath,
                            staysInForeground),
                    readiness);
        } catch (StartFailure failure) {
            err.println(failure.getMessage());
            return failure.exitCode();
        }
    }
}
