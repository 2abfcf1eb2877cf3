package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrivilegesTest {
    private static final List<Account> USERS =
            Account.of(
                    List.of(
                            "root:x:0:0:root:/root:/bin/bash",
                            "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin",
                            "broken:x:many:0::/:",
                            "short:x",
                            "nobody2:x:7:8::/:"));

    @Test
    void findsAUserByItsWholeName() throws Exception {
        assertThat(Privileges.account("nobody", USERS))
                .isEqualTo(new Account("nobody", 65534, 65534));
        assertThat(Privileges.account("nobody2", USERS)).isEqualTo(new Account("nobody2", 7, 8));
    }

    @Test
    void aUserThatDoesNotExistEndsTheStartWithTheGenuineWords() {
        for (var name : List.of("cjdns", "broken", "short", ""))
            assertThatThrownBy(() -> Privileges.account(name, USERS))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith(
                            "User \"" + name + "\" doesn't exist and no alternative user is set.");
    }
}
