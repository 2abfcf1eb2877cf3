package boreas.daemon.site;

import boreas.host.HostState;
import boreas.host.HostState.Fit;
import boreas.host.Setting;
import java.util.ArrayList;
import java.util.List;

/// What is to be done so that a machine has the settings of a plan; decided without touching
/// anything. Switches of the kernel are not in here.
///
/// @param remove what an earlier plan made and this one does not want, in the order of removal
/// @param make what is missing, in the order of making
/// @param mend what is ours and there, but not as it should be, such as a device that is down
/// @param ours what will be ours afterwards: what was, and what is made now
/// @param conflicts what is in the way and not ours, a sentence each
record Changes(
        List<Setting> remove,
        List<Setting> make,
        List<Setting> mend,
        List<Setting> ours,
        List<String> conflicts) {

    /// @param ours what the ledger says
    /// @param tunOwner of new tun devices, see [HostState#fit]
    static Changes of(List<Setting> wanted, List<Setting> ours, HostState state, int tunOwner) {
        var remove = new ArrayList<Setting>();
        for (var s : ours.reversed()) if (!hasThing(wanted, s) && isThere(state, s)) remove.add(s);
        var then = state.without(remove);
        var make = new ArrayList<Setting>();
        var mend = new ArrayList<Setting>();
        var stays = new ArrayList<Setting>();
        var conflicts = new ArrayList<String>();
        for (var s : wanted) {
            if (s instanceof Setting.Sysctl) continue;
            boolean isOurs = hasThing(ours, s);
            switch (then.fit(s, tunOwner)) {
                case Fit.Present _ -> {
                    if (isOurs) stays.add(s);
                }
                case Fit.Missing _ -> {
                    make.add(s);
                    stays.add(s);
                }
                case Fit.Differs(String what) -> {
                    if (isOurs && then.hasAltered(s)) mend.add(s);
                    else conflicts.add(conflict(s, what));
                    if (isOurs) stays.add(s);
                }
            }
        }
        return new Changes(remove, make, mend, stays, conflicts);
    }

    /// What has gone, or is not as it was made, is somebody else's business by now.
    static boolean isThere(HostState state, Setting setting) {
        return state.fit(setting, SiteOptions.NO_OWNER) instanceof Fit.Present
                || state.hasAltered(setting);
    }

    private static String conflict(Setting setting, String what) {
        String remedy =
                switch (setting) {
                    case Setting.TunDevice t ->
                            "remove it with 'ip link del "
                                    + t.device()
                                    + "', or choose another name with \"tunnel\" in the site file";
                    case Setting.KernelTunnel t ->
                            "remove it with 'ip link del "
                                    + t.device()
                                    + "', or choose another name with \"tunnel\" in the site file";
                    case Setting.Address a ->
                            "remove it with 'ip address del "
                                    + a.address().compressedText()
                                    + " dev "
                                    + a.device()
                                    + "'";
                    case Setting.Route r ->
                            "remove it with 'ip route del "
                                    + r.destination()
                                    + " metric "
                                    + r.metric()
                                    + "'";
                    case Setting.Unreachable u ->
                            "remove it with 'ip route del "
                                    + u.destination()
                                    + " metric "
                                    + u.metric()
                                    + "'";
                    case Setting.Sysctl s -> throw new AssertionError(s);
                };
        return "%s cannot be: %s, and not by Boreas; %s".formatted(setting, what, remedy);
    }

    /// A device stays the same one when only its MTU changes.
    private static boolean hasThing(List<Setting> settings, Setting setting) {
        for (var s : settings) if (s.equals(setting) || isSameDevice(s, setting)) return true;
        return false;
    }

    private static boolean isSameDevice(Setting a, Setting b) {
        return switch (a) {
            case Setting.TunDevice(String device, _) ->
                    b instanceof Setting.TunDevice(String other, _) && device.equals(other);
            case Setting.KernelTunnel t ->
                    b instanceof Setting.KernelTunnel o
                            && t.device().equals(o.device())
                            && t.local().equals(o.local())
                            && t.remote().equals(o.remote());
            default -> false;
        };
    }

    /// One of them, for a message.
    Setting first() {
        for (var list : List.of(remove, mend, make)) if (!list.isEmpty()) return list.getFirst();
        throw new IllegalStateException("no change");
    }

    boolean isNothing() {
        return remove.isEmpty() && make.isEmpty() && mend.isEmpty();
    }
}
