package boreas.daemon.site;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One run of `up`, `down` or a repair: the ledger as it is on the disk, and what is reported.
final class Run {
    private final LedgerFile file;
    private final Consumer<String> beforeStep;
    private final List<String> done = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final boolean isRepair;
    private Ledger ledger;

    /// @param isRepair of a node that may have given up the right to write files by now
    /// @param beforeStep told of each step before it is taken
    Run(LedgerFile file, boolean isRepair, Consumer<String> beforeStep) throws SiteException {
        this.file = file;
        this.ledger = file.read();
        this.isRepair = isRepair;
        this.beforeStep = beforeStep;
    }

    boolean isRepair() {
        return isRepair;
    }

    Ledger ledger() {
        return ledger;
    }

    /// On the disk when it returns. A repair goes on without: what it makes is in the ledger since
    /// it was made first, but for the rare thing that had been somebody else's.
    void note(Ledger next) throws SiteException {
        if (next.equals(ledger)) return;
        beforeStep.accept("ledger");
        try {
            file.write(next);
        } catch (SiteException e) {
            if (!isRepair) throw e;
            warn(e.sentence());
        }
        ledger = next;
    }

    interface Act {
        void act() throws SiteException;
    }

    /// Something changes on the machine; reported when it has.
    void step(String what, Act act) throws SiteException {
        beforeStep.accept(what);
        act.act();
        done.add(what);
    }

    void warn(String line) {
        if (!warnings.contains(line)) warnings.add(line);
    }

    SiteReport report() {
        return new SiteReport(done, warnings);
    }
}
