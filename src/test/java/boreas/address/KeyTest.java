package boreas.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.crypto.SeededRandom;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class KeyTest {
    private static final String TEXT = "71puzf86nv9p1mc8qtt8mn4u9xmylk6udlk8885574vqgdr9cp50.k";
    private static final String SECRET =
            "4e983e7ed7b5be8c99b760d658f495ed118e5394b66769d240180b495afa167e";
    private static final Crypto CRYPTO = CryptoProviders.choose();

    private static void refuses(String text, String words, int index) {
        assertThatThrownBy(() -> PublicKey.parse(text))
                .isInstanceOfSatisfying(
                        AddressException.class, e -> assertThat(e.index()).isEqualTo(index))
                .hasMessage(words);
    }

    @Test
    void aKeyAndItsAddressFollowFromThePrivateKey() throws Exception {
        var identity = Identity.of(PrivateKey.parse(SECRET), CRYPTO);
        assertThat(identity.publicKey()).hasToString(TEXT).isEqualTo(PublicKey.parse(TEXT));
        assertThat(identity.ip6()).hasToString("fce6:e782:b12d:725c:beac:6117:61e6:607c");
    }

    @Test
    void aKeyThatDoesNotParseIsRefusedInTheWordsOfGenuineNodes() {
        refuses("", "key must be 52 characters long", -1);
        refuses(TEXT.substring(0, 51), "key must be 52 characters long", -1);
        refuses(TEXT.substring(0, 52), "key must end in .k", -1);
        refuses(TEXT.substring(1), "key must end in .k", -1);
        refuses(TEXT + "k", "key must end in .k", -1);
        refuses(TEXT.replace(".k", ".j"), "key must end in .k", 52);
        refuses(TEXT.replace("1pu", "1po"), "failed to base-32 decode key", 3);
        refuses(TEXT.replace("50.k", "5z.k"), "failed to base-32 decode key", -1);
        refuses(TEXT.replace("71", "72"), "not a valid cjdns public key", -1);
    }

    @Test
    void upperCaseIsReadToo() throws Exception {
        String upper = TEXT.toUpperCase(Locale.ROOT).replace(".K", ".k");
        assertThat(PublicKey.parse(upper)).isEqualTo(PublicKey.parse(TEXT));
    }

    @Test
    void bytesOfAnotherLengthMakeNoKey() {
        assertThat(PublicKey.ofBytes(new byte[31])).isNull();
        assertThat(PublicKey.ofBytes(new byte[33])).isNull();
        assertThat(PrivateKey.ofBytes(new byte[31])).isNull();
    }

    @Test
    void aKeyIsNotChangedThroughItsBytes() throws Exception {
        var key = PublicKey.parse(TEXT);
        key.bytes()[0]++;
        assertThat(key).hasToString(TEXT);
        byte[] bytes = key.bytes();
        var copy = PublicKey.ofBytes(bytes);
        bytes[0]++;
        assertThat(copy).isEqualTo(key);
    }

    @Test
    void keysAreOrderedByTheirBytesUnsigned() {
        byte[] high = new byte[32];
        high[0] = (byte) 0x80;
        byte[] low = new byte[32];
        low[0] = 0x7f;
        assertThat(PublicKey.of(high, 0)).isGreaterThan(PublicKey.of(low, 0));
    }

    @Test
    void aPrivateKeyIsHexAndDoesNotPrint() throws Exception {
        var key = PrivateKey.parse(SECRET.toUpperCase(Locale.ROOT));
        assertThat(key.toSecretText()).isEqualTo(SECRET);
        assertThat(key.toString() + Identity.of(key, CRYPTO)).doesNotContain("4e98", "4E98");
        assertThatThrownBy(() -> PrivateKey.parse(SECRET + "0"))
                .hasMessage("private key must be 64 hex digits long");
        assertThatThrownBy(() -> PrivateKey.parse("xy"))
                .hasMessage("private key must be hex digits");
    }

    @Test
    void aWipedKeyIsGone() throws Exception {
        var key = PrivateKey.parse(SECRET);
        key.close();
        assertThat(key.bytes()).containsOnly(0);
    }

    @Test
    void generatedKeysAreNodeKeys() {
        var random = new SeededRandom(new byte[SeededRandom.SEED_BYTES]);
        assertThat(Identity.generate(random, CRYPTO).publicKey().isNodeKey()).isTrue();
    }

    @Test
    void aNodeAddressIsReadAndWritten() throws Exception {
        String text = "v22.0000.0000.0000.0013." + TEXT;
        var address = NodeAddress.parse(text);
        assertThat(address).isEqualTo(new NodeAddress(22, 0x13, PublicKey.parse(TEXT)));
        assertThat(address).hasToString(text);
        assertThat(address.logText())
                .isEqualTo("v22.0000.0000.0000.0013.fce6:e782:b12d:725c:beac:6117:61e6:607c");
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> NodeAddress.parse(cut)).isInstanceOf(AddressException.class);
        }
        for (String wrong :
                new String[] {
                    "w22" + text.substring(3),
                    "v" + text.substring(3),
                    "v-1" + text.substring(3),
                    "v999999" + text.substring(3),
                    text + "k",
                    text.replace("0013.", "001x."),
                    text.replace("0013.", "00.3."),
                    text.replace("0013.", "0013,"),
                })
            assertThatThrownBy(() -> NodeAddress.parse(wrong)).isInstanceOf(AddressException.class);
    }
}
