package boreas.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.LabException;
import boreas.lab.demo.DemoStep.Measurement;
import boreas.lab.demo.DemoStep.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @TempDir Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void endsWithZeroWhenEveryStepWasVerified() {
        var stage = new FakeStage(() -> new Outcome(true, 3.25, "s", "fast"));
        assertThat(play(stage)).isZero();
        assertThat(output()).contains("1 of 1 steps verified (pretence).").contains("3.250 s");
        assertThat(stage.isClosed).isTrue();
    }

    @Test
    void endsWithOneWhenAStepWasSeenToBeUntrue() {
        assertThat(play(new FakeStage(() -> new Outcome(false, 7, "frames", "clear text"))))
                .isOne();
        assertThat(output()).contains("FAILED");
    }

    @Test
    void doesNotTakeTheStepsThatStandOnOneThatFailed() {
        var stage =
                new FakeStage(
                        () -> {
                            throw new LabException("no tun");
                        },
                        () -> {
                            throw new AssertionError("must not be taken");
                        });
        assertThat(play(stage)).isOne();
        assertThat(output())
                .contains("FAILED no tun")
                .contains("FAILED not done")
                .contains("0 of 2");
        assertThat(stage.isClosed).isTrue();
    }

    @Test
    void writesTheSameAsJson() throws IOException {
        play(
                new FakeStage(
                        () -> new Outcome(true, 94.06, "Mbit/s", "as \"received\""),
                        () -> new Outcome(true, 12, "frames", "")));
        assertThat(Files.readString(folder.resolve("demo.json")))
                .isEqualTo(
                        """
                        {"mode": "pretence", "steps": [
                          {"name": "step 0", "ok": true, "figure": 94.1, "unit": "Mbit/s", "remark": "as \\"received\\""},
                          {"name": "step 1", "ok": true, "figure": 12, "unit": "frames", "remark": ""}
                        ]}
                        """);
    }

    private int play(DemoStage stage) {
        var options = new DemoOptions(Path.of("boreas"), List.of(), folder.resolve("demo.json"));
        try (var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            return Demo.play(stage, options, out);
        }
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8).replaceAll(" +", " ");
    }

    private static final class FakeStage implements DemoStage {
        private final Measurement[] measurements;
        private boolean isClosed;

        FakeStage(Measurement... measurements) {
            this.measurements = measurements;
        }

        @Override
        public String mode() {
            return "pretence";
        }

        @Override
        public String description() {
            return "Nothing is real.";
        }

        @Override
        public List<DemoStep> steps() {
            var steps = new ArrayList<DemoStep>();
            for (var one : measurements) steps.add(new DemoStep("step " + steps.size(), one));
            return steps;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
