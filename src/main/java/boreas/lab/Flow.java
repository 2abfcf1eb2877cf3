package boreas.lab;

import boreas.lab.Topology.Pair;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A dense ping between two hosts while things happen to the network, and how much of it crosses a
/// third host.
///
/// Both are seen from outside: replies by ping(8), packets by the counters of the third host's
/// devices. A request and its reply that cross a host are four frames there, in and out each.
public final class Flow implements AutoCloseable {
    /// So a gap is known to 20 ms.
    public static final Duration INTERVAL = Duration.ofMillis(20);

    /// After the first reply behind an event: one that comes back only to go again shows.
    private static final Duration AFTERMATH = Duration.ofSeconds(1);

    private static final int FRAMES_OF_A_CROSSING = 4;

    /// Looks at the counters; long enough for ten echoes.
    private static final Duration LOOK = Duration.ofMillis(200);

    /// A node forwards this flow when half of it crosses there, and does not below a tenth: what
    /// nodes tell each other anyway is that little.
    private static final double CROSSED = 0.5, PASSED_BY = 0.1;

    private final Network network;
    private final Pair pair;
    private final Ping ping;

    private Flow(Network network, Pair pair, Ping ping) {
        this.network = network;
        this.pair = pair;
        this.ping = ping;
    }

    /// Begins, and waits for the first reply.
    ///
    /// @throws LabException without one
    public static Flow start(Network network, Pair pair, Duration patience) {
        var flow = new Flow(network, pair, network.ping(pair, INTERVAL));
        if (flow.ping.firstReplyAfter(Instant.EPOCH, patience) != null) return flow;
        flow.close();
        throw new LabException("%s: no reply within %d s".formatted(pair, patience.toSeconds()));
    }

    /// What was counted at a host while the flow went on.
    ///
    /// @param frames in and out of its devices
    /// @param echoes that came back meanwhile
    public record Count(long frames, int echoes) {
        /// Which part of the flow crossed the host, from 0 to 1; more where it had other work.
        public double share() {
            return (double) frames / (FRAMES_OF_A_CROSSING * Math.max(1, echoes));
        }

        public boolean isCrossed() {
            return share() > CROSSED;
        }

        public boolean isPassedBy() {
            return share() < PASSED_BY;
        }
    }

    public Count countAt(String host, Duration window) {
        int echoes = ping.replies();
        long frames = network.frames(host);
        Pause.of(window);
        return new Count(network.frames(host) - frames, ping.replies() - echoes);
    }

    /// Which of two hosts the flow crosses, or more of it where each has a direction.
    public String crossedMore(String one, String other) {
        long atOne = network.frames(one), atOther = network.frames(other);
        Pause.of(LOOK);
        return network.frames(one) - atOne >= network.frames(other) - atOther ? one : other;
    }

    /// All frames at a host, in and out, each second.
    public double framesPerSecondAt(String host, Duration window) {
        long before = network.frames(host);
        long beganNs = System.nanoTime();
        Pause.of(window);
        return (network.frames(host) - before) * 1e9 / (System.nanoTime() - beganNs);
    }

    public boolean crosses(String host) {
        return countAt(host, LOOK).isCrossed();
    }

    /// Waits until the flow passes a host by.
    ///
    /// @return how long it took, to [#LOOK] exactly; null when it did not come to that
    public @Nullable Duration awaitPassingBy(String host, Duration patience) {
        var begun = Instant.now();
        while (true) {
            var looked = Instant.now();
            if (isFlowing() && countAt(host, LOOK).isPassedBy())
                return Duration.between(begun, looked);
            if (Duration.between(begun, Instant.now()).compareTo(patience) > 0) return null;
        }
    }

    private boolean isFlowing() {
        var now = Instant.now();
        return ping.firstAnsweredOf(now, LOOK) != null;
    }

    /// Lets something happen and waits until a request is answered that was sent afterwards.
    ///
    /// @return null when none was
    public Ping.@Nullable Gap during(Runnable event, Duration patience) {
        var before = Instant.now();
        event.run();
        var after = Instant.now();
        if (ping.firstAnsweredOf(after, patience) == null) return null;
        Pause.of(AFTERMATH);
        // A silence that is not over yet counts as far as it was seen.
        var end = Instant.now();
        var replies = ping.soFar();
        return Ping.Gap.since(before, replies).until(end, replies);
    }

    /// What happened to the replies since a moment, so far.
    public Ping.Gap since(Instant moment) {
        return Ping.Gap.since(moment, ping.soFar());
    }

    public Pair pair() {
        return pair;
    }

    @Override
    public void close() {
        ping.close();
    }
}
