package boreas.link;

import boreas.address.LinkAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The addresses that a name has, and which of them is tried now. At first each gets a few hellos
/// in quick succession; when all were silent, they take turns with each hello.
final class NamedAddresses {
    /// With the pauses after the hellos (0.25, 0.5, 1 s) an address that does not answer costs
    /// about two seconds.
    static final int HELLOS_EACH = 3;

    private List<LinkAddress> addresses = List.of();
    private int current;
    private int hellos;
    private int tried;

    /// The name was looked up: the address in use is kept if the name still has it.
    ///
    /// @param inUse null when there is none yet
    /// @return where to go, null to stay
    @Nullable LinkAddress onResolved(List<LinkAddress> found, @Nullable LinkAddress inUse) {
        addresses = found;
        current = Math.max(0, inUse == null ? 0 : found.indexOf(inUse));
        if (found.isEmpty() || found.get(current).equals(inUse)) return null;
        onAnswer();
        return found.get(current);
    }

    /// A hello is about to go out, and the one before was not answered.
    ///
    /// @return where to send it from now on, null to stay
    @Nullable LinkAddress onUnansweredHello() {
        if (addresses.size() < 2 || ++hellos <= (isFirstRound() ? HELLOS_EACH : 1)) return null;
        hellos = 1;
        tried++;
        current = (current + 1) % addresses.size();
        return addresses.get(current);
    }

    /// Some were not tried yet.
    boolean isFirstRound() {
        return tried < addresses.size();
    }

    void onAnswer() {
        hellos = tried = 0;
    }
}
