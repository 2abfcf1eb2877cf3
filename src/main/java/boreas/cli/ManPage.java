package boreas.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The manual page of a command, written from what its `--help` says, in the language of man(7).
final class ManPage {
    private static final String SECTION = "1";

    private final StringBuilder text = new StringBuilder();

    private ManPage() {}

    /// The pages of a command and all below it, by the names of their files: `boreas-site-plan.1`.
    static Map<String, String> all(CommandSpec root) {
        Map<String, String> pages = new LinkedHashMap<>();
        collect(root, pages);
        return pages;
    }

    private static void collect(CommandSpec command, Map<String, String> pages) {
        pages.put(title(command) + "." + SECTION, of(command));
        command.subcommands().values().stream()
                .map(sub -> sub.getCommandSpec())
                .filter(spec -> !spec.usageMessage().hidden())
                .forEach(spec -> collect(spec, pages));
    }

    static String of(CommandSpec command) {
        return new ManPage().write(command);
    }

    private static String title(CommandSpec command) {
        return command.qualifiedName("-");
    }

    private String write(CommandSpec command) {
        var usage = command.usageMessage();
        var description = usage.description();
        var first = description.length == 0 ? "" : description[0];
        line(
                ".TH \"%s\" %s \"\" \"%s\" \"Boreas\""
                        .formatted(
                                title(command).toUpperCase(Locale.ROOT),
                                SECTION,
                                ProgramVersion.NAME));
        line(".SH NAME");
        line(escaped(title(command)) + " \\- " + escaped(summary(first)));
        line(".SH SYNOPSIS");
        line(escaped(synopsis(command)));
        if (description.length > 0) line(".SH DESCRIPTION");
        for (var paragraph : description) paragraph(paragraph);
        arguments(command);
        commands(command);
        exitCodes(usage.exitCodeList());
        if (usage.footer().length > 0) line(".SH NOTES");
        paragraph(String.join(" ", usage.footer()));
        line(".SH SEE ALSO");
        line(seeAlso(command));
        return text.toString();
    }

    /// As `--help` has it, on one line.
    private static String synopsis(CommandSpec command) {
        return command.commandLine()
                .getHelp()
                .synopsis(0)
                .replaceAll("\u001b\\[[0-9;]*m", "")
                .strip()
                .replaceAll("\\s+", " ");
    }

    private static String summary(String description) {
        var summary = Summary.of(description);
        return summary.isEmpty()
                ? "?"
                : Character.toLowerCase(summary.charAt(0)) + summary.substring(1);
    }

    private void paragraph(String sentence) {
        if (sentence.isBlank()) return;
        // Lines that are indented are examples, to be seen as they are.
        if (sentence.startsWith("  ")) {
            line(".br");
            line(escaped(Summary.plain(sentence)).replace(" ", "\\ "));
            return;
        }
        line(".PP");
        line(escaped(Summary.plain(sentence)));
    }

    private void arguments(CommandSpec command) {
        var visible = command.positionalParameters().stream().filter(p -> !p.hidden()).toList();
        if (!visible.isEmpty()) line(".SH ARGUMENTS");
        for (var parameter : visible) item(parameter.paramLabel(), parameter);
        var options = command.options().stream().filter(o -> !o.hidden()).toList();
        if (!options.isEmpty()) line(".SH OPTIONS");
        for (var option : options) item(names(option), option);
    }

    private static String names(OptionSpec option) {
        var names = String.join(", ", option.names());
        return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
    }

    private void item(String heading, ArgSpec argument) {
        line(".TP");
        line(".B " + escaped(heading));
        for (var sentence : argument.description())
            line(escaped(Summary.plain(filled(sentence, argument))));
    }

    /// The variables that `--help` fills in.
    private static String filled(String sentence, ArgSpec argument) {
        var values = new StringJoiner(", ");
        var candidates = argument.completionCandidates();
        if (candidates != null) candidates.forEach(values::add);
        return sentence.replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                .replace("${COMPLETION-CANDIDATES}", values.toString());
    }

    private void commands(CommandSpec command) {
        if (command.subcommands().isEmpty()) return;
        line(".SH COMMANDS");
        command.subcommands()
                .forEach((name, sub) -> {
                    var description = sub.getCommandSpec().usageMessage().description();
                    if (sub.getCommandSpec().usageMessage().hidden()) return;
                    line(".TP");
                    line(".B " + escaped(name));
                    line(escaped(description.length == 0 ? "" : Summary.plain(description[0])));
                });
    }

    private void exitCodes(Map<String, String> codes) {
        if (codes.isEmpty()) return;
        line(".SH EXIT STATUS");
        codes.forEach((code, meaning) -> {
            line(".TP");
            line(".B " + escaped(code.strip()));
            line(escaped(Summary.plain(meaning)));
        });
    }

    private static String seeAlso(CommandSpec command) {
        var parent = command.parent();
        return parent == null
                ? "cjdns(1), https://github.com/cjdelisle/cjdns"
                : "\\fB" + escaped(title(parent)) + "\\fR(1)";
    }

    /// What the language of man(7) would read as its own.
    private static String escaped(String text) {
        var escaped =
                text.replace("\\", "\\e")
                        .replace("-", "\\-")
                        .replace("`", "\\(ga")
                        .replace("'", "\\(aq")
                        .replace("~", "\\(ti")
                        .replace("^", "\\(ha")
                        .replace("…", "...");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }

    private void line(String line) {
        text.append(line.strip()).append('\n');
    }
}
