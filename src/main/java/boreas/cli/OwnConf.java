package boreas.cli;

import boreas.admin.OwnFiles;
import boreas.config.CjdrouteConf;
import boreas.daemon.ConfSource;
import boreas.daemon.StartFailure;
import boreas.site.SitePlan;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The configuration of the node in this process and its site file, to be read again.
final class OwnConf implements ConfSource {
    private final @Nullable Path named;
    private final @Nullable Path siteOption;

    /// @param file null: the configuration came by a pipe
    /// @param siteOption what the command line names
    OwnConf(@Nullable Path file, @Nullable Path siteOption) {
        named = file == null ? null : file.toAbsolutePath();
        this.siteOption = siteOption;
    }

    @Override
    public byte @Nullable [] configuration() throws IOException {
        var file = named;
        if (file == null) return null;
        try (var in = Files.newInputStream(file)) {
            return CheckedFile.bytes(file.toString(), in, "configuration");
        } catch (AccessDeniedException e) {
            throw unread(file, e);
        } catch (NoSuchFileException e) {
            throw unread(file, e);
        }
    }

    /// What a node in a chroot does not see may well be there.
    private static IOException unread(Path file, IOException cause) {
        return new IOException(
                "this node may not read %s%s; boreas reload, run by who may read it, hands it over"
                        .formatted(
                                file,
                                cause instanceof NoSuchFileException
                                        ? ", or it is not there: security (chroot, setuser) hides it"
                                        : " any more, since it gave up root (security)"),
                cause);
    }

    @Override
    public @Nullable SitePlan site(CjdrouteConf conf, byte @Nullable [] text) throws StartFailure {
        var site = OwnSite.of(conf, siteOption);
        return site == null ? null : site.planAgain(text);
    }

    @Override
    public OwnFiles files(CjdrouteConf conf) {
        var site = OwnSite.of(conf, siteOption);
        return new OwnFiles(
                named == null ? null : named.toString(),
                site == null ? null : site.file().toAbsolutePath().toString());
    }
}
