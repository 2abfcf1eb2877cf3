package boreas.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;

/// `bench/results/NAME-DATE.json`: the figures, the machine that they are of, and how busy it was.
final class ResultFile {
    private final String measurement;
    private final String loadBefore = load();

    /// Made before the first trial.
    ResultFile(String measurement) {
        this.measurement = measurement;
    }

    /// @param results a JSON object each
    Path write(List<String> results) throws IOException {
        var folder = Files.createDirectories(Path.of("bench/results"));
        var file = folder.resolve(measurement + "-" + LocalDate.now() + ".json");
        Files.writeString(
                file,
                """
                {"measurement": "%s", "date": "%s",
                 "machine": "%s", "processors": %d, "load before": "%s", "load after": "%s",
                 "results": [
                  %s
                ]}
                """
                        .formatted(
                                measurement,
                                LocalDate.now(),
                                machine(),
                                Runtime.getRuntime().availableProcessors(),
                                loadBefore,
                                load(),
                                String.join(",\n  ", results)));
        return file;
    }

    /// What every file begins with: of which machine and day, and how busy it was.
    static void describe(BiConsumer<String, String> tell, String measurement) throws IOException {
        tell.accept("measurement", measurement);
        tell.accept("date", LocalDate.now().toString());
        tell.accept("machine", machine());
        tell.accept("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        tell.accept("kernel", kernel("kernel/osrelease"));
        tell.accept("congestion control", kernel("net/ipv4/tcp_congestion_control"));
        tell.accept("load before", load());
    }

    private static String kernel(String setting) throws IOException {
        return Files.readString(Path.of("/proc/sys", setting)).strip();
    }

    /// Of the last 1, 5 and 15 minutes.
    static String load() {
        try {
            var words = Files.readString(Path.of("/proc/loadavg")).split(" ");
            return String.join(" ", List.of(words).subList(0, 3));
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String machine() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/cpuinfo")))
            if (line.startsWith("model name")) return line.substring(line.indexOf(':') + 1).strip();
        return System.getProperty("os.arch");
    }
}
