package boreas.daemon;

import boreas.config.CjdrouteConf;
import boreas.site.SitePlan;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The site of a node as a reload needs it. From any thread but the loop's.
interface ReloadableSite {
    /// What a site file that was read anew would change, for people; does nothing.
    ///
    /// @param next of the same machine
    List<String> differences(SitePlan next);

    /// Takes a site file that was read anew: all of it, or nothing. Tunnels and links that are the
    /// same in both are not touched, so connections through them live on; the settings of the
    /// machine change in one run, the firewall in one transaction.
    ///
    /// Done on the site's own thread, for which nobody else has to wait. What `conf` says about
    /// machines of the site comes first, as at the start; so the node's own peers and interfaces
    /// change before this is called. It is to be called after them also when the site file is the
    /// same: links of the site may have to move to other ports.
    ///
    /// @param next of the same machine
    /// @param conf the configuration that holds from now on: its UDP ports have to be let in by
    ///   other firewalls, and machines that its `connectTo` names are called as it says there
    /// @param claim whoever waits may give the change up by taking this first: then it is not done,
    ///   and what was begun of it is taken back; otherwise the change takes it at the moment from
    ///   which on the node has other tunnels and links
    /// @return completed by the loop's thread; fails with a sentence for the operator: nothing has
    ///   changed then
    CompletableFuture<SiteChange> change(SitePlan next, CjdrouteConf conf, Claim claim);
}
