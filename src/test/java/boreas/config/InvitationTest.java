package boreas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.AddressException;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvitationTest {
    private static final String KEY = "r6x3xjgxjwn4t7j9ym8q9c9klwwj08z9f1ngu7bp669572n9r5c0.k";

    static Invitation invitation() throws AddressException {
        return new Invitation(
                "home",
                List.of(
                        PeerEndpoint.parse("203.0.113.1:5678"),
                        PeerEndpoint.parse("[2001:db8::1]:5678"),
                        PeerEndpoint.parse("home.example.org:5678")),
                PublicKey.parse(KEY),
                "vps2",
                Password.of("zt3dzsk2jdlzn8vs5hjt9njh5rpvl8u"));
    }

    @Test
    void aLineSaysItAll() throws Exception {
        var line = invitation().toLine();
        assertThat(line).startsWith("boreas1-").matches("[a-z0-9-]{100,300}");
        assertThat(Invitation.parse(line)).isEqualTo(invitation());
        assertThat(invitation().toString()).doesNotContain("zt3dz");
    }

    @Test
    void whatAMailProgramDoesToALineDoesNotMatter() throws Exception {
        var line = invitation().toLine();
        var quoted = "> " + line.substring(0, 70) + "\r\n> " + line.substring(70) + "\n";
        assertThat(Invitation.parse(quoted)).isEqualTo(invitation());
        assertThat(Invitation.parse("'" + line + "'")).isEqualTo(invitation());
    }

    @Test
    void eachCutLineIsDamaged() throws Exception {
        var line = invitation().toLine();
        for (int length = 8; length < line.length(); length++)
            assertDamaged(line.substring(0, length), "damaged");
    }

    @Test
    void eachWrongCharacterIsNoticed() throws Exception {
        var line = invitation().toLine();
        for (int i = 8; i < line.length(); i++) {
            char other = line.charAt(i) == 'x' ? 'z' : 'x';
            assertDamaged(line.substring(0, i) + other + line.substring(i + 1), "damaged");
        }
        assertDamaged(line.substring(0, 30) + line.substring(31) + "0", "damaged");
    }

    @Test
    void anotherLineIsNoInvitation() {
        assertDamaged("", "expected a line that begins with boreas1-");
        assertDamaged("hello", "expected a line that begins with boreas1-");
        assertDamaged("boreas1-", "damaged");
        assertDamaged("boreas2-xyz", "by another version of boreas: it begins with boreas2-");
        assertDamaged("boreas1-" + "0".repeat(5000), "the longest has 4000");
    }

    private static void assertDamaged(String line, String words) {
        assertThatThrownBy(() -> Invitation.parse(line))
                .isInstanceOf(Invitation.Damaged.class)
                .hasMessageContaining(words);
    }
}
