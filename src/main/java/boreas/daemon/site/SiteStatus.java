package boreas.daemon.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a plan is in force.
///
/// @param holder who works on it or keeps it now, such as `boreas run, pid 4711`; null: nobody
/// @param items what the plan wants and what is still there from an earlier one, in the plan's
///   order
/// @param foreign what other firewalls would drop, one line each
public record SiteStatus(@Nullable String holder, List<Item> items, List<String> foreign) {
    public SiteStatus {
        items = List.copyOf(items);
        foreign = List.copyOf(foreign);
    }

    public enum State {
        IN_FORCE,
        MISSING,
        DIFFERS,
        /// Made by an earlier plan, and still there.
        LEFT_OVER,
        /// This process has not the right to look.
        UNKNOWN
    }

    /// @param what as the plan words it
    /// @param detail what is there instead; often nothing
    /// @param isOurs made by Boreas, so `down` removes it
    public record Item(String what, State state, String detail, boolean isOurs) {}

    public boolean isInForce() {
        return items.stream().allMatch(i -> i.state() == State.IN_FORCE);
    }
}
