package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.cli.ServiceMachine.Seen;
import boreas.interop.InstalledBoreas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `boreas install-service --sysv` writes, done with as on a machine: its verbs, and a boot at
/// which the network is late.
///
/// `/etc`, `/opt`, `/var/lib` and `/run` are this test's own while a scenario runs. Source: Linux
/// Standard Base 5.0, init scripts; the blog's second half.
class InitScriptTest {
    /// How much later than the node the network of the boot is there, in seconds.
    private static final int LATE_S = 20;

    @TempDir static Path folder;

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(InstalledBoreas.isPossible(), "needs the module path: ./dev test");
        ServiceMachine.assumePossible(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        InstalledBoreas.into(folder.resolve("installed"));
    }

    private static Seen scenario(String script) throws Exception {
        return ServiceMachine.scenario(
                folder,
                """
                install_anew() { installed/boreas install-service --sysv --prefix /opt/boreas --conf "$PWD/conf" "$@"; }
                # A new copy of the program is rehearsed, which takes long: the first one is kept for the others.
                install() {
                    [ ! -d copy ] || [ -d /opt/boreas ] || cp -a copy /opt/boreas
                    install_anew "$@" && { [ -d copy ] || cp -a /opt/boreas copy; }
                }
                verb() { /etc/init.d/cjdns "$1" >said 2>&1; echo "$2: $? $(tail -n 1 said)"; }
                count() { echo "$1: $(pgrep -c cjdroute)"; }
                installed/cjdroute --genconf > conf
                """
                        + script);
    }

    @Test
    void theFourVerbsDoAndSayWhatScriptsOfTheFieldExpect() throws Exception {
        var seen =
                scenario(
                        """
                        install >/dev/null; echo "install: $?"
                        verb status 'status before'
                        verb stop 'stop before'
                        verb start 'start'; count 'started'
                        first=$(pgrep -x cjdroute)
                        echo "address: $(ip -6 addr show dev tun0 | grep -c 'inet6 fc.*/8 scope global')"
                        verb status 'status'
                        setpriv --reuid=daemon --clear-groups /etc/init.d/cjdns status >said; echo "anybody: $? $(cat said)"
                        verb start 'start again'; count 'started again'
                        echo "same: $([ "$(pgrep -x cjdroute)" = $first ] && echo yes)"
                        verb restart 'restart'; count 'restarted'
                        echo "other: $([ "$(pgrep -x cjdroute)" != $first ] && echo yes)"
                        verb stop 'stop'; count 'stopped'
                        echo "tun: $(ip -br link | grep -c tun)"
                        verb status 'status after'
                        """);
        assertThat(seen.values())
                .containsEntry("install", "0")
                .containsEntry("status before", "3 Cjdns is not running")
                .containsEntry("stop before", "0 cjdns isn't running")
                .containsEntry("start", "0 Starting cjdns...")
                .containsEntry("started", "1")
                .containsEntry("address", "1")
                .containsEntry("status", "0 Cjdns is running")
                .containsEntry("anybody", "0 Cjdns is running")
                .containsEntry("start again", "0 cjdns is already running. Doing nothing...")
                .containsEntry("started again", "1")
                .containsEntry("same", "yes")
                .containsEntry("restart", "0 Starting cjdns...")
                .containsEntry("restarted", "1")
                .containsEntry("other", "yes")
                .containsEntry("stop", "0 Stopping cjdns...")
                .containsEntry("stopped", "0")
                .containsEntry("tun", "0")
                .containsEntry("status after", "3 Cjdns is not running");
    }

