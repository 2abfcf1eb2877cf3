package boreas.cli;

import boreas.cli.service.InitScript;
import boreas.cli.service.MarkedFile;
import boreas.cli.service.ProgramCopy;
import boreas.cli.service.ServiceSettings;
import boreas.cli.service.SystemdUnits;
import boreas.config.CjdrouteConf;
import boreas.config.EthInterfaceConf;
import boreas.config.Spelling;
import boreas.daemon.UserNumber;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `boreas install-service`: the node starts with the machine.
@Command(
        name = "install-service",
        description = {
            "Writes a systemd unit, or an init script, that runs the node from the boot on.",
            "Started is nothing: the commands for that are printed. What is there already and as it"
                    + " should be stays; what somebody else has made or edited is not touched."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is there, or gone with --remove",
            "1:it is not, and why",
            Main.MISUSED
        })
final class InstallServiceCommand implements Callable<Integer> {
    private static final int LOW_PORTS_END = 1024;

    @Option(
            names = {"-c", "--conf", "--config"},
            paramLabel = "FILE",
            defaultValue = "/etc/cjdroute.conf",
            description = "The node's configuration. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path conf;

    @Option(
            names = {"-s", "--site"},
            paramLabel = "FILE",
            description = "The site file. Default: \"site\" of the configuration, else none")
    private @Nullable Path site;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description =
                    "Who runs the node, a user of this machine. Default: with systemd one that it"
                            + " makes up, with an init script \"setuser\" of the configuration")
    private @Nullable String user;

    @Option(
            names = "--name",
            defaultValue = ServiceSettings.NAME,
            description = "Of the service. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Option(
            names = "--prefix",
            paramLabel = "FOLDER",
            description =
                    "Where the built program is copied to. Default: /opt/boreas from a checkout;"
                            + " else it is used where it is")
    private @Nullable Path prefix;

    private static final class Kind {
        @Option(names = "--systemd", description = "A systemd unit.")
        boolean isSystemd;

        @Option(names = "--sysv", description = "An init script. Default: what this machine has")
        @SuppressWarnings("UnusedVariable") // where it is, the other one is not
        boolean isSysv;
    }

    @ArgGroup(exclusive = true)
    private @Nullable Kind kind;

    @Option(
            names = "--root",
            paramLabel = "FOLDER",
            description = "For another machine, whose files are in that folder.")
    private @Nullable Path root;

    @Option(names = "--print", description = "Only print what would be written.")
    private boolean isPrinting;

    @Option(names = "--remove", description = "Take away what it has made, and nothing else.")
    private boolean isRemoving;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private static final Path OPT = Path.of("/opt/boreas");
    private static final Path UNITS = Path.of("/etc/systemd/system");

    /// There while systemd is the init (sd_booted(3)).
    private static final Path SYSTEMD_RUNS = Path.of("/run/systemd/system");

