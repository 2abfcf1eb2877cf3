package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.lab.Host;
import boreas.lab.Output;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A MariaDB server on a host, as Debian packages it, with a data folder of its own.
///
/// It is the service of the story: two of them, one of which follows the other over the addresses
/// of the site, with GTIDs and automatic reconnection.
final class MariaDb {
    /// The service's own port.
    static final int PORT = 3306;

    /// A replica that hears nothing for so long calls again, where a primary that has nothing to
    /// tell says so each second; and a primary gives up a replica that takes nothing for so long,
    /// before which it would not serve the new call. These are the settings that
    /// docs/site-to-site.md names: MariaDB's own would wait for a minute each.
    static final int NET_TIMEOUT_S = 4;

    private static final Duration MAKE_LIMIT = Duration.ofSeconds(60);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(60);
    private static final List<String> PROGRAMS =
            List.of("/usr/sbin/mariadbd", "/usr/bin/mariadb", "/usr/bin/mariadb-install-db");
    private static final File DEV_NULL = new File("/dev/null");

    private final Host host;

    private MariaDb(Host host) {
        this.host = host;
    }

    /// Skips the test where the packages are not.
    static void assumeInstalled() {
        for (var program : PROGRAMS)
            assumeTrue(
                    Files.isExecutable(Path.of(program)),
                    "no " + program + ": apt-get install mariadb-server-core mariadb-client-core");
    }

    /// Makes an empty database and starts its server at one address.
    static MariaDb start(Host host, int id, String address) {
        var server = new MariaDb(host);
        var made =
                host.run(
                        MAKE_LIMIT,
                        PROGRAMS.get(2),
                        "--no-defaults",
                        "--datadir=" + server.file("data"),
                        "--auth-root-authentication-method=socket",
                        "--skip-test-db",
                        "--user=root");
        assertThat(made.code()).as("mariadb-install-db: " + made.err()).isZero();
        host.start(
                Redirect.from(DEV_NULL),
                Redirect.to(server.file("mariadbd.log").toFile()),
                List.of(
                        PROGRAMS.get(0),
                        "--no-defaults",
                        "--user=root",
                        "--datadir=" + server.file("data"),
                        "--socket=" + server.file("sock"),
                        "--pid-file=" + server.file("pid"),
                        "--bind-address=" + address,
                        "--port=" + PORT,
                        "--skip-name-resolve",
                        "--server-id=" + id,
                        "--log-bin=binlog",
                        "--gtid-strict-mode=ON",
                        "--slave-net-timeout=" + NET_TIMEOUT_S,
                        "--net-write-timeout=" + NET_TIMEOUT_S,
                        "--innodb-buffer-pool-size=32M"));
        Operator.awaitThat(
                "MariaDB on " + host,
                START_LIMIT,
                () -> server.query("--silent", "SELECT 1").isSuccess());
        return server;
    }

    /// Follows another server from its first transaction on.
    void follow(String address, String user, String password) {
        ask(
                "CHANGE MASTER TO MASTER_HOST='%s', MASTER_PORT=%d, MASTER_USER='%s', MASTER_PASSWORD='%s', MASTER_USE_GTID=slave_pos, MASTER_CONNECT_RETRY=1, MASTER_HEARTBEAT_PERIOD=1; START SLAVE"
                        .formatted(address, PORT, user, password));
    }

    /// A field of the replica's state, by the name that `SHOW SLAVE STATUS` gives it.
    String replica(String field) {
        var status = query("--column-names", "SHOW SLAVE STATUS\\G").out();
        var found = Pattern.compile("(?m)^ *" + field + ": (.*)$").matcher(status);
        return found.find() ? found.group(1).strip() : "";
    }

    /// Waits until this replica has done what the primary had done up to some point.
    boolean reaches(String gtid, Duration patience) {
        return ask("SELECT MASTER_GTID_WAIT('%s', %d)".formatted(gtid, patience.toSeconds()))
                .equals("0");
    }

    String ask(String sql) {
        var answer = query("--skip-column-names", sql);
        assertThat(answer.code()).as("%s on %s: %s", sql, host, answer.err()).isZero();
        return answer.out().strip();
    }

    private Output query(String form, String sql) {
        var line = new ArrayList<>(client());
        line.addAll(List.of(form, "-e", sql));
        return host.run(QUERY_LIMIT, line.toArray(String[]::new));
    }

    private List<String> client() {
        return List.of(PROGRAMS.get(1), "--no-defaults", "--user=root", "--socket=" + file("sock"));
    }

    /// A client that goes on reading statements, from whoever writes to it.
    Process session() {
        return host.start(Redirect.PIPE, Redirect.to(file("session.log").toFile()), client());
    }

    /// What the server and the session complained of.
    String log() {
        var text = new StringBuilder();
        for (var name : List.of("mariadbd.log", "session.log")) {
            try {
                text.append(Files.readString(file(name)));
            } catch (IOException e) {
                // it said nothing
            }
        }
        return text.toString();
    }

    private Path file(String name) {
        return host.folder().resolve(name);
    }
}
