package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.interop.InstalledBoreas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `boreas install-service --systemd` writes, judged by systemd: by its own tools, and by one
/// that runs as the first process of namespaces of its own, with the units, the user that it makes
/// up, the filter of system calls and all.
///
/// Skipped where there is no systemd to be had, by name.
class SystemdScenarioTest {
    private static final Path SYSTEMD = Path.of("/lib/systemd/systemd");
    private static final String ANALYZE = "systemd-analyze";
    private static final long LIMIT_S = 240;

    /// As they stand in docs/service.md. A higher figure is a worse one.
    private static final double EXPOSURE_MAX = 2.1, EXPOSURE_AT_SITE_MAX = 2.3;

    @TempDir static Path folder;

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(InstalledBoreas.isPossible(), "needs the module path: ./dev test");
        ServiceMachine.assumePossible(folder);
        InstalledBoreas.into(folder.resolve("installed"));
    }

    @AfterAll
    static void leaveNoGroups() throws Exception {
        // Control groups of systemds that were killed; those of living ones cannot be removed.
        run(
                List.of(
                        "sh",
                        "-c",
                        GROUPS
                                + "find \"$groups\"/boreas-test-* -depth -type d -exec rmdir {} + 2>/dev/null; umount \"$groups\"; rmdir \"$groups\""));
    }

    // --- judged from outside

    private static String units(String... options) throws Exception {
        var seen =
                ServiceMachine.scenario(
                        folder,
                        """
                        mkdir -p root/etc; installed/cjdroute --genconf > root/etc/cjdroute.conf
                        installed/boreas install-service --systemd --root root --prefix /opt/boreas %s >&2; echo "install: $?"
                        """
                                .formatted(String.join(" ", options)));
        assertThat(seen.get("install")).as(seen.toString()).isEqualTo("0");
        return folder.resolve("root").toString();
    }

    @Test
    void theUnitsAreInOrder() throws Exception {
        needAnalyze();
        var root = units("--site /etc/boreas/site.conf");
        for (var unit : List.of("cjdns.service", "cjdns-site.service")) {
            // The program is not at that place on this machine, and that is all there is to say.
            var said = run(List.of(ANALYZE, "verify", root + "/etc/systemd/system/" + unit));
            assertThat(said.lines().filter(l -> !l.contains("is not executable: No such file")))
                    .as(unit)
                    .isEmpty();
        }
    }

    @Test
    void theUnitsAreNoMoreExposedThanIsTold() throws Exception {
        needAnalyze();
        assertThat(exposure(units(), "cjdns.service")).isLessThanOrEqualTo(EXPOSURE_MAX);
        var root = units("--site /etc/boreas/site.conf");
        for (var unit : List.of("cjdns.service", "cjdns-site.service"))
            assertThat(exposure(root, unit)).as(unit).isLessThanOrEqualTo(EXPOSURE_AT_SITE_MAX);
    }

    private static double exposure(String root, String unit) throws Exception {
        var path = root + "/etc/systemd/system/" + unit;
        var said = run(List.of(ANALYZE, "security", "--offline=yes", path));
        var figure = Pattern.compile("Overall exposure level[^:]*: ([0-9.]+)").matcher(said);
        assertThat(figure.find()).as(said).isTrue();
        return Double.parseDouble(figure.group(1));
    }

    private static void needAnalyze() throws IOException, InterruptedException {
        assumeTrue(
                run(List.of(ANALYZE, "--version")).startsWith("systemd"),
                "there is no systemd-analyze here (package systemd)");
    }

    // --- run by a systemd

    private static final String GROUPS = "groups=/run/boreas-test-groups; ";

    /// Boots a systemd, which runs the units and then a check, in namespaces and a control group of
    /// their own, on a file system whose changes go to memory.
    private static Map<String, String> boot(String prepare, String check) throws Exception {
        assumeTrue(Files.isExecutable(SYSTEMD), "there is no systemd here (package systemd)");
        var shared = Files.createTempDirectory(folder, "boot");
        Files.writeString(
                shared.resolve("check.sh"),
                "exec >/mnt/out 2>/mnt/errors\n" + CHECKS + check + "\nsystemctl exit 0\n");
        Files.writeString(
                shared.resolve("boot.sh"),
                BOOT.replace("@PREPARE@", prepare)
                        .replace("@JAVA_HOME@", System.getProperty("java.home")));
        Files.createSymbolicLink(shared.resolve("installed"), folder.resolve("installed"));
        var said =
                run(
                        List.of(
                                "sh",
                                "-c",
                                GROUPS
                                        + """
                                        mkdir -p "$groups" && { mountpoint -q "$groups" || mount -t cgroup2 none "$groups"; } &&
                                            mkdir "$groups/boreas-test-$$" && echo $$ > "$groups/boreas-test-$$/cgroup.procs" || exit 75
                                        cd "$1" || exit 75
                                        exec timeout -s KILL 200 unshare --cgroup --mount --pid --net --uts --ipc --fork --kill-child sh boot.sh
                                        """,
                                "boot",
                                shared.toString()));
        var out = shared.resolve("out");
        if (!Files.exists(out)) return abort("no systemd starts here: " + said.lines().toList());
        var seen = ServiceMachine.values(Files.readString(out));
        assertThat(seen).as(Files.readString(shared.resolve("errors"))).isNotEmpty();
        return seen;
    }

    private static final String BOOT =
            """
            set -e
            mount --make-rprivate /
            here=$PWD installed=$(readlink -f installed)
            export JAVA_HOME=@JAVA_HOME@
            mkdir box && mount -t tmpfs none box && mkdir box/up box/work box/root
            mount -t overlay -o "lowerdir=/,upperdir=$here/box/up,workdir=$here/box/work" none box/root
            root=$here/box/root
            mount -t proc proc "$root/proc"
            mount -t sysfs sysfs "$root/sys"
            mount -t cgroup2 none "$root/sys/fs/cgroup"
            mount --rbind /dev "$root/dev"
            mount -t tmpfs -o mode=755 none "$root/run"
            mount -t tmpfs -o mode=1777 none "$root/tmp"
            rm -rf "$root/opt/boreas" "$root/var/lib/boreas" "$root/var/lib/private/boreas"
            mount --bind "$here" "$root/mnt"
            ip link set lo up
            units=$root/etc/systemd/system
            mkdir -p "$units/cjdns.service.d" "$units/cjdns-site.service.d"
            installed() { "$installed/boreas" "$@"; }
            "$installed/cjdroute" --genconf > "$root/etc/cjdroute.conf"
            @PREPARE@
            # A machine with nothing but these; the log goes where the test looks.
            for unit in cjdns cjdns-site; do
                printf '[Unit]\\nDefaultDependencies=no\\n[Service]\\nStandardOutput=append:/mnt/log\\nStandardError=inherit\\n' > "$units/$unit.service.d/test.conf"
            done
            printf '[Unit]\\nDefaultDependencies=no\\nWants=cjdns.service check.service\\n' > "$units/boreas-test.target"
            printf '[Unit]\\nDefaultDependencies=no\\nAfter=cjdns.service\\n[Service]\\nType=oneshot\\nTimeoutStartSec=infinity\\nExecStart=/bin/sh /mnt/check.sh\\n' > "$units/check.service"
            mkdir "$root/old"
            cd "$root"
            pivot_root . old
            umount -l /old
            container=boreas-test
            export container
            exec /lib/systemd/systemd --system --unit=boreas-test.target --log-target=null
            """;

    private static final String CHECKS =
            """
            show() { systemctl show "${2:-cjdns}" -p "$1" --value; }
            # until SECONDS CONDITION
            until_so() { for i in $(seq $(($1 * 5))); do eval "$2" && return; sleep 0.2; done; echo "never came: $2"; }
            rights() { # threads with any right, by name
                for task in /proc/$1/task/*; do
                    grep -q 'CapPrm:.*[1-9a-f]' $task/status && echo "$(cat $task/comm) $(sed -n 's/CapPrm:.//p' $task/status)"
                done | sort | tr '\\n' ';'
            }
            """;

    @Test
    void aNodeUnderSystemdIsReadyWatchedAndHasOneRightInOneThread() throws Exception {
        var seen =
                boot(
                        """
                        installed install-service --systemd --root "$root" --prefix /opt/boreas
                        printf '[Service]\\nWatchdogSec=4\\n' > "$units/cjdns.service.d/watchdog.conf"
                        """,
                        """
                        echo "started: $(show ActiveState) $(show SubState)"
                        echo "restarts: $(show NRestarts)"
                        pid=$(show MainPID)
                        until_so 5 '[ -n "$(show StatusText)" ]'
                        echo "status: $(show StatusText)"
                        echo "address: $(ip -6 addr show dev tun0 | grep -c 'inet6 fc.*/8 scope global')"
                        echo "processes: $(pgrep -c cjdroute)"
                        cd /proc/$pid/task
                        echo "users: $(cat */status | grep -E '^Uid' | sort -u | awk '{print ($2 > 999 && $2 == $3 && $3 == $4 && $4 == $5) ? "one, not root" : $0}')"
                        echo "rights: $(rights $pid)"
                        echo "bounds: $(cat */status | grep CapBnd | sort -u | cut -f 2)"
                        echo "filters: $(cat */status | grep '^Seccomp:' | sort -u | cut -f 2)"
                        echo "state: $(stat -c '%U %a' /var/lib/boreas/*.peers)"
                        cd /
                        kill -9 $pid
                        until_so 30 '[ "$(show NRestarts)" = 1 ] && [ "$(show ActiveState)" = active ]'
                        echo "killed: $(show ActiveState), another: $([ "$(show MainPID)" != $pid ] && echo yes)"
                        pid=$(show MainPID)
                        kill -STOP $pid
                        until_so 30 '[ "$(show NRestarts)" = 2 ] && [ "$(show ActiveState)" = active ]'
                        echo "stopped: $(show ActiveState), another: $([ "$(show MainPID)" != $pid ] && echo yes)"
                        sleep 6
                        echo "afterwards: $(show ActiveState) $(show NRestarts)"
                        systemctl stop cjdns
                        echo "ended: $(show ActiveState) $(show Result), tun: $(ip -br link | grep -c tun)"
                        """);
        assertThat(seen)
                .containsEntry("started", "active running")
                .containsEntry("restarts", "0")
                .containsEntry("status", "up, without peers so far")
                .containsEntry("address", "1")
                .containsEntry("processes", "1")
                .containsEntry("users", "one, not root")
                .containsEntry("rights", "control 0000000000001000;")
                .containsEntry("bounds", "0000000000001080")
                .containsEntry("filters", "2")
                .containsEntry("state", "boreas 600")
                .containsEntry("killed", "active, another: yes")
                .containsEntry("stopped", "active, another: yes")
                .containsEntry("afterwards", "active 2")
                .containsEntry("ended", "inactive success, tun: 0");
    }

    /// Rules first, by a unit of its own; then a node that keeps them so, without being root.
    @Test
    void aSiteIsInForceBeforeTheNodeAndRepairedByIt() throws Exception {
        var seen =
                boot(
                        """
                        key() { sed -n 's/.*"publicKey": *"\\([^"]*\\)".*/\\1/p' "$1" | head -n 1; }
                        "$installed/cjdroute" --genconf > other.conf
                        mkdir "$root/etc/boreas"
                        cat > "$root/etc/boreas/site.conf" <<END
                        { "ula": "fdd7:5938:e2e6::/48", "machines": {
                            "home": { "publicKey": "$(key "$root/etc/cjdroute.conf")", "subnet": "6c8d", "prefixes": [ "2001:db8:5::/64" ] },
                            "vps3": { "publicKey": "$(key other.conf)", "subnet": "1c2d", "address": "10.9.0.2:27177" } } }
                        END
                        chmod 600 "$root/etc/cjdroute.conf"
                        installed install-service --systemd --root "$root" --prefix /opt/boreas --site /etc/boreas/site.conf
                        """,
                        """
                        echo "site: $(show ActiveState cjdns-site) $(show SubState cjdns-site)"
                        echo "site before node: $([ "$(show ExecMainExitTimestampMonotonic cjdns-site)" -lt "$(show ExecMainStartTimestampMonotonic)" ] && echo yes)"
                        echo "node: $(show ActiveState)"
                        pid=$(show MainPID)
                        echo "table: $(nft list tables | grep -c boreas_site)"
                        echo "forwarding: $(cat /proc/sys/net/ipv6/conf/all/forwarding)"
                        nft delete table inet boreas_site
                        until_so 20 'nft list tables | grep -q boreas_site'
                        echo "repaired: $(nft list tables | grep -c boreas_site)"
                        sed -i 's/"machines"/"allow": [ { "from": "vps3", "to": "home", "protocol": "tcp", "port": 22 } ], "machines"/' /etc/boreas/site.conf
                        sed -i 's/"authorizedPasswords": *\\[/&\\n{ "password": "another-secret-1", "user": "another" },/' /etc/cjdroute.conf
                        systemctl reload cjdns; echo "reload: $? $(show ActiveState) $(grep -c 'reload: done: ' /mnt/log)"
                        echo "allowed: $(nft list chain inet boreas_site from_vps3 | grep -q 'dport 22 accept' && echo 22)"
                        kill -HUP $pid; until_so 10 'grep -q "refused, nothing has changed: this node may not read" /mnt/log'
                        systemctl restart cjdns-site; echo "site again: $? $(show ActiveState cjdns-site) $(grep -c 'in the hands of boreas run' /mnt/log)"
                        echo "nothing happened: $(nft list chain inet boreas_site from_vps3 | grep -q 'dport 22 accept' && echo 22) $(show ActiveState) $([ "$(show MainPID)" = $pid ] && echo same)"
                        echo "rights: $(rights $pid)"
                        echo "users: $(cat /proc/$pid/task/*/status | grep -E '^Uid' | sort -u | awk '{print ($2 > 999 && $2 == $3 && $3 == $4 && $4 == $5) ? "one, not root" : $0}')"
                        systemctl restart cjdns; echo "restarted: $(show ActiveState) $(show ActiveState cjdns-site)"
                        systemctl stop cjdns; nft delete table inet boreas_site; rm /var/lib/boreas/*.site*
                        JAVA_HOME=$(show Environment | sed 's/.*JAVA_HOME=//') /opt/boreas/boreas site up --config /etc/cjdroute.conf --site /etc/boreas/site.conf >/dev/null
                        echo "by root: $? $(stat -c %U /var/lib/boreas/*.site)"
                        systemctl start cjdns; echo "after root: $(show ActiveState) $(stat -c %U /var/lib/boreas/*.site)"
                        """);
        assertThat(seen).doesNotContainKey("never came");
        assertThat(seen)
                .containsEntry("site", "active exited")
                .containsEntry("site before node", "yes")
                .containsEntry("node", "active")
                .containsEntry("table", "1")
                .containsEntry("forwarding", "1")
                .containsEntry("repaired", "1")
                .containsEntry("reload", "0 active 1")
                .containsEntry("allowed", "22")
                .containsEntry("site again", "1 failed 1")
                .containsEntry("nothing happened", "22 active same")
                .containsEntry("restarted", "active active")
                .containsEntry("users", "one, not root")
                .containsEntry("by root", "0 root")
                .containsEntry("after root", "active boreas");
        assertThat(String.valueOf(seen.get("rights")))
                .matches(
                        "control 0000000000001000;(process reaper 0000000000001000;)?site 0000000000001000;");
    }

    private static String run(List<String> line) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(line).redirectErrorStream(true).start();
        } catch (IOException e) {
            return "";
        }
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) process.destroyForcibly();
        return said;
    }
}
