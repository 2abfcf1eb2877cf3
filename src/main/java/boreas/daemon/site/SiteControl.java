package boreas.daemon.site;

import boreas.daemon.site.SiteStatus.Item;
import boreas.daemon.site.SiteStatus.State;
import boreas.host.HostState.Fit;
import boreas.host.Setting;
import boreas.io.FirewallGeneration;
import boreas.site.Opening;
import boreas.site.PlanText;
import boreas.site.SitePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts a plan into force on this machine, keeps it so, and takes it back.
///
/// ```
///   up     is anything in the way? -> ledger -> firewall -> what refuses -> what is stale, away
///          -> devices, addresses, routes -> switches -> chains of others
///   down   chains of others -> switches -> routes, addresses, devices, what refuses -> firewall
/// ```
///
/// Each method may be called again: what is so already is not touched. In the network namespace of
/// the calling thread, and by one thread at a time.
public final class SiteControl implements AutoCloseable {
    /// Ours: with a look each five seconds, about once a minute.
    private static final int WHOLE_LOOK_EACH = 12;

    private final LedgerFile file;
    private final SiteLock lock;
    private final Consumer<String> beforeStep;
    private @Nullable SitePlan plan;

    private SiteOptions options = SiteOptions.usual(List.of());

    /// The firewall's generation at a look at which all was as it should be; -1: not known.
    private long leftAt = -1;

    private int looks;

    private SiteControl(LedgerFile file, SiteLock lock, Consumer<String> beforeStep) {
        this.file = file;
        this.lock = lock;
        this.beforeStep = beforeStep;
    }

    /// Takes the lock.
    ///
    /// @param ledger the file that remembers what was made, see
    ///   [boreas.daemon.StatePath#siteLedger]; its folder is made where it is missing
    /// @param holder for others who want the lock meanwhile, such as `boreas run`
    /// @throws SiteException when somebody else has it: who, and what would work
    public static SiteControl open(Path ledger, String holder) throws SiteException {
        return open(ledger, holder, _ -> {});
    }

    /// @param beforeStep told of each step before it is taken
    static SiteControl open(Path ledger, String holder, Consumer<String> beforeStep)
            throws SiteException {
        return new SiteControl(new LedgerFile(ledger), SiteLock.take(ledger, holder), beforeStep);
    }

    /// Whether this machine has what [#up] loads the firewall with. Without it there are the rules
    /// of [PlanText#IP6TABLES], and [SiteOptions#hasFirewall] has to be false.
    public static boolean hasNftables() {
        return Nft.find() != null;
    }

    /// Makes it so: what is missing is made, what an earlier plan made and this one does not want
    /// is taken away. The firewall comes first, in one transaction.
    public SiteReport up(SitePlan plan, SiteOptions options) throws SiteException {
        Rights.need("putting a site into force");
        this.plan = plan;
        this.options = options;
        return inForce(plan, false);
    }

    /// Another plan in place of the one that is in force, in one run: as [#up], but when something
    /// is refused on the way, the old one is in force again.
    public SiteReport change(SitePlan next, SiteOptions options) throws SiteException {
        var before = plan;
        if (before == null) throw new IllegalStateException("no plan is in force");
        var optionsBefore = this.options;
        try {
            return up(next, options);
        } catch (SiteException e) {
            try {
                up(before, optionsBefore);
            } catch (SiteException again) {
                // The next look tries again to make it what it was.
                plan = before;
                this.options = optionsBefore;
                throw new SiteException(
                        "%s; and what was in force before is not whole yet: %s"
                                .formatted(e.sentence(), again.sentence()));
            }
            throw e;
        }
    }

    /// Makes again what has gone since [#up]: a device that was deleted, a route, a table that
    /// somebody flushed. Costs little when nothing is wrong. What is in the way is a warning here,
    /// and the rest is repaired all the same.
    public SiteReport repair() throws SiteException {
        var plan = this.plan;
        if (plan == null) throw new IllegalStateException("no plan is in force");
        if (isAsLeft(plan)) return new SiteReport(List.of(), List.of());
        return inForce(plan, true);
    }

