package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.admin.OwnFiles;
import boreas.config.CjdrouteConf;
import boreas.daemon.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of a running node, when it reads them again.
class OwnConfTest {
    @TempDir Path folder;

    private Path file = Path.of("none"), site = Path.of("none");

    @BeforeEach
    void aMachineOfASite() throws Exception {
        file = folder.resolve("cjdroute.conf");
        site = folder.resolve("site.conf");
        Files.writeString(file, Ran.boreas("genconf").out());
        var line = Ran.boreas("site", "enroll", "home", "-c", file.toString()).out();
        var initial = Ran.boreas("site", "init", "--ula", "fdd7:5938:e2e6::/48").out();
        Files.writeString(
                site,
                initial.replace(
                        "\"machines\": {",
                        "\"machines\": {\n" + line.replace(" },", ", \"subnet\": \"1001\" },")));
    }

    @Test
    void whatCameByAPipeIsGoneButNotTheSiteFile() throws Exception {
        var own = new OwnConf(null, site);
        assertThat(own.configuration()).isNull();
        assertThat(Objects.requireNonNull(own.site(conf(), null)).own().name()).isEqualTo("home");
    }

    @Test
    void whatCameFromAFileIsReadAgain() throws Exception {
        var own = new OwnConf(file, null);
        assertThat(own.configuration()).isEqualTo(Files.readAllBytes(file));
        assertThat(own.site(conf(), null)).isNull();
    }

    @Test
    void aBrokenSiteFileIsRefusedWithItsFirstErrorAndItsPlace() throws Exception {
        Files.writeString(site, Files.readString(site).replace("\"1001\"", "\"xyz\""));
        assertThatThrownBy(() -> new OwnConf(null, site).site(conf(), null))
                .isInstanceOf(StartFailure.class)
                .hasMessageMatching(site + ":\\d+:\\d+: error: .*")
                .hasMessageNotContaining("see above");
    }

    @Test
    void aSiteFileThatIsNotThereSaysHowOneIsMade() throws Exception {
        Files.delete(site);
        assertThatThrownBy(() -> new OwnConf(null, site).site(conf(), null))
                .hasMessage("there is no site file " + site + "; boreas site init makes one");
    }

    @Test
    void itTellsWhereItsFilesAreAndTakesASiteFileThatSomebodyElseHasRead() throws Exception {
        var own = new OwnConf(file, site);
        assertThat(own.files(conf())).isEqualTo(new OwnFiles(file.toString(), site.toString()));
        assertThat(new OwnConf(null, null).files(conf())).isEqualTo(OwnFiles.NONE);
        var text = Files.readAllBytes(site);
        Files.delete(site);
        assertThat(Objects.requireNonNull(own.site(conf(), text)).own().name()).isEqualTo("home");
    }

    @Test
    void whatItMayNotReadAnyMoreIsSaidToBeThereAllTheSameWithAWayOut() throws Exception {
        var hidden = folder.resolve("gone/cjdroute.conf");
        assertThatThrownBy(() -> new OwnConf(hidden, null).configuration())
                .hasMessageStartingWith("this node may not read " + hidden + ", or it is not there")
                .hasMessageContaining("chroot")
                .hasMessageEndingWith("; boreas reload, run by who may read it, hands it over");
        assertThatThrownBy(() ->
                        new OwnConf(file, folder.resolve("gone/site.conf")).site(conf(), null))
                .hasMessageStartingWith("this node sees no folder " + hidden.getParent())
                .hasMessageContaining("boreas reload");
    }

    private CjdrouteConf conf() throws Exception {
        try (var in = Files.newInputStream(file)) {
            return Objects.requireNonNull(ConfFile.read(file.toString(), in).conf());
        }
    }
}