    @Test
    void whatCannotBeDoneHasTheCodeOfTheStandard() throws Exception {
        var seen =
                scenario(
                        """
                        install >/dev/null
                        verb dance 'unknown'
                        verb reload 'reload of nothing'
                        verb force-reload 'force-reload of nothing'
                        setpriv --reuid=daemon --clear-groups /etc/init.d/cjdns start >said 2>&1; echo "not root: $? $(cat said)"
                        mv conf conf.not
                        verb start 'no configuration'
                        sed 's/privateKey/privateKay/' conf.not > conf
                        verb start 'wrong configuration'
                        mv conf.not conf; mv /opt/boreas /opt/elsewhere
                        verb start 'no program'
                        """);
        assertThat(seen.get("unknown")).startsWith("2 usage: /etc/init.d/cjdns start|stop|");
        assertThat(seen.get("reload of nothing")).isEqualTo("7 cjdns isn't running");
        assertThat(seen.get("force-reload of nothing")).startsWith("0");
        assertThat(seen.get("not root")).isEqualTo("4 This script must be run as root");
        assertThat(seen.get("no configuration")).startsWith("6 cjdns is not configured: ");
        assertThat(seen.get("wrong configuration")).isEqualTo("1 cjdns did not start");
        assertThat(seen.get("no program")).startsWith("5 cjdns is not installed: ");
    }

