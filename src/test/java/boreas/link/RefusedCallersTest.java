package boreas.link;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PublicKey;
import boreas.env.Verdict;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RefusedCallersTest {
    private static final long SECOND = 1_000_000_000L;
    private static final PublicKey KEY =
            Identity.generate(new SplittableRandom(1)::nextBytes, LinkLab.CRYPTO).publicKey();

    private final RefusedCallers callers = new RefusedCallers();

    @Test
    void whoTriedLastComesFirstAndIsCounted() {
        knock(1, 0);
        knock(2, SECOND);
        knock(1, 2 * SECOND);
        var list = callers.list(2 * SECOND);
        assertThat(list).extracting(RefusedCaller::linkAddress).containsExactly(at(1), at(2));
        assertThat(list.getFirst().count()).isEqualTo(2);
        assertThat(list.getFirst().firstNs()).isZero();
        assertThat(list.getFirst().lastNs()).isEqualTo(2 * SECOND);
    }

    @Test
    void onlySoManyAreRemembered() {
        for (int i = 0; i < 1_000; i++) knock(i, i * SECOND);
        var list = callers.list(1_000 * SECOND);
        assertThat(list).hasSize(RefusedCallers.CALLERS_MAX);
        assertThat(list.getFirst().linkAddress()).isEqualTo(at(999));
    }

    @Test
    void aFloodOfMadeUpCallersReplacesTenASecondAtMost() {
        knock(5_000, 0);
        for (int i = 0; i < 2_000; i++) knock(i, SECOND + i * SECOND / 1_000);
        assertThat(callers.list(3 * SECOND))
                .hasSizeLessThanOrEqualTo(22)
                .extracting(RefusedCaller::linkAddress)
                .contains(at(5_000));
    }

    @Test
    void theyAreForgottenAfterAnHourAndWhenTheyGetIn() {
        knock(1, 0);
        knock(2, SECOND);
        assertThat(callers.list(3_600 * SECOND)).hasSize(1);
        knock(3, 3_600 * SECOND);
        callers.onAdmitted(KEY);
        assertThat(callers.list(3_600 * SECOND)).as("wherever it knocked").isEmpty();
    }

    private void knock(int host, long nowNs) {
        callers.onRefused(0, address(host), KEY, Verdict.UNKNOWN_CREDENTIALS, nowNs);
    }

    private static LinkAddress address(int host) {
        return LinkAddress.udp(Ip6.mapped(0x0a000000 + host), 1);
    }

    private static String at(int host) {
        return address(host).toString();
    }
}
