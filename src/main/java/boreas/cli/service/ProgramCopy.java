package boreas.cli.service;

import boreas.daemon.ReplacedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The built program in a folder of its own, laid out as the launchers find it without building
/// anything:
///
/// ```
///   boreas  cjdroute  dist/launch.sh    the launchers
///   app/*.jar                           the program
///   app/boreas.aot                      what the JVM learnt in a rehearsal; missing, all works
///   INSTALLED                           these files, a line each: what a removal takes away
/// ```
public final class ProgramCopy {
    private static final String LIST = "INSTALLED";
    private static final String TITLE = "# Copied by `boreas install-service`";
    private static final List<String> LAUNCHERS = List.of("boreas", "cjdroute", "dist/launch.sh");
    private static final String APP = "app", CACHE = "app/boreas.aot";

    private final Path folder;

    /// @param folder where the copy is, or will be
    public ProgramCopy(Path folder) {
        this.folder = folder;
    }

    /// Whether somebody else has put something there.
    public boolean isForeign() throws IOException {
        if (!Files.exists(folder)) return false;
        if (!Files.isDirectory(folder)) return true;
        try (var inside = Files.list(folder)) {
            return inside.findAny().isPresent() && listed().isEmpty();
        }
    }

    /// Whether a copy of ours is there.
    public boolean isThere() throws IOException {
        return !listed().isEmpty();
    }

    /// Copies what is missing or differs, and removes what an older copy had.
    ///
    /// @param launchers the folder with the launchers
    /// @param jars the folder with the jars
    /// @return how many files were written; 0: it was there already
    public int write(Path launchers, Path jars) throws IOException {
        var wanted = files(launchers, jars);
        var old = listed();
        int written = 0;
        // What a killed run has left behind must be known as ours too.
        if (!old.containsAll(wanted.keySet())) {
            var all = new ArrayList<>(old);
            for (var name : wanted.keySet()) if (!all.contains(name)) all.add(name);
            list(all);
        }
        for (var e : wanted.entrySet())
            if (copy(e.getValue(), folder.resolve(e.getKey()))) written++;
        for (var name : old)
            if (!wanted.containsKey(name) && !name.equals(CACHE)) {
                Files.deleteIfExists(folder.resolve(name));
                written++;
            }
        if (written > 0) Files.deleteIfExists(folder.resolve(CACHE));
        var now = new ArrayList<>(wanted.keySet());
        now.add(CACHE);
        list(now);
        return written;
    }

    private static Map<String, Path> files(Path launchers, Path jars) throws IOException {
        var files = new LinkedHashMap<String, Path>();
        for (var name : LAUNCHERS) files.put(name, launchers.resolve(name));
        try (var all = Files.newDirectoryStream(jars, "*.jar")) {
            var sorted = new ArrayList<Path>();
            all.forEach(sorted::add);
            sorted.sort(null);
            for (var jar : sorted) files.put(APP + "/" + jar.getFileName(), jar);
        }
        return files;
    }

    /// By a rename, so that a running node keeps the file that it has open.
    private static boolean copy(Path from, Path to) throws IOException {
        if (Files.isRegularFile(to) && Files.mismatch(from, to) < 0) return false;
        Files.createDirectories(to.getParent());
        var mode =
                PosixFilePermissions.fromString(
                        Files.isExecutable(from) ? "rwxr-xr-x" : "rw-r--r--");
        ReplacedFile.write(
                to,
                fresh -> {
                    Files.copy(from, fresh, StandardCopyOption.REPLACE_EXISTING);
                    Files.setPosixFilePermissions(fresh, mode);
                });
        return true;
    }

    private void list(List<String> names) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(LIST), TITLE + "\n" + String.join("\n", names) + "\n");
    }

    /// The names in the list; none without one.
    private List<String> listed() throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(folder.resolve(LIST), StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            return List.of();
        }
        if (lines.isEmpty() || !lines.getFirst().equals(TITLE)) return List.of();
        // Root deletes by it: nothing outside the folder.
        return lines.stream()
                .skip(1)
                .filter(name -> name.matches("[\\w.+-]+(/[\\w.+-]+)?") && !name.contains(".."))
                .toList();
    }

    /// Removes what is in the list, and the folders that are empty then.
    ///
    /// @return how many files were removed; 0: there was no copy
    public int remove() throws IOException {
        var names = listed();
        if (names.isEmpty()) return 0;
        int removed = 0;
        for (var name : names) if (Files.deleteIfExists(folder.resolve(name))) removed++;
        Files.deleteIfExists(folder.resolve(LIST));
        for (var inner : List.of(folder.resolve(APP), folder.resolve("dist"), folder))
            try {
                Files.deleteIfExists(inner);
            } catch (DirectoryNotEmptyException _) {
                // somebody has put something there; it stays
            }
        return removed;
    }
}
