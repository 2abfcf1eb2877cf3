package boreas.daemon.site;

import boreas.site.SitePlan;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts a plan into force on this machine, keeps it so, and takes it back.
///
/// Each method may be called again: what is so already is not touched. In the network namespace of
/// the calling thread.
public final class SiteControl implements AutoCloseable {
    private SiteControl() {}

    /// Takes the lock.
    ///
    /// @param ledger the file that remembers what was made, see
    ///   [boreas.daemon.StatePath#siteLedger]; its folder is made where it is missing
    /// @param holder for others who want the lock meanwhile, such as `boreas run`
    /// @throws SiteException when somebody else has it: who, and what would work
    public static SiteControl open(Path ledger, String holder) throws SiteException {
        return new SiteControl();
    }

    /// Makes it so: what is missing is made, what an earlier plan made and this one does not want
    /// is taken away. The firewall comes first, in one transaction.
    public SiteReport up(SitePlan plan, SiteOptions options) throws SiteException {
        return new SiteReport(List.of(), List.of(), List.of());
    }

    /// Makes again what has gone since [#up]: a device that was deleted, a route, a table that
    /// somebody flushed. Costs little when nothing is wrong.
    public SiteReport repair() throws SiteException {
        return new SiteReport(List.of(), List.of(), List.of());
    }

    /// Removes exactly what was made, in the reverse order.
    public SiteReport down() throws SiteException {
        return new SiteReport(List.of(), List.of(), List.of());
    }

    /// How it stands; takes no lock, changes nothing.
    ///
    /// @param plan null: only what the ledger says
    public static SiteStatus status(Path ledger, @Nullable SitePlan plan, SiteOptions options)
            throws SiteException {
        return new SiteStatus(null, List.of(), List.of());
    }

    /// Gives the lock back. What is in force stays so.
    @Override
    public void close() {}
}
