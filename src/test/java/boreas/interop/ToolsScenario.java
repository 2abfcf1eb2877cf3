package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.lab.Host;
import boreas.lab.Network;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProgram;
import boreas.lab.Output;
import boreas.lab.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// `boreas ping`, `paths` and `why` on host0 of a line of four: through relays of some program, and
/// where a cable swallows everything.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ToolsScenario {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private @Nullable Network shared;

    /// What host1 and host2 run.
    abstract NodeProgram relay();

    @BeforeEach
    void startOnce() {
        Programs.assumeNamespaces();
        var relay = relay();
        if (shared != null) return;
        var boreas = Programs.boreas();
        shared =
                Network.start(
                        Topology.line(4),
                        Auth.LOGIN,
                        name -> name.equals("host1") || name.equals("host2") ? relay : boreas);
    }

    @AfterAll
    void takeDown() {
        if (shared != null) shared.close();
    }

    private Network network() {
        return Objects.requireNonNull(shared);
    }

    private Output boreas(String command, String... more) {
        return host().run(LIMIT, words(command, more).toArray(new String[0]));
    }

    private Host host() {
        return network().host("host0");
    }

    private List<String> words(String command, String... more) {
        var words = new ArrayList<String>();
        words.add(network().program("host0").file().resolveSibling("boreas").toString());
        words.add(command);
        words.add("--config");
        words.add(host().folder().resolve("cjdroute.conf").toString());
        words.addAll(List.of(more));
        return words;
    }

    private String far() {
        return network().ip6("host3");
    }

    @Test
    void aNodeThreeHopsAwayIsPingedAfterASearch() {
        var output = boreas("ping", "-c", "3", "-i", "0.2", far());
        assertThat(output.code()).as(output.out() + output.err()).isZero();
        assertThat(output.out()).contains("answer from ").contains("3 sent, 3 answered, 0 % lost");
    }

    /// What goes on and on ends when nobody reads it any more; here after a line.
    @Test
    void whatGoesOnEndsWithItsReader() {
        for (var endless :
                List.of(
                        words("ping", "-c", "0", "-i", "0.1", far()),
                        words("top", "-d", "0.2"),
                        words("top", "-d", "0.2", "--json"))) {
            var line =
                    "(timeout 20 " + String.join(" ", endless) + "; echo ended $? >&2) | head -n 1";
            assertThat(host().run(LIMIT, "sh", "-c", line).err())
                    .as(line)
                    .contains("ended ")
                    .doesNotContain("ended 124");
        }
    }

    @Test
    void thePathIsListedAndReadHopByHop() {
        assertThat(boreas("ping", "-c", "1", far()).code()).isZero();
        assertThat(boreas("paths", far()).out()).contains("in-use");
        var why = boreas("why", far());
        assertThat(why.out()).contains("The path works: 3 hops").contains("1500+");
        for (var host : List.of("host0", "host1", "host2", "host3"))
            assertThat(why.out()).contains(canonical(network().ip6(host)));
        assertThat(why.code()).isZero();
    }

    @Test
    void whatACableSwallowsIsFoundBehindTheLastNodeThatAnswers() {
        assertThat(boreas("ping", "-c", "1", far()).code()).isZero();
        var cable = network().cable("host2", "host3");
        cable.blackhole();
        try {
            var why = boreas("why", "--no-sizes", far());
            assertThat(why.code()).isEqualTo(1);
            assertThat(why.out())
                    .containsAnyOf(
                            "It answers up to " + canonical(network().ip6("host2")),
                            canonical(network().ip6("host2")) + " says that");
        } finally {
            cable.mend();
        }
    }

    @Test
    void whoIsNowhereIsSearchedAndNotFound() {
        var ping = boreas("ping", "-c", "1", "fc00::1");
        assertThat(ping.code()).isEqualTo(1);
        assertThat(ping.out()).contains("no path found").contains("`boreas why");
    }

    @Test
    void aNameThatNobodyHasIsAUsageError() {
        var ping = boreas("ping", "nobody");
        assertThat(ping.code()).isEqualTo(2);
        assertThat(ping.err()).contains("no peer is called 'nobody'");
    }

    /// As the tools write addresses.
    private static String canonical(String ip6) {
        try {
            return Ip6.parse(ip6).toString();
        } catch (AddressException e) {
            throw new AssertionError(ip6, e);
        }
    }
}
