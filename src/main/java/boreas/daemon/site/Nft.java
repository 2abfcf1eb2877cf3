package boreas.daemon.site;

import boreas.site.SitePlan;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The firewall of the machine, by `nft`: read as a whole, changed in one transaction each.
final class Nft {
    private static final List<String> FROM_STDIN = List.of("-f", "-");
    private static final String NAME = "nft";

    private final Path program;

    private Nft(Path program) {
        this.program = program;
    }

    /// Null where it is not installed.
    static @Nullable Nft find() {
        var program = Program.find(NAME);
        return program == null ? null : new Nft(program);
    }

    Ruleset list() throws SiteException {
        var result = Program.run(program, "", List.of("-j", "list", "ruleset"));
        if (!result.isSuccess()) throw refused("read the firewall", result);
        return Ruleset.of(NftJson.parse(result.out()));
    }

    /// Lets nft and the kernel try a script without any effect.
    void check(String script) throws SiteException {
        var result = Program.run(program, script, List.of("-c", "-f", "-"));
        if (!result.isSuccess()) throw refused("load the firewall of the site", result);
    }

    void load(String script) throws SiteException {
        var result = Program.run(program, script, FROM_STDIN);
        if (!result.isSuccess()) throw refused("change the firewall", result);
    }

    void removeTable() throws SiteException {
        load("delete table " + SitePlan.TABLE_FAMILY + " " + SitePlan.TABLE + "\n");
    }

    private static SiteException refused(String what, Program.Result result) {
        return new SiteException("cannot " + what + ": nft says \"" + result.complaint() + "\"");
    }
}
