package boreas.node;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.AllocatedBytes;
import boreas.node.Line.Machine;
import boreas.tun.TunStation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A packet on its way through whole nodes allocates nothing, once the virtual machine has compiled
/// the way: out of one, through another, into a third, and the same inside a tunnel between sites.
class AllocationTest {
    /// A round, each way; less than what the cables hold.
    private static final int PACKETS = 400;

    /// In the first rounds the interpreter allocates for native calls.
    private static final int ROUNDS_MAX = 300;

    private final Line line = new Line();

    @ParameterizedTest
    @ValueSource(ints = {TunStation.CJDNS, Line.TUNNEL})
    void aPacketOnItsWayAllocatesNothing(int device) {
        meet(device);
        Map<String, Long> bytes = Map.of("nothing", -1L);
        for (int i = 0; i < ROUNDS_MAX && !isNothing(bytes); i++) {
            bytes = new LinkedHashMap<>();
            round(line.home, line.vps3, device, bytes);
            round(line.vps3, line.home, device, bytes);
            line.run(10 * Line.MS);
        }
        assertThat(bytes)
                .as("bytes for %d packets", PACKETS)
                .allSatisfy((_, allocated) -> assertThat(allocated).isZero());
    }

    private static boolean isNothing(Map<String, Long> bytes) {
        return bytes.values().stream().allMatch(b -> b == 0);
    }

    /// The first packets search for the path and open the session.
    private void meet(int device) {
        for (int i = 0; i < 100 && line.vps3.given[device] == 0; i++) {
            line.home.write(line.vps3, device, 1);
            line.home.enter(device);
            line.run(100 * Line.MS);
        }
        assertThat(line.vps3.given[device]).isPositive();
    }

    private void round(Machine from, Machine to, int device, Map<String, Long> bytes) {
        from.write(to, device, PACKETS);
        long given = to.given[device];
        long start = AllocatedBytes.ofThisThread();
        from.enter(device);
        long out = AllocatedBytes.ofThisThread();
        line.relay.deliver();
        long through = AllocatedBytes.ofThisThread();
        to.deliver();
        long in = AllocatedBytes.ofThisThread();
        assertThat(to.given[device] - given).isEqualTo(PACKETS);
        bytes.merge("out", out - start, Long::sum);
        bytes.merge("through", through - out, Long::sum);
        bytes.merge("in", in - through, Long::sum);
    }
}