    private static final Path SCRIPTS = Path.of("/etc/init.d");

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!name.matches("[a-zA-Z][\\w-]{0,30}"))
            throw new IOException(
                    "--name: read \"%s\", expected letters and digits".formatted(name));
        if (isRemoving) remove();
        else install();
        out().flush();
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /// A path of the machine, where it is for us.
    private Path here(Path path) {
        return root == null ? path : root.resolve(path.toString().substring(1));
    }

    // --- install

    private void install() throws IOException, InterruptedException {
        boolean isSystemd = isSystemd();
        var home = home();
        boolean isCheckout = Files.exists(home.resolve("pom.xml"));
        var target = prefix != null ? absolute(prefix) : isCheckout ? OPT : home;
        boolean isCopied = !target.equals(home);
        var settings = settings(target);
        check(settings, isCopied, isSystemd);
        var files = files(settings, isSystemd);
        if (isPrinting) {
            for (var file : files) {
                out().println("--- " + file.at() + ", " + words(file.state()));
                out().print(file.text());
            }
            out().println(
                            isCopied
                                    ? "--- %s: the program, copied from %s".formatted(target, home)
                                    : "--- %s: the program, used where it is".formatted(target));
            return;
        }
        for (var file : files) refuseForeign(file);
        program(home, target, isCopied);
        for (var file : files) {
            boolean isSame = file.state() == MarkedFile.State.SAME;
            if (!isSame) file.write();
            out().println((isSame ? "unchanged: " : "written: ") + file.at());
        }
        if (root == null && isSystemd) reloadUnits();
        next(settings, isSystemd);
    }

    private void program(Path home, Path target, boolean isCopied)
            throws IOException, InterruptedException {
        if (!isCopied) {
            out().println("program: " + target + ", used where it is");
            return;
        }
        var copy = new ProgramCopy(here(target));
        if (copy.isForeign())
            throw new IOException(
                    "%s is there and not a copy of install-service: name another folder with --prefix"
                            .formatted(here(target)));
        int written = copy.write(home, jars());
        out().println(
                        written == 0
                                ? "unchanged: " + here(target)
                                : "program: copied from %s to %s, %s"
                                        .formatted(
                                                home,
                                                here(target),
                                                Spelling.count(written, "file")));
        if (written > 0 && root == null) run(target.resolve("boreas").toString(), "rehearse");
    }

    private List<MarkedFile> files(ServiceSettings settings, boolean isSystemd) {
        var files = new ArrayList<MarkedFile>();
        if (isSystemd) {
            var units = new SystemdUnits(settings);
            files.add(new MarkedFile(unit(name), units.node(), false));
            if (settings.hasSite())
                files.add(new MarkedFile(unit(settings.siteName()), units.site(), false));
        } else {
            var scripts = new InitScript(settings);
            files.add(new MarkedFile(script(name), scripts.node(), true));
            if (settings.hasSite())
                files.add(new MarkedFile(script(settings.siteName()), scripts.site(), true));
        }
        return files;
    }

    private Path unit(String name) {
        return here(UNITS.resolve(name + ".service"));
    }

    private Path script(String name) {
        return here(SCRIPTS.resolve(name));
    }

    private void refuseForeign(MarkedFile file) throws IOException {
        var state = file.state();
        if (state == MarkedFile.State.EDITED || state == MarkedFile.State.FOREIGN)
            throw new IOException(
                    "%s %s; move it away, or choose another --name. Nothing was written"
                            .formatted(file.at(), words(state)));
    }

    private static String words(MarkedFile.State state) {
        return switch (state) {
            case MISSING -> "which is not there yet";
            case SAME -> "which is there, and so";
            case OURS -> "which is there, another one of ours";
            case EDITED -> "was edited since install-service wrote it";
            case FOREIGN -> "was not written by install-service";
        };
    }

    private void next(ServiceSettings settings, boolean isSystemd) {
        out().println("Next, as root:");
        if (isSystemd) {
            out().println("    systemctl enable --now " + name);
            return;
        }
        if (settings.hasSite())
            out().println("    update-rc.d " + settings.siteName() + " defaults");
        out().println("    update-rc.d " + name + " defaults");
        out().println("    service " + name + " start");
    }

    // --- what is to be

    private boolean isSystemd() throws IOException {
        if (kind != null) return kind.isSystemd;
        if (systemdRuns()) return true;
        if (Files.isDirectory(here(SCRIPTS))) return false;
        throw new IOException(
                "this machine has neither systemd running nor %s: say --systemd or --sysv"
                        .formatted(here(SCRIPTS)));
    }

    private ServiceSettings settings(Path program) throws IOException {
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
        try (var in = Files.newInputStream(here(file))) {
            read = ConfFile.read(here(file).toString(), in);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "there is no configuration %1$s: (umask 077; boreas genconf > %1$s) makes one, --conf FILE names another"
                            .formatted(here(file)),
                    e);
        }
        var conf = read.conf();
        if (conf == null)
            throw new IOException(
                    "%1$s cannot be used; boreas check %1$s says why".formatted(here(file)));
        return conf;
    }

    /// Units and scripts take words as they are.
    private static void refuseOddPath(Path path) throws IOException {
        if (!path.toString().matches("[\\w./+:@-]+"))
            throw new IOException(
                    "%s: a unit takes only letters, digits and ./_+:@- in a path; move it, or link to it by another name"
                            .formatted(path));
    }

    private void check(ServiceSettings settings, boolean isCopied, boolean isSystemd)
            throws IOException {
        if (root != null) return;
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

    /// The folder of the launcher that has started us.
    private static Path home() throws IOException {
        var launcher = System.getProperty("boreas.program");
        if (launcher == null)
            throw new IOException("it is not known where this program is: start it by ./boreas");
        return Objects.requireNonNull(
                Path.of(launcher).toRealPath().getParent(), "a file is in a folder");
    }

    private static Path jars() throws IOException {
        var app = System.getProperty("jdk.module.path", "");
        if (app.isEmpty() || app.contains(File.pathSeparator))
            throw new IOException("this program is not built: start it by ./boreas");
        return Path.of(app);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    // --- remove

    private void remove() throws IOException, InterruptedException {
        var names = List.of(name, name + "-site");
        var gone = new ArrayList<MarkedFile>();
        for (var n : names)
            for (var file :
                    List.of(
                            new MarkedFile(unit(n), "", false),
                            new MarkedFile(script(n), "", true)))
                switch (file.state()) {
                    case MISSING -> {}
                    case SAME, OURS -> gone.add(file);
                    case EDITED, FOREIGN ->
                            out().println(
                                            "left alone: %s %s"
                                                    .formatted(file.at(), words(file.state())));
                }
        if (isPrinting) {
            for (var file : gone) out().println("would be removed: " + file.at());
            return;
        }
        if (root == null) end(gone);
        for (var file : gone) {
            Files.deleteIfExists(file.at());
            out().println("removed: " + file.at());
        }
        var folder = here(prefix == null ? OPT : absolute(prefix));
        int files = new ProgramCopy(folder).remove();
        if (files > 0)
            out().println("removed: %s, %s".formatted(folder, Spelling.count(files, "file")));
        if (gone.isEmpty() && files == 0) out().println("nothing to remove");
        if (root == null) forget(gone);
    }

    /// A service that runs ends, and does not start any more.
    private void end(List<MarkedFile> files) throws IOException, InterruptedException {
        for (var file : files)
            if (file.isProgram()) run(file.at().toString(), "stop");
            else if (systemdRuns())
                run("systemctl", "disable", "--now", String.valueOf(file.at().getFileName()));
            else run("systemctl", "disable", String.valueOf(file.at().getFileName()));
    }

    private void forget(List<MarkedFile> files) throws IOException, InterruptedException {
        boolean isSystemd = false;
        for (var file : files)
            if (file.isProgram())
                run("update-rc.d", String.valueOf(file.at().getFileName()), "remove");
            else isSystemd = true;
        if (isSystemd) reloadUnits();
    }

    /// Where another init runs, or none, systemd reads its units when it comes.
    private void reloadUnits() throws IOException, InterruptedException {
        if (systemdRuns()) run("systemctl", "daemon-reload");
        else out().println("systemd does not run here: it reads the units when it comes");
    }

    private boolean systemdRuns() {
        return Files.isDirectory(here(SYSTEMD_RUNS));
    }

    /// What it says goes where our words go. A machine without the program does without.
    private static void run(String... words) throws IOException, InterruptedException {
        try {
            int code = new ProcessBuilder(words).inheritIO().start().waitFor();
            if (code != 0)
                System.err.println("boreas: " + String.join(" ", words) + ": code " + code);
        } catch (IOException _) {
            System.err.println("boreas: there is no " + words[0] + " here");
        }
    }
}
