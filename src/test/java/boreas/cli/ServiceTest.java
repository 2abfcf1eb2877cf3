package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.interop.InstalledBoreas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cjdroute` as scripts of the field use it: the launcher as it is, in a network and a process
/// namespace of its own, so that nothing here meets a node of this machine.
///
/// Each scenario is a shell script that prints `name: value` lines. Source: cjdns protocol,
/// services; the init script of the blog.
class ServiceTest {
    private static final long LIMIT_S = 60;

    /// Beside the blanks that the launcher must bear.
    @TempDir static Path folder;

    private static Path installed = Path.of("");

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(InstalledBoreas.isPossible(), "needs the module path: ./dev test");
        installed = folder.resolve("in stalled");
        InstalledBoreas.into(installed);
        // Users other than root read it too.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(folder.resolve("cjdroute"), installed.resolve("cjdroute"));
        assumeTrue(
                run("true").code == 0,
                "no process and network namespaces here (needs root or unshare's rights)");
        var conf = run("./cjdroute --genconf").out;
        write("conf", conf);
        write("nobody.conf", conf.replace("\"setuser\": \"nobody\"", "\"setuser\": \"nemo\""));
        write("fore.conf", conf.replace("\"noBackground\": 0", "\"noBackground\": 1"));
        write(
                "lo.conf",
                conf.replaceFirst(
                        "\"type\": \"TUNInterface\"",
                        "\"type\": \"TUNInterface\", \"tunDevice\": \"lo\""));
    }

    @Test
    void returnsWhenTheNodeRunsAndLeavesExactlyOneProcess() throws Exception {
        var seen =
                scenario(
                        """
                        out=$(./cjdroute < conf); echo "code: $?"
                        echo "said: $out"
                        echo "processes: $(pgrep -x cjdroute | wc -l)"
                        pid=$(pgrep -x cjdroute)
                        echo "session: $([ "$(ps -o sid= -p $pid)" -eq $pid ] && echo own)"
                        echo "tun: $(ip -br link | grep -c tun)"
                        echo "address: $(ip -6 addr show dev tun0 | grep -c 'inet6 fc.*/8 scope global')"
                        echo "mtu: $(cat /sys/class/net/tun0/mtu)"
                        killall cjdroute
                        for i in 1 2 3 4 5 6 7 8 9 10; do pgrep -x cjdroute >/dev/null || break; sleep 0.2; done
                        echo "left: $(pgrep -x cjdroute | wc -l) processes, $(ip -br link | grep -c tun) tun"
                        """);
        assertThat(seen)
                .containsEntry("code", "0")
                .containsEntry("said", "")
                .containsEntry("processes", "1")
                .containsEntry("session", "own")
                .containsEntry("tun", "1")
                .containsEntry("address", "1")
                .containsEntry("left", "0 processes, 0 tun");
    }

    @Test
    void refusesASecondStartWithTheGenuineWords() throws Exception {
        var seen =
                scenario(
                        """
                        ./cjdroute < conf 2>/dev/null; echo "first: $?"
                        second=$(./cjdroute < conf 2>&1); echo "second: $?"
                        echo "said: $second"
                        echo "processes: $(pgrep -x cjdroute | wc -l)"
                        """);
        assertThat(seen)
                .containsEntry("first", "0")
                .containsEntry("second", "134")
                .containsEntry("processes", "1");
        assertThat(seen.get("said"))
                .startsWith("Startup failed: cjdroute is already running.")
                .doesNotContain("\n");
    }

    @Test
    void inTheForegroundItEndsWithTheNodeAndWithSuccess() throws Exception {
        var seen =
                scenario(
                        """
                        ./cjdroute --nobg < conf 2>/dev/null & front=$!
                        for i in $(seq 200); do grep -qx data /proc/[0-9]*/task/*/comm 2>/dev/null && break; sleep 0.1; done
                        echo "processes: $(pgrep -x cjdroute | wc -l)"
                        echo "itself: $([ "$(pgrep -x cjdroute)" = $front ] && echo yes)"
                        kill $front; wait $front; echo "code: $?"
                        echo "left: $(pgrep -x cjdroute | wc -l)"
                        """);
        assertThat(seen)
                .containsEntry("processes", "1")
                .containsEntry("itself", "yes")
                .containsEntry("code", "0")
                .containsEntry("left", "0");
    }

    @Test
    void theConfigurationMayAskForTheForeground() throws Exception {
        var seen =
                scenario(
                        """
                        ./cjdroute < fore.conf 2>/dev/null & front=$!
                        for i in $(seq 200); do grep -qx data /proc/[0-9]*/task/*/comm 2>/dev/null && break; sleep 0.1; done
                        for i in $(seq 100); do [ ! -e /proc/$front/fd/3 ] && break; sleep 0.1; done # it has read its word
                        echo "waits: $(kill -0 $front && echo yes)"
                        kill $front; wait $front; echo "code: $?"
                        echo "left: $(pgrep -x cjdroute | wc -l)"
                        """);
        assertThat(seen)
                .containsEntry("waits", "yes")
                .containsEntry("code", "0")
                .containsEntry("left", "0");
    }

    @Test
    void whatFailsIsOneSentenceAndACode() throws Exception {
        var seen =
                scenario(
                        """
                        said=$(./cjdroute < lo.conf 2>&1); echo "tun code: $?"; echo "tun: $(echo "$said" | tail -n 1)"
                        said=$(./cjdroute < nobody.conf 2>&1); echo "user code: $?"; echo "user: $(echo "$said" | tail -n 1)"
                        said=$(head -c 100 conf | ./cjdroute 2>&1); echo "cut code: $?"; echo "cut: $(echo "$said" | tail -n 1)"
                        said=$(./cjdroute --reconf 2>&1); echo "option code: $?"
                        echo "left: $(pgrep -x cjdroute | wc -l)"
                        """);
        assertThat(seen)
                .containsEntry("tun code", "1")
                .containsEntry("user code", "1")
                .containsEntry("cut code", "134")
                .containsEntry("option code", "255")
                .containsEntry("left", "0");
        assertThat(seen.get("tun"))
                .isEqualTo(
                        "router.interface: tun device lo cannot be had: a device of that name exists and"
                                + " is no tun device");
        assertThat(seen.get("user")).contains("User \"nemo\" doesn't exist");
        assertThat(seen.get("cut")).startsWith("stdin:").contains(": error: ");
    }

    @Test
    void aSecondNodeIsRefusedTheUdpPortOfTheFirst() throws Exception {
        var seen =
                scenario(
                        """
                        ./cjdroute < conf 2>/dev/null; echo "first: $?"
                        said=$(sed 's/127.0.0.1:11234/127.0.0.1:11235/' conf | ./cjdroute 2>&1); echo "second: $?"
                        echo "said: $(echo "$said" | tail -n 1)"
                        echo "processes: $(pgrep -x cjdroute | wc -l)"
                        """);
        assertThat(seen)
                .containsEntry("first", "0")
                .containsEntry("second", "1")
                .containsEntry("processes", "1");
        assertThat(seen.get("said"))
                .startsWith("interfaces.UDPInterface.bind: read \"0.0.0.0:")
                .endsWith("this port is in use; write another, or find who has it by 'ss -ulpn'");
    }

    @Test
    void aClosedStandardStreamIsAnEmptyOne() throws Exception {
        var seen =
                scenario(
                        """
                        said=$(./cjdroute 2>&1 <&-); echo "background code: $?"; echo "background: $said"
                        said=$(./cjdroute --nobg 2>&1 <&-); echo "foreground code: $?"; echo "foreground: $said"
                        ./cjdroute < conf >&- 2>&-; echo "silent code: $?"
                        """);
        assertThat(seen)
                .containsEntry("background code", "134")
                .containsEntry("foreground code", "134")
                .containsEntry("silent code", "0");
        assertThat(seen.get("background")).startsWith("stdin:1:1: error: read the end of the file");
        assertThat(seen.get("foreground")).isEqualTo(seen.get("background"));
    }

    @Test
    void givesUpRootButForTheNetworkInOneThread() throws Exception {
        var seen =
                scenario(
                        """
                        ./cjdroute < conf 2>/dev/null; echo "code: $?"
                        pid=$(pgrep -x cjdroute)
                        echo "users: $(cat /proc/$pid/task/*/status | grep Uid | sort -u | cut -f 2-5 | tr '\\t' ' ')"
                        echo "root: $(readlink /proc/$pid/root)"
                        echo "capabilities: $(cat /proc/$pid/task/*/status | grep CapPrm | sort | uniq -c | awk '$3 != "0000000000000000" {print $1, $3}')"
                        """);
        assumeTrue(
                "65534 65534 65534 65534".equals(seen.get("users"))
                        || ProcessHandle.current().info().user().orElse("").equals("root"),
                "only root can become nobody");
        assertThat(seen)
                .containsEntry("code", "0")
                .containsEntry("users", "65534 65534 65534 65534")
                .containsEntry("capabilities", "1 0000000000001000");
        assertThat(seen.get("root")).endsWith("/run");
    }

    @Test
    void rootBeginsWithNoMoreRightsThanAStartNeeds() throws Exception {
        var seen =
                scenario(
                        """
                        ./cjdroute < conf 2>/dev/null; echo "code: $?"
                        cd /proc/$(pgrep -x cjdroute)/task
                        echo "user: $(id -u)"
                        echo "bounds: $(cat */status | grep CapBnd | sort -u | cut -f 2)"
                        echo "new: $(cat */status | grep NoNewPrivs | sort -u | cut -f 2)"
                        """);
        assumeTrue("0".equals(seen.get("user")), "only root has rights to give up");
        assertThat(seen)
                .containsEntry("code", "0")
                .containsEntry("bounds", "00000000000434cf")
                .containsEntry("new", "1");
    }

    /// Each thread is looked at, as often as the machine can from the first moment on.
    @Test
    void startedAsAUserItIsNeverRootAndOneThreadKeepsOneRight() throws Exception {
        assumeTrue(
                ProcessHandle.current().info().user().orElse("").equals("root"),
                "only root can start it as another user");
        var seen =
                scenario(
                        """
                        mkdir state; chown daemon state
                        env -u BOREAS_STATE STATE_DIRECTORY=$PWD/state BOREAS_USER=daemon ./cjdroute < conf 2>said & front=$!
                        while kill -0 $front 2>/dev/null; do
                            for p in /proc/[0-9]*; do
                                case $(readlink $p/exe) in */java) cat $p/task/*/status 2>/dev/null | grep Uid ;; esac
                            done
                        done > uids
                        wait $front; echo "code: $?"
                        cd /proc/$(pgrep -x cjdroute)/task
                        echo "users on the way: $(sort -u "$OLDPWD/uids" | cut -f 2-4 | tr '\t\n' ' ;')"
                        echo "users: $(cat */status | grep -E '^[UG]id' | sort -u | cut -f 2-5 | tr '\t\n' ' ;')"
                        echo "groups: $(cat */status | grep Groups | sort -u | cut -f 2)"
                        for right in Prm Eff Amb; do
                            echo "$right: $(cat */status | grep Cap$right | sort | uniq -c | awk '{print ($1 > 1 ? "all" : $1), $3}' | tr '\n' ';')"
                        done
                        echo "who: $(grep -l 'CapPrm.*1' */status | cut -d / -f 1 | while read t; do cat $t/comm; done)"
                        echo "root: $(readlink ../root)"
                        echo "address: $(ip -6 addr show dev tun0 | grep -c 'inet6 fc.*/8 scope global')"
                        echo "state: $(stat -c '%U %a' "$OLDPWD"/state/*.peers)"
                        echo "said: $(cat "$OLDPWD/said")"
                        """);
        assertThat(seen)
                .containsEntry("code", "0")
                .containsEntry("users", "1 1 1 1;1 1 1 1;")
                .containsEntry("groups", "")
                .containsEntry("Prm", "all 0000000000000000;1 0000000000001000;")
                .containsEntry("Eff", "all 0000000000000000;1 0000000000001000;")
                .containsEntry("Amb", "all 0000000000000000;")
                .containsEntry("who", "control")
                .containsEntry("address", "1")
                .containsEntry("state", "daemon 600")
                .containsEntry("said", "");
        assertThat(seen.get("users on the way")).isIn("1 1 1;", "1 1 0;1 1 1;");
        assertThat(seen.get("root")).endsWith("/run");
    }

    @Test
    void aUserWhoCannotBeHadEndsTheStart() throws Exception {
        assumeTrue(
                ProcessHandle.current().info().user().orElse("").equals("root"),
                "only root can start it as another user");
        var seen =
                scenario(
                        """
                        said=$(BOREAS_USER=nemo ./cjdroute < conf 2>&1); echo "code: $?"; echo "said: $said"
                        chmod 700 'in stalled/app'
                        said=$(BOREAS_USER=daemon ./cjdroute < conf 2>&1); echo "app code: $?"; echo "app: $said"
                        chmod 755 'in stalled/app'
                        """);
        assertThat(seen)
                .containsEntry("code", "67")
                .containsEntry(
                        "said", "boreas: BOREAS_USER: there is no user 'nemo' on this machine.")
                .containsEntry("app code", "77");
        assertThat(seen.get("app")).startsWith("boreas: daemon may not read ");
    }

    // --- how scenarios run

    private record Result(int code, String out) {}

    private static Map<String, String> scenario(String script) throws Exception {
        var seen = new TreeMap<String, String>();
        var result = run(script);
        for (var line : result.out.lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0) seen.put(line.substring(0, colon), line.substring(colon + 2).strip());
            else if (line.endsWith(":")) seen.put(line.substring(0, line.length() - 1), "");
        }
        return seen;
    }

    /// In namespaces of its own, which end with it and take every process along.
    private static Result run(String script) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                "unshare",
                                "--net",
                                "--pid",
                                "--fork",
                                "--mount-proc",
                                "--kill-child",
                                "sh",
                                "-c",
                                "ip link set lo up\n" + script)
                        .directory(folder.toFile())
                        .redirectError(folder.resolve("stderr").toFile());
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().put("BOREAS_STATE", "none");
        Process running;
        try {
            running = process.start();
        } catch (IOException _) {
            return abort("there is no unshare(1) here");
        }
        running.getOutputStream().close();
        var out = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!running.waitFor(LIMIT_S, TimeUnit.SECONDS)) running.destroyForcibly();
        return new Result(running.exitValue(), out);
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
