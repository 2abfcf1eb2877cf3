package boreas.config;

import static boreas.config.WholeConf.PEER_KEY;
import static boreas.config.WholeConf.TEXT;
import static boreas.config.WholeConf.conf;
import static boreas.config.WholeConf.read;
import static boreas.config.WholeConf.replaced;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people are told of a configuration that is wrong, and where.
class ConfProblemsTest {
    /// Replaces some of [WholeConf#TEXT]; `»` marks the place that the reader must name.
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
                "\"127.0.0.1:11234 | »\"0.0.0.0:11234 | commands the node",
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
    void allProblemsAreReportedInTheOrderOfTheirPlaces() {
        String text =
                TEXT.replace("127.0.0.1:11234", "127.0.0.1:x")
                        .replace("\"dscp\": 46", "\"dscp\": 99")
                        .replace("\"pipe\"", "\"piep\"")
                        .replace("fce6:", "fce7:");
        assertThat(read(text).problems()).extracting(Problem::line).containsExactly(4, 9, 14, 58);
    }

    @Test
    void anotherNodesKeyIsNamedOnceWhereItStands() {
        String other = "e6b9e4db7e599e198a52787d4220660a47acb80ae4d8c7218384b739e3deb82c";
        String text = TEXT.replaceFirst("4e98[0-9a-f]+", other);
        var reading = read(text);
        assertThat(reading.problems().getFirst().toString())
                .startsWith("line 2 column 17: privateKey: read the key of fc1b:");
    }

    @Test
    void thisNodesOwnKeyAsPeerCountsForNothing() {
        String own = "71puzf86nv9p1mc8qtt8mn4u9xmylk6udlk8885574vqgdr9cp50.k";
        String text =
                TEXT.replace(
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
    void aFileThatIsNoConfigurationHasOneProblem() {
        for (String text : List.of("", "[]", "{", "{\"a\" }", "\u0000", "{\"a\": nul}"))
            assertThat(read(text).problems())
                    .as(text)
                    .isNotEmpty()
                    .allMatch(p -> !p.toString().contains("\n"));
    }

    @Test
    void aPasswordOfFifteenCharactersIsLongEnough() {
        String text = TEXT.replace("second-of-two-words", "15-characters..");
        assertThat(read(text).problems()).isEmpty();
    }

    @Test
    void aShortPasswordIsToldOneThatIsLongEnoughAndNotShown() {
        var reading = read(TEXT.replace("first-of-two-words", "q"));
        assertThat(reading.conf()).isNotNull();
        assertThat(reading.hasSlips()).isFalse();
        assertThat(reading.problems().getFirst().text())
                .startsWith("authorizedPasswords[0].password: read a password that is too short")
                .contains("`boreas invite NAME` makes one of 31")
                .doesNotContain("\"q\"");
    }
}
