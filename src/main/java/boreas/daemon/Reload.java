package boreas.daemon;

import boreas.admin.OwnFiles;
import boreas.admin.ReloadNote;
import boreas.admin.ReloadReport;
import boreas.admin.ReloadTexts;
import boreas.config.AuthorizedPassword;
import boreas.config.CjdrouteConf;
import boreas.config.ConfDifference;
import boreas.config.ConfKey;
import boreas.config.ConfReading;
import boreas.config.Problem;
import boreas.config.Spelling;
import boreas.env.Clock;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.io.DeviceException;
import boreas.node.NodeCommand;
import boreas.site.SitePlan;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Another configuration for a node that runs: read, checked, compared, carried out; or refused as
/// a whole.
///
/// ```
///   admin interface, SIGHUP -> control thread: file -> problems? -> difference -> sockets
///                           -> loop, one command: ReloadSteps, while the control thread waits
///                           -> site: ReloadableSite; what it refuses takes the rest back
/// ```
///
/// One at a time, since there is one control thread; the first is over before the next compares.
final class Reload {
    /// How it ends depends on programs such as `nft`.
    static final Duration SITE_PATIENCE = Duration.ofSeconds(60);

    private static final String GONE =
            "configuration by a pipe and cannot read it again; boreas reload -c FILE hands it over";

    /// What a reload needs of the node around it.
    ///
    /// @param source the files that the node was started with
    /// @param reader makes a configuration of bytes
    /// @param site null: the node is of none
    /// @param sitePatience after which a change of the site is given up
    record Needs(
            ConfSource source,
            Function<byte[], ConfReading> reader,
            Sockets sockets,
            ReloadableEthernet ethernet,
            LoopGate gate,
            ReloadTurn.NodeDoor node,
            Underlay underlay,
            @Nullable ReloadableSite site,
            Duration sitePatience) {}

    private final Needs needs;
    private final ControlThread control;
    private final NotifySocket systemd;
    private final Clock clock;
    private final EventLog log;

    // the control thread's
    private CjdrouteConf conf;
    private List<RunningPort> ports;

    /// @param conf what the node was started with
    /// @param ports and its sockets
    Reload(
            CjdrouteConf conf,
            List<RunningPort> ports,
            Needs needs,
            ControlThread control,
            NotifySocket systemd,
            Clock clock,
            EventLog log) {
        this.conf = conf;
        this.ports = ports;
        this.needs = needs;
        this.control = control;
        this.systemd = systemd;
        this.clock = clock;
        this.log = log;
    }

    /// Because of a signal: the log tells what became of it. From any thread.
    void byItself() {
        var _ = begin(null, false);
    }

    /// From any thread.
    ///
    /// @param texts null reads the files that the node was started with
    /// @param isDryRun only says what it would do
    CompletableFuture<ReloadReport> begin(@Nullable ReloadTexts texts, boolean isDryRun) {
        return onControl(() -> reload(texts, isDryRun));
    }

    /// From any thread: the files that the node was started with.
    CompletableFuture<OwnFiles> files() {
        return onControl(() -> needs.source.files(conf));
    }

    private interface Work<R> {
        R run() throws InterruptedException;
    }

    private <R> CompletableFuture<R> onControl(Work<R> work) {
        var answer = new CompletableFuture<R>();
        boolean isTaken =
                control.later(
                        "reload",
                        () -> {
                            try {
                                answer.complete(work.run());
                            } catch (RuntimeException | AssertionError fault) {
                                answer.completeExceptionally(fault);
                                throw fault;
                            }
                        });
        if (!isTaken)
            answer.completeExceptionally(
                    new RejectedExecutionException("the control thread is busy"));
        return answer;
    }

    private ReloadReport reload(@Nullable ReloadTexts texts, boolean isDryRun)
            throws InterruptedException {
        if (!isDryRun) systemd.reloading(clock.nanoTime());
        try {
            var report = change(texts, isDryRun);
            if (!isDryRun) say(report);
            return report;
        } finally {
            if (!isDryRun) systemd.ready();
        }
    }