    @Test
    void installingAgainChangesNothingAndARemovalTakesItAllAway() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/sbin/update-rc.d")), "there is no update-rc.d here");
        var seen =
                scenario(
                        """
                        sums() { find /etc/init.d /etc/rc?.d /etc/systemd /opt -type f -exec sha256sum {} + | grep -v boreas.aot | sort; }
                        sums > before
                        install_anew >said; echo "install: $? $(grep -c -E '^(written|program)' said)"
                        sums > installed.sums
                        install >said; echo "again: $? $(grep -c -E '^(written|program)' said)"
                        sums > again.sums
                        echo "changed: $(cmp installed.sums again.sums 2>&1)"
                        echo "cache: $(ls /opt/boreas/app | grep -c aot)"
                        update-rc.d cjdns defaults >/dev/null 2>&1; echo "links: $(ls /etc/rc?.d | grep -c cjdns)"
                        /etc/init.d/cjdns start >/dev/null 2>&1; echo "runs: $(pgrep -c cjdroute)"
                        installed/boreas install-service --remove >said 2>&1; echo "remove: $?"
                        sums > after; echo "left: $(cmp before after 2>&1)"
                        echo "links left: $(ls /etc/rc?.d | grep -c cjdns)"
                        echo "runs still: $(pgrep -c cjdroute)"
                        installed/boreas install-service --remove >said 2>&1; echo "remove again: $? $(cat said)"
                        install >/dev/null; echo '# mine' >> /etc/init.d/cjdns
                        install >said 2>&1; echo "edited: $? $(tail -n 1 said)"
                        installed/boreas install-service --remove >said 2>&1
                        echo "edited left: $(ls /etc/init.d/cjdns)"
                        """);
        assertThat(seen.values())
                .containsEntry("install", "0 2")
                .containsEntry("again", "0 0")
                .containsEntry("changed", "")
                .containsEntry("cache", "1")
                .containsEntry("links", "7")
                .containsEntry("runs", "1")
                .containsEntry("remove", "0")
                .containsEntry("left", "")
                .containsEntry("links left", "0")
                .containsEntry("runs still", "0")
                .containsEntry("remove again", "0 nothing to remove")
                .containsEntry("edited left", "/etc/init.d/cjdns");
        assertThat(seen.get("edited"))
                .startsWith(
                        "1 boreas: /etc/init.d/cjdns was edited since install-service wrote it");
    }

    @Test
    void aRestartWithABrokenConfigurationLeavesTheNodeRunningAndNamesTheFile() throws Exception {
        var seen =
                scenario(
                        """
                        install >/dev/null
                        verb start 'start'; first=$(pgrep -x cjdroute)
                        sed 's/"privateKey"/"privateKay"/' conf > broken; cp conf good; cp broken conf
                        verb restart 'restart'; echo "where: $(grep -c "^$PWD/conf:[0-9]*:[0-9]*: error" said)"
                        verb try-restart 'try-restart'
                        mv conf away; verb restart 'without a file'
                        echo "same: $([ "$(pgrep -x cjdroute)" = "$first" ] && echo yes)"
                        cp good conf
                        verb try-restart 'mended'
                        echo "other: $([ "$(pgrep -x cjdroute)" != "$first" ] && echo yes)"
                        verb stop 'stop'
                        verb try-restart 'try-restart of nothing'; count 'still nothing'
                        cp broken conf
                        verb start 'start broken'; echo "whose: $(grep -c "standard input was $PWD/conf" said)"
                        """);
        assertThat(seen.values())
                .containsEntry("start", "0 Starting cjdns...")
                .containsEntry("restart", "1 cjdns was not restarted, it runs as before")
                .containsEntry("try-restart", "1 cjdns was not restarted, it runs as before")
                .containsEntry("where", "1")
                .containsEntry("same", "yes")
                .containsEntry("mended", "0 Starting cjdns...")
                .containsEntry("other", "yes")
                .containsEntry("stop", "0 Stopping cjdns...")
                .containsEntry("still nothing", "0")
                .containsEntry("start broken", "1 cjdns did not start")
                .containsEntry("whose", "1");
        assertThat(seen.get("without a file")).startsWith("6 cjdns is not configured: ");
        assertThat(seen.get("try-restart of nothing")).startsWith("0");
    }

    @Test
    void aNodeStartedByHandIsNamedAndLeftAlone() throws Exception {
        var seen =
                scenario(
                        """
                        named() { grep -c "^process $hand is a node that was started by hand" said; }
                        install >/dev/null
                        installed/boreas run --background -c conf >/dev/null; echo "by hand: $?"
                        hand=$(pgrep -x boreas)
                        verb status 'status'; echo "status names: $(named)"
                        verb start 'start'; echo "start names: $(named)"
                        verb stop 'stop'; echo "stop names: $(named)"
                        echo "runs: $(pgrep -c -x boreas)"
                        kill $hand
                        """);
        assertThat(seen.values())
                .containsEntry("by hand", "0")
                .containsEntry("status", "3 Cjdns is not running")
                .containsEntry("start", "1 cjdns did not start")
                .containsEntry("stop", "0 cjdns isn't running")
                .containsEntry("status names", "1")
                .containsEntry("start names", "1")
                .containsEntry("stop names", "1")
                .containsEntry("runs", "1");
    }

    @Test
    void anEditedScriptKeepsTheProgramThatItRuns() throws Exception {
        var seen =
                scenario(
                        """
                        install >/dev/null; echo '# mine' >> /etc/init.d/cjdns
                        installed/boreas install-service --remove >said 2>&1; echo "remove: $? $(tail -n 1 said)"
                        verb start 'start'; count 'runs'
                        verb stop 'stop'
                        rm /etc/init.d/cjdns
                        installed/boreas install-service --remove >said 2>&1; echo "later: $? $(tail -n 1 said)"
                        """);
        assertThat(seen.values())
                .containsEntry("remove", "1 left alone: /opt/boreas, which /etc/init.d/cjdns runs")
                .containsEntry("start", "0 Starting cjdns...")
                .containsEntry("runs", "1");
        assertThat(seen.get("later")).startsWith("0 removed: /opt/boreas, ");
    }

    @Test
    void aCheckoutInOptAndAProgramForAnotherMachineAreCopiedToo() throws Exception {
        var seen =
                scenario(
                        """
                        # As a checkout is, and built already.
                        checkout() {
                            mkdir -p "$1/target/launcher" "$1/src/main"; cp -R installed/boreas installed/cjdroute installed/dist "$1"
                            echo '<project/>' > "$1/pom.xml"; cp -R installed/app "$1/target/launcher/run"
                            touch -d '1 hour' "$1/target/launcher/run/.built"
                        }
                        mkdir -p machine/etc/init.d; cp conf machine/etc/conf
                        other() { "$1" install-service --sysv --root "$PWD/machine" --conf /etc/conf >said 2>&1; }
                        # paths FOLDER: what the script runs is there
                        paths() { p=$(sed -n 's/^PROG_PATH=//p' "$1/etc/init.d/cjdns"); echo "$p $(ls "$1$p" | grep -c -x -e cjdroute -e boreas -e app -e dist)"; }
                        cp -R installed /opt/boreas
                        other /opt/boreas/boreas; echo "other machine: $? $(paths machine)"
                        rm -rf /opt/boreas machine/opt machine/etc/init.d/*; checkout /opt/boreas
                        other /opt/boreas/boreas; echo "from a checkout: $? $(paths machine)"
                        mount -t tmpfs none /usr/local/lib
                        /opt/boreas/boreas install-service --sysv --conf "$PWD/conf" >said 2>&1; echo "here: $? $(paths '')"
                        /opt/boreas/boreas install-service --sysv --conf "$PWD/conf" --prefix /opt/boreas >said 2>&1
                        echo "onto itself: $? $(tail -n 1 said)"
                        verb start 'start'; verb stop 'stop'
                        /opt/boreas/boreas install-service --remove >said 2>&1
                        echo "removed: $? $(ls /usr/local/lib | wc -l) $(ls /opt/boreas | grep -c pom)"
                        """);
        assertThat(seen.values())
                .containsEntry("other machine", "0 /opt/boreas 4")
                .containsEntry("from a checkout", "0 /opt/boreas 4")
                .containsEntry("here", "0 /usr/local/lib/boreas 4")
                .containsEntry(
                        "onto itself",
                        "1 boreas: --prefix: /opt/boreas is the checkout that is to be copied; name another folder")
                .containsEntry("start", "0 Starting cjdns...")
                .containsEntry("removed", "0 0 1");
    }

    /// The blog's last test. The machine `vps` is taken down with all that it has, made again, and
    /// its script started while it has neither address nor route; the node is never root.
    @Test
    void afterABootWithALateNetworkThePingFromHomeComesBackByItself() throws Exception {
        var seen =
                scenario(
                        """
                        on() { ip netns exec "$@"; }
                        plug() {
                            ip link add to-vps netns home type veth peer name eth0 netns vps
                            on home ip addr add 10.9.0.1/24 dev to-vps; on home ip link set to-vps up
                            on vps ip addr add 10.9.0.2/24 dev eth0; on vps ip link set eth0 up
                        }
                        machine() { ip netns add "$1"; on "$1" ip link set lo up; }
                        seconds() { cut -d . -f 1 /proc/uptime; }
                        value() { sed -n "s/.*\\"$1\\": *\\"\\([^\\"]*\\)\\".*/\\1/p" conf | head -n 1; }
                        # Bound to the public address, as in the blog, and no beacons.
                        sed -i -e '0,/"bind": "0.0.0.0:[0-9]*"/s//"bind": "10.9.0.2:27177"/' -e 's/"beacon": 2/"beacon": 0/' conf
                        vps=$(value ipv6); peer="\\"publicKey\\": \\"$(value publicKey)\\", \\"password\\": \\"$(value password)\\""
                        installed/cjdroute --genconf | sed -e 's/"beacon": 2/"beacon": 0/' \\
                            -e "0,/\\"connectTo\\": {/s//\\"connectTo\\": { \\"10.9.0.2:27177\\": { \\"login\\": \\"default-login\\", $peer }/" > home.conf
                        installed/boreas check home.conf >said 2>&1 || cat said >&2
                        install --user daemon >/dev/null; echo "install: $?"
                        machine home; machine vps; plug
                        on home installed/cjdroute < home.conf; echo "home: $?"
                        on vps /etc/init.d/cjdns start >/dev/null; echo "start: $?"
                        on home ping -D -O -i 0.5 $vps > pings & ping=$!
                        for i in $(seq 300); do grep -q 'bytes from' pings && break; sleep 0.1; done
                        echo "before: $(grep -q 'bytes from' pings && echo answered)"

                        on vps /etc/init.d/cjdns stop >/dev/null; echo "stop: $?"
                        ip netns del vps; sleep 1; machine vps
                        on vps /etc/init.d/cjdns start >said 2>&1; echo "boot: $?"
                        on vps /etc/init.d/cjdns status >said; echo "status: $? $(cat said)"
                        pid=$(ip netns pids vps)
                        echo "users: $(cat /proc/$pid/task/*/status | grep Uid | sort -u | cut -f 2-5 | tr '\\t' ' ')"
                        sleep LATE
                        : > pings.late; lines=$(wc -l < pings)
                        plug; up=$(seconds)
                        for i in $(seq 600); do
                            tail -n +$((lines + 1)) pings | grep -q 'bytes from' && break; sleep 0.1
                        done
                        echo "after: $(tail -n +$((lines + 1)) pings | grep -q 'bytes from' && echo answered)"
                        echo "took: $(($(seconds) - up))"
                        echo "same: $([ "$(ip netns pids vps)" = $pid ] && echo yes)"
                        kill $ping
                        on vps /etc/init.d/cjdns stop >/dev/null
                        """
                                .replace("LATE", Integer.toString(LATE_S)));
        assertThat(seen.values())
                .containsEntry("install", "0")
                .containsEntry("home", "0")
                .containsEntry("start", "0")
                .containsEntry("before", "answered")
                .containsEntry("stop", "0")
                .containsEntry("boot", "0")
                .containsEntry("status", "0 Cjdns is running")
                .containsEntry("users", "1 1 1 1")
                .containsEntry("after", "answered")
                .containsEntry("same", "yes");
        assertThat(Integer.parseInt(String.valueOf(seen.get("took"))))
                .as("seconds from the network to the first reply")
                .isLessThanOrEqualTo(30);
        System.out.println("after the network was there, the ping took s: " + seen.get("took"));
    }

    /// What a node may have to do long after its start, done by one that was never root; meanwhile
    /// each thread is looked at, as often as the machine can.
    @Test
    void asAUserItReloadsRepairsItsSiteAndBindsAnewAndNoThreadHasMoreThanItMay() throws Exception {
        var seen =
                scenario(
                        """
                        there() { ip netns exec other env BOREAS_STATE=none "$@"; }
                        linked() { there installed/boreas peers -c other.conf 2>&1 | grep "from $1:" | grep -q 'ESTABLISHED '; }
                        # until_so CONDITION
                        until_so() { end=$(($(date +%s) + 20)); while [ "$(date +%s)" -lt $end ]; do eval "$1" && echo yes && return; sleep 0.1; done; echo never; }
                        key() { sed -n 's/.*"publicKey": *"\\([^"]*\\)".*/\\1/p' "$1" | head -n 1; }
                        may() { nft list chain inet boreas_site from_vps3 | grep -q "dport $1 accept"; }
                        # site PORT...
                        site() {
                            allow=$(printf '{ "from": "vps3", "to": "home", "protocol": "tcp", "port": %s },' "$@")
                            cat <<END
                        { "ula": "fdd7:5938:e2e6::/48", "allow": [ ${allow%,} ], "machines": {
                            "home": { "publicKey": "$(key conf)", "subnet": "6c8d" },
                            "vps3": { "publicKey": "$(key other.conf)", "subnet": "1c2d" } } }
                        END
                        }
                        installed/cjdroute --genconf > other.conf
                        sed -i 's/"beacon": 2/"beacon": 0/' conf other.conf
                        installed/boreas join -c conf "$(installed/boreas invite home -c other.conf --address 10.9.0.2 2>/dev/null)" >/dev/null
                        ip netns add other
                        ip link add wire type veth peer name eth0 netns other
                        ip addr add 10.9.0.1/24 dev wire; ip link set wire up
                        ip -n other addr add 10.9.0.2/24 dev eth0; ip -n other link set eth0 up; ip -n other link set lo up
                        there installed/cjdroute < other.conf
                        site 22 > site.conf
                        install --user daemon --site "$PWD/site.conf" >/dev/null; echo "install: $?"
                        chmod 600 conf
                        /etc/init.d/cjdns-site start >/dev/null; echo "site: $?"
                        (trap '' HUP; verb start 'start') # as under nohup
                        pid=$(for p in $(pgrep -x cjdroute); do [ "$(readlink /proc/$p/ns/net)" = "$(readlink /proc/self/ns/net)" ] && echo $p; done)
                        while [ ! -e over/done ]; do grep -hE '^(Name|Uid|CapPrm)' /proc/$pid/task/*/status | cut -f 2 | paste - - -; done > samples 2>/dev/null & sampler=$!
                        echo "linked: $(until_so 'linked 10.9.0.1')"

                        sed -i 's/"authorizedPasswords": *\\[/&\\n{ "password": "another-secret-1", "user": "another" },/' conf
                        verb reload 'reload'
                        kill -HUP $pid; echo "its own file: $(until_so 'installed/boreas log -c conf -n 20 | grep -q "may not read"')"
                        chown daemon conf; site 22 80 > site.conf
                        kill -HUP $pid; echo "another site: $(until_so 'may 80')"

                        nft delete rule inet boreas_site from_vps3 handle $(nft -a list chain inet boreas_site from_vps3 | sed -n 's/.*dport 22 .*handle //p')
                        echo "repaired: $(until_so 'may 22')"
                        /etc/init.d/cjdns-site restart >said 2>&1; echo "site again: $? $(tail -n 1 said)"
                        echo "stays: $(may 22 && may 80 && echo yes)"

                        ip addr del 10.9.0.1/24 dev wire; ip addr add 10.9.0.7/24 dev wire
                        echo "moved: $(until_so 'linked 10.9.0.7')"
                        sed -i 's/"bind": "0.0.0.0:/"bind": "10.9.0.7:/' conf
                        verb reload 'bound'
                        echo "there: $(until_so 'linked 10.9.0.7') $(ss -Huln src 10.9.0.7 | wc -l)"
                        touch over/done; wait $sampler
                        [ "$(wc -l < samples)" -gt 1000 ] && echo "looked: often"
                        echo "users: $(cut -f 2 samples | sort -u | tr '\\n' ' ')"
                        echo "rights: $(awk -F '\\t' '$3 !~ /^0+$/ { print $1, $3 }' samples | sort -u | tr '\\n' ';')"
                        /etc/init.d/cjdns stop >/dev/null
                        /etc/init.d/cjdns-site restart >/dev/null 2>&1; echo "without the node: $?"
                        """);
        assertThat(seen.values())
                .as(seen.toString())
                .containsEntry("install", "0")
                .containsEntry("site", "0")
                .containsEntry("linked", "yes")
                .containsEntry("reload", "0 done: 1 change")
                .containsEntry("its own file", "yes")
                .containsEntry("another site", "yes")
                .containsEntry("repaired", "yes")
                .containsEntry("stays", "yes")
                .containsEntry("moved", "yes")
                .containsEntry("there", "yes 1")
                .containsEntry("looked", "often")
                .containsEntry("users", "1")
                .containsEntry("without the node", "0");
        assertThat(seen.get("start")).startsWith("0");
        assertThat(seen.get("bound")).startsWith("0 done: ");
        assertThat(seen.get("site again"))
                .startsWith(
                        "1 boreas: the site on this machine is in the hands of boreas run, pid ");
        assertThat(String.valueOf(seen.get("rights")).split(";"))
                .contains("control 0000000000001000", "site 0000000000001000")
                .allMatch(one -> one.matches("(control|site|program|process reaper ?) 0{12}1000"));
    }
}