    /// The kernel counts the changes of all its tables of nftables, and devices and routes are
    /// asked for directly: no program is run where nothing has changed. The older iptables do not
    /// count, so now and then everything is looked at.
    private boolean isAsLeft(SitePlan plan) throws SiteException {
        long generation = FirewallGeneration.now();
        if (++looks % WHOLE_LOOK_EACH == 0 || generation < 0 || generation != leftAt) return false;
        var settings =
                new SettingsInForce(begin(true)).changes(plan.settings(), options.tunOwner());
        return settings.isNothing()
                && settings.conflicts().isEmpty()
                && SwitchesInForce.areTurned(switches(plan));
    }

    private Run begin(boolean isRepair) throws SiteException {
        return new Run(file, isRepair, beforeStep);
    }

    private SiteReport inForce(SitePlan plan, boolean isRepair) throws SiteException {
        var run = begin(isRepair);
        leftAt = -1;
        long generation = FirewallGeneration.now(); // before the look: what changes later is news
        inForce(run, plan, isRepair);
        var report = run.report();
        if (report.changedNothing()) leftAt = generation;
        return report;
    }

    private void inForce(Run run, SitePlan plan, boolean isRepair) throws SiteException {
        var settings = new SettingsInForce(run);
        if (!isRepair) {
            var conflicts = settings.changes(plan.settings(), options.tunOwner()).conflicts();
            if (!conflicts.isEmpty()) throw new SiteException(String.join("; ", conflicts));
        }
        var nft = nft(run);
        var ruleset = nft == null ? null : nft.list();
        if (nft != null && ruleset != null) {
            var wall = new WallInForce(run, nft);
            if (options.hasFirewall()) {
                String script = PlanText.NFT.of(plan);
                wall.check(ruleset, script);
                wall.up(ruleset, script);
            } else {
                wall.down(ruleset);
            }
        }
        settings.up(plan.settings(), options.tunOwner());
        new SwitchesInForce(run).up(switches(plan));
        foreign(run, nft, ruleset, plan);
    }

    /// What drops what the plan needs is named, or opened.
    private void foreign(Run run, @Nullable Nft nft, @Nullable Ruleset ruleset, SitePlan plan)
            throws SiteException {
        var warnings = new ArrayList<String>();
        var found = foreign(plan, options, ruleset, warnings);
        var wanted = new ArrayList<Ledger.Insertion>();
        var kept = options.isKeeping() ? run.ledger().insertions() : List.<Ledger.Insertion>of();
        for (var f : found)
            if (options.isInserting() || kept.contains(f.insertion())) wanted.add(f.insertion());
            else run.warn(f.sentence());
        for (var w : warnings) run.warn(w);
        new InsertionsInForce(run, nft).up(wanted, ruleset);
    }

    /// Without a firewall of our own nothing is asked of others': it is all the operator's.
    private static List<ForeignChains> foreign(
            SitePlan plan, SiteOptions options, @Nullable Ruleset ruleset, List<String> warnings)
            throws SiteException {
        return ForeignChains.of(
                Opening.of(plan, options.udpPorts()),
                ruleset,
                LegacyChains.read(warnings),
                SettingsInForce.state());
    }

    /// Whether something is on this machine that was made for a site, now or earlier.
    public boolean hasMade() {
        try {
            return !file.read().isEmpty();
        } catch (SiteException _) {
            return false;
        }
    }

    private @Nullable Nft nft(Run run) throws SiteException {
        var nft = Nft.find();
        if (nft != null) return nft;
        if (options.hasFirewall() || run.ledger().wall() != null)
            throw new SiteException(
                    "nftables is missing, so the firewall of the site can neither be loaded nor taken back: install it, such as with 'apt-get install nftables'");
        return null;
    }

    private static List<Setting.Sysctl> switches(SitePlan plan) {
        var switches = new ArrayList<Setting.Sysctl>();
        for (var s : plan.settings()) if (s instanceof Setting.Sysctl w) switches.add(w);
        return switches;
    }

