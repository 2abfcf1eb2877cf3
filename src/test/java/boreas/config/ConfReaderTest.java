package boreas.config;

import static boreas.config.WholeConf.PEER_KEY;
import static boreas.config.WholeConf.TEXT;
import static boreas.config.WholeConf.conf;
import static boreas.config.WholeConf.read;
import static boreas.config.WholeConf.replaced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import boreas.address.Ip4;
import boreas.address.Ip6;
import boreas.address.PeerEndpoint;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What arrives of a configuration.
class ConfReaderTest {
    @Test
    void eachSettingArrivesInTheRecords() {
        assertThat(read(TEXT).problems()).isEmpty();
        var conf = conf(TEXT);
        assertThat(conf.identity().ip6()).hasToString("fce6:e782:b12d:725c:beac:6117:61e6:607c");
        assertThat(conf.authorizedPasswords())
                .containsExactly(
                        new AuthorizedPassword(Password.of("first-of-two-words"), "alice", null),
                        new AuthorizedPassword(
                                Password.of("second-of-two-words"),
                                null,
                                new Ip6(0xfc1bc94066abb7e9L, 0xdd3a2b21db8713ddL)));
        assertThat(conf.admin().bind()).hasToString("127.0.0.1:11234");
        assertThat(conf.admin().isOpen()).isTrue();
        assertThat(conf.admin().socket()).isEqualTo("/run/admin.sock");

        var udp = conf.udpInterfaces().getFirst();
        assertThat(udp.bind()).hasToString("0.0.0.0:27177");
        assertThat(udp.dscp()).isEqualTo(OptionalInt.of(46));
        assertThat(udp.beacon()).isEqualTo(BeaconMode.ACCEPT);
        assertThat(udp.beaconPort()).isEqualTo(OptionalInt.of(64512));
        assertThat(udp.beaconDevices()).containsExactly("eth0", "192.168.1.255");
        var peer = udp.connectTo().getFirst();
        assertThat(peer.endpoint()).hasToString("192.0.2.1:5");
        assertThat(peer.publicKey()).hasToString(PEER_KEY);
        assertThat(peer.login()).isEqualTo("l");
        assertThat(peer.password()).isEqualTo(Password.of("p"));
        var named = udp.connectTo().getLast();
        assertThat(named.endpoint()).isEqualTo(new PeerEndpoint.Named("vps.example.net", 6));
        assertThat(named.peerName()).isEqualTo("n");
        assertThat(named.version()).isEqualTo(OptionalInt.of(20));
        assertThat(conf.udpInterfaces().getLast().bind()).hasToString("[2001:db8::7]:27177");
        assertThat(conf.udpInterfaces().getLast().beacon()).isEqualTo(BeaconMode.OFF);

        var eth = conf.ethInterfaces().getFirst();
        assertThat(eth.bind()).isEqualTo("eth1");
        assertThat(eth.beacon()).isEqualTo(BeaconMode.SEND_AND_ACCEPT);
        assertThat(eth.connectTo().getFirst().endpoint()).hasToString("01:02:03:04:05:06");

        var router = conf.router();
        assertThat(router.inside())
                .isEqualTo(new RouterConf.Inside.Tun("tun0", OptionalInt.empty()));
        assertThat(router.supernodes()).containsExactly(peer.publicKey());
        assertThat(router.dnsSeeds()).containsExactly("seed.example.net");
        assertThat(router.publicPeer())
                .isEqualTo(new RouterConf.PublicPeer("PUB_x", "1.2.3.4:56789", null));
        assertThat(router.ipTunnel().outgoing()).containsExactly(peer.publicKey());
        var allowed = router.ipTunnel().allowed().getFirst();
        assertThat(allowed.ip4Address()).isEqualTo(new Ip4(0xc0a80118));
        assertThat(allowed.ip4Prefix()).isEqualTo(OptionalInt.of(0));
        assertThat(allowed.ip6Alloc()).isEqualTo(OptionalInt.of(64));

        assertThat(conf.security())
                .isEqualTo(new SecurityConf("nobody", true, null, true, false, true, true));
        assertThat(conf.logToStdout()).isTrue();
        assertThat(conf.noBackground()).isTrue();
        assertThat(conf.pipe()).isEqualTo("/run/x.sock");
        assertThat(conf.site()).isEqualTo("/etc/boreas/site.conf");
        assertThat(conf.metrics()).asString().contains("127.0.0.1:9633");
        assertThat(conf.version()).isEqualTo(2);
    }

    @Test
    void theSmallestFileHasTheDefaultsOfGenuineNodes() {
        var conf =
                conf(
                        """
                        {"privateKey":
                         "4e983e7ed7b5be8c99b760d658f495ed118e5394b66769d240180b495afa167e",
                         "admin": {"bind": "127.0.0.1:1"}, "interfaces": {"UDPInterface": {}}}
                        """);
        assertThat(conf.admin().password()).isNull();
        assertThat(conf.authorizedPasswords()).isEmpty();
        assertThat(conf.udpInterfaces().getFirst().bind()).hasToString("0.0.0.0:0");
        assertThat(conf.router().inside()).isEqualTo(new RouterConf.Inside.None());
        assertThat(conf.security()).isEqualTo(SecurityConf.DEFAULT);
        assertThat(conf.pipe()).isEqualTo("cjdroute.sock");
        assertThat(conf.noBackground()).isFalse();
        assertThat(conf.version()).isZero();
    }

