package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The drop-in's streams and exit codes, as far as no node has to run. Source: cjdns protocol,
/// command line of the genuine program.
class CjdrouteTest {
    private static final int SEED_BYTES = 64;

    @Test
    void saysItsVersionInTheGenuineForm() throws Exception {
        assertThat(run("", "--version"))
                .isEqualTo(
                        new Ran(0, "Cjdns version: boreas-0.1\nCjdns protocol version: 22\n", ""));
    }

    @Test
    void theFirstLineOfTheHelpNamesTheSystem() throws Exception {
        assertThat(run("", "--help").out()).matches("(?s)Cjdns \\S+ linux\nUsage:\n.*");
    }

    @Test
    void refusesWithTheGenuineWordsAnd255() throws Exception {
        assertThat(run("", "--reconf"))
                .isEqualTo(
                        new Ran(
                                255,
                                "",
                                """
                                ./cjdroute: unrecognized option '--reconf'
                                Try `./cjdroute --help' for more information.
                                """));
    }

    @Test
    void whatItGeneratesItCanClean() throws Exception {
        var generated = run("", "--genconf");
        assertThat(generated.code()).isZero();
        assertThat(generated.err()).isEmpty();
        var cleaned = run(generated.out(), "--cleanconf");
        assertThat(cleaned.code()).isZero();
        assertThat(cleaned.out()).startsWith("{\n  \"privateKey\": \"").doesNotContain("//");
        assertThat(run(cleaned.out(), "--cleanconf").out()).isEqualTo(cleaned.out());
    }

    @Test
    void ethernetIsTheOnlyDifferenceThatEthMakes() throws Exception {
        var seed = "s".repeat(SEED_BYTES);
        var without = run(seed, "--genconf-seed").out();
        assertThat(run(seed, "--genconf-seed", "--eth").out())
                .isNotEqualTo(without)
                .isEqualTo(without.replace("\"_disabled_ETHInterface\"", "\"ETHInterface\""));
    }

    @Test
    void theSameSeedGivesTheKeysOfTheGenuineProgram() throws Exception {
        assertThat(run("\0".repeat(SEED_BYTES), "--genconf-seed").out())
                .contains(
                        "\"privateKey\": \"3bb0fc66a6b74a9686755679173c90977463be6d18a392ded53aec4e")
                .contains("\"ipv6\": \"fc9c:c311:c358:51cf:dade:cdcc:db1a:9460\"")
                .contains("\"password\": \"1tk38g63qsp4lzxtmrtw0chsl0lff3w\"")
                .contains("\"bind\": \"0.0.0.0:57414\"");
    }

    @Test
    void aShortSeedIsRefused() throws Exception {
        assertThat(run("x".repeat(SEED_BYTES - 1), "--genconf-seed"))
                .isEqualTo(
                        new Ran(
                                134,
                                "",
                                "./cjdroute: --genconf-seed: read 63 bytes from stdin, expected"
                                        + " 64\n"));
    }

    @Test
    void whatIsNoConfigurationIsNamedByItsPlace() throws Exception {
        for (var option : List.of("--cleanconf", "--nobg")) {
            var ran = run("{ \"privateKey\": ", option);
            assertThat(ran.code()).isEqualTo(134);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).startsWith("stdin:1:").contains(": error: ").hasLineCount(1);
        }
    }

    @Test
    void aConfigurationThatLacksSomethingIsToldEverythingAtOnce() throws Exception {
        var ran = run("{ \"version\": 2 }", "--nobg");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("privateKey").contains("admin").doesNotContain("\tat ");
    }

    @Test
    void whatCannotBeReadIsOneSentence() throws Exception {
        var broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("Is a directory");
                    }
                };
        assertThat(run(broken, "--nobg"))
                .isEqualTo(new Ran(134, "", "./cjdroute: cannot read stdin: Is a directory\n"));
    }

    @Test
    void whatIsFarTooLongForAConfigurationIsNotReadToItsEnd() throws Exception {
        var zeros =
                new InputStream() {
                    @Override
                    public int read() {
                        return 0;
                    }
                };
        var ran = run(zeros, "--cleanconf");
        assertThat(ran.code()).isEqualTo(134);
        assertThat(ran.err()).contains("stdin: it is longer than 1048576 bytes").hasLineCount(1);
    }

    @Test
    void aConfigurationThatCouldNotBeWrittenIsAFailure() throws Exception {
        var full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
        var err = new ByteArrayOutputStream();
        int code =
                new Cjdroute(
                                "./cjdroute",
                                InputStream.nullInputStream(),
                                new PrintStream(full, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8))
                        .run(List.of("--genconf"), false);
        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("./cjdroute: could not write the whole configuration to stdout\n");
    }

    private static Ran run(String stdin, String... arguments) throws Exception {
        return run(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)), arguments);
    }

    private static Ran run(InputStream stdin, String... arguments) throws Exception {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code =
                new Cjdroute(
                                "./cjdroute",
                                stdin,
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8))
                        .run(List.of(arguments), false);
        return new Ran(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
