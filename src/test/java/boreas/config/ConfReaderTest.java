package boreas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import boreas.address.Identity;
import boreas.address.Ip4;
import boreas.address.Ip6;
import boreas.address.PeerEndpoint;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfReaderTest {
    private static final Crypto CRYPTO = CryptoProviders.choose();
    private static final String PEER_KEY = "49fzw7bgch44qnu9v30pvpsl6yrcd42qs26l1n47qt4xlvr0kfh0.k";

    /// Every setting once; tests replace some of it.
    private static final String WHOLE =
            """
            {
              "privateKey": "4e983e7ed7b5be8c99b760d658f495ed118e5394b66769d240180b495afa167e",
              "publicKey": "71puzf86nv9p1mc8qtt8mn4u9xmylk6udlk8885574vqgdr9cp50.k",
              "ipv6": "fce6:e782:b12d:725c:beac:6117:61e6:607c",
              "authorizedPasswords": [
                { "password": "first-of-two-words", "user": "alice", "contact": "x", "gpg": "y" },
                { "password": "second-of-two-words", "ipv6": "fc1b:c940:66ab:b7e9:dd3a:2b21:db87:13dd" }
              ],
              "admin": { "bind": "127.0.0.1:11234", "password": "NONE" },
              "interfaces": {
                "UDPInterface": [
                  {
                    "bind": "0.0.0.0:27177",
                    "dscp": 46,
                    "beacon": 1,
                    "beaconPort": 64512,
                    "beaconDevices": [ "eth0", "192.168.1.255" ],
                    "connectTo": {
                      "192.0.2.1:5": { "password": "p", "login": "l", "publicKey": "%1$s" },
                      "vps.Example.net:6": {
                        "password": "q", "peerName": "n", "version": 20,
                        "publicKey": "vb41tx5v2z3dzvmkh37kz6c3ux1qyp2tqllz4qd5k2wlm6kfvxj0.k"
                      }
                    }
                  },
                  { "bind": "[2001:db8::7]:27177", "connectTo": {} }
                ],
                "ETHInterface": {
                  "bind": "eth1", "beacon": 2,
                  "connectTo": { "01:02:03:04:05:06": { "password": "a", "publicKey": "%1$s" } }
                }
              },
              "router": {
                "interface": { "type": "TUNInterface", "tunDevice": "tun0" },
                "supernodes": [ "%1$s" ],
                "dnsSeeds": [ "seed.example.net" ],
                "publicPeer": { "id": "PUB_x", "ipv4": "1.2.3.4:56789" },
                "ipTunnel": {
                  "allowedConnections": [
                    {
                      "publicKey": "%1$s",
                      "ip4Address": "192.168.1.24", "ip4Prefix": 0, "ip4Alloc": 32,
                      "ip6Address": "2001:db8::10", "ip6Prefix": 48, "ip6Alloc": 64
                    }
                  ],
                  "outgoingConnections": [ "%1$s" ]
                }
              },
              "security": [
                { "setuser": "nobody", "keepNetAdmin": 1 },
                { "chroot": 0 },
                { "nofiles": 1 },
                { "noforks": 0 },
                { "setupComplete": 1 }
              ],
              "logging": { "logTo": "stdout" },
              "noBackground": 1,
              "pipe": "/run/x.sock",
              "corePath": "old", "resetAfterInactivitySeconds": 100, "dns": {}, "scramble": "x",
              "_note": 1,
              "version": 2
            }
            """
                    .formatted(PEER_KEY)
                    .replace(
                            "vb41tx5v2z3dzvmkh37kz6c3ux1qyp2tqllz4qd5k2wlm6kfvxj0.k",
                            "ryqsquw8zb9x203b9bl8yvw1uzz7h68n6shwqlhsy5v2uuqt7t90.k");

    private static ConfReading read(String text) {
        return ConfReader.read(
                text.getBytes(StandardCharsets.UTF_8), key -> Identity.of(key, CRYPTO));
    }

    private static CjdrouteConf conf(String text) {
        var reading = read(text);
        var conf = reading.conf();
        if (conf == null) throw new AssertionError(reading.problems());
        return conf;
    }

    private static String replaced(String old, String by) {
        assertThat(WHOLE).contains(old);
        return WHOLE.replace(old, by);
    }

    @Test
    void eachSettingArrivesInTheRecords() {
        assertThat(read(WHOLE).problems()).isEmpty();
        var conf = conf(WHOLE);
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

    /// Replaces some of [#WHOLE]; `»` marks the place that the reader must name.
    private record Slip(String text, int line, int column) {
        static Slip of(String old, String by) {
            String text = replaced(old, by);
            int at = text.indexOf('»');
            assertThat(at).isNotNegative();
            int line = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
            return new Slip(text.replace("»", ""), line, at - text.lastIndexOf('\n', at));
        }

        void isToldBy(Problem problem, String reason) {
            assertThat(problem.line()).as(problem.toString()).isEqualTo(line);
            assertThat(problem.column()).as(problem.toString()).isEqualTo(column);
            assertThat(problem.text()).contains(reason);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"4e98 | \"»xe98 | must be hex digits",
                "\"4e98 | »\"e98 | must be 64 hex digits long",
                "\"4e98 | »\"4e99 | begins with fc",
                "\"privateKey\" | »\"privatKey\" | expected \"privateKey\"",
                "{\\n  \"privateKey\" | »{\\n  \"_privateKey\" | read no privateKey",
                "\"first-of-two-words\" | »1 | read an Int, expected text",
                "{ \"password\": \"first-of-two-words\", | »{ | read no authorizedPasswords[0].password",
                "{ \"password\": \"first-of-two-words\" | »7, { \"password\": \"first-of-two-words\" | expected a Dict",
                "\"fc1b:c940 | »\"fc1b;c940 | not an IPv6 address",
                "{ \"bind\": \"127.0.0.1:11234\", | »{ | read no admin.bind",
                "127.0.0.1:11234 | 127.0.0.1:»70000 | port must be a number from 0 to 65535",
                "127.0.0.1:11234 | »localhost:11234 | not an IP address",
                "0.0.0.0:27177 | »0.0.0.256:27177 | four numbers from 0 to 255",
                "0.0.0.0:27177 | »::1 | write [::1]:$PORT",
                "[2001:db8::7]:27177 | »2001:db8::7:27177 | IPv6 addresses need brackets",
                "\"[2001:db8::7]:27177 | »\"0.0.0.0:27177 | taken by interfaces.UDPInterface[0].bind",
                "\"[2001:db8::7]:27177 | »\"192.0.2.7:27177 | taken by interfaces.UDPInterface[0].bind",
                "\"[2001:db8::7]:27177 | »\"127.0.0.1:11234 | taken by admin.bind",
                "\"dscp\": 46 | \"dscp\": »64 | expected a number from 0 to 63",
                "\"192.0.2.1:5 | »\"192.0.2.1 | there is no port",
                "\"192.0.2.1:5 | »\"192.0.2.1:0 | expected a port from 1",
                "\"192.0.2.1:5 | »\"[2001:db8::1]:5 | expected an address of the same family",
                "\"192.0.2.1:5 | »\"[fc00::1]:5 | a loop",
                "192.0.2.1:5 | host»!x:5 | not an address or a host name",
                "\"l\", \"publicKey\": \"49fz | \"l\", \"publicKey\": \"49»iz | failed to base-32 decode key",
                "\"l\", \"publicKey\": \"49fz | \"l\", \"publicKey\": »\"4fz | 52 characters and .k",
                "\"l\", \"publicKey\": \"49fz | \"l\", \"publicKey\": »\"59fz | not a valid cjdns public key",
                "01:02:03:04:05:06 | »01:02:03:04:05 | not an Ethernet address",
                "\"tun0\" | »\"tun45678901234567\" | limit is [15] characters",
                "\"ip4Alloc\": 32 | \"ip4Alloc\": »\"32\" | take the quotes away",
                "\"ip4Alloc\": 32 | \"ip4Alloc\": »33 | from 1 to 32",
                "\"ip4Address\": \"192.168.1.24\", \"ip4Prefix\": 0 | \"ip4Prefix\": »0 | without ip4Address",
            })
    void whatCannotWorkIsAnError(String old, String by, String reason) {
        var slip = Slip.of(old.replace("\\n", "\n"), by.replace("\\n", "\n"));
        var reading = read(slip.text());
        assertThat(reading.conf()).isNull();
        slip.isToldBy(reading.problems().getFirst(), reason);
        assertThat(reading.problems().getFirst().isError()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"71puz | »\"72puz | not a valid cjdns public key",
                "\"fce6 | »\"fce7 | write \"fce6:e782:",
                "\"127.0.0.1 | »\"0.0.0.0 | commands the node",
                "\"noBackground\": 1 | \"noBackground\": »\"1\" | expected a whole number",
                "\"noBackground\" | »\"noBackgruond\" | did you mean \"noBackground\"?",
                "\"beacon\": 1 | \"beacon\": »3 | expected 0 (off), 1 (accept) or 2",
                "\"beacon\": 1,\\n        \"beaconPort\": 64512, | \"beacon\": »1, | requires beaconPort",
                "\"beacon\": 1,\\n        \"beaconPort\": 64512 | \"beacon\": »1, \"beaconPort\": 27177 | beaconPort is the port of the interface itself",
                "7]:27177\", | 7]:27177\", \"beacon\": »1, \"beaconPort\": 9, \"beaconDevices\": [ \"all\" ], | IPv6 has no broadcasts",
                "\"beaconDevices\" | »\"beaconDevice\" | expected \"beaconDevices\"",
                "{ \"password\": \"p\", | »{ | the peer must accept strangers",
                "\"login\": \"l\" | »\"logn\": \"l\" | did you mean \"login\"?",
                "\"eth1\" | »\"all\" | leaves out all other entries",
                "\"TUNInterface\" | »\"tuninterface\" | expected \"TUNInterface\"",
                "\"tun0\" | »\"tun0\", \"tunfd\": 3 | there is no tun device",
                "\"nofiles\": 1 | »\"nofile\": 1 | did you mean \"nofiles\"?",
                "\"nofiles\": 1 | \"nofiles\": »\"1\" | expected 0 or 1 without quotes",
                "\"stdout\" | »\"stderr\" | expected \"stdout\"",
                "\"second-of-two-words\" | »\"first-of-two-words\" | expected one for each peer",
                "\"second-of-two-words\" | »\"\" | read an empty password",
                "\"second-of-two-words\" | »\"a\" | read a password that is too short, expected 15 characters or more; whoever hears",
                "\"second-of-two-words\" | »\"14-characters.\" | read a password that is too short",
            })
    void whatGenuineNodesPassOverIsAWarning(String old, String by, String reason) {
        String indented = old.replace("\\n", "\n");
        var slip = Slip.of(indented, by);
        var reading = read(slip.text());
        assertThat(reading.conf()).as(reading.problems().toString()).isNotNull();
        assertThat(reading.problems()).hasSize(1);
        slip.isToldBy(reading.problems().getFirst(), reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"authorizedPasswords\" | \"authorisedPasswords\" | true",
                "\"login\": \"l\" | \"logn\": \"l\" | true",
                "\"nofiles\": 1 | \"nofile\": 1 | true",
                "\"nofiles\": 1 | \"nofiles\": \"1\" | true",
                "\"beacon\": 1 | \"beacon\": 3 | true",
                "\"beacon\": 1 | \"beacon\": \"two\" | true",
                "\"beaconDevices\" | \"beaconDevice\" | true",
                "\"noBackground\" | \"_noBackground\" | false",
                "\"noBackground\" | \"zebra\" | false",
                "\"71puz | \"72puz | false",
                "{ \"password\": \"p\", | { | false",
            })
    void whatWasSurelyMeantToCountAndDoesNotIsASlip(String old, String by, boolean isSlip) {
        assertThat(read(replaced(old, by)).hasSlips()).isEqualTo(isSlip);
    }

    @Test
    void aKeyOfAnotherLengthIsToldItsLength() {
        assertThat(read(replaced("\"71puz", "\"071puz")).problems().toString())
                .contains("it has 53 characters before .k, and a key has 52");
        assertThat(read(replaced("\"71puz", "\"1puz")).problems().toString())
                .contains("it has 51 characters before .k");
    }

    @Test
    void clientsOfATunnelWithTheSameAddressAreAWarning() {
        var apart = replaced("\"ip6Alloc\": 64", CLIENT.formatted(64, 25, "2001:db8:0:1::"));
        assertThat(read(apart).problems()).isEmpty();
        var text = replaced("\"ip6Alloc\": 64", CLIENT.formatted(48, 24, "2001:db8:0:1::"));
        assertThat(read(text).conf()).isNotNull();
        assertThat(read(text).problems())
                .extracting(Problem::text)
                .satisfiesExactly(
                        p -> assertThat(p).contains("read 192.168.1.0/24 for", "192.168.1.24/32"),
                        p -> assertThat(p).contains("read 2001:db8:0:1::/64 for", "2001:db8::/48"));
    }

    private static final String CLIENT =
            """
            "ip6Alloc": %d },
            {
              "publicKey": "ryqsquw8zb9x203b9bl8yvw1uzz7h68n6shwqlhsy5v2uuqt7t90.k",
              "ip4Address": "192.168.1.129", "ip4Alloc": %d,
              "ip6Address": "%s", "ip6Alloc": 64\
            """;

    @Test
    void anEthernetDeviceIsTakenOnceAndTheFirstEntryCounts() {
        String text =
                WHOLE.replaceFirst(
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
    void allProblemsAreReportedInTheOrderOfTheirPlaces() {
        String text =
                WHOLE.replace("127.0.0.1:11234", "127.0.0.1:x")
                        .replace("\"dscp\": 46", "\"dscp\": 99")
                        .replace("\"pipe\"", "\"piep\"")
                        .replace("fce6:", "fce7:");
        assertThat(read(text).problems()).extracting(Problem::line).containsExactly(4, 9, 14, 58);
    }

    @Test
    void anotherNodesKeyIsNamedOnceWhereItStands() {
        String other = "e6b9e4db7e599e198a52787d4220660a47acb80ae4d8c7218384b739e3deb82c";
        String text = WHOLE.replaceFirst("4e98[0-9a-f]+", other);
        var reading = read(text);
        assertThat(reading.problems().getFirst().toString())
                .startsWith("line 2 column 17: privateKey: read the key of fc1b:");
    }

    @Test
    void thisNodesOwnKeyAsPeerCountsForNothing() {
        String own = "71puzf86nv9p1mc8qtt8mn4u9xmylk6udlk8885574vqgdr9cp50.k";
        String text =
                WHOLE.replace(
                        "\"login\": \"l\", \"publicKey\": \"" + PEER_KEY,
                        "\"publicKey\": \"" + own);
        assertThat(read(text).problems())
                .singleElement()
                .asString()
                .contains("this node's own key");
        assertThat(conf(text).udpInterfaces().getFirst().connectTo()).hasSize(1);
    }

    @Test
    void theSamePeerTwiceIsAWarning() {
        String text = replaced("ryqsquw8zb9x203b9bl8yvw1uzz7h68n6shwqlhsy5v2uuqt7t90.k", PEER_KEY);
        assertThat(read(text).problems())
                .singleElement()
                .asString()
                .contains("the peer at 192.0.2.1:5 has too");
    }

    @Test
    void aUserWithTwoPasswordsIsAnError() {
        String text =
                replaced("\"second-of-two-words\"", "\"second-of-two-words\", \"user\": \"alice\"");
        assertThat(read(text).hasErrors()).isTrue();
        assertThat(read(text).problems())
                .singleElement()
                .asString()
                .contains("\"alice\" a second time");
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
    void aFileThatIsNoConfigurationHasOneProblem() {
        for (String text : List.of("", "[]", "{", "{\"a\" }", "\u0000", "{\"a\": nul}"))
            assertThat(read(text).problems())
                    .as(text)
                    .isNotEmpty()
                    .allMatch(p -> !p.toString().contains("\n"));
    }

    @Test
    void aPasswordOfFifteenCharactersIsLongEnough() {
        String text = WHOLE.replace("second-of-two-words", "15-characters..");
        assertThat(read(text).problems()).isEmpty();
    }

    @Test
    void aShortPasswordIsToldOneThatIsLongEnoughAndNotShown() {
        var reading = read(WHOLE.replace("first-of-two-words", "q"));
        assertThat(reading.conf()).isNotNull();
        assertThat(reading.hasSlips()).isFalse();
        assertThat(reading.problems().getFirst().text())
                .startsWith("authorizedPasswords[0].password: read a password that is too short")
                .contains("`boreas invite NAME` makes one of 31")
                .doesNotContain("\"q\"");
    }

    @Test
    void secretsAreNotShown() {
        String text =
                WHOLE.replace("4e983e7e", "4e983e7f")
                        .replace("\"first-of-two-words\"", "\"hidden\"")
                        .replace("\"second-of-two-words\"", "\"hidden\"");
        assertThat(read(text).problems().toString()).doesNotContain("4e983e7f", "hidden");
        assertThat(conf(WHOLE).toString())
                .doesNotContain(
                        "4e983e7e", "first-of-two-words", "second-of-two-words", "\"p\"", "NONE");
    }
}
