package boreas.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void percentilesAreFiguresThatWereMeasured() {
        var figures = new Figures(List.of(0.4, 0.1, 0.3, 0.2), List.of());
        assertThat(figures.json())
                .isEqualTo(
                        "\"trials\": 4, \"failed\": 0, \"max\": 0.400, \"median\": 0.200, \"min\":"
                                + " 0.100, \"p90\": 0.400, \"seconds\": [0.100, 0.200, 0.300,"
                                + " 0.400], \"failures\": []");
    }

    @Test
    void whyATrialFailedIsWrittenToo() {
        assertThat(new Figures(List.of(), List.of("no \"reply\"\nfor 60 s")).json())
                .isEqualTo(
                        "\"trials\": 1, \"failed\": 1, \"seconds\": [], \"failures\":"
                                + " [\"no \\\"reply\\\"\\u000afor 60 s\"]");
    }
}
