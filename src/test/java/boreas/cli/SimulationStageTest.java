package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulationStageTest {
    @Test
    void everyStepOfTheDemoHoldsInSimulation() {
        try (var stage = new SimulationStage(1)) {
            for (var step : stage.steps()) {
                var outcome = step.measurement().measure();
                assertThat(outcome.ok()).as("%s: %s", step.name(), outcome).isTrue();
            }
        }
    }
}
