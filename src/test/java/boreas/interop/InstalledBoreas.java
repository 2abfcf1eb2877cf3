package boreas.interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The launchers in a folder with the very classes that are being tested, laid out as a package
/// installs them. Nothing is built again.
public final class InstalledBoreas {
    private InstalledBoreas() {}

    /// False where the tests run without the module path, as `./dev quick` does.
    public static boolean isPossible() {
        return System.getProperty("jdk.module.path") != null;
    }

    public static void into(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("dist"));
        Files.createDirectories(folder.resolve("app"));
        for (var name : List.of("boreas", "cjdroute", "dist/launch.sh"))
            Files.copy(
                    Path.of(name),
                    folder.resolve(name),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
        for (var entry : System.getProperty("jdk.module.path", "").split(File.pathSeparator)) {
            var path = Path.of(entry).toAbsolutePath();
            if (Files.isDirectory(path)) pack(path, folder.resolve("app/boreas.jar"));
            else
                Files.copy(
                        path,
                        folder.resolve("app").resolve(String.valueOf(path.getFileName())),
                        StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(jar));
                var walk = Files.walk(classes)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }
}
