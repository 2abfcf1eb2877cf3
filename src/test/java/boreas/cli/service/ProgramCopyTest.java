package boreas.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCopyTest {
    @TempDir private Path folder = Path.of("");
    private Path launchers = Path.of("");
    private Path jars = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void build() throws Exception {
        launchers = folder.resolve("checkout");
        jars = Files.createDirectories(folder.resolve("built"));
        target = folder.resolve("opt/boreas");
        Files.createDirectories(launchers.resolve("dist"));
        for (var name : List.of("boreas", "cjdroute", "dist/launch.sh")) {
            Files.writeString(launchers.resolve(name), "#!/bin/sh\n");
            assertThat(launchers.resolve(name).toFile().setExecutable(!name.contains("/")))
                    .isTrue();
        }
        Files.writeString(jars.resolve("boreas-0.1.jar"), "program");
        Files.writeString(jars.resolve("picocli.jar"), "library");
        Files.writeString(jars.resolve("boreas.aot"), "of the place where it was built");
    }

    private int write() throws Exception {
        return new ProgramCopy(target).write(launchers, jars);
    }

    @Test
    void launchersAndJarsAreCopiedOnce() throws Exception {
        assertThat(write()).isEqualTo(5);
        assertThat(target.resolve("boreas")).isExecutable();
        assertThat(target.resolve("app/boreas-0.1.jar")).hasContent("program");
        assertThat(target.resolve("app/boreas.aot")).doesNotExist();
        assertThat(target.resolve("pom.xml")).as("nothing to build").doesNotExist();
        assertThat(write()).as("again").isZero();
    }

    @Test
    void anotherVersionTakesThePlaceOfTheOldOne() throws Exception {
        write();
        Files.writeString(target.resolve("app/boreas.aot"), "of the old version");
        Files.move(jars.resolve("boreas-0.1.jar"), jars.resolve("boreas-0.2.jar"));
        assertThat(write()).as("one came, one went").isEqualTo(2);
        assertThat(target.resolve("app/boreas-0.1.jar")).doesNotExist();
        assertThat(target.resolve("app/boreas-0.2.jar")).exists();
        assertThat(target.resolve("app/boreas.aot")).doesNotExist();
    }

    @Test
    void aRemovalTakesExactlyThat() throws Exception {
        assertThat(new ProgramCopy(target).remove()).isZero();
        write();
        Files.writeString(target.resolve("app/boreas.aot"), "made by a rehearsal");
        assertThat(new ProgramCopy(target).remove()).isEqualTo(6);
        assertThat(target).doesNotExist();
        write();
        Files.writeString(target.resolve("notes"), "the operator's");
        new ProgramCopy(target).remove();
        assertThat(target).isDirectoryContaining(p -> p.endsWith("notes"));
        assertThat(target.resolve("app")).doesNotExist();
    }

    @Test
    void aFolderOfSomebodyElseIsKnown() throws Exception {
        var copy = new ProgramCopy(target);
        assertThat(copy.isForeign()).isFalse();
        Files.createDirectories(target);
        assertThat(copy.isForeign()).isFalse();
        write();
        assertThat(copy.isForeign()).isFalse();
        Files.delete(target.resolve("INSTALLED"));
        assertThat(copy.isForeign()).isTrue();
        assertThat(copy.remove()).isZero();
        assertThat(target.resolve("boreas")).exists();
    }

    @Test
    void aListThatNamesOtherPlacesRemovesNothingThere() throws Exception {
        write();
        var list = target.resolve("INSTALLED");
        Files.writeString(folder.resolve("precious"), "");
        Files.writeString(
                list, Files.readString(list) + "../../precious\n" + folder + "/precious\n..\n");
        new ProgramCopy(target).remove();
        assertThat(folder.resolve("precious")).exists();
    }
}
