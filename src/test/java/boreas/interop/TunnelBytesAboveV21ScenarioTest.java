package boreas.interop;

import boreas.lab.NodeProgram;
import org.junit.jupiter.api.Tag;

@Tag("interop")
class TunnelBytesAboveV21ScenarioTest extends TunnelBytesScenario {
    @Override
    NodeProgram farNode() {
        return Programs.genuine("CJDROUTE_V21");
    }
}
