package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Cable;
import boreas.lab.Flow;
import boreas.lab.Topology;
import boreas.lab.Topology.Pair;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Three of ours, each joined with both others: traffic takes the direct cable, and goes round by
/// the third host only while there is none.
class TriangleScenarioTest extends SharedNetwork {
    private static final Pair DIRECT = new Pair("home", "vps3");

    TriangleScenarioTest() {
        super(Topology.triangle());
    }

    @Test
    void everyPairIsAnswered() {
        assertEveryPairIsAnswered();
    }

    @Test
    void theThirdHostTakesOverWhenTheDirectCableIsCutSilentlyAndIsRelievedAfterwards() {
        goesRoundAndComesBack(Cable::blackhole, Cable::mend);
    }

    @Test
    void theThirdHostTakesOverWhenTheDirectCableIsUnpluggedAndIsRelievedAfterwards() {
        goesRoundAndComesBack(Cable::unplug, Cable::plug);
    }

    private void goesRoundAndComesBack(Consumer<Cable> cut, Consumer<Cable> heal) {
        assertEveryPairIsAnswered();
        var cable = network().cable("home", "vps3");
        try (var flow = Flow.start(network(), DIRECT, Chain.PATIENCE)) {
            assertThat(flow.awaitPassingBy("vps2", Chain.PATIENCE))
                    .as("the direct cable is taken")
                    .isNotNull();
            assertThat(flow.during(() -> cut.accept(cable), Chain.PATIENCE))
                    .as("replies after the cut")
                    .isNotNull();
            assertThat(flow.crosses("vps2")).as("the way round is taken").isTrue();
            assertEveryPairIsAnswered();
            heal.accept(cable);
            assertThat(flow.awaitPassingBy("vps2", Chain.PATIENCE))
                    .as("the healed cable is taken")
                    .isNotNull();
        }
        assertEveryPairIsAnswered();
    }

    @Test
    void theOthersGoOnWhenTheThirdIsKilledAndItIsReachedAgainWhenItIsBack() {
        assertEveryPairIsAnswered();
        network().killNode("vps2");
        assertEveryPairIsAnswered("home", "vps3");
        network().startNode("vps2");
        assertEveryPairIsAnswered();
    }
}
