package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Credentials by hearsay: tried beside what works, kept once they are proven.
class OfferedCredentialsTest {
    private static final Credentials FIRST = Credentials.of("us", "first");
    private static final Credentials SECOND = Credentials.of("us", "second");
    private static final Credentials MADE_UP = Credentials.of("us", "made up");

    private final Pair pair = new Pair();
    private final Pair.Party caller = pair.high;
    private final Pair.Party called = pair.low;

    @BeforeEach
    void aNodeThatAsksForCredentials() {
        called.requiresAuth();
        called.context.users().add("first", "us", null);
    }

    @Test
    void whatWasHeardIsPresentedInTheFirstHello() {
        assertThat(caller.session.offer(FIRST, pair.nowNs)).isTrue();
        pair.establish(caller, called);
        assertThat(caller.session.isOffering()).as("proven").isFalse();
        assertThat(caller.session.presentsCredentials()).isTrue();
        assertThat(caller.session.offer(FIRST, pair.nowNs)).as("no news").isFalse();
    }

    @Test
    void aSecondOfferTakesThePlaceOfTheFirst() {
        caller.session.offer(MADE_UP, pair.nowNs);
        assertThat(called.hears(caller.says("hello"))).isEqualTo(Verdict.HANDSHAKE_DECRYPT_FAILED);
        assertThat(caller.session.offer(FIRST, pair.nowNs)).isTrue();
        assertThat(caller.session.offer(FIRST, pair.nowNs)).isFalse();
        pair.establish(caller, called);
        // Which of the two hellos was answered is not known, so nothing is proven.
        assertThat(caller.session.presentsCredentials()).isFalse();
    }

    @Test
    void aLiveSessionGoesOnWhileANewPasswordIsTriedAndProven() {
        establishedByOffer();
        restartWithSecondPassword();
        assertThat(caller.session.offer(SECOND, pair.nowNs)).isTrue();
        assertThat(caller.session.isRenewing()).isTrue();
        assertThat(caller.session.canSendData(pair.nowNs)).isTrue();
        byte[] key = called.answers(caller.greetsAfresh("hello"), "key");
        assertThat(caller.hears(key)).isEqualTo(Verdict.OK);
        assertThat(caller.session.isOffering()).isFalse();
        pair.converse(caller, called);
    }

    @Test
    void aMadeUpPasswordCostsALiveSessionNothingAndIsForgottenInTenSeconds() {
        establishedByOffer();
        assertThat(caller.session.offer(MADE_UP, pair.nowNs)).isTrue();
        assertThat(called.hears(caller.greetsAfresh("hello")))
                .isEqualTo(Verdict.HANDSHAKE_DECRYPT_FAILED);
        pair.converse(caller, called);
        pair.pass(10);
        pair.converse(caller, called);
        assertThat(caller.session.isOffering()).isFalse();
        assertThat(caller.session.isRenewing()).isFalse();
        // The proven password is what it falls back on.
        called.restarts();
        caller.session.renew(pair.nowNs);
        assertThat(called.hears(caller.greetsAfresh("hello"))).isEqualTo(Verdict.OK);
    }

    @Test
    void theTruePasswordHeardAgainEndsTheTryingOfAMadeUpOne() {
        establishedByOffer();
        caller.session.offer(MADE_UP, pair.nowNs);
        assertThat(caller.session.offer(FIRST, pair.nowNs)).isFalse();
        assertThat(caller.session.isOffering()).isFalse();
        assertThat(caller.session.isRenewing()).isFalse();
    }

    @Test
    void keysTryWhatWasHeardWhatWasProvenAndNothingInTurn() {
        establishedByOffer();
        caller.session.offer(MADE_UP, pair.nowNs);
        // The peer has restarted, calls, and wants the first password still.
        called.restarts();
        caller.requiresAuth = false;
        called.requiresAuth = true;
        byte[] hello = called.says("hello");
        assertThat(called.hears(caller.answers(hello, "key")))
                .isEqualTo(Verdict.HANDSHAKE_DECRYPT_FAILED);
        byte[] again = caller.answers(called.says("hello"), "key");
        assertThat(called.hears(again)).isEqualTo(Verdict.OK);
    }

    @Test
    void aPeerThatWantsNothingUnderstandsAKeyThatPresentsNothing() {
        establishedByOffer();
        restartWithSecondPassword();
        called.requiresAuth = false;
        called.restarts();
        // Its beacon was lost: the key presents the old password first, nothing then.
        byte[] first = caller.answers(called.says("hello"), "key");
        assertThat(called.hears(first)).isEqualTo(Verdict.HANDSHAKE_DECRYPT_FAILED);
        byte[] second = caller.answers(called.says("hello"), "key");
        assertThat(called.hears(second)).isEqualTo(Verdict.OK);
        pair.converse(called, caller);
    }

    @Test
    void configuredCredentialsAreInEachKey() {
        called.requiresAuth = false;
        called.presents(Credentials.of("us", "configured"));
        caller.context.users().add("configured", "us", null);
        byte[] hello = caller.says("hello");
        for (int i = 0; i < 4; i++) {
            byte[] key = called.answers(i == 0 ? hello : caller.says("hello"), "key");
            assertThat(key[Handshake.CHALLENGE]).isEqualTo((byte) AuthChallenge.BY_LOGIN);
        }
    }

    @Test
    void whoIsWelcomeNeedsNoCredentialsAnyMore() {
        assertThat(called.hears(caller.says("hello"))).isEqualTo(Verdict.AUTH_REQUIRED);
        called.session.waiveAuth();
        pair.establish(caller, called);
    }

    private void establishedByOffer() {
        caller.session.offer(FIRST, pair.nowNs);
        pair.establish(caller, called);
    }

    private void restartWithSecondPassword() {
        called.context.users().remove("us");
        called.context.users().add("second", "us", null);
        called.restarts();
    }
}
