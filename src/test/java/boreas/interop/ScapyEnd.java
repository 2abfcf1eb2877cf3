package boreas.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.lab.Host;
import boreas.lab.LabException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A tunnel's far end above the tun device of a host's node, played by scapy: `scapy_end.py`.
final class ScapyEnd implements AutoCloseable {
    private static final String SCRIPT = "/interop/scapy_end.py";

    /// Where `./dev interop` puts scapy.
    private static final Path PYTHON = Path.of("target/scapy/bin/python");

    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;

    private ScapyEnd(Process process) {
        this.process = process;
        answers = process.inputReader(StandardCharsets.US_ASCII);
        commands = process.outputWriter(StandardCharsets.US_ASCII);
    }

    /// Skips the test where scapy is not.
    static void assumeInstalled() {
        assumeTrue(
                Files.isExecutable(PYTHON),
                "no scapy in " + PYTHON + ", where ./dev interop installs it from PyPI");
    }

    /// @param own address of the host's node, @param far that of the node at the other end
    static ScapyEnd on(Host host, String device, String own, String far) {
        var script = host.folder().resolve("scapy_end.py");
        try (var text = ScapyEnd.class.getResourceAsStream(SCRIPT)) {
            if (text == null) throw new AssertionError("no resource " + SCRIPT);
            Files.write(script, text.readAllBytes());
        } catch (IOException e) {
            throw new LabException("no script on " + host, e);
        }
        // the kernel has no such tunnel: its own answers to the packets must not get into the way
        host.must("nft", "add table inet quiet");
        host.must("nft", "add chain inet quiet in { type filter hook input priority 0; }");
        host.must("nft", "add rule inet quiet in iifname " + device + " drop");
        var end =
                new ScapyEnd(
                        host.start(
                                Redirect.PIPE,
                                Redirect.PIPE,
                                List.of(
                                        PYTHON.toAbsolutePath().toString(),
                                        script.toString(),
                                        device,
                                        own,
                                        far)));
        end.expect("ready");
        return end;
    }

    /// @return what it says
    String does(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new LabException("scapy has ended: " + rest(), e);
        }
        return answer();
    }

    private void expect(String word) {
        var said = answer();
        if (!said.equals(word)) throw new LabException("scapy said: " + said + rest());
    }

    private String answer() {
        try {
            var said = answers.readLine();
            if (said == null) return "nothing";
            return said.startsWith("Traceback") ? said + "\n" + rest() : said;
        } catch (IOException e) {
            throw new LabException("scapy has ended", e);
        }
    }

    private String rest() {
        return String.join("\n", answers.lines().toList());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
