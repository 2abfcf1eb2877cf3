package boreas.sim;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.sim.FaultyWorld.Fault;
import java.lang.classfile.CodeBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Shows that the simulation finds what it is there to find.
class PlantedFaultsTest {
    private static final int SEEDS = 20;

    @ParameterizedTest
    @ValueSource(strings = {"crossedCalls", "replayedData", "forgetfulCallee"})
    void aSoundNodePasses(String scenario) throws Throwable {
        var sound = new FaultyWorld(Fault.none());
        for (long seed = 0; seed < SEEDS; seed++) sound.run(FaultScenarios.class, scenario, seed);
    }

    @Test
    void anIgnoredTieBreakIsFound() {
        assertFound(
                "crossedCalls",
                new Fault(
                        "boreas.cryptoauth.Pairing",
                        "peerIsLower",
                        code -> code.iconst_1().ireturn()));
    }

    @Test
    void aDroppedReplayCheckIsFound() {
        assertFound(
                "replayedData",
                new Fault(
                        "boreas.cryptoauth.ReplayWindow",
                        "accept",
                        code -> code.iconst_1().ireturn()));
    }

    @Test
    void aLostTimerIsFound() {
        assertFound(
                "forgetfulCallee",
                // It loses its deadline, and with it all that it should have led to.
                new Fault("boreas.link.Liveness", "greet", CodeBuilder::return_));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cutLink", "healedLink", "halfCutLink", "badLinks"})
    void aSoundNodeFindsAnotherPath(String scenario) throws Throwable {
        var sound = new FaultyWorld(Fault.none());
        for (long seed = 0; seed < SEEDS / 4; seed++)
            sound.run(FailoverScenarios.class, scenario, seed);
    }

    @Test
    void aDeadPathThatIsNeverLeftIsFound() {
        assertFound("cutLink", new Fault("boreas.session.PathSet", "leave", CodeBuilder::return_));
    }

    @Test
    void aBetterPathThatIsNeverTakenIsFound() {
        assertFound("healedLink", inPaths("PathSet", "compare", false));
    }

    @Test
    void oneWayThatIsNeverDoubtedIsFound() {
        assertFound("halfCutLink", inPaths("PathProbes", "isInDoubt", false));
    }

    @Test
    void aPathThatIsLeftForOneLostProbeIsFound() {
        assertFound(
                "badLinks",
                new Fault(
                        "boreas.session.PathProbes", "needed", code -> code.iconst_1().ireturn()));
    }

    @Test
    void aPathThatIsTakenForNoReasonIsFound() {
        assertFound("badLinks", inPaths("PathSet", "isBetter", true));
    }

    private static Fault inPaths(String type, String method, boolean answer) {
        return new Fault(
                "boreas.session." + type,
                method,
                code -> (answer ? code.iconst_1() : code.iconst_0()).ireturn());
    }

    private static void assertFound(String scenario, Fault fault) {
        boolean isOfPaths = fault.owner().startsWith("boreas.session.Path");
        var scenarios = isOfPaths ? FailoverScenarios.class : FaultScenarios.class;
        String found = null;
        for (long seed = 0; seed < SEEDS && found == null; seed++) {
            try {
                new FaultyWorld(fault).run(scenarios, scenario, seed);
            } catch (AssertionError e) {
                found = "seed " + seed + ": " + e.getMessage();
            } catch (Throwable e) {
                throw new AssertionError("the scenario itself broke", e);
            }
        }
        assertThat(found).as("%s goes unnoticed by %s", fault.method(), scenario).isNotNull();
    }
}
