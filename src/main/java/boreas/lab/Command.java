package boreas.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A program that runs to its end within a time limit.
final class Command {
    /// For `ip`, `nft` and the like, which take milliseconds; generous for a busy machine.
    static final Duration QUICK = Duration.ofSeconds(10);

    /// Output of the tools is small; a runaway one must not fill the memory.
    private static final int OUTPUT_BYTES_MAX = 4 << 20;

    /// What a program left behind.
    public record Output(int code, String out, String err) {
        public boolean isSuccess() {
            return code == 0;
        }
    }

    private Command() {}

    /// Runs a program with an empty standard input.
    static Output run(Duration limit, List<String> words) {
        Process process;
        try {
            process = new ProcessBuilder(words).start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new LabException("cannot start " + words.getFirst() + ": " + e.getMessage(), e);
        }
        return finish(process, limit, words);
    }

    /// As [#run]; a program that fails is an error.
    static Output must(Duration limit, List<String> words) {
        var output = run(limit, words);
        if (output.isSuccess()) return output;
        throw new LabException(
                "`%s` ended with %d: %s"
                        .formatted(
                                String.join(" ", words),
                                output.code,
                                (output.err + output.out).strip()));
    }

    static Output finish(Process process, Duration limit, List<String> words) {
        var out =
                CompletableFuture.supplyAsync(
                        () -> read(process.getInputStream()), Thread::startVirtualThread);
        var err =
                CompletableFuture.supplyAsync(
                        () -> read(process.getErrorStream()), Thread::startVirtualThread);
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                return new Output(process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while `" + words.getFirst() + "` ran", e);
        }
        process.destroyForcibly();
        throw new LabException(
                "`%s` did not end within %d s"
                        .formatted(String.join(" ", words), limit.toSeconds()));
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readNBytes(OUTPUT_BYTES_MAX), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
