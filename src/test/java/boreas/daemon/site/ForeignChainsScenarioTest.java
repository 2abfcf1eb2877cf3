package boreas.daemon.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.interop.Programs;
import boreas.lab.Host;
import boreas.lab.Namespaces;
import boreas.site.Sites;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Other firewalls beside ours, as their programs leave them: each is named where it would drop
/// what the site file allows, opened on demand, and left as it was.
class ForeignChainsScenarioTest {
    private static final SiteOptions TELLING = SiteOptions.usual(OtherFirewalls.PORTS);
    private static final SiteOptions INSERTING =
            new SiteOptions(true, true, OtherFirewalls.PORTS, SiteOptions.NO_OWNER);

    @BeforeEach
    void needsNamespaces() {
        Programs.assumeNamespaces();
    }

    @Test
    void aTableMadeByHand() throws IOException {
        nft(
                OtherFirewalls.text("by-hand.nft"),
                "inet fw in",
                "udp dport 27177",
                "the node's links (IPv4, udp 27177)",
                "what is granted to the mesh (IPv6, tcp 22)");
    }

    @Test
    void firewalldWithItsZones() throws IOException {
        nft(
                OtherFirewalls.text("firewalld.nft"),
                "inet firewalld filter_INPUT",
                "udp dport 27177",
                "firewall-cmd --permanent --add-port=27177/udp");
    }

    private static void nft(String script, String chain, String... named) throws IOException {
        try (var lab = Namespaces.open()) {
            var host = lab.host("vps3");
            host.must(
                    "nft", "-f", Files.writeString(host.folder().resolve("fw"), script).toString());
            isNamedAndOpened(host, chain, named);
        }
    }

    @Test
    void iptablesOfToday() throws IOException {
        sh(
                OtherFirewalls.text("iptables-nft.sh"),
                "ip6 filter INPUT",
                "the node's links (IPv6, udp 27177)",
                "what is granted to home (IPv6, tcp 22)",
                "iifname \"ula-net-home\"");
    }

    @Test
    void ufwWithItsChains() throws IOException {
        sh(
                OtherFirewalls.text("ufw.sh"),
                "ip6 filter INPUT",
                "what is granted to home (IPv6, tcp 22)");
    }

    @Test
    void iptablesOfOld() {
        sh(
                """
                ip6tables-legacy -P INPUT DROP
                ip6tables-legacy -N mine
                ip6tables-legacy -A INPUT -j mine
                ip6tables-legacy -A mine -p ipv6-icmp -m comment --comment "let it in" -j ACCEPT
                ip6tables-legacy -A mine -p udp -m udp --dport 53 -j ACCEPT
                """,
                "ip6 filter INPUT",
                "ip6tables-legacy -I INPUT -p udp -m udp --dport 27177",
                "the node's links (IPv6, udp 27177)",
                "what is granted to home (IPv6, tcp 22)");
    }

    private static void sh(String script, String chain, String... named) {
        try (var lab = Namespaces.open()) {
            var host = lab.host("vps3");
            var limit = Duration.ofSeconds(10);
            assumeTrue(
                    host.run(limit, "sh", "-e", "-c", script).isSuccess(),
                    "this machine has no such iptables");
            isNamedAndOpened(host, chain, named);
        }
    }

    private static void isNamedAndOpened(Host host, String chain, String... named) {
        var before = state(host);
        var told = SiteLab.run(host, c -> c.up(OtherFirewalls.VPS3, TELLING)).warnings();
        assertThat(told).isNotEmpty().allMatch(line -> line.contains("chain " + chain));
        for (var name : named) assertThat(String.join("\n", told)).contains(name);
        assertThat(told).noneMatch(line -> line.contains("icmp"));
        SiteLab.run(host, SiteControl::down);
        assertThat(SiteLab.difference(before, state(host))).isEmpty();

        var inserted = SiteLab.run(host, c -> c.up(OtherFirewalls.VPS3, INSERTING));
        assertThat(inserted.warnings()).isEmpty();
        assertThat(inserted.done()).anyMatch(line -> line.startsWith("inserted rule"));
        assertThat(SiteLab.run(host, c -> c.up(OtherFirewalls.VPS3, INSERTING)).done()).isEmpty();
        assertThat(state(host)).contains("boreas-site-");
        assertThat(SiteLab.status(host, OtherFirewalls.VPS3).foreign()).isEmpty();
        SiteLab.run(host, SiteControl::down);
        assertThat(SiteLab.difference(before, state(host))).isEmpty();
    }

    /// A node that starts must not close again what its operator has opened for it.
    @Test
    void aNodeKeepsWhatWasInsertedForIt() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("vps3");
            dropEverythingIn(host);
            var before = state(host);
            SiteLab.run(host, c -> c.up(OtherFirewalls.VPS3, INSERTING));
            var during = state(host);
            var node = SiteOptions.ofNode(OtherFirewalls.PORTS);
            var started = SiteLab.run(host, c -> c.up(OtherFirewalls.VPS3, node));
            assertThat(started.done()).isEmpty();
            assertThat(started.warnings()).isEmpty();
            assertThat(SiteLab.difference(during, state(host))).isEmpty();
            host.must("nft", "flush", "chain", "inet", "fw", "in");
            assertThat(SiteLab.run(host, c -> c.up(OtherFirewalls.VPS3, node)).done())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("inserted rule"));
            SiteLab.run(host, SiteControl::down);
            assertThat(SiteLab.difference(before, state(host))).isEmpty();
        }
    }

    private static void dropEverythingIn(Host host) {
        host.must(
                "sh",
                "-c",
                "nft add table inet fw; nft 'add chain inet fw in { type filter hook input priority 0; policy drop; }'");
    }

    private static String state(Host host) {
        return SiteLab.state(host)
                + host.must(
                                "sh",
                                "-c",
                                "for t in iptables-legacy ip6tables-legacy; do if command -v $t"
                                        + " >/dev/null; then $t -S; fi; done")
                        .out();
    }

    @Test
    void aRuleThatAnotherFirewallThrewAwayIsInsertedAgain() throws IOException {
        try (var lab = Namespaces.open()) {
            var host = lab.host("vps3");
            dropEverythingIn(host);
            SiteLab.run(
                    host,
                    c -> {
                        c.up(OtherFirewalls.VPS3, INSERTING);
                        host.must("nft", "flush", "chain", "inet", "fw", "in");
                        assertThat(c.repair().done()).isNotEmpty();
                        assertThat(c.repair().done()).isEmpty();
                        return c.up(Sites.plan(Sites.good(Sites.STORY), "vps3"), TELLING);
                    });
            assertThat(host.must("nft", "list", "chain", "inet", "fw", "in").out())
                    .doesNotContain("boreas-site");
        }
    }
}
