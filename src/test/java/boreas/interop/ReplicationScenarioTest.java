package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Cable;
import boreas.lab.Host;
import boreas.lab.Namespaces;
import boreas.lab.Network;
import boreas.lab.Pause;
import boreas.lab.SiteNetwork;
import boreas.lab.TcpCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The end of the story: MariaDB at home, and one in vps2 that follows it over the addresses of the
/// site, while somebody goes on writing.
@Tag("interop")
class ReplicationScenarioTest {
    private static final String USER = "follower", PASSWORD = "of-the-story";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CUT = Duration.ofSeconds(30);

    /// From the end of a disturbance until the replica has all that the primary had then.
    private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(10);

    @BeforeEach
    void needNamespacesAndMariaDb() {
        Programs.assumeNamespaces();
        MariaDb.assumeInstalled();
    }

    /// What MariaDB itself needs, to compare with: two hosts and a cable that carries the addresses
    /// as they are.
    @Test
    void onABareCableTheReplicaCatchesUpByItself() {
        try (var lab = Namespaces.open()) {
            var home = lab.host("home");
            var vps2 = lab.host("vps2");
            var cable = lab.cable(home, vps2);
            String primary = SiteNetwork.ULA + ":1::3306:1", replica = SiteNetwork.ULA + ":3::2";
            address(home, "to-vps2", primary, replica);
            address(vps2, "to-home", replica, primary);
            try (var pair = Replication.begin(home, primary, vps2, replica)) {
                pair.runs();
                cable.blackhole();
                Pause.of(CUT);
                cable.mend();
                pair.catchesUp("a bare cable cut for 30 s");
                pair.finish();
            }
        }
    }

    private static void address(Host host, String device, String own, String other) {
        host.must("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/" + device + "/disable_ipv6");
        host.must("ip", "-6", "address", "add", own + "/128", "dev", device, "nodad");
        host.must("ip", "-6", "route", "add", other + "/128", "dev", device, "src", own);
    }

    @Test
    void overTheSiteItSurvivesACutOfHalfAMinuteAndRestartsOfBothNodes() {
        var rules =
                List.of(
                        "{ \"from\": \"vps2\", \"to\": \"home.mysql\", \"protocol\": \"tcp\", \"port\": 3306 }");
        try (var site =
                SiteNetwork.lay(
                        Programs.boreas(), Map.of("home", Map.of("mysql", ":1::3306:1")), rules)) {
            site.startAll();
            String primary = SiteNetwork.ULA + ":1::3306:1", replica = site.endpoint("vps2");
            try (var pair =
                    Replication.begin(site.host("home"), primary, site.host("vps2"), replica)) {
                pair.runs();

                var ways =
                        List.of(
                                site.network().cable("home", "vps2"),
                                site.network().cable("vps2", "vps3"));
                ways.forEach(Cable::blackhole);
                Pause.of(CUT);
                ways.forEach(Cable::mend);
                pair.catchesUp("all cables of vps2 cut for 30 s");

                for (var name : List.of("vps2", "home")) {
                    site.network().node(name).terminate();
                    Pause.of(Network.OUTAGE);
                    site.network().startNode(name);
                    pair.catchesUp("the node of " + name + " restarted");
                }
                assertThat(
                                TcpCall.connects(
                                        site.host("vps3"),
                                        primary,
                                        MariaDb.PORT,
                                        Duration.ofSeconds(2)))
                        .as("vps3, whom no rule lets in")
                        .isFalse();
                pair.finish();
            }
        }
    }

    /// Two servers, of which the second follows the first one, and what is written meanwhile.
    private record Replication(MariaDb primary, MariaDb replica, Writes writes)
            implements AutoCloseable {

        /// @param replicaAddress from which the replica calls: the only one that the primary takes
        static Replication begin(
                Host home, String primaryAddress, Host away, String replicaAddress) {
            var primary = MariaDb.start(home, 1, primaryAddress);
            var replica = MariaDb.start(away, 2, "::1");
            primary.ask(
                    "CREATE USER '%1$s'@'%2$s' IDENTIFIED BY '%3$s'; GRANT REPLICATION SLAVE ON *.* TO '%1$s'@'%2$s'"
                            .formatted(USER, replicaAddress, PASSWORD));
            var writes = Writes.into(primary);
            replica.follow(primaryAddress, USER, PASSWORD);
            return new Replication(primary, replica, writes);
        }

        private String gtid() {
            return primary.ask("SELECT @@gtid_binlog_pos");
        }

        void runs() {
            assertThat(replica.reaches(gtid(), PATIENCE)).as(replica.log()).isTrue();
        }

        /// From now on.
        void catchesUp(String after) {
            long beganNs = System.nanoTime();
            int rows = writes.rows();
            boolean hasAll = replica.reaches(gtid(), CATCH_UP_LIMIT);
            var took = Duration.ofNanos(System.nanoTime() - beganNs);
            System.out.printf(
                    "replication, %s: %s after %.1f s, at row %d%n",
                    after, hasAll ? "caught up" : "NOT caught up", took.toMillis() / 1000.0, rows);
            assertThat(hasAll).as("caught up after %s%n%s", after, replica.log()).isTrue();
            assertThat(replica.replica("Slave_IO_Running")).isEqualTo("Yes");
            assertThat(replica.replica("Slave_SQL_Running")).isEqualTo("Yes");
        }

        /// Both have the same, and it is what was written.
        void finish() {
            int rows = writes.finish();
            assertThat(replica.reaches(gtid(), CATCH_UP_LIMIT)).isTrue();
            for (var one : List.of(primary, replica))
                assertThat(one.ask("SELECT COUNT(*) FROM story.line"))
                        .isEqualTo(Integer.toString(rows));
            var sum = "CHECKSUM TABLE story.line EXTENDED";
            assertThat(replica.ask(sum)).isEqualTo(primary.ask(sum));
            assertThat(rows).as("writes went on").isGreaterThan(100);
        }

        @Override
        public void close() {
            writes.close();
        }
    }
}
