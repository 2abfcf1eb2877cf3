package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.crypto.Crypto;
import boreas.env.Verdict;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Secrets do not outlive their use, and do not print.
class SecrecyTest {
    private final Pair pair = new Pair();

    @Test
    void anEstablishedSessionHasWipedItsTemporaryPrivateKey() {
        pair.high.hears(pair.low.says("hello"));
        pair.low.hears(pair.high.says("key"));
        assertThat(pair.low.session.current().holdsPrivateKey()).isTrue();
        assertThat(pair.high.session.current().holdsPrivateKey()).isTrue();
        pair.converse(pair.low, pair.high);
        assertThat(pair.low.session.current().holdsPrivateKey()).isFalse();
        assertThat(pair.high.session.current().holdsPrivateKey()).isFalse();
    }

    @Test
    void anIncarnationThatEndsWipesItsKey() {
        pair.establish(pair.low, pair.high);
        var first = pair.low.session.current();
        assertThat(first.holdsRunKey()).isTrue();
        pair.low.session.renew(pair.nowNs);
        var key = pair.high.answers(pair.low.greetsAfresh("hello"), "key");
        pair.low.hears(key);
        pair.converse(pair.low, pair.high);
        assertThat(first.holdsRunKey()).as("grace").isTrue();
        pair.pass(10);
        pair.converse(pair.low, pair.high);
        assertThat(first.holdsRunKey()).isFalse();
        var second = pair.low.session.current();
        pair.low.session.close();
        assertThat(second.holdsRunKey()).isFalse();
    }

    @Test
    void anExpiredCandidateIsWiped() {
        pair.establish(pair.low, pair.high);
        pair.low.restarts();
        pair.high.hears(pair.low.says("hello"));
        var candidate = Objects.requireNonNull(pair.high.session.delivering());
        pair.high.says("key");
        assertThat(candidate.holdsPrivateKey()).isTrue();
        pair.pass(10);
        pair.high.session.canSendData(pair.nowNs);
        assertThat(candidate.holdsPrivateKey()).isFalse();
    }

    @Test
    void anEvictedCandidateIsWiped() {
        pair.establish(pair.low, pair.high);
        Incarnation first = null;
        for (int i = 0; i <= Candidates.MAX; i++) {
            pair.low.restarts();
            pair.high.hears(pair.low.says("hello"));
            pair.high.says("key");
            if (first == null) first = pair.high.session.delivering();
        }
        assertThat(Objects.requireNonNull(first).holdsPrivateKey()).isFalse();
    }

    @Test
    void aTimedOutSessionIsWiped() {
        pair.establish(pair.low, pair.high);
        var incarnation = pair.low.session.current();
        pair.pass(60);
        assertThat(pair.low.session.canSendData(pair.nowNs)).isFalse();
        assertThat(incarnation.holdsRunKey()).isFalse();
    }

    /// Else what a cipher keeps of it would stay for ever: nobody could name it any more.
    @Test
    void eachKeyOfPacketsIsForgottenAlsoOneThatASecondKeyPacketReplaced() {
        var used = new HashSet<String>();
        var forgotten = new HashSet<String>();
        var pair = new Pair(1, noting(used, forgotten));
        byte[] hello = pair.low.says("hello");
        pair.high.hears(hello);
        pair.low.hears(pair.high.says("key"));
        pair.low.says("lost data");
        var first = pair.high.session;
        pair.high.restarts();
        pair.high.hears(hello);
        pair.low.hears(pair.high.says("other key"));
        pair.converse(pair.low, pair.high);
        first.close();
        pair.low.session.close();
        pair.high.session.close();
        assertThat(used).hasSizeGreaterThan(3);
        assertThat(forgotten).containsAll(used);
    }

    /// The same algorithms, and what keys they saw.
    private static Crypto noting(Set<String> used, Set<String> forgotten) {
        InvocationHandler handler =
                (_, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof MemorySegment key) {
                        var hex = HexFormat.of().formatHex(key.toArray(ValueLayout.JAVA_BYTE));
                        (method.getName().equals("forget") ? forgotten : used).add(hex);
                    }
                    return method.invoke(Contexts.CRYPTO, arguments);
                };
        var types = new Class<?>[] {Crypto.class};
        return (Crypto) Proxy.newProxyInstance(Crypto.class.getClassLoader(), types, handler);
    }

    @Test
    void sessionsPrintNoSecret() {
        pair.low.presents(Credentials.of("alice", "secret"));
        pair.low.says("hello");
        byte[] privateKey = pair.low.context.identity().privateKey().bytes();
        assertThat(pair.low.session.toString())
                .contains(".k", "SENT_HELLO")
                .doesNotContain("secret", HexFormat.of().formatHex(privateKey));
        assertThat(pair.low.context.toString())
                .doesNotContain(HexFormat.of().formatHex(privateKey));
    }

    @Test
    void eachReasonHasTheGenuineNumber() {
        assertThat(SecureSession.errorNumber(Verdict.OK)).isZero();
        assertThat(SecureSession.errorNumber(Verdict.RUNT)).isEqualTo(1);
        assertThat(SecureSession.errorNumber(Verdict.NO_SESSION)).isEqualTo(2);
        assertThat(SecureSession.errorNumber(Verdict.KEY_IN_ESTABLISHED_SESSION)).isEqualTo(5);
        assertThat(SecureSession.errorNumber(Verdict.WRONG_PUBLIC_KEY)).isEqualTo(6);
        assertThat(SecureSession.errorNumber(Verdict.ADDRESS_RESTRICTED)).isEqualTo(7);
        assertThat(SecureSession.errorNumber(Verdict.AUTH_REQUIRED)).isEqualTo(8);
        assertThat(SecureSession.errorNumber(Verdict.UNKNOWN_CREDENTIALS)).isEqualTo(9);
        assertThat(SecureSession.errorNumber(Verdict.STRAY_KEY)).isEqualTo(10);
        assertThat(SecureSession.errorNumber(Verdict.HANDSHAKE_DECRYPT_FAILED)).isEqualTo(11);
        assertThat(SecureSession.errorNumber(Verdict.ZERO_TEMP_KEY)).isEqualTo(12);
        assertThat(SecureSession.errorNumber(Verdict.INVALID_HANDSHAKE)).isEqualTo(13);
        assertThat(SecureSession.errorNumber(Verdict.REPLAY)).isEqualTo(14);
        assertThat(SecureSession.errorNumber(Verdict.DECRYPT_FAILED)).isEqualTo(15);
        assertThat(SecureSession.errorNumber(Verdict.HANDSHAKE_RATE)).isEqualTo(16);
    }
}
