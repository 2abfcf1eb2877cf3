package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedFileTest {
    @TempDir Path folder;

    @Test
    void whoHasTheOldOneOpenKeepsIt() throws Exception {
        var file = Files.writeString(folder.resolve("f"), "old");
        try (var open = Files.newInputStream(file)) {
            ReplacedFile.write(file, fresh -> Files.writeString(fresh, "new, and longer"));
            assertThat(open.readAllBytes()).asString().isEqualTo("old");
        }
        assertThat(file).hasContent("new, and longer");
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void onlyItsOwnerMayReadItUnlessTheFillingSaysOtherwise() throws Exception {
        var file = folder.resolve("f");
        ReplacedFile.write(file, fresh -> Files.writeString(fresh, "secret"));
        assertThat(mode(file)).isEqualTo("rw-------");
        ReplacedFile.write(
                file,
                fresh ->
                        Files.setPosixFilePermissions(
                                fresh, PosixFilePermissions.fromString("r--r--r--")));
        assertThat(mode(file)).isEqualTo("r--r--r--");
    }

    @Test
    void whereItFailsTheOldOneStaysAndNothingElse() throws Exception {
        var file = Files.writeString(folder.resolve("f"), "old");
        assertThatThrownBy(() ->
                        ReplacedFile.write(
                                file,
                                fresh -> {
                                    Files.writeString(fresh, "half");
                                    throw new IOException("no room");
                                }))
                .hasMessage("no room");
        assertThat(file).hasContent("old");
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void aLinkIsReplacedAndWhatItNamesStays() throws Exception {
        var victim = Files.writeString(folder.resolve("victim"), "mine");
        var link = Files.createSymbolicLink(folder.resolve("f"), victim);
        ReplacedFile.write(link, fresh -> Files.writeString(fresh, "new"));
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(victim).hasContent("mine");
    }

    @Test
    void whatAProcessLeftThatEndedBeforeItsRenameIsRemovedAndNothingElse() throws Exception {
        var file = Files.writeString(folder.resolve("f"), "old");
        var longAgo = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
        var left = Files.writeString(folder.resolve(".f.17.new"), "half");
        var another = Files.writeString(folder.resolve(".g.17.new"), "of another file");
        var own = Files.writeString(folder.resolve("f.new"), "of somebody's own");
        for (var old : List.of(left, another, own)) Files.setLastModifiedTime(old, longAgo);
        var underWay = Files.writeString(folder.resolve(".f.18.new"), "of another writer");
        ReplacedFile.write(file, fresh -> Files.writeString(fresh, "new"));
        assertThat(file).hasContent("new");
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactlyInAnyOrder(file, another, own, underWay);
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
