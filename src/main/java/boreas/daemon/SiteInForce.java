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
/// On the control thread, which keeps the right to change the network; a thread of its own, without
/// any right, waits for the kernel to say that something has changed, and reminds it.
final class SiteInForce implements AutoCloseable {
    /// What the kernel does not tell of, its switches for instance.
    private static final int LOOK_EACH_MS = 10_000;

    /// Who changes something changes more: one look for all of it, and no more than one a second
    /// where others never stop.
    private static final long NEWS_MS = 50, SPACING_MS = 1_000;

    private final SiteControl site;
    private final ControlThread control;
    private final EventLog log;
    private final Thread reminder;
    private final AtomicBoolean isLookDue = new AtomicBoolean();
    private final AtomicInteger repairs = new AtomicInteger();

    private volatile boolean isClosed;
    private volatile Runnable afterLook = () -> {};

    // guarded by site
    private @Nullable String complaint;
    private List<String> warnings;

    private SiteInForce(
            SiteControl site, List<String> warnings, ControlThread control, EventLog log) {
        this.warnings = warnings;
        this.site = site;
        this.control = control;
        this.log = log;
        reminder = Thread.ofPlatform().daemon().name("site").start(this::watch);
    }

    /// Puts a plan into force, or sees that it is. On the control thread, with all rights.
    ///
    /// @param ledger the file that remembers what was made
    static SiteInForce begin(
            SitePlan plan, Path ledger, SiteOptions options, ControlThread control, EventLog log)
            throws StartFailure {
        try {
            var site = SiteControl.open(ledger, "boreas run");
            SiteReport report;
            try {
                report = site.up(plan, options);
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
            return new SiteInForce(site, report.warnings(), control, log);
        } catch (SiteException e) {
            throw new StartFailure(StartFailure.CONFIGURATION, e.sentence());
        }
    }

    private static void tell(SiteReport report, EventLog log) {
        for (var line : report.done()) log.event(Level.DEBUG, "site", line);
        for (var line : report.warnings()) log.event(Level.WARN, "site", line);
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

    /// @param work to be done on the control thread behind each look that was not asked for there
    void afterEachLook(Runnable work) {
        afterLook = work;
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
                            afterLook.run();
                        });
        if (!isTaken) isLookDue.set(false);
    }

    /// Makes again what is gone. On the control thread. The first of equal complaints is told, and
    /// of equal warnings.
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
