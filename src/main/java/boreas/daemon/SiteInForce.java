package boreas.daemon;

import boreas.daemon.site.SiteControl;
import boreas.daemon.site.SiteException;
import boreas.daemon.site.SiteOptions;
import boreas.daemon.site.SiteReport;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.site.SitePlan;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A site plan that is in force as long as the node runs: what somebody takes away meanwhile is
/// made again. What is in force stays so when the node ends; `boreas site down` takes it back.
///
/// On the control thread, which keeps the right to change the network; a thread of its own, without
/// any right, reminds it.
final class SiteInForce implements AutoCloseable {
    /// Ours: how long a route that somebody deleted may be missing. Its packets go nowhere
    /// meanwhile, never in clear.
    private static final long LOOK_EACH_MS = 5_000;

    private final SiteControl site;
    private final ControlThread control;
    private final EventLog log;
    private final Thread reminder;
    private final AtomicBoolean isLookDue = new AtomicBoolean();
    private final AtomicInteger repairs = new AtomicInteger();

    // guarded by site
    private boolean isClosed;
    private @Nullable String complaint;

    private SiteInForce(SiteControl site, ControlThread control, EventLog log) {
        this.site = site;
        this.control = control;
        this.log = log;
        reminder = Thread.ofPlatform().daemon().name("site").start(this::remind);
    }

    /// Puts a plan into force, or sees that it is. On the control thread, with all rights.
    ///
    /// @param ledger the file that remembers what was made
    static SiteInForce begin(
            SitePlan plan, Path ledger, SiteOptions options, ControlThread control, EventLog log)
            throws StartFailure {
        try {
            var site = SiteControl.open(ledger, "boreas run");
            try {
                var report = site.up(plan, options);
                tell(report, log);
                log.event(
                        Level.INFO,
                        "site",
                        "machine %s is in force: %s"
                                .formatted(
                                        plan.own().name(),
                                        report.changedNothing()
                                                ? "it was so already"
                                                : report.done().size() + " changes were made"));
            } catch (SiteException e) {
                site.close();
                throw e;
            }
            return new SiteInForce(site, control, log);
        } catch (SiteException e) {
            throw new StartFailure(StartFailure.CONFIGURATION, e.sentence());
        }
    }

    private static void tell(SiteReport report, EventLog log) {
        for (var line : report.done()) log.event(Level.DEBUG, "site", line);
        for (var line : report.warnings()) log.event(Level.WARN, "site", line);
    }

    private void remind() {
        try {
            while (true) {
                Thread.sleep(LOOK_EACH_MS);
                lookSoon();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /// Looks after everything, later. From any thread.
    void lookSoon() {
        if (isLookDue.getAndSet(true)) return;
        boolean isTaken =
                control.later(
                        "site",
                        () -> {
                            isLookDue.set(false);
                            look();
                        });
        if (!isTaken) isLookDue.set(false);
    }

    /// Makes again what is gone. On the control thread. The first of equal complaints is told.
    void look() {
        synchronized (site) {
            if (isClosed) return;
            try {
                var report = site.repair();
                complaint = null;
                if (report.changedNothing()) return;
                repairs.incrementAndGet();
                for (var line : report.done()) log.event(Level.WARN, "site", "made again: " + line);
                for (var line : report.warnings()) log.event(Level.WARN, "site", line);
            } catch (SiteException e) {
                if (e.sentence().equals(complaint)) return;
                complaint = e.sentence();
                log.event(Level.ERROR, "site", e.sentence());
            }
        }
    }

    /// How often something had to be made again. From any thread.
    int repairs() {
        return repairs.get();
    }

    @Override
    public void close() {
        reminder.interrupt();
        synchronized (site) {
            isClosed = true;
            site.close();
        }
    }
}
