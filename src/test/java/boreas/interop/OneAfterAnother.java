package boreas.interop;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/// For tests that are the steps of one story: behind one that failed, the others are skipped by its
/// name, because each would only say again that the machine is not where it should be.
final class OneAfterAnother implements ExecutionCondition, TestWatcher {
    private @Nullable String failed;

    @Override
    public void testFailed(ExtensionContext step, @Nullable Throwable cause) {
        if (failed == null) failed = step.getDisplayName();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext step) {
        return failed == null || step.getTestMethod().isEmpty()
                ? ConditionEvaluationResult.enabled("its turn")
                : ConditionEvaluationResult.disabled("an earlier step failed: " + failed);
    }
}
