package boreas.config;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.AddressException;
import boreas.address.Base32;
import boreas.address.Identity;
import boreas.address.Ip4;
import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.LinkAddress;
import boreas.address.NodeAddress;
import boreas.address.PeerEndpoint;
import boreas.address.PrivateKey;
import boreas.address.PublicKey;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.value.Bencode;
import boreas.value.LaxJson;
import boreas.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Bytes of strangers and slips of operators, made by chance: nothing is thrown, nothing hangs.
class TextFuzzTest {
    private static final Crypto CRYPTO = CryptoProviders.choose();
    private static final int INPUTS = 20_000;
    private static final String KEY = "71puzf86nv9p1mc8qtt8mn4u9xmylk6udlk8885574vqgdr9cp50.k";
    private static final List<String> MESSAGES =
            List.of(
                    "d00000006:cookie10:17532599464:txid2:t1e",
                    "d2:aq4:ping4:argsd3:abci-77e1:ll1:xi9223372036854775807eee1:q4:authe",
                    "li1eld1:a0:eee");
    private static final List<String> FILES =
            List.of(
                    "{\"a\": [1, \"x\\x22\", {\"b\": {}}], // c\n /* d */ \"e\": -5, \"version\": 2}",
                    """
                    {
                        "privateKey": "4e983e7ed7b5be8c99b760d658f495ed118e5394b66769d240180b495afa167e",
                        "admin": { "bind": "127.0.0.1:11234", "password": "NONE" },
                        "interfaces": {
                            "UDPInterface": [
                                {
                                    "bind": "0.0.0.0:27177",
                                    "connectTo": {
                                        "192.0.2.1:5": { "password": "p", "publicKey": "k" }
                                    }
                                }
                            ]
                        },
                        "security": [ { "setuser": "nobody", "keepNetAdmin": 1 } ],
                        "version": 2
                    }
                    """);
    private static final List<String> ADDRESSES =
            List.of(
                    KEY,
                    "v22.0000.0000.0000.0013." + KEY,
                    "fce6:e782:b12d:725c:beac:6117:61e6:607c",
                    "64:ff9b::192.0.2.33",
                    "[2001:db8::1]:5678",
                    "192.0.2.1:65535",
                    "01:02:03:04:05:06",
                    "vps.example.net:5",
                    "fd00:1:2::/48",
                    "4e983e7ed7b5be8c99b760d658f495ed118e5394b66769d240180b495afa167e");

    @Test
    void nothingIsThrown() {
        run(INPUTS, 1);
    }

    @Test
    @Tag("soak")
    void nothingIsThrownByManyInputs() {
        run(Integer.getInteger("boreas.mutations", INPUTS), 2);
    }

    private static void run(int inputs, long seed) {
        var random = new Random(seed);
        for (int i = 0; i < inputs; i++) {
            byte[] input =
                    switch (i % 4) {
                        case 0 -> mutate(pick(MESSAGES, random), random);
                        // Each broken file is searched for its slip, so there are fewer.
                        case 1 ->
                                i % 16 == 1 ? mutate(pick(FILES, random), random) : rubbish(random);
                        case 2 -> mutate(pick(ADDRESSES, random), random);
                        default -> rubbish(random);
                    };
            try {
                bencode(input);
                json(input);
                addresses(new String(input, StandardCharsets.ISO_8859_1));
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed " + seed + ", input " + i + ": " + Arrays.toString(input) + " " + e,
                        e);
            }
        }
    }

    private static void bencode(byte[] input) {
        if (!(Bencode.read(input) instanceof Bencode.Read.Ok(Value value, int end))) return;
        assertThat(end).isBetween(1, input.length);
        byte[] written = Bencode.write(value);
        assertThat(Bencode.read(written)).isEqualTo(new Bencode.Read.Ok(value, written.length));
    }

    private static void json(byte[] input) {
        var document = LaxJson.parse(input);
        assertThat(document.bytes()).isEqualTo(input);
        assertThat(document.root() != null || document.hasErrors()).isTrue();
        var reading = ConfReader.read(input, key -> Identity.of(key, CRYPTO));
        assertThat(reading.conf() != null).isNotEqualTo(reading.hasErrors());
        for (var problem : reading.problems())
            assertThat(problem.toString()).startsWith("line ").doesNotContain("\n", "\u0000");
    }

    private static void addresses(String input) {
        List<Section.Parser<?>> parsers =
                List.of(
                        PublicKey::parse,
                        PrivateKey::parse,
                        NodeAddress::parse,
                        Ip4::parse,
                        Ip6::parse,
                        Ip6Prefix::parse,
                        LinkAddress::parse,
                        PeerEndpoint::parse);
        for (var parser : parsers) {
            try {
                var value = parser.parse(input);
                if (value instanceof PrivateKey) continue;
                assertThat(parser.parse(value.toString())).isEqualTo(value);
            } catch (AddressException e) {
                assertThat(e.getMessage()).isNotBlank();
                assertThat(e.index()).isBetween(-1, Math.max(0, input.length()));
            }
        }
        byte[] bytes = Base32.decode(input);
        if (bytes != null) assertThat(Base32.encode(bytes)).isEqualToIgnoringCase(input);
    }

    private static byte[] rubbish(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        } else {
            String alphabet = "{}[]:,\"/*\\x \n0123456789abdeil-.k";
            for (int i = 0; i < bytes.length; i++)
                bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        }
        return bytes;
    }

    private static byte[] mutate(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = bytes[random.nextInt(bytes.length)];
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> System.arraycopy(bytes, at, bytes, at / 2, bytes.length - at);
                default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return bytes;
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
