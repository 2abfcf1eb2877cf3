package boreas.interop;

import boreas.lab.NodeProgram;
import org.junit.jupiter.api.Tag;

@Tag("interop")
class GenuineV21TunnelScenarioTest extends FarKernelTunnelScenario {
    @Override
    NodeProgram far() {
        return Programs.genuine("CJDROUTE_V21");
    }
}
