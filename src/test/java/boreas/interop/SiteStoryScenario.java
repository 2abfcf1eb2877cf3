package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.interop.StoryPage.Command;
import boreas.interop.StoryPage.Step;
import boreas.interop.StoryPage.WrittenFile;
import boreas.lab.Host;
import boreas.lab.Namespaces;
import boreas.lab.Output;
import boreas.lab.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// `docs/site-to-site.md`, typed command by command on three machines that know nothing of each
/// other at first.
///
/// The page leaves two things to its reader. The keys, which it writes as dots: here they come from
/// what `boreas site enroll` said before. And systemd, which is not in a namespace: `systemctl
/// restart mariadb` starts the server as the package's unit does.
abstract class SiteStoryScenario {
    private static final Path PAGE = Path.of("docs/site-to-site.md");

    /// A command whose effect takes a moment is typed again, as an operator would.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration AGAIN = Duration.ofMillis(500);

    /// By the page's own words.
    private static final Map<String, String> MACS =
            Map.of(
                    "home", "00:16:3e:01:1a:2b",
                    "vps2", "00:16:3e:02:5e:6f",
                    "vps3", "00:16:3e:03:6c:8d");

    private static final String SYSTEMCTL =
            """
            #!/bin/sh
            [ "$*" = "restart mariadb" ] || exit 64
            [ -d /var/lib/mysql/mysql ] ||
                mariadb-install-db --user=root --skip-test-db --auth-root-authentication-method=socket >/dev/null || exit 1
            setsid mariadbd --user=root --socket=/run/mysqld/mysqld.sock --pid-file=/run/mysqld/pid </dev/null >/var/log/mariadbd.log 2>&1 &
            for i in $(seq 150); do
                mariadb --socket=/run/mysqld/mysqld.sock -e 'SELECT 1' >/dev/null 2>&1 && exit 0
                sleep 0.2
            done
            cat /var/log/mariadbd.log; exit 1
            """;

    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, String> keys = new LinkedHashMap<>();
    private int commands;

    /// Types everything but what stands in sections that are left out.
    void tell(List<String> withoutSections) throws Exception {
        assumeTrue(InstalledBoreas.isPossible(), "needs the module path: ./dev test");
        try (var lab = Namespaces.open()) {
            var boreas = lab.folder().resolve("boreas");
            InstalledBoreas.into(boreas);
            var internet = lab.bridge("internet");
            for (var name : List.of("home", "vps2", "vps3")) {
                var host = lab.host(name);
                internet.plug(host);
                connect(host, "203.0.113." + (machines.size() + 1));
                machines.put(name, Machine.on(host, boreas));
            }
            for (var machine : machines.values()) {
                machine.write("/usr/local/bin/systemctl", SYSTEMCTL);
                machine.shell("chmod +x /usr/local/bin/systemctl");
            }
            for (var step : StoryPage.read(PAGE)) {
                switch (step) {
                    case WrittenFile file when !withoutSections.contains(file.section()) ->
                            save(file);
                    case Command command when !withoutSections.contains(command.section()) ->
                            type(command);
                    case Step _ -> {}
                }
            }
        }
        System.out.println(PAGE + ": " + commands + " commands were typed");
    }

    /// One network card, with the MAC that the page tells, and the Internet behind it.
    private static void connect(Host host, String address) {
        host.must("ip", "link", "set", "to-internet", "down");
        host.must("ip", "link", "set", "to-internet", "name", "eth0");
        host.must("ip", "link", "set", "eth0", "address", mac(host.name()));
        host.must("ip", "address", "flush", "dev", "eth0");
        host.must("ip", "address", "add", address + "/24", "dev", "eth0");
        host.must("ip", "link", "set", "eth0", "up");
        host.must("ip", "route", "add", "default", "via", "203.0.113.254");
    }

    private static String mac(String machine) {
        return Objects.requireNonNull(MACS.get(machine));
    }

    private List<Machine> whom(String name) {
        if (name.equals("all")) return List.copyOf(machines.values());
        return List.of(Objects.requireNonNull(machines.get(name), name));
    }

    /// With the keys in place of the dots, line by line.
    private void save(WrittenFile file) {
        var lines = new ArrayList<String>();
        for (var line : file.text().lines().toList()) {
            var name = line.replaceFirst("^\\s*\"(\\w+)\": \\{ \"publicKey\".*", "$1");
            lines.add(line.replace("….k", keys.getOrDefault(name, "….k")));
        }
        for (var machine : whom(file.machine()))
            machine.write(file.path(), String.join("\n", lines) + "\n");
    }

    private void type(Command command) {
        for (var machine : whom(command.machine())) {
            var seen = type(machine, command);
            commands++;
            if (command.line().startsWith("boreas site enroll ")) enroll(machine, seen.out());
            if (command.line().startsWith("boreas run --background "))
                assertThat(seen.out().lines().toList().getLast())
                        .as("the last line before it is left alone")
                        .contains("tunnels to ", "come up when their nodes are heard");
        }
    }

    private static Output type(Machine machine, Command command) {
        boolean mayFail = command.says().startsWith("ERROR");
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var seen = machine.shell(command.line());
            boolean isAsTold =
                    mayFail
                            ? !seen.isSuccess() && seen.err().contains(command.says())
                            : seen.isSuccess();
            if (isAsTold) return seen;
            if (System.nanoTime() - endNs > 0)
                throw new AssertionError(
                        "%s# %s%nended with %d:%n%s%s"
                                .formatted(
                                        machine,
                                        command.line(),
                                        seen.code(),
                                        seen.out(),
                                        seen.err()));
            Pause.of(AGAIN);
        }
    }

    /// The line for the file: it says what the page's example says.
    private void enroll(Machine machine, String line) {
        assertThat(line).contains("\"" + machine.name() + "\": {").contains(mac(machine.name()));
        var key = Pattern.compile("[0-9a-z]{52}\\.k").matcher(line);
        assertThat(key.find()).as(line).isTrue();
        keys.put(machine.name(), key.group());
    }
}
