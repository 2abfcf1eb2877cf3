package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimCommandTest {
    @TempDir Path folder;

    @Test
    void surveysASmallNetworkAndWritesItsFiles() throws Exception {
        var json = folder.resolve("ring.json");
        var svg = folder.resolve("ring.svg");
        var ran =
                run(
                        "--nodes=6",
                        "--topology=ring",
                        "--minutes=0.5",
                        "--pairs=20",
                        "--explain=3",
                        "--json=" + json,
                        "--svg=" + svg);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("6 nodes, ring, 6 links (2 to 2 a node, 2 on average), seed 1\n")
                .contains("crypto: fast, protects nothing\n")
                .contains("20 of 20 pairs, 100.00 %\n")
                .contains("none: every path is the shortest\n");
        assertThat(json).content().contains("\"reached\": 20,");
        assertThat(svg).content().startsWith("<svg ").contains("20 of 20 pairs reached");
    }

    @Test
    void theRunNamesTheCryptoItUses() {
        var ran =
                run("--nodes=3", "--topology=line", "--minutes=0.5", "--pairs=0", "--crypto=real");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).containsPattern("crypto: (libsodium|plain Java)");
    }

    @Test
    void whatCannotBeIsSaidInASentenceThatNamesWhatWouldWork() {
        assertThat(refusal("--nodes=1")).isEqualTo("boreas: --nodes is 1; from 2 to 60000 works");
        assertThat(refusal("--minutes=0.1"))
                .isEqualTo("boreas: --minutes is 0.1; from 0.5 to 10000 works");
        assertThat(refusal("--loss=100")).isEqualTo("boreas: --loss is 100; from 0 to 99 works");
        assertThat(refusal("--pairs=-5"))
                .isEqualTo("boreas: --pairs is -5; from 0 to 100000000 works");
        assertThat(refusal("--topology=torus"))
                .startsWith("boreas: there is no topology 'torus'; these are: line, ring, grid");
        assertThat(refusal("--topology=star", "--nodes=300"))
                .endsWith("one switch has 256 links; at most 257 nodes work");
        assertThat(refusal("--crypto=none")).contains("'none'").contains("real, fast");
        assertThat(refusal("--nodes=many")).contains("'many'");
        assertThat(refusal("ring")).isEqualTo("boreas: 'ring' is too much for `boreas sim`");
    }

    @Test
    void aFolderThatIsNotThereIsSeenBeforeTheRun() {
        var missing = folder.resolve("nowhere").resolve("x.svg");
        assertThat(refusal("--svg=" + missing))
                .isEqualTo("boreas: --svg: there is no folder " + missing.getParent());
        assertThat(refusal("--json=" + folder))
                .isEqualTo("boreas: --json: " + folder + " is a folder; name a file in it");
    }

    private static String refusal(String... options) {
        var ran = run(options);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        return ran.err().lines().findFirst().orElse("");
    }

    private static Ran run(String... options) {
        var arguments = new String[options.length + 1];
        arguments[0] = "sim";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Ran.boreas(arguments);
    }
}
