package boreas.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NodeConfigTest {
    /// The lines that operators and scripts know, as generators print them.
    private static final String GENERATED =
            """
            {
                "privateKey": "00000000000000000000000000000000000000000000000000000000000000aa",
                "publicKey": "78hlduk18pd0000000000000000000000000000000000000t000.k",
                "ipv6": "fc9c:c311:c358:51cf:dade:cdcc:db1a:9460",
                "authorizedPasswords": [
                    { "password": "1tk38g63qsp4lzxtmrtw0chsl0lff3w", "user": "default-login" }
                    // { "password": "r2htt6u4zym9umkqw29qv9xkk6sy9g4", "user": "my-second-peer" },
                ],
                "admin": {
                    // Port to bind the admin RPC server to.
                    "bind": "127.0.0.1:11234",
                    "password": "NONE"
                },
                "interfaces": {
                    "UDPInterface": [
                        {
                            "bind": "0.0.0.0:14091",
                            "beacon": 2,
                            "connectTo": {
                                // Add connection credentials here
                            }
                        },
                        { "bind": "[::]:14091", "connectTo": { } }
                    ]
                },
                "router": { "dnsSeeds": [
                        "seed.example"
                    ] },
                "logging": {
                    // "logTo": "stdout"
                },
                "pipe": "cjdroute.sock",
                "version": 2
            }
            """;

    private final Host home = new Host("home", "n-home", Path.of("/tmp/lab/home"));
    private final Host vps = new Host("vps", "n-vps", Path.of("/tmp/lab/vps"));

    @Test
    void readsWhatAPeerNeedsToKnow() {
        var config = NodeConfig.of(GENERATED);
        assertThat(config.ip6()).isEqualTo("fc9c:c311:c358:51cf:dade:cdcc:db1a:9460");
        assertThat(config.publicKey()).startsWith("78hlduk18pd0").endsWith(".k");
        assertThat(config.password()).isEqualTo("1tk38g63qsp4lzxtmrtw0chsl0lff3w");
        assertThat(config.user()).isEqualTo("default-login");
        assertThat(config.adminPort()).isEqualTo(11234);
    }

    @Test
    void listensAtTheOnePortWithAPipeOfItsOwnAndLogsToStdout() {
        var text = NodeConfig.of(GENERATED).bind("10.77.0.1").text(home);
        assertThat(text)
                .contains("\"bind\": \"10.77.0.1:27177\"")
                .contains("\"pipe\": \"/tmp/lab/home/pipe\"")
                .contains("\n        \"logTo\": \"stdout\"");
    }

    @Test
    void meetsNobodyWhomTheLaboratoryDidNotName() {
        var text = NodeConfig.of(GENERATED).text(home);
        assertThat(text).contains("\"beacon\": 0").doesNotContain("seed.example");
    }

    @Test
    void callsAPeerByLoginOrByThePasswordAlone() {
        var peer = NodeConfig.of(GENERATED);
        var where = new Cable.End(vps, "to-home", "10.77.0.2");
        var byLogin = NodeConfig.of(GENERATED).call(where, peer, NodeConfig.Auth.LOGIN).text(home);
        var byPassword =
                NodeConfig.of(GENERATED).call(where, peer, NodeConfig.Auth.PASSWORD).text(home);
        assertThat(byLogin)
                .contains(
                        "\"10.77.0.2:27177\": { \"login\": \"default-login\", \"password\":"
                                + " \"1tk38g63qsp4lzxtmrtw0chsl0lff3w\"");
        assertThat(byPassword).contains("\"10.77.0.2:27177\": { \"password\"");
    }

    @Test
    void separatesPeersByCommasAsStrictReadersWant() {
        var peer = NodeConfig.of(GENERATED);
        var config = NodeConfig.of(GENERATED);
        config.call(new Cable.End(vps, "to-a", "10.77.0.2"), peer, NodeConfig.Auth.PASSWORD);
        config.call(new Cable.End(vps, "to-b", "10.77.1.2"), peer, NodeConfig.Auth.PASSWORD);
        assertThat(config.text(home)).contains("\"peerName\": \"vps\" },\n\"10.77.1.2:27177\"");
    }

    @Test
    void saysWhichFamiliarLineIsMissing() {
        var config = NodeConfig.of(GENERATED.replace("cjdroute.sock", "other.sock"));
        assertThatThrownBy(() -> config.text(home))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("cjdroute.sock");
    }
}
