package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.admin.AdminClient;
import boreas.admin.AdminEndpoint;
import boreas.admin.AdminException;
import boreas.admin.AdminPassword;
import boreas.interop.SideBySideCalls.Asked;
import boreas.lab.Network;
import boreas.lab.NodeConfig;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.Topology;
import boreas.value.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// One of ours and a genuine node, each the other's peer, are asked the same: the answers have the
/// same keys, types and error words, and where they must be equal the same values. What differs on
/// purpose stands in `docs/admin-api.md`: its table `Side by side` is read here, so a difference
/// that is not told there fails, and so do told words that are not those of the nodes.
abstract class SideBySideScenario {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration REACH_LIMIT = Duration.ofSeconds(60);
    private static final Told NOT_TOLD = new Told(null, null);
    private static final Path PAGE = Path.of("docs/admin-api.md");

    /// In answers of some length only, of some peers, or while a search goes on.
    private static final Set<String> NOT_ALWAYS =
            Set.of(
                    "txid",
                    "more",
                    "user",
                    "deprecation",
                    "target",
                    "lastNodeAsked",
                    "totalRequests");

    private static final Set<String> EQUAL =
            Set.of(
                    "ping",
                    "Admin_asyncEnabled",
                    "UpperDistributor_listHandlers",
                    "UDPInterface_beacon",
                    "AuthorizedPasswords_remove",
                    "IpTunnel_listConnections",
                    "SupernodeHunter_status",
                    "SupernodeHunter_listSnodes",
                    "PeeringSeeder_listDnsSeeds",
                    "RouteGen_getExceptions",
                    "RouteGen_getPrefixes",
                    "RouteGen_getLocalPrefixes",
                    "RouteGen_getGeneratedRoutes",
                    "NodeStore_getFullVerify");

    private static final String SILENCE = "no answer";
    private static final Value.Dict NOTHING = Value.dict().build();

    /// What the page tells of a call: the `error` of each node where that differs, else null.
    private record Told(@Nullable String ours, @Nullable String theirs) {
        /// A genuine node must not be asked this: it ends, or hangs.
        boolean isOursOnly() {
            return SILENCE.equals(theirs);
        }
    }

    private final String variable;
    private final int column;
    private final Map<String, Told> told = new LinkedHashMap<>();
    private final Set<String> refusals = new HashSet<>();

    /// @param variable the environment variable that names the genuine program
    /// @param column of the page's table that tells of it
    SideBySideScenario(String variable, int column) {
        this.variable = variable;
        this.column = column;
    }

    /// What the genuine node's configuration needs beside the laboratory's own edits.
    void prepare(NodeConfig genuine) {}

    @Test
    void eachFunctionAnswersAlikeOnBoth() throws Exception {
        Programs.assumeNamespaces();
        var genuine = Programs.genuine(variable);
        readPage();
        try (var network =
                Network.lay(
                        Topology.line(2),
                        Auth.LOGIN,
                        name -> name.equals("host0") ? Programs.boreas() : genuine)) {
            prepare(network.config("host1"));
            network.startAll();
            var pair = List.of(new Topology.Pair("host0", "host1"));
            assertThat(network.reach(pair, 3, REACH_LIMIT)).allMatch(Network.Reach::isWhole);
            var calls = SideBySideCalls.all();
            assertThat(calls.stream().map(Asked::toString)).containsAll(told.keySet());
            var ours = answers(network, "host0", "host1", calls);
            var theirs = answers(network, "host1", "host0", calls);
            var faults = new TreeSet<String>();
            for (int i = 0; i < calls.size(); i++)
                for (var fault : differences(calls.get(i), ours.get(i), theirs.get(i)))
                    faults.add(calls.get(i) + ": " + fault);
            System.out.printf(
                    "%d calls at %s and at %s, %d differ%n",
                    calls.size(), Programs.boreas(), genuine, faults.size());
            faults.forEach(System.out::println);
            assertThat(faults).isEmpty();
        }
    }

