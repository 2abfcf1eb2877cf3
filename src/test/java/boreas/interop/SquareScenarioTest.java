package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Flow;
import boreas.lab.Topology;
import boreas.lab.Topology.Pair;
import org.junit.jupiter.api.Test;

/// Four of ours in a ring: opposite corners have two ways, and what breaks on one of them is out of
/// the sender's sight.
class SquareScenarioTest extends SharedNetwork {
    private static final Pair OPPOSITE = new Pair("west", "east");

    SquareScenarioTest() {
        super(Topology.square());
    }

    @Test
    void everyPairIsAnswered() {
        assertEveryPairIsAnswered();
    }

    @Test
    void theOtherWayIsTakenWhenTheFarCableIsCutSilently() {
        assertEveryPairIsAnswered();
        var relay = relayInUse();
        var far = network().cable(relay, "east");
        survives(far::blackhole);
        assertEveryPairIsAnswered();
        far.mend();
        assertEveryPairIsAnswered();
    }

    @Test
    void theOtherWayIsTakenWhenTheFarCableIsUnplugged() {
        assertEveryPairIsAnswered();
        var relay = relayInUse();
        var far = network().cable(relay, "east");
        survives(far::unplug);
        assertEveryPairIsAnswered();
        far.plug();
        assertEveryPairIsAnswered();
    }

    @Test
    void theOtherWayIsTakenWhenTheNodeInTheMiddleIsKilled() {
        assertEveryPairIsAnswered();
        var relay = relayInUse();
        var other = relay.equals("north") ? "south" : "north";
        survives(() -> network().killNode(relay));
        assertEveryPairIsAnswered("west", other, "east");
        network().startNode(relay);
        assertEveryPairIsAnswered();
    }

    private String relayInUse() {
        try (var flow = Flow.start(network(), OPPOSITE, Chain.PATIENCE)) {
            return flow.crossedMore("north", "south");
        }
    }

    private void survives(Runnable event) {
        try (var flow = Flow.start(network(), OPPOSITE, Chain.PATIENCE)) {
            assertThat(flow.during(event, Chain.PATIENCE)).as("replies afterwards").isNotNull();
        }
    }
}
