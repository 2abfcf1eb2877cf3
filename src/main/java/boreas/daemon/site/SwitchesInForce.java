package boreas.daemon.site;

import boreas.daemon.site.Ledger.Switched;
import boreas.host.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Switches of the kernel that a plan turns, with the values they had before.
final class SwitchesInForce {
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
        return KernelSwitch.affectedBy(KernelSwitch.path(wanted.name())).contains(path)
                || KernelSwitch.path(wanted.name()).equals(path);
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
        run.note(run.ledger().withSwitched(before));
        run.step("set " + wanted, () -> KernelSwitch.write(path, wanted.value()));
    }

    void down() throws SiteException {
        restore(run.ledger().switched());
        run.note(run.ledger().withSwitched(List.of()));
    }

    /// The first of a group, which was set, changes the others too; then they get back what they
    /// had. When somebody else has set it since, it is his, and the group with it. A device that
    /// has gone has no switches any more.
    private void restore(List<Switched> group) throws SiteException {
        boolean isOurs = false;
        for (var s : group) {
            var now = KernelSwitch.read(s.path());
            if (KernelSwitch.leads(s.path())) isOurs = now.equals(OptionalInt.of(s.ours()));
            if (!isOurs || now.isEmpty() || now.getAsInt() == s.before()) continue;
            run.step(
                    "%s = %d again".formatted(s.path().replace('/', '.'), s.before()),
                    () -> KernelSwitch.write(s.path(), s.before()));
        }
    }
}
