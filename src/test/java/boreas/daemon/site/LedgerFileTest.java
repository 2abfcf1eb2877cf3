package boreas.daemon.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.host.Setting;
import java.nio.file.Path;
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
}
