package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.AddressException;
import boreas.address.Identity;
import boreas.address.PrivateKey;
import boreas.address.PublicKey;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The expected values were computed with Python's `cryptography` (X25519, HKDF) and `hashlib`; key
/// `i` is SHA-256 of `boreas pair credentials vector <n>`, n = 75, 749, 779, 964.
class PairCredentialsTest {
    private static final Crypto CRYPTO = CryptoProviders.choose();

    private static final List<Identity> NODES =
            List.of(
                    node("a3cc2aa03771173d0153476398ef1cc256b70e5452032a2f6ab2f336f94e515c"),
                    node("68014991d3c1134d5b8a49290450b3707b0f5a7e0f78f40d970292dac3959796"),
                    node("aef34df6024c93ea8bd0da33346d3616459d703a5f0ba07e6c551dea04bfbf4c"),
                    node("52c2a642fabf179d33c0f0fe171808ea77e7436f25afca42649ae7eab0189b71"));

    private record Case(int one, int other, String login, String password) {}

    private static final List<Case> CASES =
            List.of(
                    new Case(
                            0,
                            1,
                            "3f29vw1bh4xlmfl8zks5syrd53",
                            "tkt9gvwz7pyg2jsfpnqh9pv0fmn8lht1mhds934bf9l592mrg831"),
                    new Case(
                            1,
                            2,
                            "vjd0dc7u9l496fn6xw90gw5pn4",
                            "81z85qn2luqf0v6xhllbw4ywch4pbk2g1pu5tjclly1xct0z5tn0"),
                    new Case(
                            2,
                            3,
                            "b7uyfuydrcvvf7b97fprhp7mq7",
                            "w8rwyn4ub58ytpmq1v8dn12lqjskx7vwwmzn69mrfjnzcjgbd2f0"),
                    new Case(
                            3,
                            0,
                            "jwz7hj766fr0h71t4lpf00yub7",
                            "x4b21hw9v38y6hwspdxcylycbut00buthsz5cz1h6phk0gwddqu1"));

    @Test
    void bothEndsComputeWhatAnIndependentImplementationComputes() {
        for (var c : CASES) {
            var one = NODES.get(c.one);
            var other = NODES.get(c.other);
            var expected = Credentials.of(c.login, c.password);
            assertThat(PairCredentials.between(one, other.publicKey(), CRYPTO)).isEqualTo(expected);
            assertThat(PairCredentials.between(other, one.publicKey(), CRYPTO)).isEqualTo(expected);
            assertThat(PairCredentials.login(one, other.publicKey(), CRYPTO)).isEqualTo(c.login);
        }
    }

    @Test
    void aReceiverThatListsTheOtherAsAUserKnowsItsHello() {
        var c = CASES.getFirst();
        var users = new Users(CRYPTO);
        assertThat(users.add(c.password, c.login, NODES.get(1).ip6())).isTrue();
        assertThat(users.logins()).containsExactly(c.login);
    }

    @Test
    void thereIsNoSecretWithAKeyOfSmallOrder() {
        // 2^255 - 18 is 1 in the field, and its address begins with fc
        var small = HexFormat.of().parseHex("ee" + "ff".repeat(30) + "7f");
        var key = PublicKey.of(small, 0);
        assertThat(key.isNodeKey()).isTrue();
        assertThat(PairCredentials.between(NODES.getFirst(), key, CRYPTO)).isNull();
        assertThat(PairCredentials.login(NODES.getFirst(), key, CRYPTO)).isNull();
    }

    private static Identity node(String privateKey) {
        try {
            var node = Identity.of(PrivateKey.parse(privateKey), CRYPTO);
            assertThat(node.publicKey().isNodeKey()).isTrue();
            return node;
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }
}
