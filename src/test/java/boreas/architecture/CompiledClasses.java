package boreas.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// The main classes as the compiler left them, read by their constant pools.
final class CompiledClasses {
    // All text entries are looked at: an arrow that stands only in a method's signature is no class
    // entry. Resource paths in string constants start with a slash and do not match.
    private static final Pattern TYPE = Pattern.compile("(?:^|[L\\[;<])([a-z]\\w*(?:/\\w+)+)");

    private final Path root;
    private final List<Path> files;

    private CompiledClasses(Path root, List<Path> files) {
        this.root = root;
        this.files = files;
    }

    static CompiledClasses ofMain() throws IOException {
        // The tests run inside the module, so a main class's place is asked of the build, not of
        // the class loader (which sees the test folder first for a patched module).
        var root = Path.of(System.getProperty("boreas.classes", "target/classes"));
        try (var walk = Files.walk(root.resolve("boreas"))) {
            return new CompiledClasses(
                    root, walk.filter(f -> f.toString().endsWith(".class")).sorted().toList());
        }
    }

    /// The packages below `boreas`, written `path` or `path.dht`.
    Set<String> packages() {
        var names = new TreeSet<String>();
        for (var file : files) names.add(packageOf(file));
        return names;
    }

    /// Which of our packages each of our packages mentions.
    Map<String, Set<String>> arrows() {
        var arrows = new TreeMap<String, Set<String>>();
        eachType((file, type) -> {
            var uses = arrows.computeIfAbsent(packageOf(file), _ -> new TreeSet<>());
            if (type.startsWith("boreas/") && isOurs(type)) uses.add(packageOf(type));
        });
        arrows.forEach((from, to) -> to.remove(from));
        return arrows;
    }

    /// Types such as `java/lang/Thread` that the classes of one package mention, each with the
    /// class that does.
    Map<String, String> typesIn(String packageName) {
        var types = new TreeMap<String, String>();
        eachType((file, type) -> {
            if (packageOf(file).equals(packageName)) types.put(type, file.getFileName().toString());
        });
        return types;
    }

    /// Methods such as `java/lang/System.nanoTime` that the classes of one package call, each with
    /// the class that does.
    Map<String, String> callsIn(String packageName) {
        var calls = new TreeMap<String, String>();
        for (var file : files) {
            if (!packageOf(file).equals(packageName)) continue;
            for (var entry : parse(file).constantPool())
                if (entry instanceof MemberRefEntry member)
                    calls.put(
                            member.owner().asInternalName() + "." + member.name().stringValue(),
                            file.getFileName().toString());
        }
        return calls;
    }

    private void eachType(BiConsumer<Path, String> visitor) {
        for (var file : files)
            for (var entry : parse(file).constantPool())
                if (entry instanceof Utf8Entry text)
                    TYPE.matcher(text.stringValue())
                            .results()
                            .forEach(m -> visitor.accept(file, m.group(1)));
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A text such as `boreas/run` may be anything; a type of ours has a class file.
    private boolean isOurs(String type) {
        return Files.exists(root.resolve(type + ".class"));
    }

    private String packageOf(Path file) {
        return packageOf(root.relativize(file).toString());
    }

    private static String packageOf(String type) {
        var parent = type.substring("boreas/".length());
        int end = parent.lastIndexOf('/');
        return end < 0 ? "" : parent.substring(0, end).replace('/', '.');
    }
}
