package boreas.daemon;

import boreas.config.SecurityConf;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.ffm.Errno;
import boreas.ffm.LibCProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/// Gives up what a running node does not need: the user, all capabilities but the network's, the
/// file system. As the configuration's `security` list says; what a JVM cannot do of it is said in
/// the log and in `docs/security.md`.
///
/// To be called on the control thread, when everything is open. Capabilities belong to threads, and
/// a JVM has made a dozen before a line of ours runs; what takes them from all threads at once is a
/// change of the user away from root, which the C library does in each thread. Only the calling
/// thread keeps some, and only if the configuration wants that: CAP_NET_ADMIN for `keepNetAdmin`
/// (with a site also in the programs that it starts, which are `nft`), CAP_NET_RAW where Ethernet
/// devices that come later shall be taken.
///
/// ```
///   started as          user and groups             capabilities of the other threads
///   root                setuser, in all threads     go with the change of the user
///   a user with         that of the start           go with a change of the *saved* user to root
///     CAP_SETUID                                    and back; root is never in effect
///   a user without      that of the start           stay what the start gave, and this is told
/// ```
///
/// As with the genuine program a step that fails is a warning, not the end; only a user that does
/// not exist ends the start, before anything is done, and a change of the user that ends half way.
/// See `docs/adr/0010-rights-before-the-start.md`.
final class Privileges {
    // capability(7), linux/capability.h
    private static final int CAP_SETUID = 7, CAP_NET_ADMIN = 12, CAP_NET_RAW = 13;
    private static final int CAP_SYS_CHROOT = 18;
    // prctl(2)
    private static final int PR_SET_KEEPCAPS = 8;
    private static final int PR_CAP_AMBIENT = 47, PR_CAP_AMBIENT_RAISE = 2;

    private final EventLog log;

    Privileges(EventLog log) {
        this.log = log;
    }

    /// What the control thread shall still be able to do when rights are given up.
    ///
    /// @param ethernet open Ethernet devices that come later
    /// @param site make again what is taken away from a site in force
    record Later(boolean ethernet, boolean site) {}

    void giveUp(SecurityConf security, Later later) throws StartFailure {
        sayWhatCannotBe(security);
        if (LibCProcess.geteuid() != 0) {
            giveUpAsUser(security, later, ThreadCapabilities.ownEffective());
            return;
        }
        var user = security.setUser();
        var account = user == null ? null : account(user);
        leaveIfWanted(security, later);
        if (account == null) return;
        sayWhatASiteMisses(security, later);
        become(account, Kept.of(security.keepNetAdmin(), later));
    }

    /// Started as another user than root, by a service manager or by the launcher.
    ///
    /// @param has the capabilities of this thread, which are those of the start
    private void giveUpAsUser(SecurityConf security, Later later, long has) throws StartFailure {
        if (has == 0) {
            log.event(
                    Level.INFO,
                    "security",
                    "not root: user, root folder and capabilities stay as they are");
            return;
        }
        if (ThreadCapabilities.has(has, CAP_SYS_CHROOT)) leaveIfWanted(security, later);
        sayWhatASiteMisses(security, later);
        var kept = Kept.of(security.keepNetAdmin(), later).among(has);
        if (ThreadCapabilities.has(has, CAP_SETUID)) takeFromAllThreads();
        else
            log.event(
                    Level.WARN,
                    "security",
                    "started with capabilities, but without CAP_SETUID: threads of the JVM keep "
                            + ThreadCapabilities.text(has)
                            + "; start it with CAP_SETUID too, which it gives up with them");
        keepHere(kept);
        check("keep " + kept.names, keepCapabilities(0));
        log.event(
                Level.INFO,
                "security",
                "runs as user " + LibCProcess.geteuid() + ", as it was started" + kept.words());
    }

