package boreas.interop;

import org.junit.jupiter.api.Tag;

@Tag("interop")
class GenuineV22BeaconScenarioTest extends GenuineBeaconScenario {
    GenuineV22BeaconScenarioTest() {
        super("CJDROUTE_V22", true);
    }
}
