package boreas.interop;

import boreas.lab.Host;
import boreas.lab.LabException;
import boreas.lab.Output;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A host with files and processes of its own, as far as commands of an operator touch them: what
/// is written in /etc, /var, /opt and /usr/local is this machine's, and so are the processes that
/// `killall` sees. Programs are everybody's.
final class Machine {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);
    private static final File DEV_NULL = new File("/dev/null");

    /// Changes to a folder lie beside it; what was there is seen through.
    private static final String SET_UP =
            """
            set -e
            for d in etc var opt usr/local; do
                mkdir -p "$0/$d" "$0/work/$d"
                mount -t overlay overlay -o "lowerdir=/$d,upperdir=$0/$d,workdir=$0/work/$d" "/$d"
            done
            mount -t sysfs sysfs /sys
            mount -t tmpfs tmpfs /run
            mkdir /run/mysqld
            ln -s "$1" /opt/boreas
            hostname "$2"
            echo ready
            exec sleep 86400
            """;

    private final Host host;
    private final Path folder;
    private final long init;

    private Machine(Host host, Path folder, long init) {
        this.host = host;
        this.folder = folder;
        this.init = init;
    }

    /// @param boreas the folder of an installed Boreas, which the machine has in /opt
    static Machine on(Host host, Path boreas) {
        var folder = host.folder().resolve("machine");
        var said = host.folder().resolve("machine.log");
        var process =
                host.start(
                        Redirect.from(DEV_NULL),
                        Redirect.to(said.toFile()),
                        List.of(
                                "unshare",
                                "--mount",
                                "--pid",
                                "--uts",
                                "--fork",
                                "--mount-proc",
                                "--kill-child",
                                "sh",
                                "-c",
                                SET_UP,
                                folder.toString(),
                                boreas.toAbsolutePath().toString(),
                                host.name()));
        Operator.awaitThat(
                "a machine on " + host,
                START_LIMIT,
                () -> !process.isAlive() || text(said).contains("ready"));
        var init = process.children().findFirst();
        if (!process.isAlive() || init.isEmpty())
            throw new LabException("no machine on " + host + ": " + text(said));
        return new Machine(host, folder, init.get().pid());
    }

    String name() {
        return host.name();
    }

    /// A line of shell, as root types it.
    Output shell(String line) {
        return host.run(
                COMMAND_LIMIT,
                "nsenter",
                "--target=" + init,
                "--mount",
                "--pid",
                "--uts",
                "--",
                "env",
                "--unset=BOREAS_STATE",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "sh",
                "-c",
                line);
    }

    /// What an editor does.
    ///
    /// @param file below one of the folders that are the machine's own
    void write(String file, String text) {
        try {
            var target = folder.resolve(file.substring(1));
            var fresh = host.folder().resolve("edited");
            Files.writeString(fresh, text);
            var moved =
                    shell("mkdir -p \"$(dirname %2$s)\" && cat %1$s > %2$s".formatted(fresh, file));
            if (!moved.isSuccess() || !Files.exists(target))
                throw new LabException("no " + file + " on " + host + ": " + moved.err());
        } catch (IOException e) {
            throw new LabException("no " + file + " on " + host, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        return host.name();
    }
}
