package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Network;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.Output;
import boreas.lab.Topology;
import boreas.value.Value;
import boreas.vectors.StandardJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Libraries for the genuine admin interface, unchanged from their registries, ask host0 of two:
/// links, routing table, pings, sessions; and let a user in and out again.
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminLibrariesScenarioTest {
    private static final String PASSWORD = "sekrit";
    private static final Duration REACH_LIMIT = Duration.ofSeconds(30);
    private @Nullable Network shared;

    private Network network() {
        Programs.assumeNamespaces();
        if (shared == null) {
            var laid = Network.lay(Topology.line(2), Auth.LOGIN, _ -> Programs.boreas());
            shared = laid;
            laid.config("host0")
                    .edit("\"password\": \"NONE\"", "\"password\": \"" + PASSWORD + "\"");
            laid.startAll();
            var whole = laid.reach(List.of(new Topology.Pair("host0", "host1")), 3, REACH_LIMIT);
            assertThat(whole).allMatch(Network.Reach::isWhole);
        }
        return Objects.requireNonNull(shared);
    }

    @AfterAll
    void takeDown() {
        if (shared != null) shared.close();
    }

    @Test
    void cjdnsadminOfPyPI() {
        AdminLibraries.assumePython("cjdnsadmin");
        judge(python("cjdnsadmin"), "python");
    }

    @Test
    void cjdnsOfPyPI() {
        AdminLibraries.assumePython("cjdns");
        judge(python("cjdns"), "python");
    }

    @Test
    void cjdnsadminOfNpm() {
        AdminLibraries.assumeNode("cjdnsadmin");
        var network = network();
        judge(AdminLibraries.node(network.host("host0"), port(network), PASSWORD), "javascript");
    }

    private Output python(String library) {
        var network = network();
        return AdminLibraries.python(network.host("host0"), library, port(network), PASSWORD);
    }

    private static int port(Network network) {
        return network.config("host0").adminPort();
    }

    private void judge(Output output, String user) {
        assertThat(output.code()).as(output.out() + output.err()).isZero();
        var told = StandardJson.parseDict(output.out());
        var far = network().ip6("host1");
        assertThat(text(dict(told, "ping"), "q")).isEqualTo("pong");
        var peer = (Value.Dict) members(told, "peers").getFirst();
        assertThat(text(peer, "state")).isEqualTo("ESTABLISHED");
        assertThat(text(peer, "user")).isEqualTo("host1");
        assertThat(members(told, "known")).contains(Value.of(far));
        var ping = dict(told, "switchPing");
        assertThat(text(ping, "result")).isEqualTo("pong");
        assertThat(text(ping, "data")).isEqualTo("hello");
        assertThat(text(dict(told, "routerPing"), "result")).isEqualTo("pong");
        var sessions = new ArrayList<String>();
        for (var s : members(told, "sessions")) sessions.add(text((Value.Dict) s, "ip6"));
        assertThat(sessions).contains(far);
        assertThat(text(dict(told, "added"), "error")).isEqualTo("none");
        assertThat(members(told, "withUser")).contains(Value.of(user));
        assertThat(text(dict(told, "removed"), "error")).isEqualTo("none");
        assertThat(members(told, "withoutUser")).doesNotContain(Value.of(user)).isNotEmpty();
    }

    private static Value.Dict dict(Value.Dict of, String key) {
        if (of.dict(key) instanceof Value.Dict d) return d;
        throw new AssertionError("no " + key + ": " + of);
    }

    private static List<Value> members(Value.Dict of, String key) {
        if (of.items(key) instanceof Value.Items items) return items.values();
        throw new AssertionError("no " + key + ": " + of);
    }

    private static String text(Value.Dict of, String key) {
        var s = of.str(key);
        return s == null ? "" : s.text();
    }
}
