package boreas.interop;

import org.junit.jupiter.api.Tag;

@Tag("interop")
class GenuineV22MeshScenarioTest extends GenuineMeshScenario {
    GenuineV22MeshScenarioTest() {
        super("CJDROUTE_V22");
    }
}
