package boreas.daemon.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A tool of the system that is run to its end: `nft`, and where somebody uses them still
/// `iptables-legacy` and its like. In the network namespace of the calling thread, with its rights.
final class Program {
    /// They take milliseconds; a machine may be busy, and large tables take long.
    private static final int LIMIT_S = 20;

    /// Services have paths without these.
    private static final List<Path> USUAL =
            List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/local/sbin"));

    private Program() {}

    record Result(int code, String out, String err) {
        boolean isSuccess() {
            return code == 0;
        }

        /// What it complained of, in a line.
        String complaint() {
            for (var line : (err + out).lines().toList()) if (!line.isBlank()) return line.strip();
            return "it ended with " + code;
        }
    }

    /// Where it is; null: not installed.
    static @Nullable Path find(String name) {
        var folders = new ArrayList<Path>();
        var path = System.getenv("PATH");
        if (path != null)
            for (var folder : path.split(":"))
                if (folder.startsWith("/")) folders.add(Path.of(folder));
        folders.addAll(USUAL);
        for (var folder : folders) {
            var file = folder.resolve(name);
            if (Files.isExecutable(file)) return file;
        }
        return null;
    }

    /// @param input for its standard input
    static Result run(Path program, String input, List<String> arguments) throws SiteException {
        var words = new ArrayList<String>();
        words.add(program.toString());
        words.addAll(arguments);
        Process process = null;
        try {
            var builder = new ProcessBuilder(words);
            builder.environment().put("LC_ALL", "C");
            process = builder.start();
            var out = reading(process.getInputStream());
            var err = reading(process.getErrorStream());
            var in = process.getOutputStream();
            start(() -> feed(in, input)); // a program that hangs may not read
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS))
                throw new SiteException(program + " did not end within " + LIMIT_S + " s");
            return new Result(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new SiteException("cannot start " + program + ": " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new SiteException("interrupted while " + program + " ran");
        } finally {
            if (process != null) process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> reading(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                Program::start);
    }

    private static void feed(OutputStream stream, String input) {
        try (stream) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // it has ended before it read all, and says why
        }
    }

    /// Threads that end with the program: they have the capabilities of the thread that starts
    /// them, which those that carry virtual ones would keep.
    private static void start(Runnable task) {
        Thread.ofPlatform().daemon().name("program").start(task);
    }
}
