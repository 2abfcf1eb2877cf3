package boreas.report;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// Runs chosen test classes without Maven: `./dev quick`. The first argument is the folder of the
/// compiled tests, the others are class names, with `*` for anything. Classes that are named in
/// full run whatever their tags.
public final class QuickTests {
    private static final int STACK_LINES = 12;

    private QuickTests() {}

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        var request = LauncherDiscoveryRequestBuilder.request();
        var wanted = List.of(args).subList(1, args.length);
        if (wanted.isEmpty() || wanted.stream().anyMatch(name -> name.contains("*")))
            request.filters(TagFilter.excludeTags("soak", "interop", "bench"));
        var chosen = classNames(Path.of(args[0]), wanted);
        if (chosen.isEmpty()) {
            System.out.println("no test class is called so");
            System.exit(1);
        }
        for (var name : chosen) request.selectors(selectClass(Class.forName(name)));
        var summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request.build(), summary);
        var s = summary.getSummary();
        for (var failure : s.getFailures()) {
            System.out.println("FAILED " + failure.getTestIdentifier().getLegacyReportingName());
            System.out.println("  " + failure.getException());
            var stack = failure.getException().getStackTrace();
            for (int i = 0; i < Math.min(stack.length, STACK_LINES); i++)
                if (stack[i].getClassName().startsWith("boreas."))
                    System.out.println("    at " + stack[i]);
        }
        System.out.printf(
                "%d passed, %d failed, %d skipped%n",
                s.getTestsSucceededCount(),
                s.getTestsFailedCount(),
                s.getTestsSkippedCount() + s.getTestsAbortedCount());
        System.exit(s.getTestsFailedCount() == 0 ? 0 : 1);
    }

    private static List<String> classNames(Path tests, List<String> wanted) throws IOException {
        var names = new ArrayList<String>();
        var pattern =
                Pattern.compile(
                        wanted.isEmpty()
                                ? ".*Test"
                                : String.join("|", wanted).replace(".", "\\.").replace("*", ".*"));
        try (var files = Files.walk(tests)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var path = tests.relativize(file).toString();
                if (!path.endsWith("Test.class")) continue;
                var name = path.substring(0, path.length() - 6).replace('/', '.');
                if (pattern.matcher(name.substring(name.lastIndexOf('.') + 1)).matches())
                    names.add(name);
            }
        }
        return names;
    }
}