    /// The log has a column for how bad it is, and each reason a line.
    private void say(ReloadReport report) {
        int errors = 0;
        for (var note : report.notes()) {
            if (note.isInTheWay()) errors++;
            log.event(note.isInTheWay() ? Level.ERROR : Level.WARN, "reload", note.placed());
        }
        if (report.refusal() != null) {
            var why = errors == 0 ? report.refusal() : Spelling.count(errors, "error");
            log.event(Level.ERROR, "reload", "refused, nothing has changed: " + why);
            return;
        }
        for (var line : report.changes()) log.event(Level.INFO, "reload", line);
        log.event(
                Level.INFO, "reload", "done: " + Spelling.count(report.changes().size(), "change"));
    }

    // --- on the control thread

    private ReloadReport change(@Nullable ReloadTexts texts, boolean isDryRun)
            throws InterruptedException {
        byte @Nullable [] bytes;
        try {
            bytes = texts == null ? needs.source.configuration() : texts.configuration();
        } catch (IOException e) {
            return ReloadReport.refused(List.of(), String.valueOf(e.getMessage()));
        }
        if (bytes != null)
            return change(needs.reader.apply(bytes), texts == null ? null : texts.site(), isDryRun);
        if (needs.site == null) return ReloadReport.refused(List.of(), "this node got its " + GONE);
        return change(
                null,
                List.of(
                        ReloadNote.warning(
                                "only the site file is read again: the node got its " + GONE)),
                null,
                isDryRun);
    }

    private ReloadReport change(ConfReading reading, byte @Nullable [] siteText, boolean isDryRun)
            throws InterruptedException {
        var problems = reading.problems().stream().map(Reload::note).toList();
        var next = reading.conf();
        if (next == null)
            return ReloadReport.refused(
                    problems, "the configuration has errors: " + first(reading, Problem::isError));
        if (reading.hasSlips())
            return ReloadReport.refused(
                    problems,
                    "the configuration has what counts for nothing, and what is gone with it would be carried out: "
                            + first(reading, Problem::isSlip));
        return change(next, problems, siteText, isDryRun);
    }

    /// @param configuration null: the one that is in force
    /// @param problems of the file, for people
    /// @param siteText null: this node reads the site file by itself
    private ReloadReport change(
            @Nullable CjdrouteConf configuration,
            List<ReloadNote> problems,
            byte @Nullable [] siteText,
            boolean isDryRun)
            throws InterruptedException {
        try {
            conf = conf.with(passwordsNow(configuration == null ? conf : configuration));
        } catch (ReloadRefused e) {
            return ReloadReport.refused(problems, e.sentence());
        }
        var next = configuration == null ? conf : configuration;
        var difference = ConfDifference.of(conf, next);
        var told = new ArrayList<ReloadNote>(problems);
        var lines = new ArrayList<String>();
        for (var change : difference.changes()) lines.add(change.toString());
        int needRestart =
                (int)
                        difference.changes().stream()
                                .filter(c -> c.key().effect() == ConfKey.Effect.RESTART)
                                .count();
        try {
            if (difference.isOfAnotherNode())
                throw new ReloadRefused(
                        "privateKey: it is the key of %s, and this node is %s; is it the right file? Another node needs another start"
                                .formatted(next.identity().ip6(), conf.identity().ip6()));
            var plan = plan(difference.running(), siteText);
            if (plan != null && needs.site != null)
                for (var line : needs.site.differences(plan)) lines.add("site: " + line);
            if (isDryRun) rehearse(difference, told);
            else apply(difference, plan, told);
            return new ReloadReport(told, lines, needRestart, null, !isDryRun);
        } catch (ReloadRefused e) {
            return new ReloadReport(told, lines, needRestart, e.sentence(), false);
        }
    }

    /// What the node holds of both files: `boreas invite` and `revoke`, and others by the admin
    /// interface, have told it meanwhile what the file says now.
    private List<AuthorizedPassword> passwordsNow(CjdrouteConf next)
            throws ReloadRefused, InterruptedException {
        var asked = new ArrayList<>(conf.authorizedPasswords());
        for (var password : next.authorizedPasswords())
            if (!asked.contains(password)) asked.add(password);
        if (asked.isEmpty()) return asked;
        var now = new ArrayList<AuthorizedPassword>();
        onLoop(nowNs -> {
            for (var p : asked)
                if (needs.node.onCommand(
                        new NodeCommand.HasPassword(p.password().bytes(), p.user(), p.onlyFrom()),
                        nowNs)) now.add(p);
        });
        return now;
    }

