package boreas.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A program that runs to its end within a time limit.
final class Command {
    /// For `ip`, `nft` and the like, which take milliseconds; generous for a busy machine.
    static final Duration QUICK = Duration.ofSeconds(10);

    /// Output of the tools is small; a runaway one must not fill the memory.
    private static final int OUTPUT_BYTES_MAX = 4 << 20;

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
                                output.code(),
                                (output.err() + output.out()).strip()));
    }

    static Output finish(Process process, Duration limit, List<String> words) {
        var out = reading(process.getInputStream(), limit);
        var err = reading(process.getErrorStream(), limit);
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                return new Output(process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while `" + words.getFirst() + "` ran", e);
        } catch (CompletionException e) {
            throw new LabException(
                    "`%s` has ended, but its output has not: %s"
                            .formatted(String.join(" ", words), e.getMessage()),
                    e);
        }
        process.destroyForcibly();
        throw new LabException(
                "`%s` did not end within %d s"
                        .formatted(String.join(" ", words), limit.toSeconds()));
    }

    /// Bounded behind the program's own limit: a child that it left in the background may hold its
    /// output open for ever.
    private static CompletableFuture<String> reading(InputStream stream, Duration limit) {
        return CompletableFuture.supplyAsync(
                        () -> read(stream), Thread.ofPlatform().daemon()::start)
                .orTimeout(limit.plusSeconds(2).toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readNBytes(OUTPUT_BYTES_MAX), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
