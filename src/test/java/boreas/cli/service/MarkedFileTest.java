package boreas.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.cli.service.MarkedFile.State;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkedFileTest {
    @TempDir private Path folder = Path.of("");

    private MarkedFile script(String body) {
        return new MarkedFile(folder.resolve("etc/init.d/cjdns"), body, true);
    }

    @Test
    void isKnownAgainBesideItsOldTexts() throws Exception {
        assertThat(script("one\n").state()).isEqualTo(State.MISSING);
        script("one\n").write();
        assertThat(script("one\n").state()).isEqualTo(State.SAME);
        assertThat(script("two\n").state()).isEqualTo(State.OURS);
        script("two\n").write();
        assertThat(script("two\n").state()).isEqualTo(State.SAME);
        assertThat(Files.readString(script("").at()))
                .startsWith("#!/bin/sh\n# ")
                .endsWith("\ntwo\n");
        assertThat(Files.isExecutable(script("").at())).isTrue();
        try (var inside = Files.list(folder.resolve("etc/init.d"))) {
            assertThat(inside).hasSize(1);
        }
    }

    @Test
    void whatSomebodyHasEditedIsNotOurs() throws Exception {
        script("one\n").write();
        var at = script("").at();
        Files.writeString(at, Files.readString(at) + "more\n");
        assertThat(script("one\n").state()).isEqualTo(State.EDITED);
        Files.writeString(at, "#!/bin/sh\nsomebody else's\n");
        assertThat(script("one\n").state()).isEqualTo(State.FOREIGN);
        Files.writeString(at, "");
        assertThat(script("one\n").state()).isEqualTo(State.FOREIGN);
    }

    @Test
    void aLinkOrAFolderInItsPlaceIsSomebodyElses() throws Exception {
        var unit = new MarkedFile(folder.resolve("cjdns.service"), "one\n", false);
        unit.write();
        assertThat(Files.isExecutable(unit.at())).isFalse();
        var link = new MarkedFile(folder.resolve("link"), "one\n", false);
        Files.createSymbolicLink(link.at(), unit.at());
        assertThat(link.state()).isEqualTo(State.FOREIGN);
        Files.delete(link.at());
        Files.createSymbolicLink(link.at(), folder.resolve("nowhere"));
        assertThat(link.state()).isEqualTo(State.FOREIGN);
        assertThat(new MarkedFile(folder, "one\n", false).state()).isEqualTo(State.FOREIGN);
    }
}
