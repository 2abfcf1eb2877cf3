package boreas.lab;

import boreas.ffm.LibCProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What this process may do with network namespaces, found out by trying.
public sealed interface Rights {
    /// Namespaces can be made here and now: root, or root of a user namespace.
    record Here() implements Rights {}

    /// Not here, but in a user namespace of our own: start again with this line in front.
    record InUserNamespace(List<String> prefix) implements Rights {
        /// The command line that runs `words` inside.
        public List<String> enter(List<String> words) {
            var line = new ArrayList<>(prefix);
            line.addAll(words);
            return line;
        }
    }

    /// Neither.
    record Missing(String reason) implements Rights {}

    Path TUN = Path.of("/dev/net/tun");

    /// A file system of its own at /run, because `ip netns` keeps its names in /run/netns.
    List<String> UNSHARE =
            List.of(
                    "unshare",
                    "--user",
                    "--map-root-user",
                    "--net",
                    "--mount",
                    "sh",
                    "-c",
                    "mount -t tmpfs tmpfs /run && exec \"$0\" \"$@\"");

    /// Makes a namespace and a tun in it, which is all that a host needs, and lets both go again.
    static Rights detect() {
        if (!Files.exists(TUN))
            return new Missing("there is no tun device, " + TUN + " is missing");
        if (!Files.isWritable(TUN))
            return new Missing("this user may not open " + TUN + ", which belongs to root");
        String trial = "ip tuntap add dev boreas-trial mode tun";
        if (LibCProcess.geteuid() == 0) {
            var here = run(List.of("unshare", "--net", "sh", "-c", trial));
            return here.isEmpty()
                    ? new Here()
                    : new Missing("root may make no network namespace with a tun here: " + here);
        }
        var inside = new InUserNamespace(UNSHARE);
        var why = run(inside.enter(List.of("sh", "-c", trial)));
        return why.isEmpty()
                ? inside
                : new Missing("not root, and a user namespace does not do either: " + why);
    }

    /// True inside a user namespace, where only one user exists.
    static boolean isUserNamespace() {
        try {
            return !Files.readString(Path.of("/proc/self/uid_map")).contains("4294967295");
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(List<String> words) {
        try {
            var output = Command.run(Command.QUICK, words);
            if (output.isSuccess()) return "";
            var said = output.err().strip().lines().reduce((_, last) -> last).orElse("");
            return said.isEmpty() ? "`unshare` ended with " + output.code() : said;
        } catch (LabException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
