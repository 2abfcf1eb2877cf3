package boreas.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a checkout of its own, with a JDK and a Maven that do nothing.
class LauncherTest {
    private static final long LIMIT_S = 20;

    @TempDir private Path folder = Path.of("");

    /// @param maven what building does, as shell script
    private Path checkout(String name, String maven) throws Exception {
        var home = Files.createDirectory(folder.resolve(name));
        var here = Path.of("").toAbsolutePath();
        for (var file : List.of("boreas", "dist/launch.sh")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.copy(here.resolve(file), home.resolve(file));
        }
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.createDirectories(home.resolve("src/main"));
        var jdk = Files.createDirectories(home.resolve("jdk/bin"));
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        script(jdk.resolve("java"), "exit 0");
        script(jdk.resolve("javac"), "exit 0");
        script(Files.createDirectories(home.resolve("bin")).resolve("mvn"), maven);
        return home;
    }

    private static void script(Path file, String text) throws Exception {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static ProcessBuilder launch(Path home) {
        var builder = new ProcessBuilder("/bin/sh", home.resolve("boreas").toString(), "version");
        builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        builder.environment().merge("PATH", home + "/bin", (path, bin) -> bin + ":" + path);
        return builder.redirectErrorStream(true);
    }

    @Test
    void aColonInItsFolderIsNamedAsTheReason() throws Exception {
        var process = launch(checkout("co:lon", "exit 0")).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isEqualTo(73);
        assertThat(said).contains("co:lon has a ':' in its name").doesNotContain("building");
    }

    @Test
    void aBuildThatFailsShowsItsLog() throws Exception {
        var process = launch(checkout("fails", "echo 'no such symbol'; exit 1")).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isEqualTo(70);
        assertThat(said).contains("no such symbol").contains("the build failed");
    }

    @Test
    void anEndBySignalEndsTheBuildToo() throws Exception {
        var home =
                checkout("ended", "echo $$ >\"$0.pid\"; mkfifo \"$0.pipe\"; read x <\"$0.pipe\"");
        var process = launch(home).start();
        long maven = pidIn(home.resolve("bin/mvn.pid"), process);
        process.destroy(); // SIGTERM
        assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        var left = ProcessHandle.of(maven);
        if (left.isPresent()) left.get().onExit().get(LIMIT_S, TimeUnit.SECONDS);
        assertThat(ProcessHandle.of(maven).filter(ProcessHandle::isAlive)).isEmpty();
    }

    private static long pidIn(Path file, Process process) throws Exception {
        for (int i = 0; i < LIMIT_S * 20; i++) {
            var text = Files.exists(file) ? Files.readString(file).strip() : "";
            if (!text.isEmpty()) return Long.parseLong(text);
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) break;
        }
        throw new AssertionError("no build began");
    }
}
