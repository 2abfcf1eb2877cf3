package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatePathTest {
    private static final Ip6 NODE = new Ip6(0xfc00L << 48, 1);
    private static final String NAME = "fc00:0000:0000:0000:0000:0000:0000:0001.peers";

    @Test
    void aServiceKeepsItsStateUnderVarLib() {
        assertThat(StatePath.of(null, NODE, true, Map.of("HOME", "/root")))
                .hasToString("/var/lib/boreas/" + NAME);
    }

    @Test
    void aUserKeepsItAtHome() {
        assertThat(StatePath.of(null, NODE, false, Map.of("HOME", "/home/u")))
                .hasToString("/home/u/.local/state/boreas/" + NAME);
        assertThat(StatePath.of(null, NODE, false, Map.of("XDG_STATE_HOME", "/s")))
                .hasToString("/s/boreas/" + NAME);
        assertThat(StatePath.of(null, NODE, false, Map.of())).isNull();
    }

    @Test
    void aServiceManagerNamesTheFolder() {
        var environment = Map.of("STATE_DIRECTORY", "/var/lib/private/boreas:/x", "HOME", "/");
        assertThat(StatePath.of(null, NODE, false, environment))
                .hasToString("/var/lib/private/boreas/" + NAME);
        assertThat(StatePath.siteLedger(null, NODE, true, environment))
                .hasParentRaw(Path.of("/var/lib/private/boreas"));
        assertThat(StatePath.of("none", NODE, false, environment)).isNull();
    }

    @Test
    void theOperatorDecides() {
        assertThat(StatePath.of("/run/peers", NODE, true, Map.of())).hasToString("/run/peers");
        assertThat(StatePath.of("none", NODE, true, Map.of())).isNull();
    }
}
