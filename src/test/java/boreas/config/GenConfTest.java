package boreas.config;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.address.LinkAddress;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.crypto.SeededRandom;
import boreas.env.RandomSource;
import boreas.value.LaxJson;
import boreas.value.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GenConfTest {
    private static final Crypto CRYPTO = CryptoProviders.choose();

    private static String generate(int seed, boolean ethernet) {
        byte[] bytes = new byte[SeededRandom.SEED_BYTES];
        bytes[0] = (byte) seed;
        RandomSource random = new SeededRandom(bytes);
        return GenConf.generate(random, () -> Identity.generate(random, CRYPTO), ethernet);
    }

    private static ConfReading read(String text) {
        return ConfReader.read(
                text.getBytes(StandardCharsets.UTF_8), key -> Identity.of(key, CRYPTO));
    }

    private static CjdrouteConf conf(String text) {
        var reading = read(text);
        assertThat(reading.problems()).isEmpty();
        var conf = reading.conf();
        if (conf == null) throw new AssertionError("no problem, but no configuration");
        return conf;
    }

    @Test
    void theSameSeedGivesTheKeyAndPasswordOfGenuineNodes() {
        var conf = conf(generate(0, false));
        assertThat(conf.identity().privateKey().toSecretText()).startsWith("3bb0fc66a6b7");
        assertThat(conf.identity().ip6()).hasToString("fc9c:c311:c358:51cf:dade:cdcc:db1a:9460");
        assertThat(conf.authorizedPasswords().getFirst().password())
                .isEqualTo(Password.of("1tk38g63qsp4lzxtmrtw0chsl0lff3w"));
    }

    @Test
    void isReadWithoutAWord() {
        for (int seed = 1; seed <= 5; seed++) conf(generate(seed, seed % 2 == 0));
    }

    @Test
    void isPrivateByDefault() {
        var conf = conf(generate(1, false));
        assertThat(conf.router().dnsSeeds()).isEmpty();
        assertThat(conf.router().supernodes()).isEmpty();
        assertThat(conf.router().publicPeer()).isNull();
        assertThat(conf.admin().bind()).hasToString("127.0.0.1:11234");
        assertThat(conf.udpInterfaces()).allMatch(u -> u.connectTo().isEmpty());
        assertThat(conf.ethInterfaces()).isEmpty();
    }

    @Test
    void bothUdpInterfacesShareAPortOver1024() {
        for (int seed = 1; seed <= 5; seed++) {
            var udp = conf(generate(seed, false)).udpInterfaces();
            int port = udp.getFirst().bind().udpPort();
            assertThat(port).isGreaterThan(1024);
            assertThat(udp.getFirst().bind().kind()).isEqualTo(LinkAddress.Kind.UDP4);
            assertThat(udp.getLast().bind()).hasToString("[::]:" + port);
        }
    }

    @Test
    void passwordsDifferAndHave31Characters() {
        var passwords =
                generate(3, false)
                        .lines()
                        .filter(l -> l.contains("{ \"password\": "))
                        .map(l -> l.replaceFirst(".*\"password\": \"([^\"]*)\".*", "$1"))
                        .toList();
        assertThat(passwords).hasSize(4).doesNotHaveDuplicates();
        assertThat(passwords).allMatch(p -> p.matches("[0-9bcdfghjklmnpqrstuvwxyz]{31}"));
    }

    @Test
    void ethernetIsOnlyARenamedSection() {
        String without = generate(4, false);
        assertThat(generate(4, true))
                .isEqualTo(without.replace("_disabled_ETHInterface", "ETHInterface"));
        assertThat(conf(generate(4, true)).ethInterfaces()).hasSize(1);
    }

    @Test
    void hasTheSectionsAndValuesOfGenuineFilesExceptTheSeed() throws Exception {
        var path = boreas.vectors.Vectors.folder().resolve("conf/genconf-v22-1.conf");
        var genuine = LaxJson.parse(Files.readAllBytes(path)).root();
        var ours = read(generate(5, false)).document().root();
        assertThat(ours).isNotNull();
        assertThat(genuine).isNotNull();
        if (ours == null || genuine == null) return;
        var router = genuine.dict("router");
        if (router == null) throw new AssertionError("no router");
        var noSeed = router.edit().put("dnsSeeds", List.of()).build();
        assertThat(withoutSecrets(ours))
                .isEqualTo(withoutSecrets(genuine.edit().put("router", noSeed).build()));
        assertThat(ours.entries().keySet()).containsExactlyElementsOf(genuine.entries().keySet());
    }

    private static Value withoutSecrets(Value value) {
        return switch (value) {
            case Value.Str s ->
                    Value.of(s.text().replaceAll("[0-9a-z]{31,}|:[0-9]+$|fc..:.*", "?"));
            case Value.Int i -> i;
            case Value.Items items ->
                    Value.of(items.values().stream().map(GenConfTest::withoutSecrets).toList());
            case Value.Dict dict -> {
                var copy = Value.dict();
                dict.entries().forEach((k, v) -> copy.put(k, withoutSecrets(v)));
                yield copy.build();
            }
        };
    }

    @Test
    void theCommentedExamplesAreThoseThatScriptsSearchFor() {
        String text = generate(6, false);
        assertThat(text)
                .containsPattern("\n *\"bind\": \"0\\.0\\.0\\.0:\\d+\",\n")
                .contains("\n            \"type\": \"TUNInterface\"\n")
                .contains("\n            //\"tunDevice\": \"tun0\"\n")
                .contains("// \"logTo\": \"stdout\"\n")
                .contains("// \"dscp\": 46,\n")
                .contains("\"noBackground\": 0,\n")
                .contains("\"beacon\": 2,\n");
    }

    /// @param edit what the operator does to the generated text
    private static CjdrouteConf edited(UnaryOperator<String> edit) {
        var reading = read(edit.apply(generate(7, false)));
        assertThat(reading.hasErrors()).as(reading.problems().toString()).isFalse();
        var conf = reading.conf();
        if (conf == null) throw new AssertionError(reading.problems());
        return conf;
    }

    @Test
    void uncommentingTheTunDeviceWorksThoughItsCommaIsMissing() {
        var conf = edited(t -> t.replace("//\"tunDevice\"", "\"tunDevice\""));
        assertThat(conf.router().inside())
                .isEqualTo(new RouterConf.Inside.Tun("tun0", OptionalInt.empty()));
    }

    @Test
    void uncommentingAPasswordWorksThoughItsCommaIsMissing() {
        var conf = edited(t -> t.replaceFirst("// (\\{ \"password\".*my-third-peer)", "$1"));
        assertThat(conf.authorizedPasswords())
                .extracting(AuthorizedPassword::user)
                .containsExactly("default-login", "my-third-peer");
    }

    @Test
    void theBlockForPeersWorksWhereItIsPastedOnceOrTwice() {
        String theirs = generate(8, false);
        String third = generate(9, false);
        String blocks =
                block(theirs).replace("your.external.ip.goes.here", "192.0.2.8")
                        + block(third).replace("your.external.ip.goes.here", "192.0.2.9");
        var conf = edited(t -> t.replaceFirst("(\"connectTo\": \\{\n)", "$1" + blocks));
        var peers = conf.udpInterfaces().getFirst().connectTo();
        assertThat(peers).extracting(PeerConf::login).containsOnly("default-login").hasSize(2);
        assertThat(peers.getFirst().publicKey()).isEqualTo(conf(theirs).identity().publicKey());
        assertThat(peers.getFirst().password())
                .isEqualTo(conf(theirs).authorizedPasswords().getFirst().password());
    }

    private static String block(String text) {
        return text.substring(text.indexOf("/*") + 2, text.indexOf("*/"));
    }

    @Test
    void cleanedItHasNoCommentsAndTheSameContent() {
        var root = read(generate(10, false)).document().root();
        if (root == null) throw new AssertionError();
        String cleaned = CleanConf.of(root);
        assertThat(cleaned).startsWith("{\n  \"privateKey\": \"").doesNotContain("//");
        assertThat(read(cleaned).document().root()).isEqualTo(root);
        var old = root.edit().remove("version").build();
        assertThat(read(CleanConf.of(old)).document().root()).isEqualTo(root);
    }
}
