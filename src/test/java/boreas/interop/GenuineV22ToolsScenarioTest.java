package boreas.interop;

import boreas.lab.NodeProgram;
import org.junit.jupiter.api.Tag;

/// The tools through genuine relays.
@Tag("interop")
class GenuineV22ToolsScenarioTest extends ToolsScenario {
    @Override
    NodeProgram relay() {
        return Programs.genuine("CJDROUTE_V22");
    }
}
