package boreas.sim;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.LinkAddress;
import boreas.link.PeerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A day on which nothing happens fills no more than a screen of the log: what is logged at `INFO`
/// and above is what an operator would want to have been told.
class QuietDayTest {
    private static final long HOUR = 3600 * Mesh.SECOND;

    /// A terminal's, less the line for the next command.
    private static final int SCREEN_LINES = 23;

    @Test
    void aQuietDayFillsNoScreen() {
        var world = new SimWorld(7, new FastCrypto());
        var lines = new Lines();
        world.attach(lines);
        var mesh = Mesh.square(world);
        world.setWeather(Mesh.ordinary(world.random()));
        var echo = new Ip6Echo(world, mesh.home, mesh.far);
        // Somebody looks now and then.
        for (int hour = 0; hour < 24; hour++)
            world.at(hour * HOUR, () -> echo.sendEvery(Mesh.SECOND, 10 * Mesh.SECOND));
        world.run(24 * HOUR);
        for (var host : world.hosts()) {
            assertThat(lines.of(host))
                    .as("the log of %s", host.name())
                    .hasSizeLessThan(SCREEN_LINES);
            var peers = host.snapshot().peers();
            assertThat(peers).isNotEmpty().allMatch(p -> p.state() == PeerState.ESTABLISHED);
        }
    }

    /// Counts what would be written.
    private static final class Lines implements Tap {
        private final Map<String, List<String>> byHost = new HashMap<>();

        List<String> of(SimHost host) {
            return byHost.getOrDefault(host.name(), List.of());
        }

        @Override
        public void onDatagram(
                long nowNs, LinkAddress from, LinkAddress to, byte[] bytes, Fate fate) {}

        @Override
        public void onNote(long nowNs, String who, String text) {
            if (text.matches("(?s)(INFO|WARN|ERROR) .*"))
                byHost.computeIfAbsent(who, _ -> new ArrayList<>())
                        .add(nowNs / Mesh.SECOND + " s: " + text);
        }

        @Override
        public boolean readsNotes() {
            return true;
        }
    }
}
