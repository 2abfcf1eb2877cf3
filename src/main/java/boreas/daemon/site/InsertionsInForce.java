package boreas.daemon.site;

import boreas.daemon.site.Ledger.Insertion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Our tagged rules in chains of others, put there and taken away again, by their tags.
final class InsertionsInForce {
    private static final String NFT = "nft";

    private final Run run;
    private final @Nullable Nft nft;

    InsertionsInForce(Run run, @Nullable Nft nft) {
        this.run = run;
        this.nft = nft;
    }

    void up(List<Insertion> wanted, @Nullable Ruleset ruleset) throws SiteException {
        var stale = new ArrayList<Insertion>();
        for (var i : run.ledger().insertions()) if (!wanted.contains(i)) stale.add(i);
        for (var i : stale) remove(i, ruleset);
        var missing = new ArrayList<Insertion>();
        for (var i : wanted) if (!isThere(i, ruleset)) missing.add(i);
        run.note(run.ledger().withInsertions(wanted));
        for (var i : missing) run.step("inserted " + i, () -> insert(i));
    }

    void down(@Nullable Ruleset ruleset) throws SiteException {
        for (var i : run.ledger().insertions()) remove(i, ruleset);
        run.note(run.ledger().withInsertions(List.of()));
    }

    private void insert(Insertion i) throws SiteException {
        if (i.tool().equals(NFT)) {
            if (nft == null) throw new SiteException("nft is gone: cannot insert the " + i);
            nft.load(
                    "insert rule %s %s %s %s accept comment \"%s\"%n"
                            .formatted(i.family(), i.table(), i.chain(), i.text(), i.tag()));
        } else {
            must("insert", i, legacy(i, "-I"));
        }
    }

    private static void must(String verb, Insertion i, Program.Result result) throws SiteException {
        if (!result.isSuccess())
            throw new SiteException(
                    "cannot %s the %s: \"%s\"".formatted(verb, i, result.complaint()));
    }

    private static Program.Result legacy(Insertion i, String verb) throws SiteException {
        var program = Program.find(i.tool());
        if (program == null) throw new SiteException(i.tool() + " is gone; it has a " + i);
        var words = new ArrayList<>(List.of(verb, i.chain()));
        words.addAll(List.of(i.text().split(" ")));
        words.addAll(List.of("-m", "comment", "--comment", i.tag(), "-j", "ACCEPT"));
        return Program.run(program, "", words);
    }

    private static boolean isThere(Insertion i, @Nullable Ruleset ruleset) throws SiteException {
        return i.tool().equals(NFT)
                ? !handles(i, ruleset).isEmpty()
                : Program.find(i.tool()) != null && legacy(i, "-C").isSuccess();
    }

    private static List<Long> handles(Insertion i, @Nullable Ruleset ruleset) {
        var handles = new ArrayList<Long>();
        var chain =
                ruleset == null
                        ? null
                        : ruleset.chain(i.family() + " " + i.table() + " " + i.chain());
        if (chain != null)
            for (var rule : chain.rules())
                if (rule.comment().equals(i.tag())) handles.add(rule.handle());
        return handles;
    }

    /// What the other firewall has thrown away itself is gone.
    private void remove(Insertion i, @Nullable Ruleset ruleset) throws SiteException {
        if (!isThere(i, ruleset)) return;
        if (!i.tool().equals(NFT)) {
            run.step("removed " + i, () -> must("remove", i, legacy(i, "-D")));
            return;
        }
        if (nft == null) return;
        for (var handle : handles(i, ruleset))
            run.step(
                    "removed " + i,
                    () ->
                            nft.load(
                                    "delete rule %s %s %s handle %d%n"
                                            .formatted(i.family(), i.table(), i.chain(), handle)));
    }
}
