package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PublicKey;
import boreas.link.KnownPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownPeersFileTest {
    private static final String KEY = "78hlduk18pd038lqbh7lf58pv8jk3rx0zmst51qx3yv5f72t2t00.k";

    @TempDir Path folder;

    @Test
    void remembersPeersOverARestart() throws Exception {
        var peers = List.of(peer("10.77.0.2:5555", 3), peer("[2001:db8::7]:9", 4));
        try (var file = open()) {
            assertThat(file.read()).isEmpty();
            file.write(peers);
        }
        try (var file = open()) {
            assertThat(file.read()).isEqualTo(peers);
        }
    }

    @Test
    void aShorterListLeavesNothingOfTheLongerOne() throws Exception {
        try (var file = open()) {
            file.write(List.of(peer("10.77.0.2:5555", 3), peer("10.77.0.3:5555", 4)));
            file.write(List.of(peer("10.77.0.2:5555", 3)));
            assertThat(file.read()).containsExactly(peer("10.77.0.2:5555", 3));
            file.write(List.of());
            assertThat(file.read()).isEmpty();
        }
    }

    @Test
    void onlyItsOwnerMayReadIt() throws Exception {
        try (var file = open()) {
            file.write(List.of());
            assertThat(mode(path())).isEqualTo("rw-------");
            assertThat(mode(folder.resolve("state"))).isEqualTo("rwx------");
        }
    }

    @Test
    void halfAFileIsAsGoodAsNone() throws Exception {
        try (var file = open()) {
            file.write(List.of(peer("10.77.0.2:5555", 3), peer("10.77.0.3:5555", 4)));
        }
        var whole = Files.readAllBytes(path());
        for (int length = 0; length < whole.length; length++) {
            Files.write(path(), Arrays.copyOf(whole, length));
            try (var file = open()) {
                assertThat(file.read()).as("%d of %d bytes", length, whole.length).isEmpty();
            }
        }
    }

    @Test
    void anotherNodesFileIsNotUsed() throws Exception {
        try (var file = KnownPeersFile.open(path(), Ip6.parse("fc00::2"))) {
            file.write(List.of(peer("10.77.0.2:5555", 3)));
        }
        try (var file = open()) {
            assertThat(file.read()).isEmpty();
        }
    }

    private KnownPeersFile open() throws Exception {
        return KnownPeersFile.open(path(), Ip6.parse("fc00::1"));
    }

    private Path path() {
        return folder.resolve("state").resolve("fc00::1.peers");
    }

    private static KnownPeer peer(String address, int slot) throws Exception {
        return new KnownPeer(0, LinkAddress.parse(address), PublicKey.parse(KEY), slot);
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
