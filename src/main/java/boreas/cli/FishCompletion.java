package boreas.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The words of a command line for the shell fish, which picocli does not write: one `complete`
/// line for each command and each option.
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandLine root) {
        var name = root.getCommandName();
        var lines = new ArrayList<String>();
        lines.add(
                "# Completion of `"
                        + name
                        + "` for fish: ~/.config/fish/completions/"
                        + name
                        + ".fish");
        lines.add("complete -c " + name + " -f");
        add(root.getCommandSpec(), name, List.of(), lines);
        return String.join("\n", lines) + "\n";
    }

    /// @param path the words of the command behind the program's name
    private static void add(
            CommandSpec command, String program, List<String> path, List<String> lines) {
        var subcommands = command.subcommands();
        var elsewhere = namesakes(command);
        var next = new ArrayList<>(subcommands.keySet());
        next.addAll(elsewhere);
        var here = condition(path, next);
        for (var sub : subcommands.entrySet()) {
            var spec = sub.getValue().getCommandSpec();
            if (spec.usageMessage().hidden()) continue;
            lines.add(
                    "complete -c %s -n '%s' -a %s -d '%s'"
                            .formatted(program, here, sub.getKey(), quoted(firstSentence(spec))));
        }
        var inside = condition(path, elsewhere);
        for (var option : command.options())
            if (!option.hidden()) lines.add(line(option, program, inside));
        for (var parameter : command.positionalParameters()) {
            var words = parameter.completionCandidates();
            if (parameter.paramLabel().contains("FILE"))
                lines.add("complete -c %s -n '%s' -F".formatted(program, inside));
            else if (words != null)
                lines.add(
                        "complete -c %s -n '%s' -a '%s'"
                                .formatted(program, inside, String.join(" ", words)));
        }
        for (var sub : subcommands.entrySet()) {
            var deeper = new ArrayList<>(path);
            deeper.add(sub.getKey());
            add(sub.getValue().getCommandSpec(), program, deeper, lines);
        }
    }

    /// Commands beside this one that have a subcommand of its name: `site` for `status`.
    private static List<String> namesakes(CommandSpec command) {
        var above = command.parent();
        if (above == null) return List.of();
        return above.subcommands().entrySet().stream()
                .filter(e -> e.getValue().getSubcommands().containsKey(command.name()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// All words of the path were typed, and none of the others.
    private static String condition(List<String> path, List<String> none) {
        var text = new StringBuilder();
        for (var word : path)
            text.append(text.isEmpty() ? "" : "; and ")
                    .append("__fish_seen_subcommand_from ")
                    .append(word);
        if (!none.isEmpty())
            text.append(text.isEmpty() ? "" : "; and ")
                    .append("not __fish_seen_subcommand_from ")
                    .append(String.join(" ", none));
        return text.isEmpty() ? "true" : text.toString();
    }

    private static String line(OptionSpec option, String program, String condition) {
        var line = new StringBuilder("complete -c %s -n '%s'".formatted(program, condition));
        for (var name : option.names())
            if (name.startsWith("--")) line.append(" -l ").append(name.substring(2));
            else if (name.length() == 2) line.append(" -s ").append(name.charAt(1));
            else line.append(" -o ").append(name.substring(1));
        if (option.arity().max() > 0) {
            line.append(" -r");
            if (option.paramLabel().contains("FILE")) line.append(" -F");
        }
        var description = option.description();
        if (description.length > 0)
            line.append(" -d '").append(quoted(Summary.of(description[0]))).append('\'');
        return line.toString();
    }

    private static String firstSentence(CommandSpec spec) {
        var description = spec.usageMessage().description();
        return description.length == 0 ? spec.name() : Summary.of(description[0]).strip();
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }
}
