package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.NodeAdmin;
import boreas.lab.SiteNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three machines that are told of each other by nothing but one site file.
class SiteScenarioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> SERVICES = Map.of("mysql", ":1::3306:1");
    private static final List<String> RULES =
            List.of(
                    "{ \"from\": \"vps3\", \"to\": \"home.mysql\", \"protocol\": \"tcp\", \"port\": 3306 }",
                    "{ \"from\": \"home\", \"to\": \"vps2\", \"protocol\": \"tcp\", \"port\": 22 }",
                    "{ \"from\": \"all\", \"to\": \"all\", \"protocol\": \"icmp\" }");

    @BeforeEach
    void needsNamespaces() {
        Programs.assumeNamespaces();
    }

    @Test
    void theFileAloneMakesTheLinks() {
        try (var site = SiteNetwork.lay(Programs.boreas(), SERVICES, RULES)) {
            site.startAll();
            for (var pair : site.network().topology().pairs())
                assertThat(
                                new NodeAdmin(site.network().node(pair.from()))
                                        .awaitEstablished(site.network().node(pair.to()), PATIENCE))
                        .as("link " + pair + ": " + site.network().node(pair.from()).lastWords())
                        .isTrue();
            for (var name : site.hosts())
                assertThat(new NodeAdmin(site.network().node(name)).peers())
                        .as("peers of " + name)
                        .hasSize(2);
        }
    }
}
