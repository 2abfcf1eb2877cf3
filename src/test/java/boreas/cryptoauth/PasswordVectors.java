package boreas.cryptoauth;

import static boreas.cryptoauth.Contexts.CRYPTO;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What passwords become in legacy handshakes.
public final class PasswordVectors implements VectorSuite {
    @Override
    public String file() {
        return "keys.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        for (var c : file.cases("passwords"))
            report.check(
                    c,
                    () -> {
                        byte[] password = c.text("password").getBytes(StandardCharsets.UTF_8);
                        byte[] login = c.text("login").getBytes(StandardCharsets.UTF_8);
                        byte[] secret = AuthChallenge.secret(CRYPTO, password);
                        assertThat(secret).isEqualTo(c.hex("secret"));
                        assertThat(onWire(AuthChallenge.byPassword(CRYPTO, secret)))
                                .isEqualTo(c.hex("challengeType1"));
                        assertThat(onWire(AuthChallenge.byLogin(CRYPTO, login)))
                                .isEqualTo(c.hex("challengeType2"));
                    });
    }

    private static byte[] onWire(long challenge) {
        return ByteBuffer.allocate(Handshake.CHALLENGE_BYTES).putLong(challenge).array();
    }
}
