package boreas.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A terminal that shows one picture after the other, and hears single keys. What is no terminal,
/// or a dumb one, gets the pictures one below the other.
final class Screen implements AutoCloseable {
    private static final int USUAL_ROWS = 24, USUAL_COLUMNS = 80;
    private static final long STTY_LIMIT_MS = 2000;

    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";

    private final PrintWriter out;
    private final InputStream keys;

    /// Of the terminal, to be put back; null without one.
    private final @Nullable String settings;

    private final Thread hook = Thread.ofPlatform().name("screen").unstarted(this::restore);
    private boolean isRestored;

    private Screen(PrintWriter out, InputStream keys, @Nullable String settings) {
        this.out = out;
        this.keys = keys;
        this.settings = settings;
    }

    /// @param wantsPictures false: one below the other, whatever the terminal
    static Screen open(PrintWriter out, boolean wantsPictures) {
        var settings = wantsPictures && isTerminal() ? stty("-g") : null;
        var screen = new Screen(out, System.in, settings);
        if (screen.isLive()) {
            Runtime.getRuntime().addShutdownHook(screen.hook);
            var _ = stty("-icanon", "-echo", "min", "0", "time", "0");
            out.print(ENTER);
            out.flush();
        }
        return screen;
    }

    private boolean isLive() {
        return settings != null;
    }

    private static boolean isTerminal() {
        var kind = System.getenv("TERM");
        boolean isConsole = System.console() instanceof Console c && c.isTerminal();
        return isConsole && kind != null && !kind.equals("dumb");
    }

    /// Cut to the size that the terminal has now.
    void show(List<String> lines) {
        if (!isLive()) {
            lines.forEach(out::println);
            out.println();
            out.flush();
            return;
        }
        int rows = USUAL_ROWS, columns = USUAL_COLUMNS;
        var size = stty("size");
        if (size != null && size.matches("\\d+ \\d+")) {
            rows = Math.max(Integer.parseInt(size.split(" ")[0]), 2);
            columns = Math.max(Integer.parseInt(size.split(" ")[1]), 10);
        }
        var text = new StringBuilder("\u001b[H");
        for (var line : fitted(lines, rows - 1, columns)) text.append(line).append("\u001b[K\n");
        out.print(text.append("\u001b[J"));
        out.flush();
    }

    /// What there is room for; `>` ends a line that goes on, and a last line counts those left out.
    static List<String> fitted(List<String> lines, int rows, int columns) {
        boolean isWhole = lines.size() <= rows;
        var shown = new ArrayList<String>();
        for (var line : isWhole ? lines : lines.subList(0, rows - 1)) {
            boolean goesOn = !cut(line, columns).equals(line);
            shown.add(goesOn ? cut(line, columns - 1) + ">" : line);
        }
        if (!isWhole) shown.add(cut("(%d more lines)".formatted(lines.size() - rows + 1), columns));
        return shown;
    }

    /// So many visible characters; what only colours does not count.
    static String cut(String line, int columns) {
        int seen = 0;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\u001b') {
                while (i < line.length() && line.charAt(i) != 'm') i++;
                continue;
            }
            if (Character.isLowSurrogate(line.charAt(i))) continue;
            if (seen++ == columns) return line.substring(0, i) + "\u001b[0m";
        }
        return line;
    }

    /// Waits, unless somebody wants to leave. @return false when somebody does
    boolean waits(long ms) throws InterruptedException, IOException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (true) {
            while (isLive() && keys.available() > 0) {
                int key = keys.read();
                if (key == 'q' || key == 'Q' || key == 3) return false;
            }
            long leftNs = endNs - System.nanoTime();
            if (leftNs <= 0 || out.checkError()) return !out.checkError();
            Thread.sleep(Math.min(50, Math.max(1, leftNs / 1_000_000)));
        }
    }

    private static @Nullable String stty(String... arguments) {
        var command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectInput(Redirect.INHERIT)
                            .redirectError(Redirect.DISCARD)
                            .start();
            try (var said = process.getInputStream()) {
                var text = new String(said.readAllBytes(), StandardCharsets.US_ASCII).strip();
                boolean isDone = process.waitFor(STTY_LIMIT_MS, TimeUnit.MILLISECONDS);
                return isDone && process.exitValue() == 0 ? text : null;
            }
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private synchronized void restore() {
        if (settings == null || isRestored) return;
        isRestored = true;
        var _ = stty(settings);
        out.print(LEAVE);
        out.flush();
    }

    @Override
    public void close() {
        restore();
        if (!isLive()) return;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // It runs already.
        }
    }
}
