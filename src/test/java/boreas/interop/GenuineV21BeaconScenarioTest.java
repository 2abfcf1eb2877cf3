package boreas.interop;

import org.junit.jupiter.api.Tag;

@Tag("interop")
class GenuineV21BeaconScenarioTest extends GenuineBeaconScenario {
    GenuineV21BeaconScenarioTest() {
        super("CJDROUTE_V21", false);
    }
}
