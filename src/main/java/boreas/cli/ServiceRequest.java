package boreas.cli;

import boreas.cli.service.ServiceSettings;
import boreas.config.CjdrouteConf;
import boreas.config.EthInterfaceConf;
import boreas.daemon.UserNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a service is to be by the command line and the node's configuration, and why it cannot be.
///
/// @param conf the node's configuration
/// @param site null: what the configuration names
/// @param user null: the init's own choice
record ServiceRequest(
        String name, Path conf, @Nullable Path site, @Nullable String user, ServiceHost host) {
    private static final int LOW_PORTS_END = 1024;

    ServiceSettings settings(Path program) throws IOException {
        var file = absolute(conf);
        var read = conf(file);
        boolean needsLowPorts =
                isLow(read.admin().bind().udpPort())
                        || read.udpInterfaces().stream().anyMatch(u -> isLow(u.bind().udpPort()));
        var settings =
                new ServiceSettings(
                        name,
                        program,
                        Path.of(System.getProperty("java.home")),
                        file,
                        site == null ? null : absolute(site),
                        site != null || read.site() != null,
                        user,
                        !EthInterfaceConf.inForce(read.ethInterfaces()).isEmpty(),
                        needsLowPorts);
        for (var path : List.of(settings.program(), settings.javaHome(), file)) refuseOddPath(path);
        if (settings.site() != null) refuseOddPath(settings.site());
        return settings;
    }

    private static boolean isLow(int port) {
        return port > 0 && port < LOW_PORTS_END;
    }

    private CjdrouteConf conf(Path file) throws IOException {
        ConfFile read;
        try (var in = Files.newInputStream(host.here(file))) {
            read = ConfFile.read(host.here(file).toString(), in);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "there is no configuration %1$s: (umask 077; boreas genconf > %1$s) makes one, --conf FILE names another"
                            .formatted(host.here(file)),
                    e);
        }
        var conf = read.conf();
        if (conf == null)
            throw new IOException(
                    "%1$s cannot be used; boreas check %1$s says why".formatted(host.here(file)));
        return conf;
    }

    /// Units and scripts take words as they are.
    private static void refuseOddPath(Path path) throws IOException {
        if (!path.toString().matches("[\\w./+:@-]+"))
            throw new IOException(
                    "%s: a unit takes only letters, digits and ./_+:@- in a path; move it, or link to it by another name"
                            .formatted(path));
    }

    void check(ServiceSettings settings, boolean isCopied, boolean isSystemd) throws IOException {
        if (!host.isThisMachine()) return;
        boolean isRoots = user == null ? !isSystemd : user.equals("root");
        if (user != null && !UserNumber.exists(user))
            throw new IOException(
                    "--user: there is no user %1$s on this machine: adduser --system --group %1$s makes one"
                            .formatted(user));
        if (isRoots) return;
        refuseClosed(settings.javaHome(), "the JDK", "unpack one in /opt, and set JAVA_HOME");
        if (!isCopied) refuseClosed(settings.program(), "the program", "name a --prefix");
    }

    /// What a home folder holds is hidden from services too.
    private static void refuseClosed(Path path, String what, String instead) throws IOException {
        boolean isHome = path.startsWith("/root") || path.startsWith("/home");
        for (Path p = path.toRealPath(); p != null && !isHome; p = p.getParent())
            isHome = !Files.getPosixFilePermissions(p).contains(PosixFilePermission.OTHERS_EXECUTE);
        if (isHome)
            throw new IOException(
                    "%s is in %s, which a service that is not root's cannot see: %s"
                            .formatted(what, path, instead));
    }

    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
