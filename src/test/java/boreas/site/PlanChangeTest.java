package boreas.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanChangeTest {
    private static final String ICMP =
            "{ \"from\": \"all\", \"to\": \"all\", \"protocol\": \"icmp\" }";

    private final SitePlan home = Sites.plan(Sites.good(Sites.STORY), "home");

    private static PlanChange change(String machine, String from, String to) {
        var next = Sites.STORY.replace(from, to);
        assertThat(next).isNotEqualTo(Sites.STORY);
        return PlanChange.between(
                Sites.plan(Sites.good(Sites.STORY), machine),
                Sites.plan(Sites.good(next), machine));
    }

    @Test
    void theSameFileIsNoChange() {
        assertThat(PlanChange.between(home, home).isNothing()).isTrue();
    }

    @Test
    void namesWhatAPermissionThatIsTakenBackTakesAway() {
        assertThat(change("home", "\"port\": 3306", "\"port\": 3307").lines())
                .containsExactly(
                        "- vps3 may: tcp 3306 from fdd7:5938:e2e6:3::1234/128,"
                                + " fdd7:5938:e2e6:1234::/64 to fdd7:5938:e2e6:1::3306:1/128",
                        "+ vps3 may: tcp 3307 from fdd7:5938:e2e6:3::1234/128,"
                                + " fdd7:5938:e2e6:1234::/64 to fdd7:5938:e2e6:1::3306:1/128");
    }

    @Test
    void isNothingForAMachineWhichARuleDoesNotConcern() {
        assertThat(change("vps2", "\"port\": 3306", "\"port\": 3307").isNothing()).isTrue();
    }

    @Test
    void namesAMachineThatHasGoneWithAllThatWasForIt() {
        var story = Sites.STORY.lines().filter(l -> !l.contains("vps3")).toList();
        var without =
                String.join("\n", story)
                        .replace("\"ula-net\" },", "\"ula-net\" }")
                        .replace(ICMP + ",", ICMP);
        assertThat(PlanChange.between(home, Sites.plan(Sites.good(without), "home")).lines())
                .allMatch(line -> line.startsWith("- ") || line.startsWith("+ the mesh may: "))
                .anyMatch(line -> line.startsWith("- machine vps3, node fc"))
                .contains(
                        "- device ula-net-vps3, MTU 1280",
                        "- link with vps3, called at 203.0.113.3:27177")
                .anyMatch(line -> line.startsWith("- tunnel ula-net-vps3 to vps3, MTU 1280"))
                .noneMatch(line -> line.contains("vps2"));
    }

    @Test
    void anotherKeyIsAnotherMachine() {
        assertThat(
                        change(
                                        "vps2",
                                        Sites.VPS3_KEY,
                                        "mb15l6uq6mumb4sbxuk34j82nvd3y9udwvg1pqym6g8kq0hn4jw0.k")
                                .lines())
                .anyMatch(line -> line.startsWith("- machine vps3, node fc"))
                .anyMatch(line -> line.startsWith("+ machine vps3, node fc"));
    }
}
