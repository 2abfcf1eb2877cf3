package boreas.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `./dev bench report [FILE]`: makes the tables and charts of a result, and puts the short one
/// into the README. Nothing in them is written by hand.
public final class ThroughputReport {
    private static final Path RESULTS = Path.of("bench/results");
    private static final Path README = Path.of("README.md");

    private ThroughputReport() {}

    public static void main(String[] args) throws IOException {
        var file = args.length > 0 ? Path.of(args[0]) : newest();
        var run = ThroughputRun.read(file);
        var table = new ThroughputTable(run);
        var stem = file.getFileName().toString().replaceFirst("\\.json$", "");
        var folder = file.resolveSibling("");
        write(folder.resolve(stem + ".md"), table.markdown());
        for (var figure : List.of(Figure.TCP1, Figure.CPU_PER_GB)) {
            var svg = folder.resolve(stem + "-" + figure.key() + ".svg");
            ThroughputChart.write(run, figure, svg);
            System.out.println("written: " + svg);
        }
        var part = table.brief(RESULTS + "/" + stem);
        write(README, new MarkedText("throughput").put(Files.readString(README), part));
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        System.out.println("written: " + file);
    }

    private static Path newest() throws IOException {
        try (var files = Files.list(RESULTS)) {
            return files.filter(f -> f.getFileName().toString().matches("throughput-.*\\.json"))
                    .max(Path::compareTo)
                    .orElseThrow(() ->
                            new IOException(
                                    "no throughput-*.json in "
                                            + RESULTS
                                            + ": ./dev bench throughput makes one"));
        }
    }
}
