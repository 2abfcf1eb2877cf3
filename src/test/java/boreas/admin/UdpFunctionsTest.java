package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.AddressException;
import boreas.address.PeerEndpoint;
import boreas.cryptoauth.Credentials;
import boreas.link.PeerSettings;
import boreas.node.NodeCommand;
import boreas.value.Value;
import org.junit.jupiter.api.Test;

/// `UDPInterface_*`: its words and commands.
final class UdpFunctionsTest extends FunctionsOnFakeNode {
    @Test
    void beginsAConnectionWithEverythingThatWasSaid() {
        assertThat(beginConnection("me", "vps")).isEqualTo("none");
        assertThat(node.commands.getLast())
                .isEqualTo(
                        new NodeCommand.Connect(
                                new PeerSettings(
                                        0,
                                        endpoint("1.2.3.4:5"),
                                        key(),
                                        Credentials.of("me", "pw"),
                                        "vps",
                                        0)));
    }

    @Test
    void readsEmptyOptionalTextsAsAbsentSinceALibrarySendsThem() {
        assertThat(call("AuthorizedPasswords_add", "password", "x", "ipv6", "", "user", ""))
                .isEqualTo("none");
        assertThat(node.users.getLast()).isEqualTo("Anon #2");
        beginConnection("", "");
        assertThat(connected().credentials()).isEqualTo(Credentials.of(null, "pw"));
        assertThat(connected().name()).isNull();
        assertThat(bind("")).isEqualTo("0.0.0.0:36862");
    }

    @Test
    void takesTheUnspecifiedAddressForLoopback() {
        connect("0.0.0.0:5", 0);
        assertThat(connected().endpoint()).isEqualTo(endpoint("127.0.0.1:5"));
        connect("[::]:5", 1);
        assertThat(connected().endpoint()).isEqualTo(endpoint("[::1]:5"));
    }

    @Test
    void acceptsAHostNameAsOnlyOurNodesDo() {
        assertThat(connect("vps.example.net:5", 0)).isEqualTo("none");
        assertThat(connected().endpoint()).isEqualTo(endpoint("vps.example.net:5"));
    }

    @Test
    void refusesAConnectionInTheGenuineWords() {
        assertThat(connect("1.2.3.4:5", 77)).isEqualTo("no such interface for interfaceNumber");
        assertThat(connect("1.2.3.4:5", -1)).isEqualTo("no such interface for interfaceNumber");
        assertThat(connect("zz", 0)).isEqualTo("unable to parse ip address and port.");
        assertThat(connect("[::1]:5", 0))
                .isEqualTo("different address type than this socket is bound to.");
        assertThat(
                        call(
                                "UDPInterface_beginConnection",
                                "address",
                                "1.2.3.4:5",
                                "publicKey",
                                node.self.key().toString()))
                .isEqualTo("invalid cjdns public key.");
        assertThat(call("UDPInterface_beginConnection", "address", "1.2.3.4:5", "publicKey", "bad"))
                .isEqualTo("key must be 52 characters long");
    }

    @Test
    void bindsWhereItIsTold() {
        assertThat(bind("127.0.0.1:0")).isEqualTo("127.0.0.1:36862");
        assertThat(bind("127.0.0.1")).isEqualTo("127.0.0.1:36862");
        assertThat(bind("[::1]:7")).isEqualTo("[::1]:7");
        assertThat(bind("[::1]")).isEqualTo("[::1]:36862");
        assertThat(bind("::1")).isEqualTo("[::1]:36862");
        assertThat(text(asker.call("UDPInterface_new"), "bindAddress")).isEqualTo("0.0.0.0:36862");
    }

    @Test
    void saysWhyItCannotBind() {
        assertThat(call("UDPInterface_new", "bindAddress", "zz"))
                .isEqualTo("Failed to parse address");
        assertThat(call("UDPInterface_new", "bindAddress", "example.org:5"))
                .isEqualTo("Failed to parse address");
        assertThat(call("UDPInterface_new", "bindAddress", "1.2.3.4:1"))
                .isEqualTo("1.2.3.4:1: permission denied");
        assertThat(text(asker.call("UDPInterface_new", arguments("dscp", 64)), "error"))
                .isEqualTo("dscp is 64, it must be 0 to 63");
    }

    private String beginConnection(String login, String peerName) {
        return call(
                "UDPInterface_beginConnection",
                "address",
                "1.2.3.4:5",
                "publicKey",
                KEY,
                "login",
                login,
                "password",
                "pw",
                "peerName",
                peerName);
    }

    private String connect(String address, int interfaceNumber) {
        return text(
                asker.call(
                        "UDPInterface_beginConnection",
                        Value.dict()
                                .put("address", address)
                                .put("publicKey", KEY)
                                .put("interfaceNumber", interfaceNumber)
                                .build()),
                "error");
    }

    private PeerSettings connected() {
        return ((NodeCommand.Connect) node.commands.getLast()).peer();
    }

    private String bind(String address) {
        return text(
                asker.call("UDPInterface_new", arguments("bindAddress", address)), "bindAddress");
    }

    private static PeerEndpoint endpoint(String text) {
        try {
            return PeerEndpoint.parse(text);
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }
}
