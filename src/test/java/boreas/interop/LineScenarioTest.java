package boreas.interop;

import boreas.lab.Topology;
import org.junit.jupiter.api.Test;

/// Five of ours in a row: whoever is not a neighbour is reached through up to three others.
class LineScenarioTest extends SharedNetwork {
    LineScenarioTest() {
        super(Topology.line(5));
    }

    @Test
    void everyPairIsAnswered() {
        assertEveryPairIsAnswered();
    }

    @Test
    void bothHalvesGoOnWhenTheLineIsCutSilentlyAndAreOneAgainAfterwards() {
        assertEveryPairIsAnswered();
        network().cable("host1", "host2").blackhole();
        assertSilent("host0", "host4");
        assertEveryPairIsAnswered("host0", "host1");
        assertEveryPairIsAnswered("host2", "host3", "host4");
        network().cable("host1", "host2").mend();
        assertEveryPairIsAnswered();
    }

    @Test
    void bothHalvesGoOnWhenACableIsUnpluggedAndAreOneAgainAfterwards() {
        assertEveryPairIsAnswered();
        network().cable("host2", "host3").unplug();
        assertSilent("host0", "host4");
        assertEveryPairIsAnswered("host0", "host1", "host2");
        assertEveryPairIsAnswered("host3", "host4");
        network().cable("host2", "host3").plug();
        assertEveryPairIsAnswered();
    }

    @Test
    void bothSidesOfAKilledNodeAreOneAgainWhenItIsBack() {
        assertEveryPairIsAnswered();
        network().killNode("host2");
        assertEveryPairIsAnswered("host0", "host1");
        assertEveryPairIsAnswered("host3", "host4");
        network().startNode("host2");
        assertEveryPairIsAnswered();
    }
}
