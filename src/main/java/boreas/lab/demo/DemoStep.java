package boreas.lab.demo;

import java.util.List;

/// One claim of the demo and how to verify it.
///
/// @param name what is claimed, a few words
public record DemoStep(String name, Measurement measurement) {
    /// Does the step and looks at the result from outside.
    @FunctionalInterface
    public interface Measurement {
        /// @throws boreas.lab.LabException when it cannot be done, with the reason
        Outcome measure();
    }

    /// @param ok whether the claim was seen to be true
    /// @param figure the number that was measured; NaN without one
    /// @param remark the rest, for people
    /// @param lines more for people, to be shown below
    public record Outcome(
            boolean ok, double figure, String unit, String remark, List<String> lines) {
        public Outcome {
            lines = List.copyOf(lines);
        }

        public Outcome(boolean ok, double figure, String unit, String remark) {
            this(ok, figure, unit, remark, List.of());
        }

        static Outcome failed(String reason) {
            return new Outcome(false, Double.NaN, "", reason);
        }
    }
}
