package boreas.daemon.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.interop.Programs;
import boreas.lab.Host;
import boreas.lab.Namespaces;
import boreas.site.SitePlan;
import boreas.site.Sites;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Other firewalls beside ours, as their programs leave them: each is named where it would drop
/// what the site file allows, opened on demand, and left as it was.
class ForeignChainsScenarioTest {
    private static final int PORT = 27177;
    private static final SitePlan VPS3 =
            Sites.plan(
                    Sites.good(
                            Sites.STORY.replace(
                                    "\"allow\": [",
                                    "\"allow\": [ { \"from\": \"home\", \"to\": \"vps3\","
                                            + " \"protocol\": \"tcp\", \"port\": 22 },")),
                    "vps3");
    private static final SiteOptions TELLING = SiteOptions.usual(List.of(PORT));
    private static final SiteOptions INSERTING =
            new SiteOptions(true, true, List.of(PORT), SiteOptions.NO_OWNER);

    @BeforeEach
    void needsNamespaces() {
        Programs.assumeNamespaces();
    }

    @Test
    void aTableMadeByHand() throws IOException {
        nft(
                """
                table inet fw {
                    set mine { type inet_service; elements = { 80, 443 } }
                    chain in {
                        type filter hook input priority 0; policy drop;
                        iif "lo" accept
                        ct state vmap { established : accept, related : accept, invalid : drop }
                        tcp dport @mine accept
                        iifname "ula-net-home" tcp dport 22 accept
                        meta l4proto ipv6-icmp accept
                    }
                }
                """,
                "inet fw in",
                "udp dport 27177",
                "the node's links (IPv4, udp 27177)",
                "what is granted to the mesh (IPv6, tcp 22)");
    }

    @Test
    void firewalldWithItsZones() throws IOException {
        nft(
                """
                table inet firewalld {
                    chain filter_IN_public_allow { tcp dport 22 ct state new accept; }
                    chain filter_IN_public {
                        jump filter_IN_public_allow
                        meta l4proto { icmp, ipv6-icmp } accept
                        reject with icmpx admin-prohibited
                    }
                    chain filter_INPUT_ZONES {
                        iifname "eth0" goto filter_IN_public
                        goto filter_IN_public
                    }
                    chain filter_INPUT {
                        type filter hook input priority filter + 10; policy accept;
                        ct state { established, related } accept
                        ct status dnat accept
                        iifname "lo" accept
                        jump filter_INPUT_ZONES
                        ct state invalid drop
                        reject with icmpx admin-prohibited
                    }
                }
                """,
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
    void iptablesOfToday() {
        sh(
                """
                ip6tables-nft -P INPUT DROP
                ip6tables-nft -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                ip6tables-nft -A INPUT -p ipv6-icmp -j ACCEPT
                """,
                "ip6 filter INPUT",
                "the node's links (IPv6, udp 27177)",
                "what is granted to home (IPv6, tcp 22)",
                "iifname \"ula-net-home\"");
    }

    @Test
    void ufwWithItsChains() {
        sh(
                """
                for c in ufw6-before-input ufw6-user-input ufw6-reject-input; do
                    ip6tables-nft -N $c
                    ip6tables-nft -A INPUT -j $c
                done
                ip6tables-nft -P INPUT DROP
                ip6tables-nft -A ufw6-before-input -i lo -j ACCEPT
                ip6tables-nft -A ufw6-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                ip6tables-nft -A ufw6-before-input -m conntrack --ctstate INVALID -j DROP
                ip6tables-nft -A ufw6-before-input -p ipv6-icmp -j ACCEPT
                ip6tables-nft -A ufw6-user-input -p udp --dport 27177 -j ACCEPT
                """,
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
            var limit = java.time.Duration.ofSeconds(10);
            assumeTrue(
                    host.run(limit, "sh", "-e", "-c", script).isSuccess(),
                    "this machine has no such iptables");
            isNamedAndOpened(host, chain, named);
        }
    }

    private static void isNamedAndOpened(Host host, String chain, String... named) {
        var before = state(host);
        var told = SiteLab.run(host, c -> c.up(VPS3, TELLING)).warnings();
        assertThat(told).isNotEmpty().allMatch(line -> line.contains("chain " + chain));
        for (var name : named) assertThat(String.join("\n", told)).contains(name);
        assertThat(told).noneMatch(line -> line.contains("icmp"));
        SiteLab.run(host, SiteControl::down);
        assertThat(SiteLab.difference(before, state(host))).isEmpty();

        var inserted = SiteLab.run(host, c -> c.up(VPS3, INSERTING));
        assertThat(inserted.warnings()).isEmpty();
        assertThat(inserted.done()).anyMatch(line -> line.startsWith("inserted rule"));
        assertThat(SiteLab.run(host, c -> c.up(VPS3, INSERTING)).done()).isEmpty();
        assertThat(state(host)).contains("boreas-site-");
        assertThat(SiteLab.status(host, VPS3).foreign()).isEmpty();
        SiteLab.run(host, SiteControl::down);
        assertThat(SiteLab.difference(before, state(host))).isEmpty();
    }

    /// A node that starts must not close again what its operator has opened for it.
    @Test
    void aNodeKeepsWhatWasInsertedForIt() {
        try (var lab = Namespaces.open()) {
            var host = lab.host("vps3");
            host.must(
                    "sh",
                    "-c",
                    "nft add table inet fw; nft 'add chain inet fw in { type filter hook input priority 0; policy drop; }'");
            var before = state(host);
            SiteLab.run(host, c -> c.up(VPS3, INSERTING));
            var during = state(host);
            var node = SiteOptions.ofNode(List.of(PORT));
            var started = SiteLab.run(host, c -> c.up(VPS3, node));
            assertThat(started.done()).isEmpty();
            assertThat(started.warnings()).isEmpty();
            assertThat(SiteLab.difference(during, state(host))).isEmpty();
            host.must("nft", "flush", "chain", "inet", "fw", "in");
            assertThat(SiteLab.run(host, c -> c.up(VPS3, node)).done())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("inserted rule"));
            SiteLab.run(host, SiteControl::down);
            assertThat(SiteLab.difference(before, state(host))).isEmpty();
        }
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
            host.must(
                    "sh",
                    "-c",
                    "nft add table inet fw; nft 'add chain inet fw in { type filter hook input priority 0; policy drop; }'");
            SiteLab.run(
                    host,
                    c -> {
                        c.up(VPS3, INSERTING);
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
