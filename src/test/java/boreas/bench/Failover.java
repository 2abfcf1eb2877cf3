package boreas.bench;

import boreas.lab.Flow;
import boreas.lab.LabException;
import boreas.lab.Network;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProgram;
import boreas.lab.Pause;
import boreas.lab.Ping;
import boreas.lab.Topology;
import boreas.lab.Topology.Pair;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The shapes of networks on which something is broken under traffic. Each trial has a network of
/// its own: no state of an earlier one helps or hinders.
abstract class Failover {
    /// Genuine nodes take 20.5 s to miss a neighbour, and then look for another way.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Traffic before something breaks: a network that is in use, not one that was just started.
    static final Duration SETTLING = Duration.ofSeconds(6);

    static final Duration COUNTING = Duration.ofSeconds(1);

    /// What the nodes of slow and failed trials said.
    private static final Path LOGS = Path.of("target/failover");

    /// What happens, and within how many seconds ours are to be over it.
    enum Event {
        DIRECT_CUT("direct cable of a triangle cut", 1.0),
        TAKEN_BACK("healed direct cable taken back", Double.NaN),
        FAR_CUT("far cable of a square cut", 1.5),
        MIDDLE_KILLED("node in the middle of a square killed", 1.5),
        RESTARTED("neighbour by Ethernet beacons restarted", 2.0);

        private final String text;
        private final double boundS;

        Event(String text, double boundS) {
            this.text = text;
            this.boundS = boundS;
        }

        double boundS() {
            return boundS;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// @param seconds NaN when it was not over in time
    /// @param lost echo requests without a reply
    /// @param relay packets in and out of the third host's devices each second, by when
    record Result(
            Event event, Double seconds, int lost, Map<String, Double> relay, String failure) {
        static Result of(Event event, Ping.@Nullable Gap gap, Map<String, Double> relay) {
            return gap == null
                    ? failed(event)
                    : new Result(event, gap.ms() / 1000.0, gap.lost(), relay, "");
        }

        static Result failed(Event event) {
            return failed(event, "not over it within " + PATIENCE.toSeconds() + " s");
        }

        static Result failed(Event event, String why) {
            return new Result(event, Double.NaN, 0, Map.of(), why);
        }

        boolean isOverBound() {
            return seconds > event.boundS || !failure.isEmpty();
        }

        @Override
        public String toString() {
            return failure.isEmpty()
                    ? String.format(Locale.ROOT, "%.3f s, %d lost %s", seconds, lost, relay)
                    : "failed: " + failure;
        }
    }

    private final Topology topology;
    private final List<Event> events;

    private Failover(Topology topology, List<Event> events) {
        this.topology = topology;
        this.events = events;
    }

    static List<Failover> all() {
        return List.of(new Triangle(), new Square(), new Segment());
    }

    List<Event> events() {
        return events;
    }

    /// Before the nodes start.
    void prepare(Network network) {}

    abstract void breakThings(Network network, List<Result> results);

    /// One result for each of the events.
    List<Result> trial(NodeProgram program) {
        var results = new ArrayList<Result>();
        var why = "an earlier event was not over";
        try (var network = Network.lay(topology, Auth.LOGIN, _ -> program)) {
            try {
                prepare(network);
                network.startAll();
                breakThings(network, results);
            } catch (LabException e) {
                why = String.valueOf(e.getMessage());
            }
            if (results.size() < events.size() || results.stream().anyMatch(Result::isOverBound))
                network.keepLogs(LOGS.resolve(program + "-" + topology + "-" + Instant.now()));
        }
        for (var event : events.subList(results.size(), events.size()))
            results.add(Result.failed(event, why));
        return results;
    }

    private static final class Triangle extends Failover {
        Triangle() {
            super(Topology.triangle(), List.of(Event.DIRECT_CUT, Event.TAKEN_BACK));
        }

        @Override
        void breakThings(Network network, List<Result> results) {
            try (var flow = Flow.start(network, new Pair("home", "vps3"), PATIENCE)) {
                var relay = new LinkedHashMap<String, Double>();
                Pause.of(SETTLING);
                if (flow.awaitPassingBy("vps2", PATIENCE) == null)
                    throw new LabException("the direct cable was never taken");
                relay.put("before", flow.framesPerSecondAt("vps2", COUNTING));
                var direct = network.cable("home", "vps3");
                var gap = flow.during(direct::blackhole, PATIENCE);
                if (gap != null) relay.put("cut", flow.framesPerSecondAt("vps2", COUNTING));
                results.add(Result.of(Event.DIRECT_CUT, gap, relay));
                var healed = Instant.now();
                direct.mend();
                var back = flow.awaitPassingBy("vps2", PATIENCE);
                var after = new LinkedHashMap<String, Double>();
                if (back != null) after.put("back", flow.framesPerSecondAt("vps2", COUNTING));
                results.add(
                        back == null
                                ? Result.failed(Event.TAKEN_BACK)
                                : new Result(
                                        Event.TAKEN_BACK,
                                        back.toMillis() / 1000.0,
                                        flow.since(healed).lost(),
                                        after,
                                        ""));
            }
        }
    }

    private static final class Square extends Failover {
        Square() {
            super(Topology.square(), List.of(Event.FAR_CUT, Event.MIDDLE_KILLED));
        }

        @Override
        void breakThings(Network network, List<Result> results) {
            try (var flow = Flow.start(network, new Pair("west", "east"), PATIENCE)) {
                Pause.of(SETTLING);
                var relay = relayInUse(flow);
                var far = network.cable(relay, "east");
                results.add(
                        Result.of(Event.FAR_CUT, flow.during(far::blackhole, PATIENCE), Map.of()));
                far.mend();
                Pause.of(SETTLING);
                var killed = relayInUse(flow);
                results.add(
                        Result.of(
                                Event.MIDDLE_KILLED,
                                flow.during(() -> network.killNode(killed), PATIENCE),
                                Map.of()));
            }
        }

        private static String relayInUse(Flow flow) {
            return flow.crossedMore("north", "south");
        }
    }

    private static final class Segment extends Failover {
        private static final int SEND_AND_ACCEPT = 2;

        Segment() {
            super(Topology.segment(2), List.of(Event.RESTARTED));
        }

        @Override
        void prepare(Network network) {
            for (var host : network.topology().hosts())
                network.config(host).ethernet(network.plug(host).end().device(), SEND_AND_ACCEPT);
        }

        /// From the start of the process to the first reply: the start of the JVM is in it.
        @Override
        void breakThings(Network network, List<Result> results) {
            try (var ping = network.ping(new Pair("host0", "host1"), Flow.INTERVAL)) {
                if (ping.firstReplyAfter(Instant.EPOCH, PATIENCE) == null)
                    throw new LabException("neighbours do not find each other");
                Pause.of(SETTLING);
                network.killNode("host1");
                Pause.of(Network.OUTAGE);
                var started = network.startNode("host1").started();
                var reply = ping.firstReplyAfter(started, PATIENCE);
                results.add(
                        reply == null
                                ? Result.failed(Event.RESTARTED)
                                : new Result(
                                        Event.RESTARTED,
                                        Duration.between(started, reply.at()).toMillis() / 1000.0,
                                        0,
                                        Map.of(),
                                        ""));
            }
        }
    }
}
