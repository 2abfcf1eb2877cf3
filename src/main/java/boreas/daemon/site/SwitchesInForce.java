package boreas.daemon.site;

import boreas.daemon.site.Ledger.Switched;
import boreas.host.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Switches of the kernel that a plan turns, with the values they had before.
///
/// A machine that begins to forward IPv6 forgets the default routes that routers have advertised to
/// it, and its links with them. So where it has such a route, the device is told before to listen
/// to routers all the same (`accept_ra` = 2).
final class SwitchesInForce {
    private static final String ACCEPT_RA = "/accept_ra";
    private static final int WHEN_NOT_FORWARDING = 1, ALWAYS = 2;

    /// Of routes that come from advertisements, rtnetlink(7).
    private static final int RTPROT_RA = 9;

    private final Run run;

    SwitchesInForce(Run run) {
        this.run = run;
    }

    void up(List<Setting.Sysctl> wanted) throws SiteException {
        var kept = new ArrayList<Switched>();
        var stale = new ArrayList<Switched>();
        for (var s : run.ledger().switched())
            (wanted.stream().anyMatch(w -> covers(w, s.path())) ? kept : stale).add(s);
        restore(stale);
        run.note(run.ledger().withSwitched(kept));
        for (var w : wanted) turn(w);
    }

    private static boolean covers(Setting.Sysctl wanted, String path) {
        var lead = KernelSwitch.path(wanted.name());
        return KernelSwitch.affectedBy(lead).contains(path)
                || lead.equals(KernelSwitch.FORWARDING_IP6) && path.endsWith(ACCEPT_RA);
    }

    private void turn(Setting.Sysctl wanted) throws SiteException {
        var path = KernelSwitch.path(wanted.name());
        if (KernelSwitch.read(path).equals(OptionalInt.of(wanted.value()))) return;
        var before = new ArrayList<>(run.ledger().switched());
        for (var affected : KernelSwitch.affectedBy(path)) {
            var value = KernelSwitch.read(affected);
            boolean isNoted = before.stream().anyMatch(s -> s.path().equals(affected));
            if (value.isPresent() && !isNoted)
                before.add(new Switched(affected, value.getAsInt(), wanted.value()));
        }
        var listening = path.equals(KernelSwitch.FORWARDING_IP6) ? listening() : List.<String>of();
        for (var l : listening) before.add(new Switched(l, WHEN_NOT_FORWARDING, ALWAYS));
        run.note(run.ledger().withSwitched(before));
        for (var l : listening)
            run.step(
                    "%s = %d, for its default route".formatted(l.replace('/', '.'), ALWAYS),
                    () -> KernelSwitch.write(l, ALWAYS));
        run.step("set " + wanted, () -> KernelSwitch.write(path, wanted.value()));
    }

    /// The switches of devices whose default route would go.
    private static List<String> listening() throws SiteException {
        var switches = new ArrayList<String>();
        for (var r : SettingsInForce.state().routes()) {
            if (r.protocol() != RTPROT_RA || r.destination().bits() != 0) continue;
            var path = "net/ipv6/conf/" + r.device() + ACCEPT_RA;
            if (KernelSwitch.read(path).equals(OptionalInt.of(WHEN_NOT_FORWARDING))
                    && !switches.contains(path)) switches.add(path);
        }
        return switches;
    }

    /// Whether nothing is to be done.
    static boolean areTurned(List<Setting.Sysctl> wanted) {
        return wanted.stream()
                .allMatch(w ->
                        KernelSwitch.read(KernelSwitch.path(w.name()))
                                .equals(OptionalInt.of(w.value())));
    }

    void down() throws SiteException {
        restore(run.ledger().switched());
        run.note(run.ledger().withSwitched(List.of()));
    }

    /// The first of a group, which was set, changes the others too; then they get back what they
    /// had. When somebody else has set it since, it is his, and the group with it; a switch that
    /// was set by itself is his alone. A device that has gone has no switches any more.
    private void restore(List<Switched> group) throws SiteException {
        boolean isGroupOurs = false;
        for (var s : group) {
            var now = KernelSwitch.read(s.path());
            boolean isOurs = now.equals(OptionalInt.of(s.ours()));
            if (KernelSwitch.leads(s.path())) isGroupOurs = isOurs;
            if (!isGroupOurs || now.isEmpty() || now.getAsInt() == s.before()) continue;
            if (s.path().endsWith(ACCEPT_RA) && !isOurs) continue;
            run.step(
                    "%s = %d again".formatted(s.path().replace('/', '.'), s.before()),
                    () -> KernelSwitch.write(s.path(), s.before()));
        }
    }
}
