package boreas.cli;

/// The help text of the drop-in. Scripts of the field read the first line, so its form stays.
final class CjdrouteUsage {
    private static final String TEXT =
            """
            Usage:
                cjdroute --help                 Show this.
                cjdroute --version              Show the versions of program and protocol.
                cjdroute --genconf [--eth]      Write a new configuration with fresh keys to stdout;
                                                --eth switches its Ethernet section on.
                cjdroute --genconf-seed [--eth] The same, drawn from 64 bytes on stdin: the same
                                                seed gives the same configuration, here and with
                                                the genuine program.
                cjdroute --cleanconf < conf     Write the configuration as plain JSON.
                cjdroute < conf                 Run; returns when the node is up.
                cjdroute --nobg < conf          Run; returns when the node ends.

            First steps, as root:
                (umask 077; cjdroute --genconf > /etc/cjdroute.conf)
                (put the credentials that a friend gave you into "connectTo")
                cjdroute < /etc/cjdroute.conf

            This is Boreas; `boreas --help` shows what else it can do.
            """;

    private CjdrouteUsage() {}

    static String text() {
        return "Cjdns %s linux%n%s".formatted(architecture(), TEXT);
    }

    /// As the genuine program names it; the same as Debian does.
    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }
}
