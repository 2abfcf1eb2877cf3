package boreas.interop;

import static boreas.interop.Operator.awaitThat;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Namespaces;
import boreas.lab.Output;
import boreas.lab.Pause;
import boreas.lab.Ping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One line from one machine to the other: invited, joined, reached, revoked, and reached no more.
/// The steps are one run in this order.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InvitationScenarioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension final OneAfterAnother steps = new OneAfterAnother();

    private @Nullable Namespaces lab;
    private @Nullable Operator home, vps;
    private String homeAddress = "", line = "";

    @BeforeEach
    void twoMachines() {
        Programs.assumeNamespaces();
        if (lab != null) return;
        lab = Namespaces.open();
        home = new Operator(lab.host("home"), Programs.boreas());
        vps = new Operator(lab.host("vps"), Programs.boreas());
        homeAddress = lab.cable(home.host(), vps.host()).at(home.host()).address();
        for (var one : List.of(home, vps)) {
            assertThat(one.genconf().code()).isZero();
            one.edit("\"beacon\": 2", "\"beacon\": 0");
            assertThat(one.start().code()).as(one.said()).isZero();
        }
    }

    @AfterAll
    void takeDown() {
        if (lab != null) lab.close();
    }

    @Test
    @Order(1)
    void homeInvitesWhileItsNodeRuns() {
        var invited = boreas(home(), "invite vps2 --as home");
        assertThat(invited.code()).as(invited.err()).isZero();
        assertThat(invited.err()).contains("no public address, only " + homeAddress);
        line = invited.out().strip();
        assertThat(line).startsWith("boreas1-");
        assertThat(home().text()).contains("\"user\": \"vps2\"");
        assertThat(boreas(home(), "invite vps2").err()).contains("'vps2' is taken");
    }

    @Test
    @Order(2)
    void vpsJoinsAndTheLinkComesUpAtOnce() {
        var joined =
                vps().shell("printf '%s' '" + line + "' | " + command("join - -c cjdroute.conf"));
        assertThat(joined.code()).as(joined.out() + joined.err()).isZero();
        assertThat(joined.out()).startsWith("linked with home (fc").contains(homeAddress);
        assertThat(vps().text()).contains("\"" + homeAddress + ":", "\"peerName\": \"home\"");
        assertReachable();
        assertThat(boreas(home(), "peers").out()).contains("ESTABLISHED", "vps2");
        assertThat(remembered()).isOne();
        var written = vps().text();
        assertThat(boreas(vps(), "join " + line).out())
                .startsWith("linked with home (fc")
                .endsWith(" already; nothing was changed\n");
        assertThat(vps().text()).isEqualTo(written);
    }

    @Test
    @Order(3)
    void bothKnowEachOtherAfterANewStart() {
        for (var one : List.of(home(), vps())) {
            one.killall();
            assertThat(one.start().code()).as(one.said()).isZero();
        }
        assertReachable();
    }

    @Test
    @Order(4)
    void whoIsRevokedIsReachedNoMore() {
        var revoked = boreas(home(), "revoke vps2");
        assertThat(revoked.code()).as(revoked.err()).isZero();
        assertThat(revoked.out())
                .isEqualTo(
                        "revoked vps2: its password is gone from cjdroute.conf, from the running"
                                + " node, 1 link ended\n");
        assertThat(home().text()).doesNotContain("vps2");
        assertThat(home().host().folder().resolve("cjdroute.conf.bak")).satisfies(Files::exists);
        assertUnreachable();
        awaitThat("nobody among those whom home remembers", PATIENCE, () -> remembered() == 0);
        // Long enough for each of the ways in which nodes find back to each other.
        Pause.of(Duration.ofSeconds(5));
        assertUnreachable();
        assertThat(boreas(home(), "peers").out()).contains("no peers").contains("refused ");
    }

    @Test
    @Order(5)
    void aNewStartDoesNotBringHimBack() {
        home().killall();
        assertThat(home().start().code()).as(home().said()).isZero();
        Pause.of(Duration.ofSeconds(5));
        assertUnreachable();
    }

    @Test
    @Order(6)
    void aDeadLineIsTaken() {
        var joined = boreas(vps(), "join --wait 1 " + line);
        assertThat(joined.code()).isEqualTo(1);
        assertThat(joined.out()).startsWith("no link with home (fc").contains(" yet: ");
    }

    /// Peers that home would greet after a restart: all lines but the first and the last.
    private long remembered() {
        try (var lines = Files.lines(home().host().folder().resolve("state"))) {
            return lines.count() - 2;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertReachable() {
        try (var ping = Ping.start(vps().host(), home().ip6(), Ping.OFTEN)) {
            assertThat(ping.firstReplyAfter(Instant.now(), PATIENCE))
                    .as("a ping from vps to home")
                    .isNotNull();
        }
    }

    private void assertUnreachable() {
        var result = Ping.count(vps().host(), home().ip6(), 10, Ping.OFTEN);
        assertThat(result.received()).as("answers from home to vps").isZero();
    }

    private static Output boreas(Operator operator, String words) {
        var space = words.indexOf(' ');
        var verb = space < 0 ? words : words.substring(0, space);
        var rest = space < 0 ? "" : words.substring(space);
        return operator.shell(command(verb + " -c cjdroute.conf" + rest));
    }

    private static String command(String words) {
        return "'" + Programs.boreas().file().resolveSibling("boreas") + "' " + words;
    }

    private Operator home() {
        return Objects.requireNonNull(home);
    }

    private Operator vps() {
        return Objects.requireNonNull(vps);
    }
}
