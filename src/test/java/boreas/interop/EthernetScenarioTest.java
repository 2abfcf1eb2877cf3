package boreas.interop;

import boreas.lab.NodeProgram;
import boreas.lab.Pause;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Neighbours on one Ethernet that nobody told of each other, but for the one who is called by its
/// MAC.
class EthernetScenarioTest {
    /// A beacon is sent every 32 s; nobody here should have to wait for the second one.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int OFF = 0;

    @BeforeEach
    void needRoot() {
        Programs.assumeNamespaces();
    }

    private static Segment ofOurs(int hosts) {
        var programs = new NodeProgram[hosts];
        Arrays.fill(programs, Programs.boreas());
        return Segment.of(programs);
    }

    @Test
    void aNeighbourIsCalledByItsMacWithoutAnyBeacon() {
        try (var lan = ofOurs(2)) {
            lan.config(0)
                    .ethernet(Segment.DEVICE, OFF)
                    .callEthernet(lan.plug(1).end().mac(), lan.config(1));
            lan.config(1).ethernet(Segment.DEVICE, OFF);
            lan.startAll().assertEveryPairIsAnswered(PATIENCE);
            lan.node(1).kill();
            Pause.of(Duration.ofSeconds(1));
            lan.start(1);
            lan.assertEveryPairIsAnswered(PATIENCE);
        }
    }
}
