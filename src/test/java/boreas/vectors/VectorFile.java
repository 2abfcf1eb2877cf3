package boreas.vectors;

import boreas.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One vector file. Remembers which of its sections were asked for, so that a section which no
/// suite knows is found.
public final class VectorFile {
    private final Path path;
    private final String name;
    private final Set<String> known = new HashSet<>();
    private boolean wholeIsKnown;
    private Value.@Nullable Dict root;

    VectorFile(Path path, String name) {
        this.path = path;
        this.name = name;
    }

    /// Relative to the vector folder, such as `conf/cleanconf-v21-1.json`.
    public String name() {
        return name;
    }

    /// The file as it is, for files that are no JSON, or are their own one case.
    public byte[] bytes() throws IOException {
        wholeIsKnown = true;
        return Files.readAllBytes(path);
    }

    /// The top level as one case; all sections become known.
    public VectorCase whole() throws IOException {
        wholeIsKnown = true;
        return new VectorCase("", root());
    }

    /// The cases of a top-level list; empty when this file has no such list.
    public List<VectorCase> cases(String section) throws IOException {
        known.add(section);
        return root().has(section) ? new VectorCase("", root()).cases(section) : List.of();
    }

    /// A top-level value that is no list of dicts; null when this file has none.
    public @Nullable Value section(String name) throws IOException {
        known.add(name);
        return root().get(name);
    }

    /// Top-level lists and dicts that nobody asked for.
    List<String> unknownSections() throws IOException {
        var unknown = new ArrayList<String>();
        if (wholeIsKnown) return unknown;
        for (var e : root().entries().entrySet()) {
            boolean isSection = e.getValue() instanceof Value.Items;
            isSection |= e.getValue() instanceof Value.Dict;
            if (isSection && !known.contains(e.getKey().text())) unknown.add(e.getKey().text());
        }
        return unknown;
    }

    private Value.Dict root() throws IOException {
        var known = root;
        if (known == null) {
            known = StandardJson.parseDict(Files.readString(path));
            root = known;
        }
        return known;
    }
}
