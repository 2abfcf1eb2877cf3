package boreas.interop;

import boreas.lab.NodeConfig;
import org.junit.jupiter.api.Tag;

@Tag("interop")
class GenuineV21SideBySideScenarioTest extends SideBySideScenario {
    GenuineV21SideBySideScenarioTest() {
        super("CJDROUTE_V21", 4);
    }

    /// Under its own filter of system calls the node is killed for the first `Core_pid`.
    @Override
    void prepare(NodeConfig genuine) {
        genuine.edit("\\{ \"seccomp\": 1 }", "{ \"seccomp\": 0 }");
    }
}
