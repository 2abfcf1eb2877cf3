package boreas.interop;

import org.junit.jupiter.api.Tag;

@Tag("interop")
class GenuineV22SideBySideScenarioTest extends SideBySideScenario {
    GenuineV22SideBySideScenarioTest() {
        super("CJDROUTE_V22", 3);
    }
}
