package boreas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThroughputRunTest {
    private static ThroughputRun twoRounds() {
        var run = new ThroughputRun();
        run.tell("machine", "a \"fast\" one");
        run.tell("seed", "7");
        run.tellVersion("boreas", "Boreas 0.1");
        add(run, "direct: boreas", 1600, 8);
        add(run, "direct: v21.1", 400, 32);
        run.add("direct: boreas", Map.of(), List.of("did not come up"));
        add(run, "direct: v21.1", 200, 40);
        add(run, "direct: boreas", 900, 10);
        add(run, "direct: v21.1", 300, 30);
        return run;
    }

    private static void add(ThroughputRun run, String row, double mbitPerS, double cpu) {
        run.add(row, Map.of(Figure.TCP1, mbitPerS, Figure.CPU_PER_GB, cpu), List.of());
    }

    @Test
    void theSamePlaceInEachListIsTheSameRound() {
        var run = twoRounds();
        assertThat(run.rounds()).isEqualTo(3);
        assertThat(run.series("direct: boreas", Figure.TCP1).values())
                .containsExactly(1600.0, Double.NaN, 900.0);
        assertThat(run.series("direct: boreas", Figure.PING_US).count()).isZero();
    }

    @Test
    void aFileSaysWhatWasMeasured() {
        var run = twoRounds();
        var read = ThroughputRun.ofJson(run.json());
        assertThat(read.json()).isEqualTo(run.json());
        assertThat(read.told("machine")).isEqualTo("a \"fast\" one");
        assertThat(read.failures("direct: boreas")).containsExactly("did not come up");
        assertThat(read.series("direct: boreas", Figure.TCP1).values())
                .containsExactly(1600.0, Double.NaN, 900.0);
        assertThat(run.json()).contains("\"tcp1\": [ 1600.0, null, 900.0 ]");
    }

    @Test
    void anAimIsJudgedByTheMedianOfTheRoundsRatios() {
        var run = twoRounds();
        var throughput = Aim.all().getFirst();
        assertThat(throughput.measured(run).values()).containsExactly(4.0, Double.NaN, 3.0);
        assertThat(throughput.isMet(run)).isTrue(); // 3.5 of at least 3.5
        var cpu = Aim.all().get(1);
        assertThat(cpu.measured(run).median()).isBetween(0.29, 0.3);
        assertThat(cpu.isMet(run)).isFalse(); // at most 0.28
    }

    @Test
    void anAimWithoutAFigureIsNotMet() {
        assertThat(Aim.all()).noneMatch(aim -> aim.isMet(new ThroughputRun()));
    }

    @Test
    void theTableHasMedianSpreadAndRatio() {
        assertThat(new ThroughputTable(twoRounds()).markdown())
                .contains("| 1250 (900–1600) ×3.50")
                .contains("| 300 (200–400) ");
    }

    @Test
    void whatIperfSaysOfAnError() {
        assertThatThrownBy(() -> Traffic.end("{\"error\": \"unable to connect\"}"))
                .hasMessageContaining("unable to connect");
        assertThatThrownBy(() -> Traffic.end("iperf3: killed"))
                .hasMessageContaining("measured nothing");
    }
}
