package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
    @TempDir Path folder;

    @Test
    void findsEachAddressOfAHostByAnyOfItsNames() throws Exception {
        var hosts =
                write(
                        """
                        # comment
                        127.0.0.1 localhost
                        192.0.2.7\tvps3.example  VPS3 # the big one
                        2001:db8::7 vps3.example
                        192.0.2.8 vps33
                        fe80::1%eth0 vps3.example
                        """);
        assertThat(hosts.find("vps3.example", 5).toString())
                .isEqualTo("[192.0.2.7:5, [2001:db8::7]:5]");
        assertThat(hosts.find("vps3", 5).toString()).isEqualTo("[192.0.2.7:5]");
        assertThat(hosts.find("192.0.2.7", 5)).isEmpty();
        assertThat(hosts.find("big", 5)).isEmpty();
    }

    @Test
    void followsChangesAndRemembersWhenItIsGone() throws Exception {
        var hosts = write("192.0.2.7 a\n");
        Files.writeString(folder.resolve("hosts"), "192.0.2.8 a\n");
        assertThat(hosts.find("a", 5).toString()).isEqualTo("[192.0.2.8:5]");
        Files.delete(folder.resolve("hosts"));
        assertThat(hosts.find("a", 5).toString()).isEqualTo("[192.0.2.8:5]");
    }

    private HostsFile write(String text) throws Exception {
        var file = folder.resolve("hosts");
        Files.writeString(file, text);
        return new HostsFile(file);
    }
}
