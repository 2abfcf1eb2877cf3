package boreas.sim;

import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs a scenario with many seeds. One that fails is run once more with everything recorded: a
/// sequence diagram and a capture stay behind in `target/sim/`, named after scenario and seed, and
/// the failure says where.
///
/// System properties: `boreas.seeds` how many (default 200), `boreas.seed` only this one.
final class Seeds {
    private static final int DEFAULT_SEEDS = 200;
    private static final Crypto CRYPTO = CryptoProviders.choose();
    private static final Path FOLDER = Path.of("target", "sim");

    private Seeds() {}

    /// One run; fails by throwing.
    @FunctionalInterface
    interface Scenario {
        void run(SimWorld world);
    }

    static void forEach(String name, Scenario scenario) {
        forEach(name, CRYPTO, scenario);
    }

    static void forEach(String name, Crypto crypto, Scenario scenario) {
        var only = Long.getLong("boreas.seed");
        if (only != null) {
            one(name, only, crypto, scenario);
            return;
        }
        int count = Integer.getInteger("boreas.seeds", DEFAULT_SEEDS);
        for (long seed = 0; seed < count; seed++) one(name, seed, crypto, scenario);
    }

    static void one(String name, long seed, Scenario scenario) {
        one(name, seed, CRYPTO, scenario);
    }

    /// With other algorithms: [FastCrypto] where what they protect is not the question.
    static void one(String name, long seed, Crypto crypto, Scenario scenario) {
        try {
            scenario.run(new SimWorld(seed, crypto));
        } catch (RuntimeException | AssertionError first) {
            throw new AssertionError(
                    "%s fails with seed %d (-Dboreas.seed=%d); see %s: %s"
                            .formatted(
                                    name, seed, seed, record(name, seed, crypto, scenario), first),
                    first);
        }
    }

    /// The same run again, watched.
    private static Path record(String name, long seed, Crypto crypto, Scenario scenario) {
        var base = FOLDER.resolve(name + "-" + seed);
        var diagram = new SequenceDiagram();
        try {
            Files.createDirectories(FOLDER);
            try (var pcap = new PcapFile(Path.of(base + ".pcap"))) {
                var world = new SimWorld(seed, crypto);
                world.attach(new Tee(List.of(diagram, pcap)));
                try {
                    scenario.run(world);
                } catch (RuntimeException | AssertionError again) {
                    diagram.onNote(world.nowNs(), "world", "FAILED " + again.getMessage());
                }
                for (var host : world.hosts()) diagram.name(host.address(), host.name());
            }
            return Files.writeString(Path.of(base + ".mmd"), diagram.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
