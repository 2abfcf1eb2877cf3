package boreas.cli;

import boreas.config.CjdrouteConf;
import boreas.daemon.ConfSource;
import boreas.daemon.StartFailure;
import boreas.site.SitePlan;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// The configuration of the node in this process, to be read again.
final class OwnConf implements ConfSource {
    private final Path file;
    private final @Nullable Path siteOption;

    private OwnConf(Path file, @Nullable Path siteOption) {
        this.file = file.toAbsolutePath();
        this.siteOption = siteOption;
    }

    /// @param siteOption what the command line names
    /// @return null without a file
    static @Nullable OwnConf of(@Nullable Path file, @Nullable Path siteOption) {
        return file == null ? null : new OwnConf(file, siteOption);
    }

    @Override
    public byte[] configuration() throws IOException {
        try (var in = Files.newInputStream(file)) {
            return CheckedFile.bytes(file.toString(), in, "configuration");
        } catch (AccessDeniedException e) {
            throw unread("this node may not read " + file + " any more, since it gave up root", e);
        } catch (NoSuchFileException e) {
            throw unread("this node sees no file " + file + " any more", e);
        }
    }

    private IOException unread(String why, IOException cause) {
        return new IOException(why + "; boreas reload -c " + file + " hands it over", cause);
    }

    @Override
    public @Nullable SitePlan site(CjdrouteConf conf) throws StartFailure {
        var site = OwnSite.of(conf, siteOption);
        if (site == null) return null;
        var problems = new ArrayList<String>();
        try {
            return site.plan(problems::add);
        } catch (StartFailure e) {
            if (problems.isEmpty()) throw e;
            throw new StartFailure(
                    e.exitCode(), e.getMessage() + ": " + String.join("; ", problems));
        }
    }
}
