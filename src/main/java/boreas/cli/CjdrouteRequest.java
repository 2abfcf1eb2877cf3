package boreas.cli;

import java.util.List;

/// What a call of the drop-in `cjdroute` asks for. Rules and words of refusals are those of the
/// genuine program: one option, except that `--eth` may follow `--genconf`.
sealed interface CjdrouteRequest {
    record Usage() implements CjdrouteRequest {}

    record Version() implements CjdrouteRequest {}

    /// @param withEthernet writes the Ethernet section switched on
    /// @param fromSeed reads 64 bytes from stdin and draws everything from them
    record GenerateConfig(boolean withEthernet, boolean fromSeed) implements CjdrouteRequest {}

    record CleanConfig() implements CjdrouteRequest {}

    /// Reads the configuration from stdin and runs.
    ///
    /// @param staysInForeground whatever the configuration says
    record Run(boolean staysInForeground) implements CjdrouteRequest {}

    /// @param lines for stderr
    record Refused(List<String> lines) implements CjdrouteRequest {}

    /// @param program the name by which it was called, for messages
    /// @param stdinIsTerminal nobody types a configuration by hand: shows the usage instead
    static CjdrouteRequest of(String program, List<String> arguments, boolean stdinIsTerminal) {
        if (arguments.isEmpty()) return stdinIsTerminal ? new Usage() : new Run(false);
        var first = arguments.getFirst();
        if (first.equals("--genconf") || first.equals("--genconf-seed")) {
            for (var more : arguments.subList(1, arguments.size()))
                if (!more.equals("--eth")) return unknown(program, more);
            return new GenerateConfig(arguments.size() > 1, first.equals("--genconf-seed"));
        }
        if (first.equals("--pidfile"))
            return arguments.size() == 1
                    ? unknown(program, first)
                    : new Refused(List.of("'--pidfile' option is deprecated."));
        if (arguments.size() > 1)
            return refused(program, "%s: too many arguments [%s]".formatted(program, first));
        return switch (first) {
            case "--help", "-h" -> new Usage();
            case "--version", "-v" -> new Version();
            case "--cleanconf" -> new CleanConfig();
            case "--nobg" -> stdinIsTerminal ? new Usage() : new Run(true);
            default -> unknown(program, first);
        };
    }

    private static Refused unknown(String program, String option) {
        return refused(program, "%s: unrecognized option '%s'".formatted(program, option));
    }

    private static Refused refused(String program, String what) {
        return new Refused(
                List.of(what, "Try `%s --help' for more information.".formatted(program)));
    }
}
