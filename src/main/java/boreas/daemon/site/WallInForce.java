package boreas.daemon.site;

import boreas.daemon.site.Ledger.Wall;
import boreas.site.SitePlan;
import org.jspecify.annotations.Nullable;

/// The table of a plan, loaded and taken back in one transaction each.
///
/// Whether it is still what was loaded is seen by two digests: of the script, and of what the
/// kernel then listed. So a table that somebody has flushed or changed is loaded anew, and one that
/// is as it should be is not touched: its counters and the connections it knows stay.
final class WallInForce {
    static final String MISSING = "missing";
    static final String NAME = SitePlan.TABLE_FAMILY + " " + SitePlan.TABLE;

    private final Run run;
    private final Nft nft;

    WallInForce(Run run, Nft nft) {
        this.run = run;
        this.nft = nft;
    }

    /// Null when it is as it should be, else what is to be said of it.
    static @Nullable String difference(Ledger ledger, Ruleset ruleset, String script) {
        if (ruleset.own() == null) return MISSING;
        var wall = ledger.wall();
        if (wall == null) return "somebody else's";
        if (!wall.script().equals(Digest.of(script))) return "from another site file";
        return wall.listing().equals(ruleset.own()) ? null : "changed by somebody";
    }

    /// @throws SiteException when a table of that name is there, but not ours, or when the kernel
    ///   does not take the script; nothing is changed then
    void check(Ruleset ruleset, String script) throws SiteException {
        if (ruleset.own() != null && run.ledger().wall() == null)
            throw new SiteException(
                    "table %s is there already, and not by this node: it is another node's, or was loaded by hand; 'nft delete table %s' makes room"
                            .formatted(NAME, NAME));
        if (difference(run.ledger(), ruleset, script) != null) nft.check(script);
    }

    void up(Ruleset ruleset, String script) throws SiteException {
        if (difference(run.ledger(), ruleset, script) == null) return;
        var digest = Digest.of(script);
        var wall = run.ledger().wall();
        // The same once more needs no note: it is ours already.
        if (wall == null || !wall.script().equals(digest))
            run.note(run.ledger().withWall(new Wall(digest, "")));
        run.step("loaded the firewall, table " + NAME, () -> nft.load(script));
        var listing = nft.list().own();
        run.note(run.ledger().withWall(new Wall(digest, listing == null ? "" : listing)));
    }

    void down(Ruleset ruleset) throws SiteException {
        if (run.ledger().wall() == null) return;
        if (ruleset.own() != null)
            run.step("removed the firewall, table " + NAME, nft::removeTable);
        run.note(run.ledger().withWall(null));
    }
}
