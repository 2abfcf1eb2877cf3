package boreas.interop;

import boreas.lab.NodeProgram;

/// The tools among our own nodes.
class ToolsScenarioTest extends ToolsScenario {
    @Override
    NodeProgram relay() {
        return Programs.boreas();
    }
}
