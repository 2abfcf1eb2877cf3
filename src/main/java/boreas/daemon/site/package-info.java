/// A site plan in force on this machine: devices, addresses, routes, switches of the kernel, and a
/// firewall of its own.
///
/// [boreas.daemon.site.SiteControl] compares a plan with what is there, makes what is missing, and
/// takes away what an earlier plan made. What it makes is in a *ledger* before it is made, so that
/// `down` removes exactly that, and a run that was killed is put right by the next one. A lock
/// keeps two of them apart: a running node with a site holds it, so do `boreas site up` and `down`
/// while they work.
///
/// Refuses: what a plan says ([boreas.site.SitePlan]), packets, and any device, address, route,
/// table or rule that somebody else made. Called by the daemon (its threads `control` and `site`)
/// and by `cli`; one thread at a time. A wrong state of the machine or a missing right is a
/// [boreas.daemon.site.SiteException], one sentence for the operator.
@NullMarked
package boreas.daemon.site;

import org.jspecify.annotations.NullMarked;