    private static ReloadNote note(Problem problem) {
        return new ReloadNote(
                problem.line(),
                problem.column(),
                problem.isError() || problem.isSlip(),
                problem.text());
    }

    private static String first(ConfReading reading, Predicate<Problem> kind) {
        for (var problem : reading.problems()) if (kind.test(problem)) return problem.toString();
        throw new AssertionError("refused without a reason");
    }

    /// What the site file says now; null when the node is of no site.
    private @Nullable SitePlan plan(CjdrouteConf running, byte @Nullable [] siteText)
            throws ReloadRefused {
        if (needs.site == null) return null;
        try {
            return needs.source.site(running, siteText);
        } catch (StartFailure e) {
            throw new ReloadRefused("site: " + e.getMessage());
        }
    }

    private ReloadSteps steps(ConfDifference difference) {
        return new ReloadSteps(
                difference, ports, needs.sockets, needs.ethernet, needs.node, needs.underlay);
    }

    /// What needs no turn of the loop: whether sockets can be had.
    private void rehearse(ConfDifference difference, List<ReloadNote> told) throws ReloadRefused {
        var steps = steps(difference);
        steps.prepare();
        tell(steps.warnings(), told);
        steps.abandon();
    }

    private void apply(ConfDifference difference, @Nullable SitePlan plan, List<ReloadNote> told)
            throws ReloadRefused, InterruptedException {
        var steps = steps(difference);
        steps.prepare();
        boolean isDone = false;
        try {
            needs.ethernet.prepare(difference.ethernet());
            onLoop(steps::run);
            if (plan != null) changeSite(plan, difference.running(), steps, told);
            isDone = true;
        } catch (DeviceException e) {
            throw new ReloadRefused(String.valueOf(e.getMessage()));
        } finally {
            if (!isDone) steps.abandon();
            tell(isDone ? steps.warnings() : steps.lost(), told);
            ports = steps.ports();
            needs.ethernet.finish(difference.ethernet(), isDone);
        }
        conf = difference.running();
    }

    /// Behind the steps of the node, which are taken back when it refuses.
    private void changeSite(
            SitePlan plan, CjdrouteConf running, ReloadSteps steps, List<ReloadNote> told)
            throws ReloadRefused, InterruptedException {
        var site = needs.site;
        if (site == null) throw new AssertionError("a plan without a site");
        var claim = new Claim();
        try {
            var done = outcome(site.change(plan, running, claim), claim);
            for (var warning : done.warnings()) told.add(ReloadNote.warning("site: " + warning));
        } catch (ReloadRefused e) {
            needs.gate.insist(
                    steps::takeBack,
                    why -> log.event(Level.WARN, "reload", "not taken back yet: " + why));
            throw e;
        }
    }

    private SiteChange outcome(CompletableFuture<SiteChange> change, Claim claim)
            throws ReloadRefused, InterruptedException {
        try {
            try {
                return change.get(needs.sitePatience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                if (claim.take())
                    throw new ReloadRefused(
                            "site: it takes longer than %d s, and was given up"
                                    .formatted(needs.sitePatience.toSeconds()));
                return change.get(); // it is about to be done
            }
        } catch (ExecutionException e) {
            var why = e.getCause() == null ? e : e.getCause();
            throw new ReloadRefused("site: " + why.getMessage());
        }
    }

    private static void tell(List<String> warnings, List<ReloadNote> told) {
        for (var warning : warnings) told.add(ReloadNote.warning(warning));
    }

    /// What the loop's thread does in one go.
    private interface Turn {
        void run(long nowNs) throws ReloadRefused;
    }

    private void onLoop(Turn turn) throws ReloadRefused, InterruptedException {
        try {
            needs.gate.now(nowNs -> {
                turn.run(nowNs);
                return true;
            });
        } catch (LoopGate.Busy busy) {
            throw new ReloadRefused(busy.sentence());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ReloadRefused refused) throw refused;
            throw new AssertionError(e.getCause());
        }
    }
}
