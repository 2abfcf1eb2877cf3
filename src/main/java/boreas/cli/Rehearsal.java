package boreas.cli;

import boreas.address.Base32;
import boreas.address.Identity;
import boreas.admin.AdminException;
import boreas.crypto.CryptoProviders;
import boreas.daemon.LoadRehearsal;
import boreas.daemon.SystemRandom;
import boreas.io.DeviceException;
import boreas.value.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What the build lets the JVM run once, so that it can keep the classes that a start needs, loaded
/// and linked, and what it has learnt of them: nodes meet in simulation and exchange packets; two
/// are put under load ([LoadRehearsal]); a node is run on loopback, as `boreas run` does it, asked
/// by the commands that people type most, and ended. Ends by itself, says nothing, changes nothing
/// on the machine.
final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final int ATTEMPTS = 100;

    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
        play();
        try {
            LoadRehearsal.play();
        } catch (DeviceException e) {
            // no loopback here, so no load; the rest is learnt all the same
        }
        var folder = Files.createTempDirectory("boreas");
        var conf = folder.resolve("rehearsal.conf");
        try {
            Files.writeString(conf, configuration(freePort()));
            var node = Thread.ofPlatform().start(() -> type("run", "-c", conf, "--state", "none"));
            ask(conf);
            node.join(PATIENCE.multipliedBy(ATTEMPTS));
        } finally {
            Files.deleteIfExists(conf);
            Files.delete(folder);
        }
        System.exit(0);
    }

    private static void play() {
        try (var stage = new SimulationStage(1)) {
            for (var step : stage.steps()) {
                var _ = step.measurement().measure();
            }
        }
    }

    private static void ask(Path conf) throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS && !answers(conf); i++) Thread.sleep(20);
        type("status", "-c", conf);
        type("peers", "-c", conf);
        type("status", "-c", conf, "--json");
        type("--help");
        type("version");
        type("genconf");
        type("check", conf);
        try (var client = AdminAccess.connect(conf, PATIENCE)) {
            client.call("Core_exit", Value.dict().build());
        } catch (AdminException gone) {
            // then it has ended already
        }
    }

    private static boolean answers(Path conf) throws IOException {
        try (var client = AdminAccess.connect(conf, PATIENCE)) {
            client.callOpen("ping", Value.dict().build());
            return true;
        } catch (AdminException notYet) {
            return false;
        }
    }

    private static void type(Object... words) {
        var arguments = new String[words.length];
        for (int i = 0; i < words.length; i++) arguments[i] = words[i].toString();
        var nowhere = new PrintWriter(Writer.nullWriter());
        Main.commandLine(arguments).setOut(nowhere).setErr(nowhere).execute(arguments);
    }

    /// Of a node that has no device, calls nobody, is called by nobody, and keeps its rights.
    private static String configuration(int adminPort) {
        var random = new SystemRandom();
        var identity = Identity.generate(random, CryptoProviders.choose());
        return """
        {
            "privateKey": "%s",
            "admin": {"bind": "127.0.0.1:%d", "password": "NONE"},
            "authorizedPasswords": [{"password": "%s", "user": "rehearsal"}],
            "interfaces": {"UDPInterface": [{"bind": "127.0.0.1:0"}]},
            "router": {},
            "security": [
                {"setuser": 0}, {"chroot": 0}, {"nofiles": 0}, {"noforks": 0}, {"seccomp": 0},
                {"setupComplete": 1}
            ]
        }
        """
                .formatted(
                        identity.privateKey().toSecretText(),
                        adminPort,
                        Base32.encode(random.bytes(16)));
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
