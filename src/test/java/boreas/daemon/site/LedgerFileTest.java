package boreas.daemon.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.host.Setting;
import boreas.site.Opening;
import boreas.site.SitePlan;
import boreas.site.Sites;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
    private static Ledger full(String boot) throws AddressException {
        return new Ledger(
                boot,
                List.of(
                        new Setting.Unreachable(IpPrefix.parse("fdd7:5938:e2e6::/48"), 65),
                        new Setting.Unreachable(IpPrefix.parse("10.3.0.0/16"), 65),
                        new Setting.TunDevice("ula-net", 1280),
                        new Setting.KernelTunnel(
                                "ula-net-b", Ip6.parse("fc11::1"), Ip6.parse("fc22::2"), 1280),
                        new Setting.Address("lo", Ip6.parse("fdd7::1"), 128),
                        new Setting.Route(
                                IpPrefix.parse("fdd7:0:0:2::/64"),
                                "ula-net",
                                Ip6.parse("fdd7::1"),
                                64),
                        new Setting.Route(IpPrefix.parse("10.3.0.0/16"), "ula-net", null, 64),
                        new Setting.Route(
                                IpPrefix.parse("10.4.0.0/16"),
                                "ula-net",
                                IpPrefix.parse("10.1.0.1").mapped().address(),
                                64)),
                List.of(new Ledger.Switched("net/ipv6/conf/eth0.7/forwarding", 0, 1)),
                new Ledger.Wall("aa", ""),
                List.of(
                        new Ledger.Insertion(
                                "nft", "inet", "fw", "in", "boreas-site-1", "udp dport { 1, 2 }")));
    }

    @Test
    void whatIsWrittenIsRead(@TempDir Path folder) throws Exception {
        var file = new LedgerFile(folder.resolve("x.site"));
        var ledger = full(LedgerFile.boot());
        file.write(ledger);
        assertThat(new LedgerFile(folder.resolve("x.site")).read()).isEqualTo(ledger);
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
        var listed = ledger.withWall(new Ledger.Wall("aa", "bb"));
        file.write(listed);
        assertThat(new LedgerFile(folder.resolve("x.site")).read()).isEqualTo(listed);
        file.write(Ledger.empty(LedgerFile.boot()));
        assertThat(folder).isEmptyDirectory();
        assertThat(new LedgerFile(folder.resolve("x.site")).read().isEmpty()).isTrue();
    }

    /// Devices, addresses and routes do not outlive a kernel; tables may be saved and loaded.
    @Test
    void ofAnotherBootOnlyFirewallsAreLeft(@TempDir Path folder) throws Exception {
        var file = new LedgerFile(folder.resolve("x.site"));
        file.write(full("another"));
        var read = new LedgerFile(folder.resolve("x.site")).read();
        assertThat(read.made()).isEmpty();
        assertThat(read.switched()).isEmpty();
        assertThat(read.wall()).isNotNull();
        assertThat(read.insertions()).hasSize(1);
    }

    @Test
    void eachCutAndEachChangedByteIsNoticed(@TempDir Path folder) throws Exception {
        var file = new LedgerFile(folder.resolve("x.site"));
        var text = LedgerFile.text(full("b"));
        for (int i = 0; i < text.length(); i++) {
            var cut = text.substring(0, i);
            assertThatThrownBy(() -> file.parse(cut))
                    .isInstanceOf(SiteException.class)
                    .hasMessageContaining("x.site");
            var changed = cut + (char) (text.charAt(i) ^ 1) + text.substring(i + 1);
            assertThatThrownBy(() -> file.parse(changed)).isInstanceOf(SiteException.class);
        }
    }

    /// As after the start of a node, whose folder is root's.
    @Test
    void whoHasGivenUpTheFolderWritesBehindWhatIsThere(@TempDir Path folder) throws Exception {
        var path = folder.resolve("x.site");
        var file = new LedgerFile(path);
        var first = full(LedgerFile.boot());
        file.write(first);
        file.keepOpen();
        var gone = first.withInsertions(List.of());
        var more = first.plus(List.of(new Setting.TunDevice("ula-net-c", 1280)));
        var otherWall = more.withWall(new Ledger.Wall("5c", "1d"));
        var outcome =
                Unprivileged.run(() -> {
                    Files.setPosixFilePermissions(
                            folder, PosixFilePermissions.fromString("r-x------"));
                    try {
                        file.write(gone);
                        assertThat(new LedgerFile(path).read()).as("less").isEqualTo(gone);
                        file.write(more);
                        assertThat(new LedgerFile(path).read()).as("more").isEqualTo(more);
                        file.write(otherWall);
                        return new LedgerFile(path).read();
                    } finally {
                        Files.setPosixFilePermissions(
                                folder, PosixFilePermissions.fromString("rwx------"));
                    }
                });
        assertThat(outcome).as("another firewall").isEqualTo(otherWall);
        file.close();
        var torn = Files.readString(path);
        for (int i = torn.lastIndexOf("boreas site ledger"); i < torn.length(); i++) {
            var cut = torn.substring(0, i);
            if (cut.substring(cut.lastIndexOf("boreas site ledger")).contains("\nend ")) continue;
            assertThat(new LedgerFile(path).parse(cut)).isEqualTo(more);
        }
        var anew = new LedgerFile(path);
        anew.write(first);
        assertThat(Files.readString(path)).isEqualTo(LedgerFile.text(first));
    }

    /// Root goes by the ledger, and its folder may be another user's.
    @Test
    void whatCannotBeOursIsRefused(@TempDir Path folder) throws Exception {
        var file = new LedgerFile(folder.resolve("x.site"));
        var rule = new Ledger.Insertion("nft", "ip", "filter", "INPUT", "boreas-site-1", "udp");
        for (var bad :
                List.of(
                        new Ledger.Insertion("/tmp/x", "ip", "filter", "INPUT", rule.tag(), "udp"),
                        new Ledger.Insertion("../x", "ip", "filter", "INPUT", rule.tag(), "udp"),
                        new Ledger.Insertion("nft", "ip", "filter;", "INPUT", rule.tag(), "udp"),
                        new Ledger.Insertion("nft", "ip", "filter", "INPUT", "mine", "udp"),
                        new Ledger.Insertion(
                                "nft", "ip", "filter", "INPUT", rule.tag(), "udp; flush ruleset"),
                        new Ledger.Insertion(
                                "iptables-legacy",
                                "ip",
                                "filter",
                                "INPUT",
                                rule.tag(),
                                "-p udp --modprobe /tmp/x"),
                        new Ledger.Insertion(
                                "iptables-legacy", "ip", "filter", "INPUT", rule.tag(), "-M /x"),
                        new Ledger.Insertion(
                                "iptables-legacy", "ip", "filter", "-F", rule.tag(), "-p udp"))) {
            var text = LedgerFile.text(full("b").withInsertions(List.of(bad)));
            assertThatThrownBy(() -> file.parse(text))
                    .as(bad.toString())
                    .hasMessageContaining("is not understood");
        }
        for (var path : List.of("../../etc/x", "/etc/x", "net/ipv6/../../../etc/x", "kernel/x")) {
            var text =
                    LedgerFile.text(
                            full("b").withSwitched(List.of(new Ledger.Switched(path, 0, 1))));
            assertThatThrownBy(() -> file.parse(text)).as(path).hasMessageContaining("switch");
        }
    }

    /// Each rule that an opening makes can be read again.
    @Test
    void whatIsInsertedIsOurs() {
        var site = Sites.good(Sites.STORY);
        for (var machine : site.machines())
            for (var opening : Opening.of(SitePlan.of(site, machine), OtherFirewalls.PORTS)) {
                assertThat(insertion("nft", opening.nft()).isOurs()).as(opening.nft()).isTrue();
                for (var text : opening.iptables())
                    assertThat(insertion("ip6tables-legacy", text).isOurs()).as(text).isTrue();
            }
    }

    private static Ledger.Insertion insertion(String tool, String text) {
        return new Ledger.Insertion(tool, "ip6", "filter", "INPUT", "boreas-site-0a1b2c3d", text);
    }

    @Test
    void linksThatSomebodyHasLaidAreNotFollowed(@TempDir Path folder) throws Exception {
        var victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(folder.resolve("x.site.new"), victim);
        new LedgerFile(folder.resolve("x.site")).write(full(LedgerFile.boot()));
        assertThat(victim).hasContent("precious");
        Files.createSymbolicLink(folder.resolve("x.site.lock"), victim);
        assertThatThrownBy(() -> SiteLock.take(folder.resolve("x.site"), "test"))
                .isInstanceOf(SiteException.class)
                .hasMessageContaining("x.site.lock");
        assertThat(victim).hasContent("precious");
    }
}
