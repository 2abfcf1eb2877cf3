package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import org.junit.jupiter.api.Test;

class OwnProcessTest {
    @Test
    void anAddressOfThisMachineIsOneThatASocketCanBeBoundTo() throws Exception {
        for (var here : new String[] {"::ffff:127.0.0.1", "::ffff:0.0.0.0", "::"})
            assertThat(OwnProcess.isOfThisMachine(Ip6.parse(here))).as(here).isTrue();
        for (var elsewhere : new String[] {"::ffff:192.0.2.1", "2001:db8::1"})
            assertThat(OwnProcess.isOfThisMachine(Ip6.parse(elsewhere))).as(elsewhere).isFalse();
    }
}
