package boreas.architecture;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The main classes as the compiler left them, read once, by their constant pools.
final class CompiledClasses {
    // All text entries are looked at: an arrow that stands only in a method's signature is no class
    // entry. Resource paths in string constants start with a slash and do not match.
    private static final Pattern TYPE = Pattern.compile("(?:^|[L\\[;<])([a-z]\\w*(?:/\\w+)+)");

    /// What one class mentions.
    ///
    /// @param types such as `java/lang/Thread`
    /// @param calls such as `java/lang/System.nanoTime`
    private record Mentions(
            String file, String packageName, Set<String> types, Set<String> calls) {}

    private final Path root;
    private final List<Mentions> classes = new ArrayList<>();

    private CompiledClasses(Path root) {
        this.root = root;
    }

    static CompiledClasses ofMain() throws IOException {
        // The tests run inside the module, so a main class's place is asked of the build, not of
        // the class loader (which sees the test folder first for a patched module).
        var all =
                new CompiledClasses(
                        Path.of(System.getProperty("boreas.classes", "target/classes")));
        try (var walk = Files.walk(all.root.resolve("boreas"))) {
            for (var file : walk.filter(f -> f.toString().endsWith(".class")).sorted().toList())
                all.read(file);
        }
        return all;
    }

    private void read(Path file) throws IOException {
        var types = new TreeSet<String>();
        var calls = new TreeSet<String>();
        for (var entry : ClassFile.of().parse(Files.readAllBytes(file)).constantPool()) {
            if (entry instanceof Utf8Entry text) {
                var found = TYPE.matcher(text.stringValue());
                while (found.find()) types.add(found.group(1));
            }
            if (entry instanceof MemberRefEntry member)
                calls.add(member.owner().asInternalName() + "." + member.name().stringValue());
        }
        classes.add(
                new Mentions(
                        String.valueOf(file.getFileName()),
                        packageOf(root.relativize(file).toString()),
                        types,
                        calls));
    }

    /// The packages below `boreas`, written `path` or `path.dht`.
    Set<String> packages() {
        var names = new TreeSet<String>();
        for (var c : classes) names.add(c.packageName);
        return names;
    }

    /// Which of our packages each of our packages mentions.
    Map<String, Set<String>> arrows() {
        var arrows = new TreeMap<String, Set<String>>();
        for (var c : classes) {
            var uses = arrows.computeIfAbsent(c.packageName, _ -> new TreeSet<>());
            for (var type : c.types)
                if (type.startsWith("boreas/") && isOurs(type)) uses.add(packageOf(type));
        }
        arrows.forEach((from, to) -> to.remove(from));
        return arrows;
    }

    /// Types that the classes of one package mention, each with a class that does.
    Map<String, String> typesIn(String packageName) {
        var types = new TreeMap<String, String>();
        for (var c : classes)
            if (c.packageName.equals(packageName)) c.types.forEach(type -> types.put(type, c.file));
        return types;
    }

    /// Methods that the classes of one package call, each with a class that does.
    Map<String, String> callsIn(String packageName) {
        var calls = new TreeMap<String, String>();
        for (var c : classes)
            if (c.packageName.equals(packageName)) c.calls.forEach(call -> calls.put(call, c.file));
        return calls;
    }

    /// A text such as `boreas/run` may be anything; a type of ours has a class file.
    private boolean isOurs(String type) {
        return Files.exists(root.resolve(type + ".class"));
    }

    private static String packageOf(String type) {
        var parent = type.substring("boreas/".length());
        int end = parent.lastIndexOf('/');
        return end < 0 ? "" : parent.substring(0, end).replace('/', '.');
    }
}
