package boreas.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosingReportTest {
    @TempDir Path reports;

    @Test
    void namesFailedAndSkippedTestsWithTheirReasonsAndCountsAtTheEnd() throws Exception {
        Files.writeString(
                reports.resolve("TEST-boreas.a.ATest.xml"),
                """
                <testsuite name="boreas.a.ATest" tests="4">
                  <testcase name="works" classname="boreas.a.ATest" time="0.1"/>
                  <testcase name="waits" classname="boreas.a.ATest" time="0.1">
                    <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: no root here
                \tat boreas.a.ATest.waits(ATest.java:7)]]></skipped>
                  </testcase>
                  <testcase name="breaks" classname="boreas.a.ATest" time="0.1">
                    <failure message="expected 1 but was 2" type="E"><![CDATA[trace]]></failure>
                  </testcase>
                  <testcase name="throwsUp" classname="boreas.a.ATest" time="0.1">
                    <error type="java.lang.AssertionError"><![CDATA[AssertionError: odd
                trace]]></error>
                  </testcase>
                </testsuite>
                """);
        Files.writeString(reports.resolve("notes.txt"), "not a report");

        assertThat(ClosingReport.of(reports).text())
                .isEqualTo(
                        """
                        failed: ATest.breaks: expected 1 but was 2
                        failed: ATest.throwsUp: AssertionError: odd
                        skipped: ATest.waits: no root here
                        1 passed, 2 failed, 1 skipped
                        """);
    }

    @Test
    void endsWithZerosWhenNothingRan() throws Exception {
        assertThat(ClosingReport.of(reports).text()).isEqualTo("0 passed, 0 failed, 0 skipped\n");
    }
}
