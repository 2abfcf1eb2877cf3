package boreas.interop;

import org.junit.jupiter.api.Tag;

@Tag("interop")
class GenuineV21MeshScenarioTest extends GenuineMeshScenario {
    GenuineV21MeshScenarioTest() {
        super("CJDROUTE_V21");
    }
}
