package boreas.lab.demo;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the user asked for.
///
/// @param launcher the `boreas` launcher, beside which its `cjdroute` stands
/// @param arguments the demo's own command line, to start it again inside a user namespace
/// @param json where the report goes, besides the table
public record DemoOptions(Path launcher, List<String> arguments, @Nullable Path json) {
    public DemoOptions {
        arguments = List.copyOf(arguments);
    }
}