    @Test
    void aPortIsOfTheKindOfItsSocket() {
        var conf =
                conf(
                        """
                        {"privateKey":
                         "4e983e7ed7b5be8c99b760d658f495ed118e5394b66769d240180b495afa167e",
                         "admin": {"bind": "127.0.0.1:1"}, "interfaces": {"UDPInterface": [
                         {"bind": "192.0.2.2:7"}, {"bind": "192.0.2.1:7"}, {"bind": "[::]:7"},
                         {"bind": "0.0.0.0:0"}]}}
                        """);
        assertThat(conf.udpPorts()).containsExactly(new UdpPort(7, false), new UdpPort(7, true));
    }

    @Test
    void anEthernetDeviceIsTakenOnceAndTheFirstEntryCounts() {
        String text =
                TEXT.replaceFirst(
                        "(?s)\"ETHInterface\": \\{.*?\\} \\}\\s*\\}",
                        """
                        "ETHInterface": [
                          { "bind": "eth1", "beacon": 1 },
                          { "bind": "eth2" },
                          { "bind": "eth1", "beacon": 2 }
                        ]\
                        """);
        var reading = read(text);
        var conf = Objects.requireNonNull(reading.conf());
        assertThat(conf.ethInterfaces())
                .extracting(EthInterfaceConf::bind, EthInterfaceConf::beacon)
                .containsExactly(tuple("eth1", BeaconMode.ACCEPT), tuple("eth2", BeaconMode.OFF));
        assertThat(reading.problems()).hasSize(1);
        assertThat(reading.problems().getFirst().toString())
                .startsWith("line 31 column 13: interfaces.ETHInterface[2].bind: read \"eth1\"")
                .contains("an entry above has already");
    }

    @Test
    void underAllNothingElseOfEthernetIsInForce() {
        var named = new EthInterfaceConf("eth1", BeaconMode.ACCEPT, List.of());
        assertThat(EthInterfaceConf.inForce(List.of(named))).containsExactly(named);
        var all = new EthInterfaceConf("all", BeaconMode.SEND_AND_ACCEPT, List.of());
        assertThat(EthInterfaceConf.inForce(List.of(named, all))).containsExactly(all);
    }

    @Test
    void theLastEntryForTheUserToBecomeCountsUnlessZeroCameBefore() {
        String first = "{ \"setuser\": \"nobody\", \"keepNetAdmin\": 1 }";
        var second = conf(replaced(first, first + ", { \"setuser\": \"me\", \"exemptAngel\": 1 }"));
        assertThat(second.security().setUser()).isEqualTo("me");
        assertThat(second.security().keepNetAdmin()).isTrue();
        var without = conf(replaced(first, "{ \"setuser\": \"me\" }"));
        assertThat(without.security().keepNetAdmin()).isFalse();
        var zero = conf(replaced(first, "{ \"setuser\": 0 }, { \"setuser\": \"me\" }"));
        assertThat(zero.security().setUser()).isNull();
    }

    @Test
    void aSocketMayTakeThePlaceOfTheTunDevice() {
        String tun = "\"type\": \"TUNInterface\", \"tunDevice\": \"tun0\"";
        var conf = conf(replaced(tun, "\"type\": \"SocketInterface\", \"socketFullPath\": \"/s\""));
        assertThat(conf.router().inside()).isEqualTo(new RouterConf.Inside.Socket("/s"));
        var problems = read(replaced(tun, "\"type\": \"SocketInterface\"")).problems();
        assertThat(problems).singleElement().asString().contains("socketFullPath");
    }

    @Test
    void aPublicPeerMayBeJustItsName() {
        String dict = "{ \"id\": \"PUB_x\", \"ipv4\": \"1.2.3.4:56789\" }";
        assertThat(conf(replaced(dict, "\"PUB_y\"")).router().publicPeer())
                .isEqualTo(new RouterConf.PublicPeer("PUB_y", null, null));
        assertThat(conf(replaced(dict, "{}")).router().publicPeer()).isNull();
    }

    @Test
    void secretsAreNotShown() {
        String text =
                TEXT.replace("4e983e7e", "4e983e7f")
                        .replace("\"first-of-two-words\"", "\"hidden\"")
                        .replace("\"second-of-two-words\"", "\"hidden\"");
        assertThat(read(text).problems().toString()).doesNotContain("4e983e7f", "hidden");
        assertThat(conf(TEXT).toString())
                .doesNotContain(
                        "4e983e7e", "first-of-two-words", "second-of-two-words", "\"p\"", "NONE");
    }
}
