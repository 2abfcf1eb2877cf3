package boreas.site;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.PublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteReaderTest {
    @Test
    void readsTheFileOfTheStory() throws AddressException {
        var site = Sites.good(Sites.STORY);
        assertThat(site.machines())
                .extracting(Machine::name)
                .containsExactly("home", "vps2", "vps3");
        var home = site.machines().getFirst();
        assertThat(home.network()).hasToString("fdd7:5938:e2e6:6c8d::/64");
        assertThat(home.endpoint()).isEqualTo(Ip6.parse("fdd7:5938:e2e6:3::6c8d"));
        assertThat(home.source()).isEqualTo(home.endpoint());
        assertThat(home.services())
                .containsExactly(new Service("mysql", Ip6.parse("fdd7:5938:e2e6:1::3306:1")));
        assertThat(site.machines().get(1).tunnel()).isEqualTo("ula-net");
        assertThat(site.machines().get(2).tunnel()).isEqualTo("ula-net-vps3");
    }

    @Test
    void aMachineFindsItselfByItsKey() throws AddressException {
        var site = Sites.good(Sites.STORY);
        assertThat(site.byKey(PublicKey.parse(Sites.VPS3_KEY)))
                .extracting(m -> m == null ? "" : m.name())
                .isEqualTo("vps3");
    }

    @Test
    void aFreshFileWantsNothingButMachines() {
        var ula = Sites.good(Sites.STORY).ula();
        assertThat(Sites.problems(SiteTemplate.of(ula, "Given.")))
                .singleElement()
                .asString()
                .contains("machines: there is no machine in it", "boreas site enroll NAME");
    }

    @Test
    void theCommentedExampleOfAFreshFileIsGood() {
        var ula = Sites.good(Sites.STORY).ula();
        String text =
                SiteTemplate.of(ula, "Given.")
                        .replace("/*", "")
                        .replace("*/", "")
                        .replace("<52 characters>.k", Sites.HOME_KEY);
        assertThat(Sites.problems(text)).isEmpty();
        assertThat(Sites.good(text).machines()).hasSize(1);
    }

    @Test
    void aClashOfMacsNamesBothMachinesAndAWayOut() {
        assertThat(Sites.problems(Sites.STORY.replace("03:12:34", "03:6c:8d")))
                .containsExactly(
                        "line 7 column 97: machines.vps3.mac: read \"00:16:3e:03:6c:8d\", which"
                                + " gives machine vps3 the subnet 6c8d, and that is that of machine"
                                + " home at line 5 column 97; write \"subnet\": \"6c8e\" for vps3");
        assertThat(
                        Sites.problems(
                                Sites.STORY.replace(
                                        "03:12:34\"", "03:6c:8d\", \"subnet\": \"6c8e\"")))
                .as("the way out")
                .isEmpty();
    }

    @Test
    void aKeyThatIsThereTwiceIsAnErrorAtTheSecondWhereverItIs() {
        assertThat(Sites.problems(Sites.STORY.replace("\"vps3\": {", "\"vps2\": {")))
                .containsExactly(
                        "line 7 column 9: read \"vps2\" a second time, expected it once; give it"
                                + " another name, or take away this one or the one at line 6"
                                + " column 9");
        for (var repeated :
                new String[][] {
                    {"\"endpointSubnet\"", "\"ula\": \"fdd7:5938:e2e6::/48\", \"endpointSubnet\""},
                    {"\"protocol\": \"icmp\"", "\"protocol\": \"icmp\", \"to\": \"home\""},
                    {"\":1::3306:1\"", "\":1::3306:1\", \"mysql\": \":1::3306:2\""},
                    {"\"tunnel\": \"ula-net\"", "\"_a\": 1, \"_a\": 2"}
                }) {
            var text = Sites.STORY.replace(repeated[0], repeated[1]);
            assertThat(Sites.read(text).site()).as(repeated[1]).isNull();
            assertThat(Sites.problems(text))
                    .anySatisfy(p -> assertThat(p).contains("a second time, expected it once"));
        }
    }

    @Test
    void someSubnetsAreNoMachines() {
        assertThat(problemOf("03:12:34", "03:00:00")).contains("the subnet 0,", "no machine's");
        assertThat(problemOf("03:12:34", "03:ff:ff")).contains("the subnet ffff,", "no machine's");
        assertThat(problemOf("03:12:34", "03:00:03")).contains("that of the tunnels' ends");
        assertThat(problemOf("03:12:34", "03:00:01"))
                .contains("that of machines.home.services.mysql of machine home at line 5");
    }

    @Test
    void aServiceStaysInsideTheSitesAndOutsideOthersSubnets() {
        assertThat(problemOf("\":1::3306:1\"", "\"2001:db8::1\""))
                .startsWith("line 5 ")
                .contains("is not inside fdd7:5938:e2e6::/48");
        assertThat(problemOf("\":1::3306:1\"", "\":3::1\"")).contains("of the tunnels' ends");
        assertThat(problemOf("\":1::3306:1\"", "\":1::\"")).contains("of a whole subnet");
        assertThat(problemOf("\":1::3306:1\"", "\":4e::1\""))
                .startsWith("line 6 ")
                .contains("machine vps2 the subnet 4e", "services.mysql of machine home");
        assertThat(Sites.problems(Sites.STORY.replace(":1::3306:1", ":6c8d::3306")))
                .as("in its own /64")
                .isEmpty();
        assertThat(
                        problemOf(
                                "\"tunnel\": \"ula-net\"",
                                "\"services\": { \"x\": \"fdd7:5938:e2e6:1::3306:1\" }"))
                .contains("is the address of machines.home.services.mysql at line 5");
    }

    @Test
    void eachMachineHasAKeyOfItsOwn() {
        assertThat(problemOf(Sites.VPS3_KEY, Sites.HOME_KEY)).contains("that home has too");
        assertThat(problemOf(Sites.VPS3_KEY, "abc"))
                .contains("machines.vps3.publicKey: read \"abc\"", "52 characters");
    }

    @Test
    void aLinkMustNotRunThroughWhatItCarries() {
        assertThat(problemOf("203.0.113.3:", "[fc00::1]:"))
                .startsWith("line 7 ")
                .contains("is inside fc00::/8");
        assertThat(problemOf("203.0.113.3:", "[fdd7:5938:e2e6:6c8d::1]:"))
                .contains("is inside the sites' own fdd7:5938:e2e6::/48");
        assertThat(problemOf("\"tunnel\": \"ula-net\"", "\"prefixes\": [ \"203.0.113.0/28\" ]"))
                .contains("203.0.113.2:27177", "is inside 203.0.113.0/28 behind vps2");
    }

    @Test
    void aResolvedNameIsAskedAboutToo() throws AddressException {
        var site = Sites.good(Sites.STORY);
        assertThat(site.refusedUnderlay(Ip6.parse("fc12::1"))).contains("inside fc00::/8");
        assertThat(site.refusedUnderlay(Ip6.parse("fdd7:5938:e2e6::9"))).contains("sites' own");
        assertThat(site.refusedUnderlay(Ip6.parse("2001:db8::1"))).isNull();
    }

    @Test
    void networksBehindMachinesDoNotOverlap() {
        String two = "\"prefixes\": [ \"192.168.0.0/16\" ], \"tunnel\": \"ula-net\"";
        String text = Sites.STORY.replace("\"tunnel\": \"ula-net\"", two);
        assertThat(Sites.problems(text)).isEmpty();
        assertThat(
                        Sites.problems(
                                text.replace(
                                        "\"mac\": \"00:16:3e:03",
                                        "\"prefixes\": \"192.168.7.0/24\", \"mac\": \"00:16:3e:03")))
                .singleElement()
                .asString()
                .startsWith("line 7 ")
                .contains("overlaps 192.168.0.0/16 of machine vps2 at line 6");
        assertThat(Sites.problems(text.replace("192.168.0.0/16", "192.168.1.0/16")))
                .singleElement()
                .asString()
                .contains("is 192.168.0.0/16 meant?");
        assertThat(Sites.problems(text.replace("192.168.0.0/16", "0.0.0.0/0")))
                .anyMatch(p -> p.contains("overlaps 127.0.0.0/8, which is never routed"));
        assertThat(Sites.problems(text.replace("192.168.0.0/16", "fc00::/16")).getFirst())
                .contains("overlaps fc00::/8");
        assertThat(Sites.problems(text.replace("192.168.0.0/16", "fdd7:5938::/32")).getFirst())
                .contains("overlaps the sites' own");
    }

    @Test
    void namesOfDevicesFitTheKernel() {
        assertThat(problemOf("\"vps3\": {", "\"a-long-name\": {"))
                .contains("ula-net-a-long-name", "has 19 characters", "at most 15");
        assertThat(problemOf("\"ula-net\"", "\"ula-net-vps3\""))
                .startsWith("line 7 ")
                .contains("is that of machine vps2 at line 6");
        assertThat(problemOf("\"ula-net\"", "\"tun0\"")).contains("there for something else");
        assertThat(problemOf("\"ula-net\"", "\"a b\"")).contains("' ' cannot stand there");
    }

    @Test
    void aFileHoldsNoSecret() {
        assertThat(problemOf("\"tunnel\": \"ula-net\"", "\"password\": \"geheim\""))
                .contains("holds no secret")
                .doesNotContain("geheim");
    }

    @Test
    void whatIsNotUnderstoodIsAnError() {
        assertThat(problemOf("\"allow\"", "\"alow\"")).contains("did you mean \"allow\"?");
        assertThat(problemOf("\"mac\": \"00:16:3e:03:12:34\"", "\"mac\": 7")).contains("read 7");
        assertThat(problemOf("\"tunnel\": \"ula-net\"", "\"genuine\": 2")).contains("0 or 1");
        assertThat(problemOf("\"tunnel\": \"ula-net\"", "\"encapsulationLimit\": 256"))
                .contains("a number from 0 to 255");
        assertThat(problemOf("\"port\": 3306", "\"port\": 70000")).contains("read 70000");
        assertThat(problemOf("\"port\": 3306", "\"port\": []")).contains("one port at least");
        assertThat(problemOf("\"protocol\": \"icmp\"", "\"port\": 1"))
                .contains("write \"protocol\"");
        assertThat(problemOf("\"icmp\"", "\"tunnel\"")).contains("expected a protocol");
        assertThat(problemOf("\"from\": \"vps3\"", "\"from\": \"vps4\""))
                .startsWith("line 10 column 19: ")
                .contains("did you mean \"vps");
        assertThat(problemOf("home.mysql", "10.0.0.0/8")).contains("is it missing in somebody's");
        assertThat(problemOf("\"home.mysql\"", "\"mesh\"")).contains("what may reach its machines");
        assertThat(problemOf("fdd7:5938:e2e6::/48", "fcd7:5938:e2e6::/48")).contains("fc00::/8");
        assertThat(problemOf("fdd7:5938:e2e6::/48", "fdd7:5938:e2e6::/56")).contains("48 bits");
        assertThat(problemOf("\"3\"", "3")).contains("endpointSubnet: read 3");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(problemOf("\"ula\": ", "\"_ula\": ")).contains(": ula is missing; write");
        assertThat(problemOf("\"publicKey\": \"" + Sites.VPS3_KEY + "\", ", ""))
                .startsWith("line 7 ")
                .contains(": machines.vps3.publicKey is missing; write");
        assertThat(problemOf("\"from\": \"vps3\", ", ""))
                .startsWith("line 10 ")
                .contains(": allow[0].from is missing; write a machine");
    }

    @Test
    void aMistypedPartyIsToldTheNearestAndAllThatThereAre() {
        for (var mistyped : List.of("home.mysq", "hone.mysql", "homemysql", "home-mysql"))
            assertThat(problemOf("home.mysql", mistyped))
                    .contains(
                            "allow[0].to: read \"" + mistyped + "\"",
                            "expected one of home, home.mysql, vps2, vps3, all;",
                            "did you mean \"home.mysql\"?");
        assertThat(problemOf("\"from\": \"vps3\"", "\"from\": \"mush\""))
                .contains("vps3, all, mesh;", "did you mean \"mesh\"?");
    }

    @Test
    void notesAreLeftAlone() {
        assertThat(
                        Sites.problems(
                                Sites.STORY.replace(
                                        "\"allow\"", "\"_allow\": 1, \"_x\": {}, \"allow\"")))
                .isEmpty();
    }

    @Test
    void commentsAreKept() {
        String text = "// ours\n" + Sites.STORY;
        assertThat(Sites.read(text).document().text()).isEqualTo(text);
    }

    private static String problemOf(String old, String replacement) {
        assertThat(Sites.STORY).contains(old);
        var problems = Sites.problems(Sites.STORY.replace(old, replacement));
        assertThat(problems).isNotEmpty().allMatch(p -> p.startsWith("line "));
        return problems.getFirst();
    }
}
