package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionAndManTest {
    @TempDir Path folder;

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        var script = Ran.boreas("completion", "bash");
        assertThat(script.code()).isZero();
        assertThat(script.out()).contains("invite", "--address", "bashcompinit");
        assertThat(Ran.boreas("completion", "zsh").out()).isEqualTo(script.out());
        var file = folder.resolve("boreas.bash");
        Files.writeString(file, script.out());
        var said =
                run(
                        "bash",
                        "-c",
                        ". '%s'; COMP_WORDS=(boreas se); COMP_CWORD=1; COMP_LINE='boreas se'; COMP_POINT=9; _complete_boreas; printf '%%s ' \"${COMPREPLY[@]}\""
                                .formatted(file));
        assertThat(said).isEqualTo("sessions ");
        assertThat(script.out()).as("site plan --as").contains("\"list\" \"ip\" \"nft\"");
    }

    @Test
    void fishIsToldEachCommandAndOption() {
        var script = Ran.boreas("completion", "fish").out();
        assertThat(script)
                .contains("complete -c boreas -n 'not __fish_seen_subcommand_from ")
                .contains(" -a invite -d ")
                .contains("-n '__fish_seen_subcommand_from log' -s f -l follow")
                .contains(
                        "-n '__fish_seen_subcommand_from site; and __fish_seen_subcommand_from"
                                + " plan'");
        assertThat(script)
                .as(
                        "files where one is meant, the words that there are, and no options of a namesake")
                .contains("-n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'")
                .contains("-n '__fish_seen_subcommand_from join'", " -a help -d 'When no COMMAND")
                .contains(
                        "-n '__fish_seen_subcommand_from check; and not"
                                + " __fish_seen_subcommand_from site' -F")
                .contains(
                        "-n '__fish_seen_subcommand_from site; and __fish_seen_subcommand_from"
                                + " check' -")
                .contains(
                        "-n '__fish_seen_subcommand_from status; and not"
                                + " __fish_seen_subcommand_from site' -l socket -r -F");
        // An apostrophe inside quotes must not end them.
        assertThat(script.lines())
                .allMatch(
                        l -> l.replace("\\'", "").chars().filter(c -> c == '\'').count() % 2 == 0);
        assertThat(Ran.boreas("completion", "tcsh").code()).isEqualTo(2);
    }

    @Test
    void everyCommandHasAPage() throws Exception {
        var written = Ran.boreas("man", "--into", folder.resolve("man1").toString());
        assertThat(written.code()).isZero();
        try (var pages = Files.list(folder.resolve("man1"))) {
            var names = pages.map(p -> String.valueOf(p.getFileName())).toList();
            assertThat(names).contains("boreas.1", "boreas-invite.1", "boreas-site-plan.1");
            for (var sub : Main.commandLine().getSubcommands().keySet())
                assertThat(names).contains("boreas-" + sub + ".1");
        }
    }

    @Test
    void aPageHasItsSections() {
        var page = Ran.boreas("man", "invite").out();
        assertThat(page)
                .startsWith(".TH \"BOREAS-INVITE\" 1 ")
                .contains("\nboreas\\-invite \\- makes a password for another machine")
                .contains(".SH SYNOPSIS", ".SH ARGUMENTS", ".SH OPTIONS", ".SH EXIT STATUS")
                .contains("\\-\\-address HOST[:PORT]")
                .doesNotContain("${", "@|");
        assertThat(Ran.boreas("man", "nothing").err())
                .startsWith("boreas: there is no command 'nothing' of boreas\n");
    }

    @Test
    void manHasNothingAgainstThePages() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "man is not there");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "groff is not there");
        assertThat(Ran.boreas("man", "--into", folder.toString()).code()).isZero();
        for (var page : List.of("boreas.1", "boreas-log.1", "boreas-site-plan.1"))
            assertThat(
                            run(
                                    "sh",
                                    "-c",
                                    "LC_ALL=C.UTF-8 MANWIDTH=200 man --warnings -l '%s' 2>&1 >/dev/null"
                                            .formatted(folder.resolve(page))))
                    .as(page)
                    .isEmpty();
    }

    private String run(String... command) throws IOException, InterruptedException {
        var said = new File(folder.toFile(), "said");
        new ProcessBuilder(command).redirectOutput(said).start().waitFor();
        return Files.readString(said.toPath());
    }
}
