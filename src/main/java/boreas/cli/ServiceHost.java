package boreas.cli;

import boreas.cli.service.MarkedFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The machine that a service is installed on: which init it has, where that reads its files, and
/// what has to be told when they come and go.
final class ServiceHost {
    private static final Path UNITS = Path.of("/etc/systemd/system");

    /// There while systemd is the init (sd_booted(3)).
    private static final Path SYSTEMD_RUNS = Path.of("/run/systemd/system");

    private static final Path SCRIPTS = Path.of("/etc/init.d");

    private final @Nullable Path root;
    private final PrintWriter out;

    /// @param root null: this machine; else another one's files are in that folder
    ServiceHost(@Nullable Path root, PrintWriter out) {
        this.root = root;
        this.out = out;
    }

    boolean isThisMachine() {
        return root == null;
    }

    /// A path of the machine, where it is for us.
    Path here(Path path) {
        return root == null ? path : root.resolve(path.toString().substring(1));
    }

    /// A path of ours, as the machine has it: one that is not among its files is the same there.
    Path there(Path path) throws IOException {
        if (root == null || !Files.isDirectory(root)) return path;
        var real = root.toRealPath();
        return path.startsWith(real) ? Path.of("/").resolve(real.relativize(path)) : path;
    }

    Path unit(String name) {
        return here(UNITS.resolve(name + ".service"));
    }

    Path script(String name) {
        return here(SCRIPTS.resolve(name));
    }

    /// Whether its init is systemd.
    boolean hasSystemd() throws IOException {
        if (systemdRuns()) return true;
        if (Files.isDirectory(here(SCRIPTS))) return false;
        throw new IOException(
                "this machine has neither systemd running nor %s: say --systemd or --sysv"
                        .formatted(here(SCRIPTS)));
    }

    /// A service that runs ends, and does not start any more.
    void end(List<MarkedFile> files) throws IOException, InterruptedException {
        for (var file : files)
            if (file.isProgram()) run(file.at().toString(), "stop");
            else if (systemdRuns())
                run("systemctl", "disable", "--now", String.valueOf(file.at().getFileName()));
            else run("systemctl", "disable", String.valueOf(file.at().getFileName()));
    }

    void forget(List<MarkedFile> files) throws IOException, InterruptedException {
        boolean isSystemd = false;
        for (var file : files)
            if (file.isProgram())
                run("update-rc.d", String.valueOf(file.at().getFileName()), "remove");
            else isSystemd = true;
        if (isSystemd) reloadUnits();
    }

    /// Where another init runs, or none, systemd reads its units when it comes.
    void reloadUnits() throws IOException, InterruptedException {
        if (systemdRuns()) run("systemctl", "daemon-reload");
        else out.println("systemd does not run here: it reads the units when it comes");
    }

    private boolean systemdRuns() {
        return Files.isDirectory(here(SYSTEMD_RUNS));
    }

    /// What it says goes where our words go. A machine without the program does without.
    static void run(String... words) throws IOException, InterruptedException {
        try {
            int code = new ProcessBuilder(words).inheritIO().start().waitFor();
            if (code != 0)
                System.err.println("boreas: " + String.join(" ", words) + ": code " + code);
        } catch (IOException _) {
            System.err.println("boreas: there is no " + words[0] + " here");
        }
    }
}
