package boreas.cli;

import boreas.address.PublicKey;
import boreas.config.CjdrouteConf;
import boreas.daemon.StartFailure;
import boreas.site.SitePlan;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The site file of a node that is about to run, and this machine's place in it.
final class OwnSite {
    private final Path file;
    private final PublicKey key;

    private OwnSite(Path file, PublicKey key) {
        this.file = file;
        this.key = key;
    }

    /// @param option what the command line names; it comes before the configuration's
    /// @return null when neither names a file
    static @Nullable OwnSite of(CjdrouteConf conf, @Nullable Path option) {
        var named = conf.site();
        var file = option != null ? option : named != null ? Path.of(named) : null;
        return file == null ? null : new OwnSite(file, conf.identity().publicKey());
    }

    /// @param out where problems of the file go, a line each
    /// @return what this machine has to do
    /// @throws StartFailure when the file cannot be used, or does not have this machine, or not as
    ///   a Boreas node
    SitePlan plan(Consumer<String> out) throws StartFailure {
        return checked(read(out));
    }

    Path file() {
        return file;
    }

    /// The same while the node runs: what is wrong with the file is in the refusal.
    ///
    /// @param text of the file; null: it is read
    SitePlan planAgain(byte @Nullable [] text) throws StartFailure {
        try {
            var read = text == null ? SiteFile.read(file) : SiteFile.of(file, text);
            var why = read.whyUnusable();
            if (why != null) throw refused(why);
            return checked(read.plan(key, "this node", _ -> {}));
        } catch (AccessDeniedException e) {
            throw refused(
                    "this node may not read the site file %s any more, since it gave up root (security); boreas reload, run by who may read the configuration, hands it over"
                            .formatted(file));
        } catch (IOException e) {
            var folder = file.toAbsolutePath().getParent();
            if (e instanceof NoSuchFileException && folder != null && !Files.isDirectory(folder))
                throw refused(
                        "this node sees no folder %s any more: security (chroot) hides it, or it is gone; boreas reload, run by who may read the configuration, hands the site file over"
                                .formatted(folder));
            throw refused(sentence(e));
        }
    }

    private SitePlan checked(SitePlan plan) throws StartFailure {
        if (plan.own().isGenuine())
            throw refused(
                    "%s: machine %s is \"genuine\": 1, and this is Boreas; take that away, or run the genuine program there"
                            .formatted(file, plan.own().name()));
        return plan;
    }

    private SitePlan read(Consumer<String> out) throws StartFailure {
        try {
            return SiteFile.read(file).plan(key, "this node", out);
        } catch (IOException e) {
            throw refused(sentence(e));
        }
    }

    private String sentence(IOException e) {
        return switch (e) {
            case NoSuchFileException _ ->
                    "there is no site file %s; boreas site init makes one".formatted(file);
            case AccessDeniedException _ -> "may not read the site file " + file;
            default -> String.valueOf(e.getMessage());
        };
    }

    private static StartFailure refused(String sentence) {
        return new StartFailure(StartFailure.CONFIGURATION, sentence);
    }
}