    /// Rows of the tables of refusals and of meant differences.
    private void readPage() throws IOException {
        var heading = "";
        for (var line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) heading = line.substring(3);
            if (!line.startsWith("| `")) continue;
            if (heading.equals("Refused")) refusals.addAll(quotedIn(line));
            if (!heading.equals("Side by side")) continue;
            var cells = line.split("\\|");
            if (cells[column].isBlank()) continue;
            for (var call : quotedIn(cells[1]))
                told.put(call, new Told(wordsIn(cells[2]), wordsIn(cells[column])));
        }
    }

    /// A cell that is nothing but words in backticks is to be taken literally.
    private static @Nullable String wordsIn(String cell) {
        var quoted = quotedIn(cell);
        return quoted.size() == 1 && cell.strip().equals("`" + quoted.getFirst() + "`")
                ? quoted.getFirst()
                : null;
    }

    private static List<String> quotedIn(String line) {
        return Pattern.compile("`([^`]*)`").matcher(line).results().map(m -> m.group(1)).toList();
    }

    private List<Value.Dict> answers(Network network, String host, String peer, List<Asked> calls) {
        int port = network.config(host).adminPort();
        boolean isGenuine = host.equals("host1");
        return network.host(host)
                .inside(() -> {
                    var where = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                    var node =
                            new AdminEndpoint(
                                    where, new AdminPassword(AdminPassword.NOT_WANTED), "the test");
                    try (var client = new AdminClient(node, PATIENCE)) {
                        var known = client.functions().keySet();
                        var first =
                                client.exchange(
                                        "InterfaceController_peerStats",
                                        Value.dict().put("page", 0).build());
                        var label = text(first.dicts("peers").getFirst(), "addr").substring(4, 23);
                        var handles =
                                client.exchange(
                                        "SessionManager_getHandles",
                                        Value.dict().put("page", 0).build());
                        long handle =
                                ((Value.Int)
                                                Objects.requireNonNull(handles.items("handles"))
                                                        .values()
                                                        .getFirst())
                                        .number();
                        var answers = new ArrayList<Value.Dict>();
                        var key = network.config(peer).publicKey();
                        for (var call : calls) {
                            var arguments =
                                    call.translated(
                                            key,
                                            network.ip6(peer),
                                            network.ip6(host),
                                            label,
                                            handle);
                            answers.add(
                                    !known.contains(call.function())
                                            ? NOTHING
                                            : isGenuine && toldOf(call).isOursOnly()
                                                    ? error(SILENCE)
                                                    : answer(client, call, arguments));
                        }
                        return answers;
                    }
                });
    }

    private static Value.Dict answer(AdminClient client, Asked call, Value.Dict arguments) {
        try {
            return client.exchange(call.function(), arguments);
        } catch (AdminException e) {
            return error(SILENCE);
        }
    }

    private static Value.Dict error(String words) {
        return Value.dict().put("error", words).build();
    }

    private Told toldOf(Asked call) {
        return told.getOrDefault(call.toString(), NOT_TOLD);
    }

    private List<String> differences(Asked call, Value.Dict ours, Value.Dict theirs) {
        if (ours.size() == 0 || theirs.size() == 0) return List.of(); // not in both
        var our = text(ours, "error");
        var their = text(theirs, "error");
        if (told.containsKey(call.toString())) {
            var words = toldOf(call);
            return (words.ours == null || words.ours.equals(our))
                            && (words.theirs == null || words.theirs.equals(their))
                    ? List.of()
                    : List.of("'%s' here, '%s' there, told otherwise".formatted(our, their));
        }
        // Words of the system, with the place in the source that it was told at.
        if (their.contains(".c:") || their.contains(".rs:"))
            return our.isEmpty() || our.equals("none") ? List.of("good here") : List.of();
        if (!our.equals(their))
            return refusals.contains(our)
                    ? List.of()
                    : List.of("'%s' here, '%s' there".formatted(our, their));
        var faults = new ArrayList<String>();
        if (EQUAL.contains(call.function())) compareValues(ours, theirs, faults);
        compare("", ours, theirs, faults);
        return faults;
    }

    private static void compareValues(Value.Dict ours, Value.Dict theirs, List<String> faults) {
        for (var e : theirs.entries().entrySet()) {
            var key = e.getKey().text();
            var value = ours.get(key);
            if (!key.equals("txid") && value != null && !value.equals(e.getValue()))
                faults.add("%s is %s here, %s there".formatted(key, value, e.getValue()));
        }
    }

    private static void compare(String at, Value ours, Value theirs, List<String> faults) {
        if (!ours.typeName().equals(theirs.typeName())) {
            faults.add("%s is %s here, %s there".formatted(at, ours.typeName(), theirs.typeName()));
            return;
        }
        if (ours instanceof Value.Dict a && theirs instanceof Value.Dict b) {
            for (var e : b.entries().entrySet()) {
                var key = e.getKey().text();
                var value = a.get(key);
                if (value != null) compare(at + "." + key, value, e.getValue(), faults);
                else if (!NOT_ALWAYS.contains(key)) faults.add(at + "." + key + " is missing");
            }
            for (var e : a.entries().entrySet()) {
                var key = e.getKey().text();
                if (!NOT_ALWAYS.contains(key) && !b.has(key))
                    faults.add(at + "." + key + " is new");
            }
        }
        if (ours instanceof Value.Items a
                && theirs instanceof Value.Items b
                && a.size() > 0
                && b.size() > 0)
            compare(at + "[]", a.values().getFirst(), b.values().getFirst(), faults);
    }

    private static String text(Value.Dict dict, String key) {
        var s = dict.str(key);
        return s == null ? "" : s.text();
    }
}
