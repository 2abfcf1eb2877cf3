package boreas.daemon;

import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.admin.SiteView;
import boreas.config.CjdrouteConf;
import boreas.daemon.site.SiteException;
import boreas.daemon.site.SiteOptions;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.node.Node;
import boreas.site.PlanChange;
import boreas.site.SitePlan;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/// The site of a node that runs, and how it becomes another one without a restart.
///
/// Whether a node has a site is decided at its start: it keeps other rights then.
final class RunningSite implements ReloadableSite {
    private static final String GIVEN_UP = "the change was given up, it took too long";

    private final SiteInForce inForce;
    private final SiteTunnels tunnels;
    private final SiteLinks links;
    private final Node node;
    private final LoopGate gate;
    private final EventLog log;

    /// The configuration that holds. The site thread's, once it runs.
    private CjdrouteConf conf;

    RunningSite(
            SiteInForce inForce,
            SiteTunnels tunnels,
            SiteLinks links,
            Node node,
            LoopGate gate,
            CjdrouteConf conf,
            EventLog log) {
        this.inForce = inForce;
        this.tunnels = tunnels;
        this.links = links;
        this.node = node;
        this.gate = gate;
        this.conf = conf;
        this.log = log;
    }

    // --- before the loop runs

    /// What holds for all links; before there are any.
    void prepareLinks(long nowNs) {
        links.prepare(inForce.plan(), node, nowNs);
    }

    /// When the ports are there.
    void openLinks(long nowNs) {
        links.into(inForce.plan(), conf, node, nowNs);
    }

    // --- while it runs

    SiteTunnels tunnels() {
        return tunnels;
    }

    /// For people, from any thread.
    SiteView view() {
        return tunnels.view();
    }

    /// What holds now. From any thread.
    SitePlan plan() {
        return inForce.plan();
    }

    @Override
    public List<String> differences(SitePlan next) {
        return PlanChange.between(inForce.plan(), next).lines();
    }

    @Override
    public CompletableFuture<SiteChange> change(SitePlan next, CjdrouteConf conf, Claim claim) {
        var answer = new CompletableFuture<SiteChange>();
        boolean isTaken = inForce.later("site file", () -> hand(next, conf, claim, answer));
        if (!isTaken)
            answer.completeExceptionally(
                    new SiteException(
                            "the site cannot change now: too much is under way, try again"));
        return answer;
    }

    // --- the site thread

    private void hand(
            SitePlan next, CjdrouteConf conf, Claim claim, CompletableFuture<SiteChange> answer) {
        try {
            if (claim.isTaken()) throw new SiteException(GIVEN_UP);
            var done = make(inForce.plan(), next, conf, claim);
            complete(() -> answer.complete(done));
        } catch (SiteException e) {
            complete(() -> answer.completeExceptionally(e));
        } catch (RuntimeException | AssertionError fault) {
            complete(() -> answer.completeExceptionally(fault));
            throw fault;
        }
    }

    /// By the loop's thread: what follows an answer starts threads, and those that this one starts
    /// have its rights.
    private void complete(Supplier<Boolean> deliver) {
        var _ = gate.onLoop(_ -> deliver.get()).exceptionally(_ -> deliver.get());
    }

    private SiteChange make(SitePlan now, SitePlan next, CjdrouteConf conf, Claim claim)
            throws SiteException {
        check(now, next, conf);
        var differences = PlanChange.between(now, next).lines();
        var swap = new TunnelSwap(tunnels, next, log);
        onLoop(nowNs -> {
            swap.letGo(nowNs);
            return true;
        });
        try {
            var warnings = inForce.change(next, SiteOptions.ofNode(conf.udpPorts()));
            try {
                swap.openDevices();
                carry(swap, next, conf, claim);
            } catch (SiteException e) {
                var missing = inForce.takeBack(now, SiteOptions.ofNode(this.conf.udpPorts()));
                if (missing == null) throw e;
                throw new SiteException(
                        "%s; and what was in force before is not whole yet: %s"
                                .formatted(e.sentence(), missing));
            }
            this.conf = conf;
            return new SiteChange(differences, warnings);
        } catch (SiteException e) {
            takeBack(swap);
            throw e;
        }
    }

    private void takeBack(TunnelSwap swap) throws SiteException {
        var again = swap.reopened();
        try {
            gate.insist(
                    nowNs -> swap.takeBack(again, nowNs),
                    why -> log.event(Level.WARN, "site", "tunnels not taken back yet: " + why));
        } catch (InterruptedException _) {
            throw nodeEnds();
        }
    }

    private void carry(TunnelSwap swap, SitePlan next, CjdrouteConf conf, Claim claim)
            throws SiteException {
        var refusal =
                onLoop(nowNs -> {
                    if (!claim.take()) return GIVEN_UP;
                    var why = swap.carry(nowNs);
                    if (why != null) return why;
                    links.prepare(next, node, nowNs);
                    links.into(next, conf, node, nowNs);
                    return "";
                });
        if (!refusal.isEmpty()) throw new SiteException(refusal);
    }

    /// What only a start can do, and what could not be at a start either.
    private static void check(SitePlan now, SitePlan next, CjdrouteConf conf) throws SiteException {
        var own = next.own();
        if (!own.key().equals(now.own().key()))
            throw new SiteException("the plan is for %s, not for this node".formatted(own.name()));
        if (own.isGenuine())
            throw new SiteException(
                    "machine %s is \"genuine\": 1 in the site file, and this is Boreas; take that away, or run the genuine program there"
                            .formatted(own.name()));
        if (!own.meshDevice().equals(now.own().meshDevice()))
            throw new SiteException(
                    "the site file has the tun device of this node as \"%s\" now, and it is \"%s\": that needs a restart of the node"
                            .formatted(own.meshDevice(), now.own().meshDevice()));
        for (var udp : conf.udpInterfaces())
            for (var peer : udp.connectTo())
                if (peer.endpoint() instanceof PeerEndpoint.Numeric(LinkAddress address)) {
                    var why = next.site().refusedUnderlay(address.ip());
                    if (why != null)
                        throw new SiteException(
                                "interfaces.UDPInterface.connectTo \"%s\": its address %s"
                                        .formatted(peer.endpoint(), why));
                }
    }

    private <R> R onLoop(LoopGate.Work<R> work) throws SiteException {
        try {
            return gate.now(work);
        } catch (LoopGate.Busy busy) {
            throw new SiteException(busy.sentence());
        } catch (ExecutionException e) {
            throw new AssertionError("the site could not change", e.getCause());
        } catch (InterruptedException _) {
            throw nodeEnds();
        }
    }

    private static SiteException nodeEnds() {
        Thread.currentThread().interrupt();
        return new SiteException("the node ends");
    }
}
