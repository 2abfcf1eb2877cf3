package boreas.daemon.site;

import boreas.host.HostOutcome;
import boreas.host.HostState;
import boreas.host.Setting;
import boreas.io.HostSettings;
import java.util.ArrayList;
import java.util.List;

/// Devices, addresses and routes of a plan, made and taken back.
final class SettingsInForce {
    /// A change may undo another: with a device its routes go. More rounds would mean that somebody
    /// works against us.
    private static final int ROUNDS_MAX = 3;

    private final HostSettings host = new HostSettings();
    private final Run run;
    private boolean hasFailed;

    SettingsInForce(Run run) {
        this.run = run;
    }

    /// What refuses packets goes before all else: closed before anything is open.
    static boolean isRefusal(Setting setting) {
        return setting instanceof Setting.Unreachable;
    }

    /// What is there. Of a kernel that does not tell it must not be thought that there is nothing:
    /// what was made would be forgotten.
    static HostState state() throws SiteException {
        var state = new HostSettings().state();
        if (state.isUnknown())
            throw new SiteException(
                    "the kernel does not tell its devices, addresses and routes, or they change all the time; try again when it is quieter");
        return state;
    }

    /// What is to be done, decided without touching anything.
    Changes changes(List<Setting> wanted, int tunOwner) throws SiteException {
        return Changes.of(wanted, run.ledger().made(), state(), tunOwner);
    }

    void up(List<Setting> wanted, int tunOwner) throws SiteException {
        Setting restless = null;
        for (int round = 0; round < ROUNDS_MAX; round++) {
            var changes = changes(wanted, tunOwner);
            for (var c : changes.conflicts()) run.warn(c);
            if (changes.isNothing()) {
                run.note(run.ledger().withMade(changes.ours()));
                return;
            }
            restless = changes.first();
            run.note(run.ledger().plus(changes.ours()));
            apply(changes, tunOwner);
            if (hasFailed) return; // said; the next look tries again
        }
        throw new SiteException(
                "%s did not stay as it was made: is another program at work on the same devices and routes?"
                        .formatted(restless));
    }

    private void apply(Changes changes, int tunOwner) throws SiteException {
        for (var s : changes.make()) if (isRefusal(s)) make(s, tunOwner);
        var state = state();
        for (var s : changes.remove()) remove(s, state);
        for (var s : changes.mend()) if (!isRoute(s)) mend(s, tunOwner);
        for (var s : changes.make()) if (!isRefusal(s)) make(s, tunOwner);
        for (var s : changes.mend())
            if (isRoute(s)) mend(s, tunOwner); // their sources are there now
    }

    private static boolean isRoute(Setting setting) {
        return setting instanceof Setting.Route;
    }

    private void mend(Setting setting, int tunOwner) throws SiteException {
        change("mended " + setting, () -> must(host.mend(setting, tunOwner)));
    }

    private void make(Setting setting, int tunOwner) throws SiteException {
        change("made " + setting, () -> must(host.make(setting, tunOwner)));
    }

    /// What cannot be repaired (an address, say, whose device has gone) must not keep the rest from
    /// it.
    private void change(String what, Run.Act act) throws SiteException {
        try {
            run.step(what, act);
        } catch (SiteException e) {
            if (!run.isRepair()) throw e;
            run.warn(e.sentence());
            hasFailed = true;
        }
    }

    /// Removes all that was made, the last thing first.
    void down() throws SiteException {
        var kept = new ArrayList<String>();
        for (var s : run.ledger().made().reversed()) {
            var now = state();
            try {
                remove(s, now);
            } catch (SiteException e) {
                kept.add(e.sentence());
            }
        }
        if (!kept.isEmpty()) throw new SiteException(String.join("; ", kept));
        run.note(run.ledger().withMade(List.of()));
    }

    private void remove(Setting setting, HostState state) throws SiteException {
        if (Changes.isThere(state, setting))
            run.step("removed " + setting, () -> must(host.remove(setting)));
    }

    private static void must(HostOutcome outcome) throws SiteException {
        if (outcome instanceof HostOutcome.Refused(String sentence, _))
            throw new SiteException(sentence);
    }
}
