package boreas.cli;

import boreas.config.Problem;
import boreas.config.Spelling;
import boreas.daemon.MachineCheck;
import boreas.value.JsonText;
import boreas.value.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `boreas check FILE`: everything that is wrong with a configuration, by place.
@Command(
        name = "check",
        description = {
            "Says everything that is wrong with a configuration, on this machine too, and what"
                    + " would work: a line each, with its place. Changes nothing."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:a node can be started with it; `boreas reload` may still refuse it, which the last"
                    + " line says where the file itself is why",
            "1:it cannot, or the file cannot be read",
            Main.MISUSED
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "such as /etc/cjdroute.conf")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(
            names = "--file-only",
            description = "Only the file, not this machine: for one that is meant for another.")
    private boolean isFileOnly;

    @Option(names = "--no-names", description = "Do not look up the names of peers.")
    private boolean asksForNoNames;

    @Option(names = "--json", description = "For programs.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ConfFile conf;
        try (var in = Files.newInputStream(file)) {
            conf = ConfFile.read(file.toString(), in);
        }
        var problems = new ArrayList<>(conf.problems());
        if (!isFileOnly) problems.addAll(ofThisMachine(conf));
        problems.sort(Comparator.comparing(Problem::at));
        boolean isUsable = problems.stream().noneMatch(Problem::isError);
        var out = spec.commandLine().getOut();
        if (isJson) out.println(json(problems, isUsable));
        else print(problems, isUsable, out);
        return isUsable ? 0 : Main.FAILED;
    }

    /// Nothing more of a file that cannot be used.
    private List<Problem> ofThisMachine(ConfFile conf) {
        var root = conf.root();
        var settings = conf.conf();
        if (root == null) return List.of();
        var problems = new ArrayList<Problem>();
        var secrets = MachineCheck.secrets(file, root.at());
        if (secrets != null) problems.add(secrets);
        if (settings != null) problems.addAll(MachineCheck.of(settings, root, !asksForNoNames));
        return problems;
    }

    private void print(List<Problem> problems, boolean isUsable, PrintWriter out) {
        CheckedFile.print(file.toString(), problems, out::println);
        long errors = problems.stream().filter(Problem::isError).count();
        out.printf(
                "%s: %s, %s, %s%s%n",
                file,
                isUsable ? "usable" : "not usable",
                Spelling.count(errors, "error"),
                Spelling.count(problems.size() - errors, "warning"),
                isUsable && hasSlips(problems) ? "; boreas reload would refuse it" : "");
    }

    private static boolean hasSlips(List<Problem> problems) {
        return problems.stream().anyMatch(Problem::isSlip);
    }

    private String json(List<Problem> problems, boolean isUsable) {
        var lines = new ArrayList<Value>();
        for (var p : problems)
            lines.add(
                    Value.dict()
                            .put("line", p.line())
                            .put("column", p.column())
                            .put("severity", p.isError() ? "error" : "warning")
                            .put("text", p.text())
                            .build());
        return JsonText.standard(
                Value.dict()
                        .put("file", file.toString())
                        .put("usable", isUsable ? 1 : 0)
                        .put("reloadable", isUsable && !hasSlips(problems) ? 1 : 0)
                        .put("problems", lines)
                        .build());
    }
}
