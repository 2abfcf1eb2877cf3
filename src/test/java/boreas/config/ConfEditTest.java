package boreas.config;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.AddressException;
import boreas.address.Identity;
import boreas.address.PeerEndpoint;
import boreas.crypto.CryptoProviders;
import boreas.env.RandomSource;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfEditTest {
    private static final byte[] GENERATED = generated();

    private static byte[] generated() {
        var seeded = new Random(7);
        RandomSource random = seeded::nextBytes;
        var crypto = CryptoProviders.choose();
        return GenConf.generate(random, () -> Identity.generate(random, crypto), false)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aPasswordIsOneLineMoreInAGeneratedFile() {
        var changed = ConfEdit.addPassword(GENERATED, "vps2", Password.of("secret-for-vps2"));
        assertThat(linesOf(changed)).hasSize(linesOf(GENERATED).length + 1);
        assertThat(text(changed))
                .containsSubsequence(
                        "\"user\": \"default-login\" },",
                        "        { \"password\": \"secret-for-vps2\", \"user\": \"vps2\" }");
        assertThat(conf(changed).authorizedPasswords())
                .hasSize(2)
                .last()
                .extracting(AuthorizedPassword::user)
                .isEqualTo("vps2");
        assertThat(ConfEdit.removePasswords(changed, "vps2"))
                .hasValueSatisfying(back -> assertThat(text(back)).isEqualTo(text(GENERATED)));
    }

    @Test
    void allPasswordsOfAUserGo() {
        var twice =
                ConfEdit.addPassword(GENERATED, "default-login", Password.of("another-password"));
        var none = ConfEdit.removePasswords(twice, "default-login").orElseThrow();
        assertThat(conf(none).authorizedPasswords()).isEmpty();
        assertThat(text(none)).contains("// The first password", "// More of them");
        assertThat(ConfEdit.removePasswords(none, "default-login")).isEmpty();
        assertThat(
                        conf(ConfEdit.addPassword(none, "a", Password.of("the-password-of-a")))
                                .authorizedPasswords())
                .hasSize(1);
    }

    @Test
    void aFileWithoutPasswordsGetsAList() {
        var text = "{ \"admin\": {} }".getBytes(StandardCharsets.UTF_8);
        assertThat(text(ConfEdit.addPassword(text, "a", Password.of("b\""))))
                .isEqualTo(
                        "{ \"admin\": {}, \"authorizedPasswords\":"
                                + " [ { \"password\": \"b\\x22\", \"user\": \"a\" } ] }");
    }

    @Test
    void aPeerIsWrittenUnderTheInterfaceOfItsFamily() throws Exception {
        var invitation = InvitationTest.invitation();
        for (var address : invitation.addresses()) {
            assertThat(ConfEdit.canCall(GENERATED, address)).isTrue();
            var conf = conf(ConfEdit.putPeer(GENERATED, address, invitation));
            var holder =
                    conf.udpInterfaces().stream()
                            .filter(udp -> !udp.connectTo().isEmpty())
                            .findFirst()
                            .orElseThrow();
            var peer = holder.connectTo().getFirst();
            assertThat(peer.endpoint()).isEqualTo(address);
            assertThat(peer.login()).isEqualTo("vps2");
            assertThat(peer.peerName()).isEqualTo("home");
            assertThat(peer.publicKey()).isEqualTo(invitation.key());
            assertThat(peer.password()).isEqualTo(invitation.password());
            assertThat(holder.bind().toString().startsWith("["))
                    .isEqualTo(address.toString().startsWith("["));
        }
    }

    @Test
    void anOlderEntryOfTheSameNodeIsReplaced() throws Exception {
        var invitation = InvitationTest.invitation();
        var once = ConfEdit.putPeer(GENERATED, invitation.addresses().get(0), invitation);
        var again = ConfEdit.putPeer(once, invitation.addresses().get(0), invitation);
        assertThat(text(again)).isEqualTo(text(once));
        var elsewhere = conf(ConfEdit.putPeer(once, invitation.addresses().get(1), invitation));
        assertThat(elsewhere.udpInterfaces().stream().mapToInt(u -> u.connectTo().size()).sum())
                .isEqualTo(1);
    }

    @Test
    void anEntryThatSaysTheSameStaysWhereAndAsItIs() throws Exception {
        var invitation = InvitationTest.invitation();
        var address = invitation.addresses().getFirst();
        var entry =
                """
                "%s": { // written by hand
                    "publicKey": "%s", "peerName": "the other",
                    "password": "%s", "login": "%s" }\
                """
                        .formatted(
                                address,
                                invitation.key(),
                                new String(invitation.password().bytes(), StandardCharsets.UTF_8),
                                invitation.login());
        var other = "\"1.2.3.4:5\": { \"publicKey\": \"x\", \"password\": \"y\" }";
        var frame = "{ \"interfaces\": { \"UDPInterface\": [ { \"connectTo\": { %s } } ] } }";
        var text = bytes(frame.formatted(entry + ", " + other));
        assertThat(ConfEdit.putPeer(text, address, invitation)).isSameAs(text);
        var wrong =
                bytes(
                        frame.formatted(
                                entry.replace("\"login\": \"", "\"login\": \"not") + ", " + other));
        assertThat(text(ConfEdit.putPeer(wrong, address, invitation)))
                .contains(other, "\"login\": \"" + invitation.login() + "\"")
                .doesNotContain("by hand");
        var twice =
                bytes(
                        frame.formatted(
                                entry + ", " + entry.replace(address.toString(), "1.2.3.4:6")));
        assertThat(text(ConfEdit.putPeer(twice, address, invitation))).doesNotContain("by hand");
    }

    @Test
    void anInterfaceOfAnotherFamilyCannotCall() throws Exception {
        var only4 = bytes("{ \"interfaces\": { \"UDPInterface\": { \"bind\": \"0.0.0.0:1\" } } }");
        assertThat(ConfEdit.canCall(only4, endpoint("1.2.3.4:5"))).isTrue();
        assertThat(ConfEdit.canCall(only4, endpoint("host.example.org:5"))).isTrue();
        assertThat(ConfEdit.canCall(only4, endpoint("[2001:db8::1]:5"))).isFalse();
        assertThat(ConfEdit.canCall(bytes("{ }"), endpoint("1.2.3.4:5"))).isFalse();
        assertThat(
                        text(
                                ConfEdit.putPeer(
                                        only4, endpoint("1.2.3.4:5"), InvitationTest.invitation())))
                .startsWith(
                        "{ \"interfaces\": { \"UDPInterface\": { \"bind\": \"0.0.0.0:1\","
                                + " \"connectTo\": { \"1.2.3.4:5\": { \"login\": \"vps2\", ");
    }

    private static PeerEndpoint endpoint(String text) throws AddressException {
        return PeerEndpoint.parse(text);
    }

    private static CjdrouteConf conf(byte[] text) {
        var crypto = CryptoProviders.choose();
        var reading = ConfReader.read(text, key -> Identity.of(key, crypto));
        assertThat(reading.problems()).isEmpty();
        return Objects.requireNonNull(reading.conf());
    }

    private static String[] linesOf(byte[] text) {
        return text(text).split("\n", -1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
