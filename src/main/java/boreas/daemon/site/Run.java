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
    private final List<String> devicesMade = new ArrayList<>();
    private Ledger ledger;

    /// @param beforeStep told of each step before it is taken
    Run(LedgerFile file, Consumer<String> beforeStep) throws SiteException {
        this.file = file;
        this.beforeStep = beforeStep;
        this.ledger = file.read();
    }

    Ledger ledger() {
        return ledger;
    }

    /// On the disk when it returns.
    void note(Ledger next) throws SiteException {
        if (next.equals(ledger)) return;
        beforeStep.accept("ledger");
        file.write(next);
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

    void madeDevice(String device) {
        devicesMade.add(device);
    }

    SiteReport report() {
        return new SiteReport(done, warnings, devicesMade);
    }
}
