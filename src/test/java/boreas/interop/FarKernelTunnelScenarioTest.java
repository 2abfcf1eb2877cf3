package boreas.interop;

import boreas.lab.NodeProgram;

/// The far node is ours, started as a genuine one is, without a site file.
class FarKernelTunnelScenarioTest extends FarKernelTunnelScenario {
    @Override
    NodeProgram far() {
        return Programs.boreas();
    }
}
