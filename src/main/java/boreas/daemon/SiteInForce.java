package boreas.daemon;

import boreas.daemon.site.SiteControl;
import boreas.daemon.site.SiteException;
import boreas.daemon.site.SiteOptions;
import boreas.daemon.site.SiteReport;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.io.DeviceException;
import boreas.io.SettingsWatch;
import boreas.site.SitePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A site plan that is in force as long as the node runs: what somebody takes away meanwhile is
/// made again. What is in force stays so when the node ends; `boreas site down` takes it back.
///
/// ```
///   start     control thread, with all rights: begin
///             control thread, which keeps CAP_NET_ADMIN: starts the thread `site`, which has it too
///   later     thread `site-news`, without any right: waits for the kernel to tell of a change
///             thread `site`: looks, makes again, takes another plan
/// ```
///
/// A thread of its own, because it runs `nft`: one that hangs is waited for, up to 20 s, and
/// nothing else of the node shall wait with it.
final class SiteInForce implements AutoCloseable {
    /// What the kernel does not tell of, its switches for instance.
    private static final int LOOK_EACH_MS = 10_000;

    /// Who changes something changes more: one look for all of it, and no more than one a second
    /// where others never stop.
    private static final long NEWS_MS = 50, SPACING_MS = 1_000;

    private final SiteControl site;
    private final EventLog log;
    private final Thread reminder;
    private final AtomicBoolean isLookDue = new AtomicBoolean();
    private final AtomicInteger repairs = new AtomicInteger();

    private volatile SitePlan plan;
    private volatile boolean isClosed;
    private volatile Runnable afterLook = () -> {};
    private volatile @Nullable ControlThread thread;

    // guarded by site
    private @Nullable String complaint;
    private List<String> warnings;

    private SiteInForce(SiteControl site, SitePlan plan, List<String> warnings, EventLog log) {
        this.warnings = warnings;
        this.site = site;
        this.plan = plan;
        this.log = log;
        reminder = Thread.ofPlatform().daemon().name("site-news").start(this::watch);
    }

    /// Puts a plan into force, or sees that it is. With all rights.
    ///
    /// @param ledger the file that remembers what was made
    static SiteInForce begin(SitePlan plan, Path ledger, SiteOptions options, EventLog log)
            throws StartFailure {
        try {
            var site = SiteControl.open(ledger, "boreas run");
            SiteReport report;
            try {
                report = site.up(plan, options);
                tell(plan, report, log);
                site.keepLedgerOpen();
            } catch (SiteException e) {
                boolean isBegun = site.hasMade();
                site.close();
                var failure = new StartFailure(StartFailure.CONFIGURATION, e.sentence());
                throw isBegun ? failure.withSiteInForce() : failure;
            }
            return new SiteInForce(site, plan, report.warnings(), log);
        } catch (SiteException e) {
            throw new StartFailure(StartFailure.CONFIGURATION, e.sentence());
        }
    }

    private static void tell(SitePlan plan, SiteReport report, EventLog log) {
        for (var line : report.warnings()) log.event(Level.WARN, "site", line);
        tellWhatWasDone(plan, report, log);
    }

    private static void tellWhatWasDone(SitePlan plan, SiteReport report, EventLog log) {
        for (var line : report.done()) log.event(Level.DEBUG, "site", line);
        int count = report.done().size();
        log.event(
                Level.INFO,
                "site",
                "machine %s is in force: %s"
                        .formatted(
                                plan.own().name(),
                                report.changedNothing()
                                        ? "it was so already"
                                        : count == 1
                                                ? "1 change was made"
                                                : count + " changes were made"));
    }

    /// Looks after it from now on. By a thread that has kept what it takes: the one that is started
    /// here has the same rights.
    void keep() {
        thread = new ControlThread("site", log);
        lookSoon();
    }

    /// What is in force; from any thread.
    SitePlan plan() {
        return plan;
    }

    /// Where no link may go; from any thread.
    Underlay underlay() {
        return address -> plan.site().refusedUnderlay(address);
    }

    private void watch() {
        try (var watch = SettingsWatch.open()) {
            while (!isClosed) {
                if (watch.await(LOOK_EACH_MS)) Thread.sleep(NEWS_MS);
                lookSoon();
                Thread.sleep(SPACING_MS);
            }
        } catch (DeviceException e) {
            log.event(
                    Level.ERROR,
                    "site",
                    "what is taken away is noticed only at the next start: " + e.getMessage());
        } catch (InterruptedException _) {
            // closed
        }
    }

    /// @param work to be done on the thread `site` behind each look that was not asked for there
    void afterEachLook(Runnable work) {
        afterLook = work;
    }

    /// Does it on the thread `site`. From any thread.
    ///
    /// @return false when it will not be done: the thread is not there yet, or has too much to do
    boolean later(String what, ControlThread.Work work) {
        var site = thread;
        return site != null && site.later(what, work);
    }

    /// Looks after everything, later. From any thread.
    void lookSoon() {
        if (isLookDue.getAndSet(true)) return;
        boolean isTaken =
                later(
                        "site",
                        () -> {
                            isLookDue.set(false);
                            look();
                            afterLook.run();
                        });
        if (!isTaken) isLookDue.set(false);
    }

    // --- the thread `site`

    /// Makes again what is gone. The first of equal complaints is told, and of equal warnings.
    void look() {
        synchronized (site) {
            if (isClosed) return;
            try {
                var report = site.repair();
                complaint = null;
                for (var line : report.done()) log.event(Level.WARN, "site", "made again: " + line);
                for (var line : report.warnings())
                    if (!warnings.contains(line)) log.event(Level.WARN, "site", line);
                if (!report.warnings().isEmpty()) warnings = report.warnings();
                if (!report.changedNothing()) repairs.incrementAndGet();
            } catch (SiteException e) {
                if (isClosed || e.sentence().equals(complaint)) return;
                complaint = e.sentence();
                log.event(Level.ERROR, "site", e.sentence());
            }
        }
    }

    /// Puts another plan into force, whole or not at all.
    ///
    /// @return what is left to be seen to, a line each; the caller tells it
    List<String> change(SitePlan next, SiteOptions options) throws SiteException {
        synchronized (site) {
            if (isClosed) throw new SiteException("the node ends");
            var report = site.change(next, options);
            plan = next;
            complaint = null;
            warnings = report.warnings();
            tellWhatWasDone(next, report, log);
            return report.warnings();
        }
    }

    /// After [#change], when what belongs to it cannot be: the plan before it is in force again.
    ///
    /// @return null, or what could not be made again just now; the next look tries again
    @Nullable String takeBack(SitePlan before, SiteOptions options) {
        synchronized (site) {
            if (isClosed) return null; // all of it is taken away
            plan = before;
            try {
                tellWhatWasDone(before, site.up(before, options), log);
                return null;
            } catch (SiteException e) {
                return e.sentence();
            }
        }
    }

    // ---

    /// How often something had to be made again. From any thread.
    int repairs() {
        return repairs.get();
    }

    /// Waits half a second for what is under way, and gives it up then.
    @Override
    public void close() {
        isClosed = true;
        reminder.interrupt();
        var running = thread;
        if (running != null) running.close();
        synchronized (site) {
            site.close();
        }
    }
}
