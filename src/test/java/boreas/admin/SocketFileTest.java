package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {
    @TempDir Path folder;

    @Test
    void whatAFormerRunHasLeftIsReplacedInOneStepAndHasItsMode() throws Exception {
        var path = folder.resolve("x.sock");
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(path));
        }
        try (var server = SocketFile.listen(path, "rw-rw----");
                var caller = SocketChannel.open(UnixDomainSocketAddress.of(path));
                var heard = server.accept()) {
            assertThat(caller.isConnected()).isTrue();
            assertThat(heard.isOpen()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw----");
            assertThatThrownBy(() -> SocketFile.listen(path, "rw-------"))
                    .hasMessage("another program listens there already");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing else is left there").containsExactly(path);
        }
    }

    @Test
    void aNameMayBeAsLongAsTheKernelTakesIt() throws Exception {
        int most = 106; // of sun_path, unix(7), two bytes are the JVM's
        var name = "n".repeat(most - folder.toString().length() - 1);
        try (var server = SocketFile.listen(folder.resolve(name), "rw-------");
                var caller = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve(name)))) {
            assertThat(server.isOpen()).isTrue();
            assertThat(caller.isConnected()).isTrue();
        }
    }

    @Test
    void aLinkIsNoSocketAndStays() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));
        assertThatThrownBy(() -> SocketFile.listen(link, "rw-------"))
                .hasMessage("there is a file that is no socket");
        assertThat(Files.isSymbolicLink(link)).isTrue();
    }
}
