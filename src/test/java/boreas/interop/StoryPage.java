package boreas.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a page of the documentation tells its readers to do, in order.
///
/// Commands are in blocks marked `console`, behind the name of the machine and `# `; lines below a
/// command are what it says. A block whose paragraph before ends in "`/FILE` on MACHINE:" is that
/// file.
final class StoryPage {
    private static final Pattern COMMAND = Pattern.compile("(\\w+)# (.*)");
    private static final Pattern FILE = Pattern.compile("`(/[^`]+)` on (\\w+):$");

    /// One thing to do.
    sealed interface Step {}

    /// @param section under which heading
    /// @param says what the page shows below it
    record Command(String section, String machine, String line, String says) implements Step {}

    record WrittenFile(String section, String machine, String path, String text) implements Step {}

    private StoryPage() {}

    static List<Step> read(Path page) {
        List<String> lines;
        try {
            lines = Files.readAllLines(page);
        } catch (IOException e) {
            throw new AssertionError("no page " + page, e);
        }
        var steps = new ArrayList<Step>();
        var section = "";
        var before = "";
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.startsWith("#")) section = line.replaceFirst("^#+ ", "");
            if (!line.startsWith("```")) {
                if (!line.isBlank()) before = line;
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).startsWith("```")) end++;
            var block = lines.subList(i + 1, end);
            var file = FILE.matcher(before);
            if (line.equals("```console")) steps.addAll(commands(section, block));
            else if (file.find())
                steps.add(
                        new WrittenFile(
                                section,
                                file.group(2),
                                file.group(1),
                                String.join("\n", block) + "\n"));
            i = end;
        }
        return steps;
    }

    private static List<Command> commands(String section, List<String> block) {
        var commands = new ArrayList<Command>();
        for (var line : block) {
            var command = COMMAND.matcher(line);
            if (command.matches())
                commands.add(new Command(section, command.group(1), command.group(2), ""));
            else {
                var last = commands.removeLast();
                commands.add(
                        new Command(
                                section,
                                last.machine,
                                last.line,
                                (last.says + "\n" + line).strip()));
            }
        }
        return commands;
    }
}
