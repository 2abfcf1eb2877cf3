package boreas.daemon.site;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.config.UdpPort;
import boreas.host.HostState;
import boreas.site.Opening;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is said of other firewalls, by rule sets that were recorded (`nft/README.md`): needs
/// neither a kernel nor a right.
class ForeignChainsTest {
    private static final HostState NOTHING = new HostState(List.of(), List.of(), List.of());

    @Test
    void aTableMadeByHandLetsInWhatItNames() throws Exception {
        assertThat(sentences("by-hand"))
                .hasSize(2) // one line to add for links of both kinds
                .allMatch(s -> s.startsWith("chain inet fw in drops "))
                .anyMatch(s -> s.contains("the node's links (IPv4, udp 27177)"))
                .anyMatch(s -> s.contains("what is granted to the mesh (IPv6, tcp 22)"))
                .noneMatch(s -> s.contains("granted to home") || s.contains("icmp"));
    }

    @Test
    void firewalldIsFollowedThroughItsZones() throws Exception {
        assertThat(sentences("firewalld"))
                .isNotEmpty()
                .allMatch(s -> s.startsWith("chain inet firewalld filter_INPUT drops "))
                .anyMatch(s ->
                        s.contains("udp dport 27177 accept comment")
                                && s.endsWith(
                                        " (or: firewall-cmd --permanent"
                                                + " --add-port=27177/udp)"))
                .noneMatch(s -> s.contains("tcp 22") || s.contains("icmp"));
    }

    @Test
    void iptablesOfTodayAreTablesOfTheKernelToo() throws Exception {
        assertThat(sentences("iptables-nft"))
                .allMatch(s -> s.startsWith("chain ip6 filter INPUT drops "))
                .anyMatch(s -> s.contains("the node's links (IPv6, udp 27177)"))
                .anyMatch(s -> s.contains("what is granted to home (IPv6, tcp 22)"))
                .noneMatch(s -> s.contains("IPv4") || s.contains("icmp"));
    }

    @Test
    void ufwIsFollowedThroughItsChains() throws Exception {
        assertThat(sentences("ufw"))
                .isNotEmpty()
                .allMatch(s -> s.startsWith("chain ip6 filter INPUT drops "))
                .anyMatch(s -> s.contains("what is granted to home (IPv6, tcp 22)"))
                .noneMatch(s -> s.contains("the node's links") || s.contains("icmp"));
    }

    @Test
    void aSocketOfOneKindNeedsNoHoleForTheOther() throws Exception {
        var ruleset = Ruleset.of(NftJson.parse(OtherFirewalls.text("iptables-nft.json")));
        assertThat(sentences(ruleset, List.of(OtherFirewalls.IP4)))
                .isNotEmpty()
                .noneMatch(s -> s.contains("the node's links"));
        assertThat(sentences(ruleset, List.of(OtherFirewalls.IP6)))
                .anyMatch(s -> s.contains("the node's links (IPv6, udp 27177)"));
    }

    @Test
    void withoutOtherChainsNothingIsSaid() throws Exception {
        assertThat(sentences(Ruleset.of(NftJson.parse("{\"nftables\": []}")))).isEmpty();
    }

    private static List<String> sentences(String recorded) throws IOException, SiteException {
        return sentences(Ruleset.of(NftJson.parse(OtherFirewalls.text(recorded + ".json"))));
    }

    private static List<String> sentences(Ruleset ruleset) {
        return sentences(ruleset, OtherFirewalls.PORTS);
    }

    private static List<String> sentences(Ruleset ruleset, List<UdpPort> ports) {
        return ForeignChains.of(Opening.of(OtherFirewalls.VPS3, ports), ruleset, List.of(), NOTHING)
                .stream()
                .map(ForeignChains::sentence)
                .toList();
    }
}