    /// Removes exactly what was made, in the reverse order.
    public SiteReport down() throws SiteException {
        Rights.need("taking a site back");
        plan = null;
        var run = begin(false);
        if (run.ledger().isEmpty()) return run.report();
        boolean isNftNeeded = run.ledger().wall() != null || !run.ledger().insertions().isEmpty();
        var nft = isNftNeeded ? nft(run) : null;
        var ruleset = nft == null ? null : nft.list();
        new InsertionsInForce(run, nft).down(ruleset);
        new SwitchesInForce(run).down();
        new SettingsInForce(run).down();
        if (nft != null && ruleset != null) new WallInForce(run, nft).down(ruleset);
        return run.report();
    }

    /// How it stands; takes no lock, changes nothing.
    ///
    /// @param plan null: only what the ledger says
    public static SiteStatus status(Path ledger, @Nullable SitePlan plan, SiteOptions options)
            throws SiteException {
        var noted = new LedgerFile(ledger).read();
        var items = new ArrayList<Item>();
        var state = SettingsInForce.state();
        var wanted = plan == null ? noted.made() : plan.settings();
        var foreign = new ArrayList<String>();
        if (plan != null) {
            Ruleset ruleset = null;
            String whyNot = "nftables is not installed";
            try {
                var nft = Nft.find();
                if (nft != null) ruleset = nft.list();
            } catch (SiteException e) {
                whyNot = e.sentence();
            }
            if (options.hasFirewall()) items.add(wall(noted, plan, ruleset, whyNot));
            if (ruleset != null)
                for (var f : foreign(plan, options, ruleset, foreign))
                    if (!noted.insertions().contains(f.insertion())) foreign.add(f.sentence());
        }
        for (var s : wanted) {
            if (s instanceof Setting.Sysctl w) {
                items.add(switched(noted, w));
                continue;
            }
            boolean isOurs = noted.made().contains(s);
            items.add(
                    switch (state.fit(s, options.tunOwner())) {
                        case Fit.Present _ -> new Item(s.toString(), State.IN_FORCE, "", isOurs);
                        case Fit.Missing _ -> new Item(s.toString(), State.MISSING, "", isOurs);
                        case Fit.Differs(String what) ->
                                new Item(s.toString(), State.DIFFERS, what, isOurs);
                    });
        }
        for (var s : noted.made())
            if (!wanted.contains(s) && !(state.fit(s, SiteOptions.NO_OWNER) instanceof Fit.Missing))
                items.add(new Item(s.toString(), State.LEFT_OVER, "", true));
        return new SiteStatus(SiteLock.holder(ledger), items, foreign);
    }

    private static Item switched(Ledger noted, Setting.Sysctl wanted) {
        var path = KernelSwitch.path(wanted.name());
        var now = KernelSwitch.read(path);
        boolean isOurs = noted.switched().stream().anyMatch(s -> s.path().equals(path));
        return now.equals(OptionalInt.of(wanted.value()))
                ? new Item(wanted.toString(), State.IN_FORCE, "", isOurs)
                : new Item(
                        wanted.toString(),
                        now.isEmpty() ? State.MISSING : State.DIFFERS,
                        now.isEmpty() ? "" : "it is " + now.getAsInt(),
                        isOurs);
    }

    private static Item wall(
            Ledger noted, SitePlan plan, @Nullable Ruleset ruleset, String whyNot) {
        String what = "firewall, table " + WallInForce.NAME;
        boolean isOurs = noted.wall() != null;
        if (ruleset == null) return new Item(what, State.UNKNOWN, whyNot, isOurs);
        var difference = WallInForce.difference(noted, ruleset, PlanText.NFT.of(plan));
        if (difference == null) return new Item(what, State.IN_FORCE, "", isOurs);
        return difference.equals(WallInForce.MISSING)
                ? new Item(what, State.MISSING, "", isOurs)
                : new Item(what, State.DIFFERS, difference, isOurs);
    }

    /// Before this process gives up rights: it will be able to note what a later [#change] makes.
    public void keepLedgerOpen() {
        file.keepOpen();
    }

    /// Gives the lock back. What is in force stays so.
    @Override
    public void close() {
        file.close();
        lock.close();
    }
}
