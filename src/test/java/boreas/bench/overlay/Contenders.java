package boreas.bench.overlay;

import boreas.lab.NodeProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Which contenders this machine has, and how to get the others.
///
/// @param missing a line each: what is not measured, and how to install it
public record Contenders(
        NodeProgram ours, List<NodeProgram> genuine, List<Contender> others, List<String> missing) {

    /// @param ours as a user starts it
    public static Contenders here(NodeProgram ours) {
        var genuine = new ArrayList<NodeProgram>();
        var others = new ArrayList<Contender>();
        var missing = new ArrayList<String>();
        for (var version : List.of("V21", "V22")) {
            var variable = "CJDROUTE_" + version;
            var file = System.getenv(variable);
            if (file == null) missing.add(variable + ": names no genuine node of that version");
            else genuine.add(NodeProgram.genuine(name(version), Path.of(file)));
        }
        other(
                "WIREGUARD_GO",
                "wireguard-go",
                "go install golang.zx2c4.com/wireguard@latest (the program is called wireguard), apt-get install wireguard-tools",
                WireGuard::new,
                others,
                missing);
        other(
                "YGGDRASIL",
                "yggdrasil",
                "go install github.com/yggdrasil-network/yggdrasil-go/cmd/yggdrasil@latest",
                Yggdrasil::new,
                others,
                missing);
        other(
                "NEBULA",
                "nebula",
                "go install github.com/slackhq/nebula/cmd/nebula@latest github.com/slackhq/nebula/cmd/nebula-cert@latest",
                Nebula::new,
                others,
                missing);
        other("TINCD", "tincd", "apt-get install tinc", Tinc::new, others, missing);
        return new Contenders(ours, genuine, others, missing);
    }

    private static String name(String version) {
        return version.toLowerCase(Locale.ROOT) + ".1";
    }

    private static void other(
            String variable,
            String program,
            String hint,
            Function<Path, Contender> make,
            List<Contender> others,
            List<String> missing) {
        var file = Rival.find(variable, program);
        if (file != null) others.add(make.apply(file.toAbsolutePath()));
        else missing.add(program + ": neither on the PATH nor named by " + variable + "; " + hint);
    }
}
