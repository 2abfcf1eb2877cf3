package boreas.interop;

import boreas.lab.NodeProgram;
import org.junit.jupiter.api.Tag;

@Tag("interop")
class TunnelBytesAboveBoreasScenarioTest extends TunnelBytesScenario {
    @Override
    NodeProgram farNode() {
        return Programs.boreas();
    }
}
