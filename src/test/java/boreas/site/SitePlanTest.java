package boreas.site;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.host.Setting;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SitePlanTest {
    private final Site story = Sites.good(Sites.STORY);
    private final SitePlan home = Sites.plan(story, "home");

    @Test
    void homeDoesWhatTheStoryDid() {
        assertThat(PlanText.IP.of(home))
                .isEqualTo(
                        """
                        # Network of home, for sh; once more changes nothing.
                        ip -6 route replace unreachable fdd7:5938:e2e6::/48 metric 65
                        ip link show dev ula-net >/dev/null 2>&1 || ip tuntap add dev ula-net mode tun; ip link set dev ula-net mtu 1280 up
                        ip link show dev ula-net-vps3 >/dev/null 2>&1 || ip tuntap add dev ula-net-vps3 mode tun; ip link set dev ula-net-vps3 mtu 1280 up
                        ip -6 address replace fdd7:5938:e2e6:3::6c8d/128 dev lo nodad
                        ip -6 address replace fdd7:5938:e2e6:6c8d::1/128 dev lo nodad
                        ip -6 address replace fdd7:5938:e2e6:1::3306:1/128 dev lo nodad
                        ip -6 route replace fdd7:5938:e2e6:3::4e/128 dev ula-net src fdd7:5938:e2e6:3::6c8d metric 64
                        ip -6 route replace fdd7:5938:e2e6:4e::/64 dev ula-net src fdd7:5938:e2e6:3::6c8d metric 64
                        ip -6 route replace fdd7:5938:e2e6:3::1234/128 dev ula-net-vps3 src fdd7:5938:e2e6:3::6c8d metric 64
                        ip -6 route replace fdd7:5938:e2e6:1234::/64 dev ula-net-vps3 src fdd7:5938:e2e6:3::6c8d metric 64
                        """);
    }

    @Test
    void theFirewallGrantsWhatTheFileSaysAndNothingElse() {
        assertThat(PlanText.LIST.of(home))
                .contains(
                        """
                        From vps3 by ula-net-vps3
                          tcp 3306 from fdd7:5938:e2e6:3::1234/128, fdd7:5938:e2e6:1234::/64 to fdd7:5938:e2e6:1::3306:1/128
                          icmp from fdd7:5938:e2e6:3::1234/128, fdd7:5938:e2e6:1234::/64 to fdd7:5938:e2e6:1::3306:1/128, fdd7:5938:e2e6:3::6c8d/128, fdd7:5938:e2e6:6c8d::/64
                          nothing else but answers
                        """);
        assertThat(PlanText.NFT.of(home))
                .contains("table inet boreas_site\ndelete table inet boreas_site\n")
                .contains(
                        "ip6 daddr fdd7:5938:e2e6:1::3306:1 tcp dport 3306 accept",
                        "iifname \"ula-net\" goto from_vps2",
                        "iifname \"tun0\" ip6 saddr fc00::/8 goto mesh",
                        // a machine of the site is told, a stranger is not
                        "        ip6 saddr { %s, %s } counter reject with icmpx admin-prohibited\n        counter drop\n"
                                .formatted(node("vps2"), node("vps3")))
                .doesNotContain("ct state established,related");
    }

    private String node(String machine) {
        return Objects.requireNonNull(story.byName(machine)).nodeAddress().toString();
    }

    @Test
    void linksNeedNoPasswordInTheFile() {
        assertThat(home.peers())
                .extracting(p -> p.machine() + " " + p.endpoint())
                .containsExactly("vps2 203.0.113.2:27177", "vps3 203.0.113.3:27177");
        assertThat(Sites.plan(story, "vps2").peers())
                .extracting(p -> p.machine() + " " + p.endpoint())
                .containsExactly("home null", "vps3 203.0.113.3:27177");
    }

    @Test
    void aMachineWithNothingBehindItForwardsNothing() {
        assertThat(home.settings()).noneMatch(s -> s instanceof Setting.Sysctl);
        var router = Sites.good(with("\"lan\": \"eth1\", \"prefixes\": \"10.5.0.0/16\""));
        assertThat(Sites.plan(router, "vps2").settings())
                .contains(
                        new Setting.Sysctl("net.ipv6.conf.all.forwarding", 1),
                        new Setting.Sysctl("net.ipv4.ip_forward", 1));
        assertThat(PlanText.IP.of(Sites.plan(router, "vps2")))
                .contains("fdd7:5938:e2e6:4e::1/64 dev eth1");
    }

    @Test
    void aNetworkOutsideTheUlaHasARefusalBehindItsRoute() {
        var router = Sites.good(with("\"prefixes\": [ \"10.5.0.0/16\", \"2001:db8:5::/64\" ]"));
        assertThat(PlanText.IP.of(Sites.plan(router, "home")))
                .contains(
                        "ip -4 route replace unreachable 10.5.0.0/16 metric 65",
                        "ip -6 route replace unreachable 2001:db8:5::/64 metric 65",
                        "ip -4 route replace 10.5.0.0/16 dev ula-net metric 64",
                        "ip -6 route replace 2001:db8:5::/64 dev ula-net src");
        assertThat(PlanText.NFT.of(Sites.plan(router, "home")))
                .contains(
                        "oifname != \"ula-net\" ip daddr 10.5.0.0/16 counter drop",
                        "iifname != { \"ula-net\", \"lo\" } ip saddr 10.5.0.0/16 counter drop",
                        "        ip saddr 10.5.0.0/16 accept\n        counter drop\n");
    }

    @Test
    void programsSendFromTheChosenSource() {
        var site = Sites.good(with("\"source\": \":4e::1\""));
        assertThat(Sites.plan(site, "vps2").settings())
                .filteredOn(s -> s instanceof Setting.Route)
                .isNotEmpty()
                .allMatch(s -> s.toString().endsWith("from fdd7:5938:e2e6:4e::1"));
    }

    @Test
    void aGenuineMachineGetsAKernelTunnelAndSmallerSegments() {
        var site = Sites.good(with("\"genuine\": 1"));
        assertThat(home.tunnels()).allMatch(t -> t.mssBytes() == 1220);
        assertThat(Sites.plan(site, "home").tunnels())
                .extracting(Tunnel::machine, Tunnel::mssBytes, Tunnel::isKernelTunnel)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("vps2", 1196, true),
                        org.assertj.core.groups.Tuple.tuple("vps3", 1220, false));
        var genuine = Sites.plan(site, "vps2");
        assertThat(PlanText.IP.of(genuine))
                .contains(
                        "ip -6 tunnel add ula-net-home mode any local"
                                + " fcb5:5a25:65cb:b459:7a0f:cff2:f892:90dd remote"
                                + " fc97:c1e9:f3ca:84de:21f6:660f:2007:56de encaplimit none");
        assertThat(PlanText.NFT.of(genuine)).contains("meta l4proto { 4, 41 } accept");
        assertThat(genuine.peers()).isEmpty();
        assertThat(Sites.plan(site, "home").peers())
                .extracting(PlannedPeer::machine)
                .containsExactly("vps3");
        assertThat(Sites.plan(site, "home").notes()).anyMatch(n -> n.contains("cjdroute.conf"));
    }

    @Test
    void anEncapsulationLimitIsWrittenIntoWhatGoesToTheMachineThatWantsIt() {
        assertThat(PlanText.LIST.of(home) + PlanText.JSON.of(home))
                .doesNotContainIgnoringCase("encapsulation");
        for (int limit : new int[] {0, 4, 255}) {
            var plan = Sites.plan(Sites.good(with("\"encapsulationLimit\": " + limit)), "home");
            assertThat(plan.tunnels())
                    .extracting(Tunnel::encapsulationLimit)
                    .containsExactly(limit, null);
            assertThat(PlanText.LIST.of(plan)).contains(", encapsulation limit " + limit + ": ");
            assertThat(PlanText.JSON.of(plan)).contains("\"encapsulationLimit\": " + limit);
        }
    }

    @Test
    void portsAreThoseOfTheOtherTools() {
        var site =
                Sites.good(
                        Sites.STORY.replace(
                                "\"port\": 3306", "\"port\": [ 80, \"8000-8010\", 81 ]"));
        assertThat(PlanText.NFT.of(Sites.plan(site, "home")))
                .contains(" tcp dport 80-81 accept", " tcp dport 8000-8010 accept");
        assertThat(PlanText.IP6TABLES.of(Sites.plan(site, "home")))
                .contains("--dport 80:81 -j ACCEPT", "--dport 8000:8010 -j ACCEPT")
                .contains("--ctstate ESTABLISHED --ctdir REPLY", "--set-mss 1220");
    }

    private static String with(String more) {
        return Sites.STORY.replace("\"tunnel\": \"ula-net\"", "\"tunnel\": \"ula-net\", " + more);
    }
}
