package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class AdminPasswordTest {
    private static final long COOKIE = 1_753_259_946L;

    // vectors: admin/auth-hash.json
    private static final String STEP2 =
            "d0487e61a01c6759d916ab119d04946424380849fc124d65a24e79d8ce0c1ab3";
    private static final String HASH =
            "8478bf8ff2a86b73d437b0f703a7eb081214553a4a267a8b1d757d4c1b36a342";
    private static final String UNSIGNED =
            "d2:aq4:ping4:argsde6:cookie10:17532599464:hash64:" + STEP2 + "1:q4:auth4:txid2:t1e";

    private final AdminPassword password = new AdminPassword("sekrit");

    @Test
    void saltsThePasswordWithTheCookie() {
        assertThat(password.step2(COOKIE)).isEqualTo(latin1(STEP2));
    }

    @Test
    void signsTheWholeMessage() {
        var message = latin1(UNSIGNED);
        password.sign(message, COOKIE);
        assertThat(message).isEqualTo(latin1(UNSIGNED.replace(STEP2, HASH)));
    }

    @Test
    void admitsItsOwnSignature() {
        var message = latin1(UNSIGNED.replace(STEP2, HASH));
        assertThat(password.admits(message, COOKIE, latin1(HASH))).isTrue();
    }

    @Test
    void refusesTheHashOfStep2Alone() {
        assertThat(password.admits(latin1(UNSIGNED), COOKIE, latin1(STEP2))).isFalse();
    }

    @Test
    void refusesAHashOfOtherLengthAndOneThatTheMessageDoesNotHold() {
        var message = latin1(UNSIGNED.replace(STEP2, HASH));
        assertThat(password.admits(message, COOKIE, latin1(HASH.substring(1)))).isFalse();
        assertThat(password.admits(message, COOKIE, new byte[0])).isFalse();
        assertThat(password.admits(message, COOKIE, latin1("0".repeat(64)))).isFalse();
    }

    @Test
    void refusesTheMessageWhenAnyOfItsBitsIsTurned() {
        var good = latin1(UNSIGNED.replace(STEP2, HASH));
        for (int bit = 0; bit < good.length * 8; bit++) {
            var bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(password.admits(bad, COOKIE, latin1(HASH))).as("bit " + bit).isFalse();
        }
    }

    @Test
    void keepsOnly63BytesOfPasswordAndCookie() {
        var cut = new AdminPassword("p".repeat(63) + "whatever");
        assertThat(cut.step2(COOKIE)).isEqualTo(new AdminPassword("p".repeat(63)).step2(COOKIE));
        assertThat(cut.step2(COOKIE)).isEqualTo(cut.step2(COOKIE + 1));
        var whole = new AdminPassword("p".repeat(53));
        assertThat(whole.step2(COOKIE)).isNotEqualTo(whole.step2(COOKIE + 1));
        var lacksOneDigit = new AdminPassword("p".repeat(54));
        assertThat(lacksOneDigit.step2(COOKIE)).isEqualTo(lacksOneDigit.step2(COOKIE + 1));
    }

    @Test
    void doesNotPrintItself() {
        assertThat(password.toString()).doesNotContain("sekrit");
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
