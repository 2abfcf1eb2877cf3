package boreas.interop;

import org.junit.jupiter.api.Tag;

@Tag("interop")
class GenuineV21ScenarioTest extends GenuinePeerScenario {
    GenuineV21ScenarioTest() {
        super("CJDROUTE_V21");
    }
}
