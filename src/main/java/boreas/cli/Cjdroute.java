package boreas.cli;

import boreas.config.CjdrouteConf;
import boreas.crypto.SeededRandom;
import boreas.daemon.LogOutput;
import boreas.daemon.StartFailure;
import boreas.daemon.SystemRandom;
import boreas.env.RandomSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/// The drop-in `cjdroute`: flags, streams and exit codes of the genuine program, without its
/// measured bugs. Differences that are meant stand in `docs/cjdroute.md`.
public final class Cjdroute {
    /// What the genuine program's -1 becomes.
    private static final int REFUSED = 255;

    /// The genuine program aborts.
    private static final int ABORTED = StartFailure.ABORTED;

    private static final String PROCESS_NAME = "cjdroute";

    private final String program;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    Cjdroute(String program, InputStream in, PrintStream out, PrintStream err) {
        this.program = program;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        var program = System.getProperty("boreas.program", PROCESS_NAME);
        var cjdroute = new Cjdroute(program, System.in, System.out, System.err);
        System.exit(
                Faults.guard(
                        program, () -> cjdroute.run(List.of(args), StandardInput.isTerminal())));
    }

    int run(List<String> arguments, boolean stdinIsTerminal) throws Exception {
        try {
            return answer(arguments, stdinIsTerminal);
        } catch (IOException e) {
            err.println(program + ": " + e.getMessage());
            return ABORTED;
        }
    }

    private int answer(List<String> arguments, boolean stdinIsTerminal) throws Exception {
        return switch (CjdrouteRequest.of(program, arguments, stdinIsTerminal)) {
            case CjdrouteRequest.Usage _ -> {
                out.print(CjdrouteUsage.text());
                yield 0;
            }
            case CjdrouteRequest.Version _ -> {
                out.println("Cjdns version: " + ProgramVersion.NAME);
                out.println("Cjdns protocol version: " + ProgramVersion.PROTOCOL);
                yield 0;
            }
            case CjdrouteRequest.GenerateConfig(boolean withEthernet, boolean fromSeed) ->
                    generate(withEthernet, fromSeed);
            case CjdrouteRequest.CleanConfig _ -> clean();
            case CjdrouteRequest.Run(boolean staysInForeground) -> runNode(staysInForeground);
            case CjdrouteRequest.Refused(List<String> lines) -> {
                lines.forEach(err::println);
                yield REFUSED;
            }
        };
    }

    private int generate(boolean withEthernet, boolean fromSeed) throws IOException {
        RandomSource random;
        if (fromSeed) {
            var seed = in.readNBytes(SeededRandom.SEED_BYTES);
            if (seed.length < SeededRandom.SEED_BYTES) {
                err.printf(
                        "%s: --genconf-seed: read %d bytes from stdin, expected %d%n",
                        program, seed.length, SeededRandom.SEED_BYTES);
                return ABORTED;
            }
            random = new SeededRandom(seed);
        } else {
            random = new SystemRandom();
        }
        return print(ConfFile.generate(random, withEthernet));
    }

    private int clean() throws IOException {
        var reading = ConfFile.read("stdin", in);
        if (!reading.isReadable()) {
            reading.printProblems(err::println);
            return ABORTED;
        }
        return print(reading.cleaned());
    }

    /// A configuration that a full disk has cut must not pass for one.
    private int print(String configuration) {
        out.print(configuration);
        if (!out.checkError()) return 0;
        err.println(program + ": could not write the whole configuration to stdout");
        return StartFailure.CONFIGURATION;
    }

    private int runNode(boolean staysInForeground) throws IOException, InterruptedException {
        var reading = ConfFile.read("stdin", in);
        reading.printProblems(err::println);
        CjdrouteConf conf = reading.conf();
        if (conf == null) return reading.isReadable() ? StartFailure.CONFIGURATION : ABORTED;
        if (conf.logToStdout()) LogOutput.to(out, false);
        else LogOutput.onlyWarningsTo(err);
        return NodeRun.run(
                conf,
                new OwnConf(StandardInput.file(), null),
                OwnSite.of(conf, null),
                System.getProperty("boreas.state", System.getenv("BOREAS_STATE")),
                PROCESS_NAME,
                staysInForeground || conf.noBackground(),
                err);
    }
}
