package boreas.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorRunTest {
    /// `./dev vectors DIR`
    @Test
    @Tag("vectors")
    void everyCaseOfEveryFileInTheFolderPasses() throws Exception {
        var reports = VectorRun.over(Vectors.folder());
        reports.forEach(System.out::println);
        assertThat(reports).as("files in " + Vectors.folder()).isNotEmpty();
        assertThat(reports.stream().flatMap(r -> r.failures().stream().limit(20))).isEmpty();
    }

    @Test
    void aFileThatNoSuiteKnowsIsAFailure(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("other.json"), "{}");
        assertThat(VectorRun.over(folder).getFirst().failures())
                .singleElement()
                .asString()
                .contains("no suite knows this file");
    }

    @Test
    void aSectionThatNoSuiteKnowsIsAFailure(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("keys.json"), "{\"format\": 1, \"locks\": []}");
        assertThat(VectorRun.over(folder).getFirst().failures())
                .anyMatch(f -> f.contains("locks: no suite knows this section"));
    }

    @Test
    void aCaseThatCannotBeReadIsAFailure(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("keys.json"), "{\"keys\": [{\"secret\": \"00\"}]}");
        var report = VectorRun.over(folder).getFirst();
        assertThat(report.cases()).isEqualTo(1);
        assertThat(report.failures()).singleElement().asString().contains("keys[0]");
    }
}
