package boreas.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The vector folder: the one named by the system property `boreas.vectors`, else the project's own
/// copy.
public final class Vectors {
    private static final String OWN_COPY = "src/test/resources/vectors";

    private Vectors() {}

    public static Path folder() {
        return Path.of(System.getProperty("boreas.vectors", OWN_COPY));
    }

    /// @param name relative to the folder, such as `keys.json`
    public static VectorFile open(String name) {
        return new VectorFile(folder().resolve(name), name);
    }

    /// Runs one suite over its files in the folder: what a package's own test calls. Fails when a
    /// case fails, or when there was no file or no case.
    public static void run(VectorSuite suite) throws IOException {
        int cases = 0;
        for (var file : files(folder())) {
            if (!matches(suite, file.name())) continue;
            var report = new VectorReport(file.name());
            run(suite, file, report);
            assertThat(report.failures()).as(report.toString()).isEmpty();
            cases += report.cases();
        }
        assertThat(cases).as("cases of " + suite.file() + " in " + folder()).isPositive();
    }

    static void run(VectorSuite suite, VectorFile file, VectorReport report) {
        try {
            suite.run(file, report);
        } catch (Exception | AssertionError e) {
            report.fail(suite.getClass().getSimpleName(), e);
        }
    }

    /// All files of a folder and its sub-folders in the order of their names, notes (`*.md`) left
    /// out.
    static List<VectorFile> files(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .filter(p -> !p.toString().endsWith(".md"))
                    .sorted()
                    .map(p -> new VectorFile(p, folder.relativize(p).toString()))
                    .toList();
        }
    }

    static boolean matches(VectorSuite suite, String fileName) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + suite.file());
        return matcher.matches(Path.of(fileName));
    }
}
