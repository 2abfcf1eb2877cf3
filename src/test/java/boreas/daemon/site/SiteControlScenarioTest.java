package boreas.daemon.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.interop.Programs;
import boreas.lab.Host;
import boreas.lab.LabException;
import boreas.lab.Namespaces;
import boreas.site.RandomSite;
import boreas.site.SitePlan;
import boreas.site.Sites;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Plans on a kernel: put into force, repeated, changed, broken, repaired and taken back.
class SiteControlScenarioTest {
    private static final int RANDOM_FILES = 50;

    /// With something behind it, so that the kernel's switches are turned too.
    private static final String FORWARDING =
            Sites.STORY.replace(
                    "\"address\": \"203.0.113.3:27177\"",
                    "\"address\": \"203.0.113.3:27177\", \"prefixes\": [ \"10.3.0.0/16\","
                            + " \"2001:db8:3::/48\" ]");

    private static SitePlan home() {
        return Sites.plan(Sites.good(FORWARDING), "home");
    }

    private static SitePlan vps3() {
        return Sites.plan(Sites.good(FORWARDING), "vps3");
    }

    @BeforeEach
    void needsNamespaces() {
        Programs.assumeNamespaces();
    }

    @Test
    void whatAPlanMakesIsThereAndTakenBackToTheLastRoute() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("home");
            furnish(host);
            var before = SiteLab.state(host);
            assertThat(SiteLab.up(host, home()).done())
                    .contains(
                            "made device ula-net, MTU 1280", "made device ula-net-vps3, MTU 1280");
            assertThat(host.must("ip", "-6", "route", "show", "proto", "205").out())
                    .contains("unreachable fdd7:5938:e2e6::/48")
                    .contains("fdd7:5938:e2e6:1234::/64 dev ula-net-vps3");
            assertThat(host.must("nft", "list", "table", "inet", "boreas_site").out())
                    .contains("chain from_vps3");
            assertThat(SiteLab.status(host, home()).isInForce()).isTrue();
            var during = SiteLab.state(host);
            assertThat(SiteLab.up(host, home()).changedNothing()).isTrue();
            assertThat(SiteLab.difference(during, SiteLab.state(host))).isEmpty();
            SiteLab.down(host);
            assertThat(SiteLab.difference(before, SiteLab.state(host))).isEmpty();
            assertThat(SiteLab.ledger(host)).doesNotExist();
            assertThat(SiteLab.down(host).changedNothing()).isTrue();
        }
    }

    /// A machine that has a life of its own.
    private static void furnish(Host host) {
        host.must("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth1");
        host.must("ip", "link", "set", "eth0", "up");
        host.must("ip", "link", "set", "eth1", "up");
        host.must("ip", "address", "add", "192.0.2.7/24", "dev", "eth0");
        host.must("ip", "-6", "address", "add", "2001:db8::7/64", "dev", "eth0", "nodad");
        host.must("ip", "-6", "route", "add", "default", "via", "2001:db8::1");
        host.must("sysctl", "-q", "-w", "net.ipv4.conf.eth0.forwarding=1");
        host.must("sysctl", "-q", "-w", "net.ipv6.conf.eth1.forwarding=1");
        host.must("nft", "add", "table", "inet", "mine");
        // a link-local address comes some time after its device
        for (int i = 0; i < 100; i++)
            if (host.must("ip", "-6", "address", "show", "tentative").out().isEmpty()
                    && host.must("ip", "-6", "address", "show", "dev", "eth1")
                            .out()
                            .contains("fe80")) return;
            else boreas.lab.Pause.of(Duration.ofMillis(50));
    }

    @Test
    void randomPlansLeaveNothingBehindAndASecondTimeChangesNothing() throws IOException {
        try (var lab = Namespaces.open()) {
            var host = lab.host("one");
            furnish(host);
            var before = SiteLab.state(host);
            int plans = 0;
            for (long seed = 0; plans < RANDOM_FILES; seed++) {
                var meant = new RandomSite(seed);
                if (!meant.isValid()) continue;
                var site = Sites.good(meant.text(new Random(seed)));
                var own = site.machines().getFirst();
                if (own.isGenuine()) continue; // not every kernel has tunnels of its own
                plans++;
                var plan = SitePlan.of(site, own);
                String as = "seed " + seed;
                SiteLab.up(host, plan);
                var during = SiteLab.state(host);
                assertThat(SiteLab.up(host, plan).done()).as(as).isEmpty();
                assertThat(SiteLab.difference(during, SiteLab.state(host))).as(as).isEmpty();
                assertThat(SiteLab.status(host, plan).isInForce()).as(as).isTrue();
                SiteLab.down(host);
                assertThat(SiteLab.difference(before, SiteLab.state(host))).as(as).isEmpty();
            }
        }
    }

    @Test
    void aChangedFileChangesOnlyWhatIsDifferent() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("home");
            furnish(host);
            var before = SiteLab.state(host);
            SiteLab.up(host, home());
            var other = Sites.plan(Sites.good(Sites.STORY), "home");
            var report = SiteLab.up(host, other);
            assertThat(report.done())
                    .containsExactlyInAnyOrder(
                            "loaded the firewall, table inet boreas_site",
                            "removed route 10.3.0.0/16 by ula-net-vps3",
                            "removed route 2001:db8:3::/48 by ula-net-vps3, from"
                                    + " fdd7:5938:e2e6:3::6c8d",
                            "removed no other way to 10.3.0.0/16",
                            "removed no other way to 2001:db8:3::/48");
            assertThat(SiteLab.up(host, other).changedNothing()).isTrue();
            SiteLab.up(host, vps3());
            SiteLab.down(host);
            assertThat(SiteLab.difference(before, SiteLab.state(host))).isEmpty();
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Kills a run before its nth step. @return whether it had that many
    private static boolean kill(Host host, int step, SiteLab.Act act) {
        var count = new AtomicInteger();
        try {
            SiteLab.run(
                    host,
                    act,
                    _ -> {
                        if (count.getAndIncrement() == step) throw new Killed();
                    });
            return false;
        } catch (LabException e) {
            if (e.getCause() != null && e.getCause().getCause() instanceof Killed) return true;
            throw e;
        }
    }

    @Test
    void whateverStepARunWasKilledAtTheNextOnePutsItRight() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("vps3");
            furnish(host);
            var before = SiteLab.state(host);
            SiteLab.up(host, vps3());
            var during = withoutIndexes(SiteLab.state(host));
            SiteLab.down(host);
            int step = 0;
            SiteLab.Act up = c -> c.up(vps3(), SiteOptions.usual(List.of()));
            for (; kill(host, step, up); step++) {
                if (step % 2 == 0) {
                    SiteLab.up(host, vps3());
                    assertThat(SiteLab.difference(during, withoutIndexes(SiteLab.state(host))))
                            .as("up after step " + step)
                            .isEmpty();
                }
                SiteLab.down(host);
                assertThat(SiteLab.difference(before, SiteLab.state(host)))
                        .as("down after step " + step)
                        .isEmpty();
            }
            assertThat(step).as("steps").isGreaterThan(12);
            int back = 0;
            for (; kill(host, back, SiteControl::down); back++) {
                if (back % 2 == 0) SiteLab.down(host);
                else SiteLab.up(host, vps3());
                if (back % 2 == 0)
                    assertThat(SiteLab.difference(before, SiteLab.state(host)))
                            .as("down at " + back)
                            .isEmpty();
                SiteLab.up(host, vps3());
            }
            assertThat(SiteLab.difference(before, SiteLab.state(host))).isEmpty();
        }
    }

    private static String withoutIndexes(String state) {
        return state.replaceAll("\"(ifindex|handle)\": ?\\d+", "")
                .replaceAll("fe80::[0-9a-f:]+", "fe80::");
    }

    @Test
    void whatWasThereBeforeStays() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("home");
            host.must(
                    "ip",
                    "-6",
                    "address",
                    "add",
                    "fdd7:5938:e2e6:3::6c8d/128",
                    "dev",
                    "lo",
                    "nodad");
            host.must(
                    "ip",
                    "-6",
                    "route",
                    "add",
                    "unreachable",
                    "fdd7:5938:e2e6::/48",
                    "metric",
                    "65");
            host.must("ip", "tuntap", "add", "ula-net", "mode", "tun");
            host.must("ip", "link", "set", "ula-net", "mtu", "1280", "up");
            var before = SiteLab.state(host);
            assertThat(SiteLab.up(host, home()).done())
                    .contains("made device ula-net-vps3, MTU 1280")
                    .doesNotContain("made device ula-net, MTU 1280");
            SiteLab.down(host);
            assertThat(SiteLab.difference(before, SiteLab.state(host))).isEmpty();
        }
    }

    /// Else a machine that begins to forward would lose its own way out.
    @Test
    void aDefaultRouteFromAnAdvertisementIsKept() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("vps3");
            furnish(host);
            host.must(
                    "ip", "-6", "route", "add", "default", "via", "fe80::1", "dev", "eth1", "proto",
                    "ra", "metric", "512");
            var before = SiteLab.state(host);
            SiteLab.up(host, vps3());
            assertThat(acceptRa(host)).isEqualTo("2");
            assertThat(SiteLab.up(host, vps3()).changedNothing()).isTrue();
            assertThat(acceptRa(host)).isEqualTo("2");
            SiteLab.down(host);
            assertThat(acceptRa(host)).isEqualTo("1");
            assertThat(SiteLab.difference(before, SiteLab.state(host))).isEmpty();
        }
    }

    @Test
    void whatSomebodyHasSetSinceIsLeftToHim() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("vps3");
            furnish(host);
            host.must(
                    "ip", "-6", "route", "add", "default", "via", "fe80::1", "dev", "eth1", "proto",
                    "ra", "metric", "512");
            SiteLab.up(host, vps3());
            host.must("sysctl", "-q", "-w", "net.ipv6.conf.eth1.accept_ra=0");
            SiteLab.down(host);
            assertThat(acceptRa(host)).isEqualTo("0");
        }
    }

    @Test
    void anotherPlanTakesThePlaceOfTheOneInForceAsIfItHadBeenTheFirst() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("vps3");
            furnish(host);
            var before = SiteLab.state(host);
            SiteLab.up(host, withoutVps2());
            var alone = withoutIndexes(SiteLab.state(host));
            SiteLab.down(host);
            var done =
                    SiteLab.run(
                            host,
                            c -> {
                                c.up(vps3(), SiteOptions.usual(List.of()));
                                var report = c.change(withoutVps2(), SiteOptions.usual(List.of()));
                                assertThat(c.repair().changedNothing()).isTrue();
                                return report;
                            });
            assertThat(SiteLab.difference(alone, withoutIndexes(SiteLab.state(host)))).isEmpty();
            assertThat(done.done())
                    .contains("removed device ula-net, MTU 1280")
                    .filteredOn(line -> line.startsWith("loaded the firewall"))
                    .hasSize(1);
            SiteLab.down(host);
            assertThat(
                            SiteLab.difference(
                                    withoutIndexes(before), withoutIndexes(SiteLab.state(host))))
                    .isEmpty();
        }
    }

    /// The story without its second server.
    private static SitePlan withoutVps2() {
        var lines = FORWARDING.lines().filter(l -> !l.contains("\"vps2\"")).toList();
        return Sites.plan(Sites.good(String.join("\n", lines)), "vps3");
    }

    @Test
    void aPlanThatIsRefusedHalfWayLeavesTheOldOneInForce() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("vps3");
            furnish(host);
            var noSuchDevice =
                    Sites.plan(
                            Sites.good(
                                    Sites.STORY
                                            .replace("home.mysql", "home")
                                            .replace(
                                                    "\"address\": \"203.0.113.3:27177\"",
                                                    "\"address\": \"203.0.113.3:27177\","
                                                            + " \"lan\": \"eth9\"")),
                            "vps3");
            SiteLab.run(
                    host,
                    c -> {
                        c.up(vps3(), SiteOptions.usual(List.of()));
                        var during = withoutIndexes(SiteLab.state(host));
                        assertThatThrownBy(
                                        () -> c.change(noSuchDevice, SiteOptions.usual(List.of())))
                                .isInstanceOf(SiteException.class)
                                .hasMessageContaining("is there a device eth9?");
                        assertThat(SiteLab.difference(during, withoutIndexes(SiteLab.state(host))))
                                .isEmpty();
                        assertThat(c.repair().changedNothing()).isTrue();
                        return c.down();
                    });
        }
    }

    private static String acceptRa(Host host) {
        return host.must("sysctl", "-n", "net.ipv6.conf.eth1.accept_ra").out().strip();
    }

    @Test
    void whatIsInTheWayIsNamedAndNothingIsChanged() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("home");
            host.must("ip", "link", "add", "ula-net", "type", "veth");
            host.must(
                    "ip",
                    "-6",
                    "route",
                    "add",
                    "fdd7:5938:e2e6:1234::/64",
                    "dev",
                    "lo",
                    "metric",
                    "64");
            var before = SiteLab.state(host);
            SiteLab.Act up = c -> c.up(home(), SiteOptions.usual(List.of()));
            assertThat(SiteLab.refusal(host, up))
                    .contains("ula-net", "no tun device", "ip link del ula-net", "by lo");
            assertThat(SiteLab.difference(before, SiteLab.state(host))).isEmpty();
            host.must("ip", "link", "del", "ula-net");
            host.must("ip", "-6", "route", "del", "fdd7:5938:e2e6:1234::/64");
            host.must("nft", "add", "table", "inet", "boreas_site");
            assertThat(SiteLab.refusal(host, up)).contains("nft delete table inet boreas_site");
            assertThat(host.must("ip", "-6", "route", "show", "proto", "205").out()).isEmpty();
        }
    }

    @Test
    void whatGoesMissingIsMadeAgain() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("vps3");
            furnish(host);
            var before = SiteLab.state(host);
            var broken =
                    List.of(
                            "ip link del ula-net-home",
                            "ip link set ula-net-home down",
                            "ip link set ula-net-home mtu 1400",
                            "ip -6 route del fdd7:5938:e2e6:6c8d::/64 metric 64",
                            "ip -6 route del unreachable fdd7:5938:e2e6::/48 metric 65",
                            "ip -6 address del fdd7:5938:e2e6:3::1234/128 dev lo",
                            "nft delete table inet boreas_site",
                            "nft flush table inet boreas_site",
                            "nft add rule inet boreas_site mesh accept",
                            "nft flush ruleset; nft add table inet mine",
                            "sysctl -q -w net.ipv6.conf.all.forwarding=0");
            var wrong = new ArrayList<String>();
            SiteLab.run(
                    host,
                    c -> {
                        c.up(vps3(), SiteOptions.usual(List.of()));
                        var during = withoutIndexes(SiteLab.state(host));
                        for (var how : broken) {
                            host.must("sh", "-c", how);
                            var report = c.repair();
                            if (report.changedNothing()) wrong.add(how + ": nothing repaired");
                            var difference =
                                    SiteLab.difference(during, withoutIndexes(SiteLab.state(host)));
                            if (!difference.isEmpty()) wrong.add(how + ": " + difference);
                            if (!c.repair().changedNothing()) wrong.add(how + ": twice");
                        }
                        return c.down();
                    });
            assertThat(wrong).isEmpty();
            assertThat(
                            SiteLab.difference(
                                    withoutIndexes(before), withoutIndexes(SiteLab.state(host))))
                    .isEmpty();
        }
    }

    /// A card that was pulled out is no reason to leave a tunnel without routes.
    @Test
    void whatCannotBeRepairedKeepsNothingElseFromIt() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("vps3");
            furnish(host);
            var plan =
                    Sites.plan(
                            Sites.good(
                                    FORWARDING.replace(
                                            "\"address\": \"203.0.113.3:27177\"",
                                            "\"address\": \"203.0.113.3:27177\", \"lan\": \"eth1\"")),
                            "vps3");
            SiteLab.run(
                    host,
                    c -> {
                        c.up(plan, SiteOptions.usual(List.of()));
                        host.must("ip", "link", "del", "eth1");
                        host.must("ip", "link", "del", "ula-net-home");
                        var report = c.repair();
                        assertThat(report.done())
                                .contains("made device ula-net-home, MTU 1280")
                                .anyMatch(line -> line.startsWith("made route"));
                        assertThat(report.warnings()).anyMatch(line -> line.contains("eth1"));
                        assertThat(c.repair().done()).isEmpty();
                        return c.down();
                    });
            assertThat(host.must("ip", "-6", "route", "show", "proto", "205").out()).isEmpty();
        }
    }

    @Test
    void aDeviceOutlivesWhoHasItOpen() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("home");
            SiteLab.up(host, home());
            host.inside(() -> {
                try (var device = boreas.io.TunDevice.open("ula-net", new boreas.env.Counters())) {
                    return device.name();
                } catch (boreas.io.DeviceException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(SiteLab.status(host, home()).isInForce()).isTrue();
        }
    }

    @Test
    void twoAtATimeAreKeptApartAndTheSecondOneIsToldWhoTheFirstIs() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("home");
            SiteLab.run(
                    host,
                    _ -> {
                        assertThat(SiteLab.refusal(host, SiteControl::down))
                                .contains("test, pid " + ProcessHandle.current().pid());
                        assertThat(SiteLab.status(host, home()).holder()).contains("test, pid");
                        return new SiteReport(List.of(), List.of());
                    });
            assertThat(SiteLab.status(host, home()).holder()).isNull();
        }
    }

    @Test
    void anEditedLedgerIsNamed() throws IOException {
        try (var lab = Namespaces.open()) {
            var host = lab.host("home");
            SiteLab.up(host, home());
            var ledger = SiteLab.ledger(host);
            Files.writeString(ledger, Files.readString(ledger).replace("ula-net", "eth0"));
            assertThat(SiteLab.refusal(host, SiteControl::down)).contains(ledger.toString());
        }
    }
}
