package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.admin.AdminClient;
import boreas.admin.AdminEndpoint;
import boreas.admin.ReloadRequest;
import boreas.admin.ReloadTexts;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.Ping;
import boreas.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Three of ours in a row, `host0` – `host1` – `host2`. The one in the middle is told one
/// configuration after the other while a ping crosses it: its two links are in all of them, and
/// lose nothing. What cannot be is refused with its reason.
class ReloadScenarioTest {
    private static final int CHANGES = 20;
    private static final Duration SPACING = Duration.ofMillis(20);

    @Test
    void aPingThroughANodeThatIsReloadedTwentyTimesLosesNothing() {
        Programs.assumeNamespaces();
        var boreas = Programs.boreas();
        try (var chain = Chain.start(Auth.LOGIN, boreas, boreas, boreas)) {
            chain.assertPings(0, 2, 20);
            var node = chain.node(1);
            var text = node.config().text(chain.host(1));
            var random = new Random(1);
            try (var ping = Ping.start(chain.host(0), chain.node(2).config().ip6(), SPACING)) {
                for (int i = 0; i < CHANGES; i++) {
                    boolean isBroken = i % 4 == 3;
                    var next = isBroken ? broken(text, i) : changed(text, random);
                    var reply = chain.host(1).inside(() -> reload(next));
                    var refused = reply.str("refusal");
                    if (isBroken) {
                        assertThat(Objects.requireNonNull(refused, "change " + i).text())
                                .containsAnyOf("line ", "in use", "privateKey");
                    } else {
                        assertThat(refused).as("change %d", i).isNull();
                        assertThat(reply.number("done", 0)).isEqualTo(1);
                    }
                }
                // What comes behind it may still be on its way when the ping is stopped.
                var last =
                        Objects.requireNonNull(ping.firstAnsweredOf(Instant.now(), Chain.PATIENCE));
                var result = ping.stop();
                assertThat(result.unanswered().stream().filter(n -> n < last.sequence()))
                        .as("of %d", last.sequence())
                        .isEmpty();
            }
        }
    }

    private static Value.Dict reload(String text) {
        try (var client = new AdminClient(AdminEndpoint.usual(), Duration.ofSeconds(10))) {
            return ReloadRequest.send(
                    client, new ReloadTexts(text.getBytes(StandardCharsets.UTF_8), null), false);
        }
    }

    /// What it was started with, and some more of each kind.
    private static String changed(String text, Random random) {
        var passwords = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--)
            passwords.append(
                    "{ \"password\": \"secret%d\", \"user\": \"user%d\" },\n".formatted(i, i));
        var interfaces = new ArrayList<String>();
        for (int port = 40_001; port <= 40_003; port++)
            if (random.nextBoolean())
                interfaces.add(
                        "{ \"bind\": \"0.0.0.0:%d\", \"dscp\": %d, \"connectTo\": { %s } },\n"
                                .formatted(port, random.nextInt(64), nobody(random)));
        return insert(
                insert(text, "\"authorizedPasswords\": [", passwords.toString()),
                "\"UDPInterface\": [",
                String.join("", interfaces));
    }

    /// A peer that never answers.
    private static String nobody(Random random) {
        return random.nextBoolean()
                ? ""
                : "\"192.0.2.%d:7\": { \"password\": \"x\", \"publicKey\": \"%s\" }"
                        .formatted(
                                1 + random.nextInt(9),
                                "r6x3xjgxjwn4t7j9ym8q9c9klwwj08z9f1ngu7bp669572n9r5c0.k");
    }

    private static String broken(String text, int number) {
        return switch (number / 4 % 3) {
            case 0 -> insert(text, "\"authorizedPasswords\": [", "{ \"password\": 7 },\n");
            case 1 -> insert(text, "\"UDPInterface\": [", "{ \"bind\": \"127.0.0.1:11234\" },\n");
            default ->
                    text.replaceFirst(
                            "\"privateKey\": ?\"[0-9a-f]{64}\"",
                            "\"privateKey\":"
                                    + " \"4e983e7ed7b5be8c99b760d658f495ed118e5394b66769d240180b495afa167e\"");
        };
    }

    private static String insert(String text, String behind, String what) {
        int at = text.indexOf(behind) + behind.length();
        assertThat(at).isGreaterThanOrEqualTo(behind.length());
        return text.substring(0, at) + "\n" + what + text.substring(at);
    }
}
