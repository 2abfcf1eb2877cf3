package boreas.interop;

import org.junit.jupiter.api.Tag;

@Tag("interop")
class GenuineV22ScenarioTest extends GenuinePeerScenario {
    GenuineV22ScenarioTest() {
        super("CJDROUTE_V22");
    }
}
