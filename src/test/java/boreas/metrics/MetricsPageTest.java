package boreas.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.env.Verdict;
import boreas.link.PeerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    private static final Pattern METRIC = Pattern.compile("\\b(?:boreas|process|jvm)_[a-z_]+\\b");

    private final SampleNode node = new SampleNode();

    @Test
    void everyLineIsAsTheFormatAndTheConventionsWantIt() {
        var text = PrometheusText.read(node.page());
        assertThat(text.types.keySet()).allMatch(name -> name.matches("(boreas|process|jvm)_.*"));
        assertThat(text.values).allSatisfy((_, value) -> assertThat(value).isFinite());
    }

    @Test
    void figuresOfTheNodeAreTold() {
        var link =
                "{ip6=\"fcf1:3303:424b:9fa9:51c9:dddf:ed94:7614\",peer=\"home \\\"1\\\"\\\\\\n\"}";
        var tunnel = "{device=\"bor-vps3\",machine=\"vps3\"}";
        assertThat(PrometheusText.read(node.page()).values)
                .containsEntry("boreas_up", 1.0)
                .containsEntry("boreas_build_info{program=\"boreas-0.1\"}", 1.0)
                .containsEntry("boreas_link_up" + link, 1.0)
                .containsEntry("boreas_link_received_bytes_total" + link, 1000.0)
                .containsEntry("boreas_link_round_trip_seconds" + link, 0.017)
                .containsEntry(
                        "boreas_link_last_heard_timestamp_seconds" + link,
                        SampleNode.NOW_MS / 1000.0 - 2)
                .containsEntry("boreas_links{state=\"established\"}", 1.0)
                .containsEntry("boreas_links{state=\"unresponsive\"}", 0.0)
                .containsEntry("boreas_sessions{state=\"established\"}", 1.0)
                .containsEntry("boreas_session_paths{state=\"in_use\"}", 1.0)
                .containsEntry("boreas_drops_total{reason=\"REPLAY\"}", 3.0)
                .containsEntry("boreas_drops_total{reason=\"RUNT\"}", 0.0)
                .containsEntry("boreas_handshakes_total{layer=\"link\"}", 5.0)
                .containsEntry("boreas_path_questions_total", 100.0)
                .containsEntry("boreas_site_repairs_total", 2.0)
                .containsEntry("boreas_tunnel_up" + tunnel, 1.0)
                .containsEntry("boreas_tunnel_drops_total" + tunnel, 4.0);
    }

    @Test
    void figuresOfTheProcessAreThoseOfThisOne() {
        var values = PrometheusText.read(node.page()).values;
        assertThat(values.get("process_resident_memory_bytes")).isBetween(1e7, 1e11);
        assertThat(values.get("process_cpu_seconds_total")).isPositive();
        assertThat(values.get("process_start_time_seconds"))
                .isBetween(
                        System.currentTimeMillis() / 1e3 - 86_400,
                        System.currentTimeMillis() / 1e3 + 5);
        assertThat(values.get("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
    }

    @Test
    void twoLinksWithOneNeighbourAreOneSeries() {
        node.peers.add(node.peers.getFirst());
        assertThat(PrometheusText.read(node.page()).values)
                .containsEntry(
                        "boreas_link_sent_bytes_total{ip6=\"fcf1:3303:424b:9fa9:51c9:dddf:ed94:7614\",peer=\"home \\\"1\\\"\\\\\\n\"}",
                        4000.0)
                .containsEntry("boreas_links{state=\"established\"}", 2.0);
    }

    /// Each key that knocks must not become a series for ever.
    @Test
    void peersBeyondABoundShareOneSeries() {
        node.peers.clear();
        var key = new byte[32];
        for (int i = 0; i < 1000; i++) {
            key[0] = (byte) i;
            key[1] = (byte) (i >> 8);
            var peer = SampleNode.peer(PeerState.SENT_HELLO, "", PublicKey.of(key, 0));
            assertThat(peer.address()).isInstanceOf(NodeAddress.class);
            node.peers.add(peer);
        }
        var values = PrometheusText.read(node.page()).values;
        assertThat(values.keySet().stream().filter(s -> s.startsWith("boreas_link_up")).count())
                .isEqualTo(NodeFigures.PEERS_MAX + 1);
        assertThat(values)
                .containsEntry(
                        "boreas_link_sent_bytes_total{ip6=\"\",peer=\"others\"}",
                        2000.0 * (1000 - NodeFigures.PEERS_MAX));
    }

    @Test
    void aNodeThatDoesNotAnswerHasAPageAllTheSame() {
        node.isDead = true;
        var text = PrometheusText.read(node.page());
        assertThat(text.values).containsEntry("boreas_up", 0.0);
        assertThat(text.types).containsKey("process_cpu_seconds_total");
        assertThat(text.types).doesNotContainKey("boreas_link_up");
    }

    @Test
    void everyReasonForADropIsASeries() {
        var series = PrometheusText.read(node.page()).values.keySet();
        for (var verdict : Verdict.values())
            if (verdict != Verdict.OK)
                assertThat(series).contains("boreas_drops_total{reason=\"" + verdict + "\"}");
    }

    @Test
    void boardAndAlertRulesNameOnlyWhatThereIs() throws IOException {
        var there = PrometheusText.read(node.page()).types.keySet();
        for (var file :
                new String[] {"dist/grafana/boreas.json", "dist/prometheus/boreas.rules.yml"})
            assertThat(named(file)).as(file).hasSizeGreaterThan(10).isSubsetOf(there);
    }

    @Test
    void theDocumentationHasEachMetricAndNoOther() throws IOException {
        assertThat(named("docs/metrics.md"))
                .containsExactlyInAnyOrderElementsOf(
                        PrometheusText.read(node.page()).types.keySet());
    }

    private static Set<String> named(String file) throws IOException {
        var names = new TreeSet<String>();
        var found = METRIC.matcher(Files.readString(Path.of(file)));
        while (found.find()) names.add(found.group());
        return names;
    }
}
