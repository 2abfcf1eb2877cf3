package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    @TempDir Path folder;

    @Test
    void withoutACommandItShowsThem() {
        var ran = Ran.boreas();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("run ", "genconf ", "check ", "status ", "peers ", "demo ");
    }

    @Test
    void whatBeginsAtOnceIsTheSameCommandAsAmongAllTheOthers() {
        for (var name : new String[] {"run", "status", "peers"}) {
            assertThat(Main.commandLine(name, "--help").getSubcommands()).hasSize(1);
            var help = new StringWriter();
            Main.commandLine().setOut(new PrintWriter(help, true)).execute(name, "--help");
            assertThat(Ran.boreas(name, "--help").out()).isEqualTo(help.toString()).isNotEmpty();
        }
        assertThat(Main.commandLine("paths").getSubcommands()).hasSizeGreaterThan(10);
        assertThat(Main.commandLine("--help").getSubcommands()).hasSizeGreaterThan(10);
    }

    @Test
    void theCommandVersionHelpsToo() {
        var ran = Ran.boreas("version", "--help");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("Shows the versions");
    }

    @Test
    void aServicesNameThatCannotBeOneIsMisuse() {
        var ran = Ran.boreas("install-service", "--name", "9 lives", "--print");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--name: read \"9 lives\", expected a letter");
    }

    @Test
    void eachCommandTellsTheVersion() {
        for (var name : List.of("", "status", "paths", "site plan")) {
            var line = (name + " -V").strip().split(" ");
            assertThat(Ran.boreas(line).out()).as(name).startsWith("Boreas 0.1");
        }
    }

    @Test
    void anUnknownCommandIsNamedWithTheNearestOne() {
        assertThat(Ran.boreas("statsu"))
                .isEqualTo(
                        new Ran(
                                2,
                                "",
                                """
                                boreas: there is no command 'statsu'; is 'status' meant?
                                Try `boreas --help'.
                                """));
        assertThat(Ran.boreas("status", "--jsno").err())
                .hasLineCount(2)
                .startsWith("boreas: Unknown option");
    }

    @Test
    void aCommandThatIsNearNoOtherGetsNoSuggestion() {
        assertThat(Ran.boreas("nosuch").err())
                .isEqualTo("boreas: there is no command 'nosuch'\nTry `boreas --help'.\n");
    }

    @Test
    void checksAConfigurationByPlace() throws Exception {
        var good = write(Ran.boreas("genconf").out());
        var checked = Ran.boreas("check", "--file-only", good);
        assertThat(checked.code()).isZero();
        assertThat(checked.out()).isEqualTo(good + ": usable, 0 errors, 0 warnings\n");

        var bad = write("{\n  \"privateKey\": \"xyz\",\n  \"admin\": 7\n}\n");
        var refused = Ran.boreas("check", bad);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out())
                .contains(bad + ":2:")
                .contains(bad + ":3:")
                .contains("not usable, ");

        var one =
                write(
                        Files.readString(Path.of(good))
                                .replace("\"bind\": \"127", "\"bind\": \"x127"));
        assertThat(Ran.boreas("check", one).out()).endsWith("not usable, 1 error, 0 warnings\n");
        assertThat(Ran.boreas("site", "enroll", "home", "-c", one).err())
                .contains(" has 1 error; ");
    }

    @Test
    void aMissingFileIsOneLine() {
        var ran = Ran.boreas("check", folder.resolve("nothing").toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo("boreas: no such file: " + folder.resolve("nothing") + "\n");
        assertThat(Ran.boreas("ping", "--config", folder.toString(), "fc00::1").err())
                .isEqualTo(
                        "boreas: " + folder + " is a folder, expected the node's configuration\n");
    }

    @Test
    void aNodeThatIsNotThereIsOneLine() throws Exception {
        var conf = write("{ \"admin\": { \"bind\": \"127.0.0.1:1\", \"password\": \"x\" } }");
        for (var command : new String[] {"status", "peers", "sessions", "log"}) {
            var ran = Ran.boreas(command, "--config", conf);
            assertThat(ran.code()).isEqualTo(3);
            assertThat(ran.err())
                    .startsWith("boreas: no admin interface at 127.0.0.1:1 ")
                    .contains(conf)
                    .hasLineCount(1);
        }
    }

    @Test
    void aConfigurationByWhichNoNodeCanBeAskedIsAMistypedCommandLine() throws Exception {
        var files =
                List.of(
                        folder.resolve("nothing").toString(),
                        folder.toString(),
                        write("{ \"admin\": { "),
                        write("{ \"authorizedPasswords\": [] }"),
                        write("{ \"admin\": { \"bind\": \"127.0.0.1:x\" } }"));
        for (var command : askingCommands())
            for (var file : files) {
                var words = new ArrayList<>(command);
                words.addAll(List.of("--config", file));
                var ran = Ran.boreas(words.toArray(String[]::new));
                assertThat(ran.code()).as("%s: %s", words, ran.err()).isEqualTo(2);
                assertThat(ran.out()).isEmpty();
                assertThat(ran.err()).startsWith("boreas: ").contains(file).hasLineCount(1);
            }
    }

    @Test
    void aSocketBehindWhichNobodyListensIsNoAnswer() {
        for (var command : askingCommands()) {
            if (command.contains("reload")) continue;
            var words = new ArrayList<>(command);
            words.addAll(List.of("--socket", folder.resolve("nobody").toString()));
            var ran = Ran.boreas(words.toArray(String[]::new));
            assertThat(ran.code()).as("%s: %s", words, ran.err()).isEqualTo(3);
            assertThat(ran.err()).hasLineCount(1);
        }
    }

    /// With what they need to be understood.
    private static List<List<String>> askingCommands() {
        var found = new ArrayList<List<String>>();
        found.add(List.of("reload"));
        Main.commandLine()
                .getSubcommands()
                .forEach((name, line) -> {
                    var spec = line.getCommandSpec();
                    if (spec.findOption("--socket") == null) return;
                    boolean isNodeWanted =
                            spec.positionalParameters().stream().anyMatch(p -> p.arity().min() > 0);
                    found.add(isNodeWanted ? List.of(name, "fc00::1") : List.of(name));
                });
        assertThat(found).hasSizeGreaterThan(8);
        return found;
    }

    @Test
    void whoeverListsExitCodesListsThatOfAMistypedCommandLine() {
        for (var line : all(Main.commandLine())) {
            if (line.getCommandSpec().helpCommand()) continue; // picocli's own
            var codes = line.getCommandSpec().usageMessage().exitCodeList();
            if (!codes.isEmpty())
                assertThat(codes).as(line.getCommandSpec().qualifiedName()).containsKeys("0", "2");
            assertThat(Ran.boreas(words(line, "--no-such-option")).code())
                    .as(line.getCommandSpec().qualifiedName())
                    .isEqualTo(2);
        }
    }

    private static List<CommandLine> all(CommandLine line) {
        var found = new ArrayList<>(List.of(line));
        new LinkedHashSet<>(line.getSubcommands().values()).forEach(l -> found.addAll(all(l)));
        return found;
    }

    private static String[] words(CommandLine line, String more) {
        var words = new ArrayList<>(List.of(line.getCommandSpec().qualifiedName(" ").split(" ")));
        words.removeFirst();
        words.add(more);
        return words.toArray(String[]::new);
    }

    private String write(String text) throws Exception {
        var file = Files.createTempFile(folder, "c", ".conf");
        Files.writeString(file, text);
        return file.toString();
    }
}
