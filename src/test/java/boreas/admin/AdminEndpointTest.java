package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.AddressException;
import boreas.address.LinkAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class AdminEndpointTest {
    @Test
    void asksANodeThatListensEverywhereOverLoopback() throws AddressException {
        assertThat(endpoint("0.0.0.0:1234")).isEqualTo("127.0.0.1:1234");
        assertThat(endpoint("[::]:1234")).isEqualTo("[::1]:1234");
        assertThat(endpoint("10.1.2.3:1234")).isEqualTo("10.1.2.3:1234");
    }

    @Test
    void readsTheCredentialsOfGenuineTools() {
        var read = credentials("{\"addr\": \"127.0.0.2\", \"port\": 7, \"password\": \"NONE\"}");
        assertThat(read).hasToString("127.0.0.2:7");
        assertThat(read.password().isNotWanted()).isTrue();
        assertThat(read.source()).isEqualTo("file");
        assertThat(credentials("{\"addr\": \"::1\"}")).hasToString("[::1]:11234");
        assertThat(credentials("{\"password\": \"x\"}").password().isNotWanted()).isFalse();
        assertThat(credentials("{}")).hasToString(AdminEndpoint.usual().toString());
    }

    @Test
    void saysWhatIsWrongWithAFileOfCredentials() {
        assertThatThrownBy(() -> credentials("hello"))
                .isInstanceOf(AdminException.class)
                .hasMessageStartingWith("file cannot be read: ")
                .hasMessageContaining("it should look like {\"addr\"");
        assertThatThrownBy(() -> credentials("{\"addr\": \"nowhere\"}"))
                .hasMessageStartingWith("file: addr and port are no address: ");
        assertThatThrownBy(() -> credentials("{\"port\": 70000}"))
                .hasMessageStartingWith("file: addr and port are no address: ");
    }

    private static String endpoint(String bind) throws AddressException {
        return AdminEndpoint.of(LinkAddress.parse(bind), new AdminPassword("x"), "test").toString();
    }

    private static AdminEndpoint credentials(String json) {
        return AdminEndpoint.ofCredentials(json.getBytes(StandardCharsets.UTF_8), "file");
    }
}