    /// The kernel takes all capabilities from a thread whose real, effective and saved user are not
    /// root any more, capabilities(7). So the saved one becomes root, which gives no right but to
    /// take it, and then the user again. Both in all threads.
    private void takeFromAllThreads() throws StartFailure {
        int user = LibCProcess.geteuid();
        int r = LibCProcess.setresuid(-1, -1, 0);
        if (r < 0) {
            warn("no capabilities in other threads", r);
            return;
        }
        check("keep capabilities", keepCapabilities(1));
        r = LibCProcess.setresuid(user, user, user);
        if (r < 0)
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    "security: may become root and cannot give that up: " + Errno.text(r));
    }

    private void leaveIfWanted(SecurityConf security, Later later) {
        if (security.chroot() == null) return;
        if (!later.site) leave(security.chroot());
        else
            log.event(
                    Level.INFO,
                    "security",
                    "chroot: not with a site, whose firewall is looked after by nft");
    }

    private void sayWhatASiteMisses(SecurityConf security, Later later) {
        if (later.site && !security.keepNetAdmin())
            log.event(
                    Level.WARN,
                    "security",
                    "keepNetAdmin is 0: what is taken away from the site while the node runs stays"
                            + " away until the next start");
    }

    private void sayWhatCannotBe(SecurityConf security) {
        var cannot = new ArrayList<String>();
        if (security.noFiles()) cannot.add("nofiles");
        if (security.noForks()) cannot.add("noforks");
        if (security.seccomp()) cannot.add("seccomp");
        if (!cannot.isEmpty())
            log.event(
                    Level.INFO,
                    "security",
                    String.join(", ", cannot)
                            + ": not for a JVM, see docs/security.md for what a service manager"
                            + " does instead");
    }

    /// A user of this machine.
    static Account account(String name) throws StartFailure {
        try {
            return account(name, Account.all());
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    "security.setuser: cannot read " + Account.FILE + ": " + e.getMessage());
        }
    }

    static Account account(String name, List<Account> users) throws StartFailure {
        for (var user : users) if (user.name().equals(name)) return user;
        throw new StartFailure(
                StartFailure.CONFIGURATION,
                "User \""
                        + name
                        + "\" doesn't exist and no alternative user is set. Name one of "
                        + Account.FILE
                        + " in security.setuser, or 0 to stay who you are.");
    }

    private void leave(String root) {
        openWhatIsOpenedLate();
        int r = LibCProcess.chroot(root);
        if (r >= 0) r = LibCProcess.chdir("/");
        if (r < 0) warn("chroot " + root, r);
        else log.event(Level.INFO, "security", "root folder is " + root);
    }

    /// A JVM opens a module's file when it first needs one of its classes, and the resolver's
    /// configuration is read at the first question.
    private void openWhatIsOpenedLate() {
        ResolverConfig.getCurrentConfig();
        for (var module : ModuleLayer.boot().modules()) {
            try (var file = module.getResourceAsStream("module-info.class")) {
                if (file == null) continue;
                var _ = file.read();
            } catch (IOException e) {
                log.event(Level.WARN, "security", module + ": " + e.getMessage());
            }
        }
    }

    /// Capabilities that one thread keeps, as bits and for people.
    ///
    /// @param areHandedOn programs that it starts have CAP_NET_ADMIN too
    private record Kept(long bits, boolean areHandedOn, String names) {
        static Kept of(boolean netAdmin, Later later) {
            var names = new ArrayList<String>();
            if (netAdmin) names.add("CAP_NET_ADMIN");
            if (later.ethernet) names.add("CAP_NET_RAW");
            return new Kept(
                    (netAdmin ? 1L << CAP_NET_ADMIN : 0) | (later.ethernet ? 1L << CAP_NET_RAW : 0),
                    netAdmin && later.site,
                    String.join(" and ", names));
        }

        /// Those that the start has given.
        Kept among(long has) {
            return of(
                    ThreadCapabilities.has(bits & has, CAP_NET_ADMIN),
                    new Later(ThreadCapabilities.has(bits & has, CAP_NET_RAW), areHandedOn));
        }

        long inheritable() {
            return areHandedOn ? 1L << CAP_NET_ADMIN : 0;
        }

        String words() {
            return bits == 0 ? "" : " with " + names + " in one thread";
        }
    }

    private void become(Account account, Kept kept) {
        boolean keepsAny = kept.bits != 0;
        if (keepsAny) check("keep " + kept.names, keepCapabilities(1));
        check("no groups", LibCProcess.dropGroups());
        if (account.gid() != 0) check("group " + account.gid(), LibCProcess.setgid(account.gid()));
        int r = LibCProcess.setuid(account.uid());
        if (r < 0) warn("user " + account.name(), r);
        if (keepsAny) {
            keepHere(kept);
            check("keep " + kept.names, keepCapabilities(0));
        }
        if (r >= 0) log.event(Level.INFO, "security", "runs as " + account.name() + kept.words());
    }

    /// In this thread nothing but these.
    private void keepHere(Kept kept) {
        var what = kept.bits == 0 ? "no capabilities" : "only " + kept.names;
        check(what, ThreadCapabilities.restrictTo(kept.bits, kept.inheritable()));
        if (kept.areHandedOn) check("hand on CAP_NET_ADMIN", handOn(CAP_NET_ADMIN));
    }

    private static int keepCapabilities(int onOrOff) {
        return LibCProcess.prctl(PR_SET_KEEPCAPS, onOrOff, 0, 0, 0);
    }

    /// A program of another user gets a capability by the ambient set alone, capabilities(7).
    private static int handOn(int capability) {
        return LibCProcess.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0);
    }

    private void check(String what, int result) {
        if (result < 0) warn(what, result);
    }

    private void warn(String what, int result) {
        log.event(Level.WARN, "security", what + ": " + Errno.text(result) + "; goes on without");
    }
}
