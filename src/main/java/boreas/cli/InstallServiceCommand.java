package boreas.cli;

import boreas.cli.service.InitScript;
import boreas.cli.service.MarkedFile;
import boreas.cli.service.ProgramCopy;
import boreas.cli.service.ServiceSettings;
import boreas.cli.service.SystemdUnits;
import boreas.config.Spelling;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `boreas install-service`: the node starts with the machine.
@Command(
        name = "install-service",
        description = {
            "Writes a systemd unit (/etc/systemd/system/NAME.service), or an init script"
                    + " (/etc/init.d/NAME), that runs the node from the boot on.",
            "Nothing is started: the commands for that are printed. What is there already and as it"
                    + " should be stays; what somebody else has made or edited is not touched."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is there, or gone with --remove",
            "1:it is not, and why: no configuration, a file of somebody else in the way; with"
                    + " --remove, a file that was edited runs the program",
            Main.MISUSED
        })
final class InstallServiceCommand implements Callable<Integer> {
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
                    "Where the built program is copied to. Default: /opt/boreas from a checkout,"
                            + " /usr/local/lib/boreas from a checkout that is there itself; else it"
                            + " is used where it is. A copy at another place than before leaves the"
                            + " earlier one there")
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

    @Option(
            names = "--remove",
            description =
                    "Take away what it has made, and nothing else: unit or script of --name, and"
                            + " the copy at --prefix. Default: where a checkout is copied to")
    private boolean isRemoving;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private static final Path OPT = Path.of("/opt/boreas");

    /// For a checkout in /opt/boreas.
    private static final Path LOCAL = Path.of("/usr/local/lib/boreas");

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!name.matches("[a-zA-Z][\\w-]{0,30}"))
            throw new ParameterException(
                    spec.commandLine(),
                    "--name: read \"%s\", expected a letter, then up to 30 letters, digits, - and _"
                            .formatted(name));
        int code = 0;
        if (isRemoving) code = remove();
        else install();
        out().flush();
        return code;
    }

    private ServiceHost host() {
        return new ServiceHost(root, out());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    // --- install

    private void install() throws IOException, InterruptedException {
        var host = host();
        boolean isSystemd = kind == null ? host.hasSystemd() : kind.isSystemd;
        var home = home();
        boolean isCheckout = Files.exists(home.resolve("pom.xml"));
        var target = target(host, home, isCheckout);
        boolean isCopied = !ServiceRequest.absolute(host.here(target)).equals(home);
        if (isCheckout && !isCopied)
            throw new IOException(
                    "--prefix: %s is the checkout that is to be copied; name another folder"
                            .formatted(target));
        var request = new ServiceRequest(name, conf, site, user, host);
        var settings = request.settings(target);
        request.check(settings, isCopied, isSystemd);
        var files = files(host, settings, isSystemd);
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
        program(host, home, target, isCopied);
        for (var file : files) {
            boolean isSame = file.state() == MarkedFile.State.SAME;
            if (!isSame) file.write();
            out().println((isSame ? "unchanged: " : "written: ") + file.at());
        }
        if (host.isThisMachine() && isSystemd) host.reloadUnits();
        next(settings, isSystemd);
    }

    /// Where the program is for the service. A checkout is never run from where it is: a boot might
    /// have to build it.
    private Path target(ServiceHost host, Path home, boolean isCheckout) throws IOException {
        if (prefix != null) return ServiceRequest.absolute(prefix);
        if (!isCheckout) return host.there(home);
        return host.here(OPT).equals(home) ? LOCAL : OPT;
    }

    private void program(ServiceHost host, Path home, Path target, boolean isCopied)
            throws IOException, InterruptedException {
        if (!isCopied) {
            out().println("program: " + target + ", used where it is");
            return;
        }
        var copy = new ProgramCopy(host.here(target));
        if (copy.isForeign())
            throw new IOException(
                    "%s is there and not a copy of install-service: name another folder with --prefix"
                            .formatted(host.here(target)));
        int written = copy.write(home, jars());
        out().println(
                        written == 0
                                ? "unchanged: " + host.here(target)
                                : "program: copied from %s to %s, %s"
                                        .formatted(
                                                home,
                                                host.here(target),
                                                Spelling.count(written, "file")));
        if (written > 0 && host.isThisMachine())
            ServiceHost.run(target.resolve("boreas").toString(), "rehearse");
    }

    private List<MarkedFile> files(ServiceHost host, ServiceSettings settings, boolean isSystemd) {
        var files = new ArrayList<MarkedFile>();
        if (isSystemd) {
            var units = new SystemdUnits(settings);
            files.add(new MarkedFile(host.unit(name), units.node(), false));
            if (settings.hasSite())
                files.add(new MarkedFile(host.unit(settings.siteName()), units.site(), false));
        } else {
            var scripts = new InitScript(settings);
            files.add(new MarkedFile(host.script(name), scripts.node(), true));
            if (settings.hasSite())
                files.add(new MarkedFile(host.script(settings.siteName()), scripts.site(), true));
        }
        return files;
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

    // --- where we are

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

    // --- remove

    /// @return the exit code
    private int remove() throws IOException, InterruptedException {
        var host = host();
        var names = List.of(name, name + "-site");
        var gone = new ArrayList<MarkedFile>();
        var left = new ArrayList<MarkedFile>();
        for (var n : names)
            for (var file :
                    List.of(
                            new MarkedFile(host.unit(n), "", false),
                            new MarkedFile(host.script(n), "", true)))
                switch (file.state()) {
                    case MISSING -> {}
                    case SAME, OURS -> gone.add(file);
                    case EDITED, FOREIGN -> {
                        left.add(file);
                        out().println(
                                        "left alone: %s %s"
                                                .formatted(file.at(), words(file.state())));
                    }
                }
        if (isPrinting) {
            for (var file : gone) out().println("would be removed: " + file.at());
            return 0;
        }
        if (host.isThisMachine()) host.end(gone);
        for (var file : gone) {
            Files.deleteIfExists(file.at());
            out().println("removed: " + file.at());
        }
        int files = 0;
        boolean isKept = false;
        for (var folder :
                prefix == null ? List.of(OPT, LOCAL) : List.of(ServiceRequest.absolute(prefix))) {
            var copy = new ProgramCopy(host.here(folder));
            var user = userOf(folder, left);
            if (user != null && copy.isThere()) {
                isKept = true;
                out().println("left alone: %s, which %s runs".formatted(folder, user.at()));
                continue;
            }
            int removed = copy.remove();
            if (removed > 0)
                out().println(
                                "removed: %s, %s"
                                        .formatted(
                                                host.here(folder),
                                                Spelling.count(removed, "file")));
            files += removed;
        }
        if (gone.isEmpty() && left.isEmpty() && files == 0) out().println("nothing to remove");
        if (host.isThisMachine()) host.forget(gone);
        return isKept ? Main.FAILED : 0;
    }

    /// Which of the files that stay runs the program in this folder; null: none.
    private static @Nullable MarkedFile userOf(Path folder, List<MarkedFile> left)
            throws IOException {
        for (var file : left) if (file.names(folder)) return file;
        return null;
    }
}
