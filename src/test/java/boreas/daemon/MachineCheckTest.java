package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.config.ConfReader;
import boreas.config.Problem;
import boreas.crypto.CryptoProviders;
import boreas.value.Position;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCheckTest {
    private static List<Problem> check(int udpPort, String peers, String user) throws IOException {
        return check("127.0.0.1", udpPort, peers, user);
    }

    private static List<Problem> check(String bind, int udpPort, String peers, String user)
            throws IOException {
        return check(bind, udpPort, peers, user, Set.of());
    }

    private static List<Problem> check(
            String bind, int udpPort, String peers, String user, Set<String> own)
            throws IOException {
        var crypto = CryptoProviders.choose();
        var text =
                """
                {
                  "privateKey": "4e983e7ed7b5be8c99b760d658f495ed118e5394b66769d240180b495afa167e",
                  "admin": { "bind": "127.0.0.1:%d" },
                  "interfaces": {
                    "UDPInterface": [
                      { "bind": "%s:%d", "connectTo": { %s } }
                    ]
                  },
                  "security": [ { "setuser": "%s" } ]
                }
                """
                        .formatted(freePort(), bind, udpPort, peers, user);
        var reading =
                ConfReader.read(
                        text.getBytes(StandardCharsets.UTF_8), key -> Identity.of(key, crypto));
        assertThat(reading.problems()).filteredOn(Problem::isError).isEmpty();
        return MachineCheck.of(
                Objects.requireNonNull(reading.conf()),
                Objects.requireNonNull(reading.document().root()),
                true,
                own);
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aPortThatSomebodyHasIsAnErrorWhereItIsWritten() throws IOException {
        try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var problems = check(taken.getLocalPort(), "", "root");
            assertThat(problems).hasSize(1);
            assertThat(problems.getFirst().isError()).isTrue();
            assertThat(problems.getFirst().line()).isEqualTo(6);
            assertThat(problems.getFirst().text())
                    .startsWith("interfaces.UDPInterface.bind: read \"127.0.0.1:")
                    .contains("in use");
        }
    }

    @Test
    void anAddressThatThisMachineDoesNotHaveYetIsAWarning() throws IOException {
        var problems = check("192.0.2.77", 4711, "", "root");
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().isError()).isFalse();
        assertThat(problems.getFirst().line()).isEqualTo(6);
        assertThat(problems.getFirst().text())
                .isEqualTo(
                        "interfaces.UDPInterface.bind 192.0.2.77:4711: not an address of this machine yet; it listens there when it comes");
    }

    @Test
    void anAddressToComeIsAWarningAlsoWhereTheNodeItselfHasThePort() throws IOException {
        var all = InetAddress.getByName("0.0.0.0");
        try (var taken = new DatagramSocket(0, all)) {
            int port = taken.getLocalPort();
            var problems = check("192.0.2.77", port, "", "root", Set.of("0.0.0.0:" + port));
            assertThat(problems).hasSize(1);
            assertThat(problems.getFirst().isError()).isFalse();
            assertThat(problems.getFirst().text()).contains("not an address of this machine yet");
            problems = check("192.0.2.77", port, "", "root");
            assertThat(problems).singleElement().matches(Problem::isError);
            assertThat(problems.getFirst().text()).contains("this port is in use");
        }
    }

    @Test
    void aPortThatTheNodeItselfHasAtOneAddressMayBecomeThatOfAll() throws IOException {
        try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThat(check("0.0.0.0", port, "", "root", Set.of("127.0.0.1:" + port))).isEmpty();
            assertThat(check("0.0.0.0", port, "", "root", Set.of("127.0.0.1:1"))).hasSize(1);
        }
    }

    @Test
    void aFreePortIsWell() throws IOException {
        assertThat(check(0, "", "root")).isEmpty();
    }

    @Test
    void aUserWhoIsNotThereIsAnError() throws IOException {
        var problems = check(0, "", "nobody-like-this");
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().line()).isEqualTo(9);
        assertThat(problems.getFirst().text()).contains("nobody-like-this");
    }

    @Test
    void aNameWithoutAnAddressIsAWarningWhereItIsWritten() throws IOException {
        var peer =
                "\"nobody.invalid:5\": { \"password\": \"x\", \"publicKey\":"
                        + " \"49fzw7bgch44qnu9v30pvpsl6yrcd42qs26l1n47qt4xlvr0kfh0.k\" }";
        var problems = check(0, peer, "root");
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().isError()).isFalse();
        assertThat(problems.getFirst().line()).isEqualTo(6);
        assertThat(problems.getFirst().text()).contains("nobody.invalid:5");
    }

    @Test
    void aFileThatOthersMayReadIsAWarning(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("cjdroute.conf"), "{}");
        var top = new Position(1, 1, 0);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(MachineCheck.secrets(file, top)).isNull();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        var problem = Objects.requireNonNull(MachineCheck.secrets(file, top));
        assertThat(problem.isError()).isFalse();
        assertThat(problem.text()).contains("rw-r--r--").contains("chmod 600 " + file);
    }
}
