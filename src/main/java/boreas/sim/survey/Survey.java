package boreas.sim.survey;

import static boreas.sim.survey.SurveyPlan.SECOND_NS;

import boreas.env.Verdict;
import boreas.label.Label;
import boreas.node.NodeCommand;
import boreas.session.PathStats;
import boreas.session.SessionStats;
import boreas.sim.SeededRandom;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One survey: builds the world of a plan, lets its time pass, and counts.
public final class Survey {
    private static final int IP6_HEADER_BYTES = 40;
    private static final int PAYLOAD_BYTES = 16;
    private static final int UDP = 17;

    /// Told now and then how far the world is.
    @FunctionalInterface
    public interface Progress {
        void onSecond(long virtualNs, int pairsBegun, int pairsReached);
    }

    private final SurveyPlan plan;
    private final SimWorld world;
    private final RunDigest digest = new RunDigest();
    private final List<SimHost> hosts;
    private final Distances distances;
    private final LabelWalk walk;
    private final List<Talk> talks = new ArrayList<>();
    private int begun;
    private int reached;
    private long packets;
    private long datagrams;

    public Survey(SurveyPlan plan) {
        this.plan = plan;
        world = new SimWorld(plan.seed(), plan.crypto());
        world.setWeather(plan.weather());
        world.attach(digest);
        hosts = plan.topology().build(world);
        distances = new Distances(plan.topology().neighbours());
        walk = new LabelWalk(hosts);
    }

    /// Lets the world run from its start to the end of the plan; once.
    public SurveyResult run(Progress progress) {
        var random = world.random().split();
        for (var host : hosts) world.at(random.between(0, plan.startedNs()), host::start);
        for (int i = 0; i < hosts.size(); i++) listen(hosts.get(i), i);
        planTalks(random);
        runUntil(plan.idleFromNs(), progress);
        var before = Usage.read(hosts, world.nowNs());
        runUntil(plan.pairsFromNs(), progress);
        var between = Usage.read(hosts, world.nowNs());
        runUntil(plan.durationNs(), progress);
        var after = Usage.read(hosts, world.nowNs());
        for (long n : after.datagrams()) datagrams += n;
        return result(between.since(before), after.since(between));
    }

    private void runUntil(long untilNs, Progress progress) {
        while (world.nowNs() < untilNs) {
            world.run(Math.min(SECOND_NS, untilNs - world.nowNs()));
            progress.onSecond(world.nowNs(), begun, reached);
        }
    }

    // --- pairs

    private void planTalks(SeededRandom random) {
        long span = plan.pairsUntilNs() - plan.pairsFromNs();
        for (int i = 0; i < plan.pairs(); i++) {
            int from = random.nextInt(hosts.size());
            int to = random.nextInt(hosts.size() - 1);
            if (to >= from) to++;
            // Spread evenly, so that the load is even.
            long beginNs = plan.pairsFromNs() + (long) ((double) span * i / plan.pairs());
            talks.add(new Talk(from, to, beginNs));
            int number = i;
            world.at(beginNs, () -> begin(number));
        }
    }

    private void begin(int number) {
        begun++;
        for (int i = 0; i < SurveyPlan.PACKETS; i++) world.after(i * SECOND_NS, () -> send(number));
        world.after(SurveyPlan.PACKETS * SECOND_NS, () -> end(talks.get(number)));
    }

    private void end(Talk talk) {
        talk.lastWay = wayInUse(talk.from, talk.to);
        if (talk.lastWay == null
                || !talk.hasReached()
                || Talk.hops(talk.lastWay) > distances.hops(talk.from, talk.to))
            talk.lastPaths = paths(talk.from, talk.to);
    }

    private void send(int number) {
        var talk = talks.get(number);
        var from = hosts.get(talk.from);
        var packet = ByteBuffer.allocate(IP6_HEADER_BYTES + PAYLOAD_BYTES);
        packet.putInt(0x6000_0000).putShort((short) PAYLOAD_BYTES).put((byte) UDP).put((byte) 64);
        packet.put(from.ip6().bytes()).put(hosts.get(talk.to).ip6().bytes());
        packet.putInt(number);
        packets++;
        from.writeTun(packet.array());
    }

    private void listen(SimHost host, int number) {
        host.listen(bytes -> {
            if (bytes.length != IP6_HEADER_BYTES + PAYLOAD_BYTES || bytes[6] != UDP) return;
            onArrived(talks.get(ByteBuffer.wrap(bytes).getInt(IP6_HEADER_BYTES)), number);
        });
    }

    private void onArrived(Talk talk, int at) {
        if (talk.to != at) throw new AssertionError("a packet for " + talk.to + " came to " + at);
        talk.arrived++;
        if (talk.hasReached()) return;
        reached++;
        talk.reachedAfterNs = world.nowNs() - talk.beginNs;
        talk.firstWay = wayInUse(talk.from, talk.to);
    }

    private @Nullable List<Integer> wayInUse(int from, int to) {
        var session = session(from, to);
        if (session == null) return null;
        for (var path : session.paths())
            if (path.state() == PathStats.State.IN_USE) {
                var way = walk.follow(from, path.label(), world.nowNs());
                return way != null && way.getLast() == to ? way : null;
            }
        return null;
    }

    private @Nullable SessionStats session(int from, int to) {
        var address = hosts.get(to).ip6();
        for (var session : hosts.get(from).snapshot().sessions())
            if (session.address().ip6().equals(address)) return session;
        return null;
    }

    private List<String> paths(int from, int to) {
        var session = session(from, to);
        if (session == null) return List.of("no session");
        var lines = new ArrayList<String>();
        lines.add("session " + session.state());
        for (var path : session.paths()) {
            var way = walk.follow(from, path.label(), world.nowNs());
            lines.add(
                    "%s %s, round trip %s ms: %s"
                            .formatted(
                                    path.state(),
                                    Label.toText(path.label()),
                                    SurveyTable.number(path.roundTripNs() / 1e6),
                                    way == null ? "leads nowhere" : Explanation.way(way)));
        }
        return lines;
    }

    // --- what came of it

    private SurveyResult result(TrafficRates idle, TrafficRates loaded) {
        var reachedAfterMs = new ArrayList<Double>();
        var firstStretch = new ArrayList<Double>();
        var stretch = new ArrayList<Double>();
        var hops = new ArrayList<Double>();
        int lost = 0;
        long arrived = 0;
        for (var talk : talks) {
            arrived += talk.arrived;
            if (!talk.hasReached()) continue;
            reachedAfterMs.add(talk.reachedAfterNs / 1e6);
            int fewest = distances.hops(talk.from, talk.to);
            if (talk.firstWay != null) firstStretch.add((double) Talk.hops(talk.firstWay) / fewest);
            if (talk.lastWay == null) {
                lost++;
                continue;
            }
            stretch.add((double) Talk.hops(talk.lastWay) / fewest);
            hops.add((double) Talk.hops(talk.lastWay));
        }
        var knownNodes = new ArrayList<Double>();
        long tooFar = 0;
        Map<Verdict, Long> drops = new EnumMap<>(Verdict.class);
        for (var host : hosts) {
            var stats = host.command(new NodeCommand.TakeDhtStats());
            knownNodes.add((double) stats.knownNodes());
            tooFar += stats.tooFar();
            host.snapshot().drops().forEach((verdict, n) -> drops.merge(verdict, n, Long::sum));
        }
        return new SurveyResult(
                talks.size(),
                sample(reachedAfterMs),
                packets,
                arrived,
                sample(firstStretch),
                sample(stretch),
                sample(hops),
                lost,
                idle,
                loaded,
                sample(knownNodes),
                tooFar,
                drops,
                datagrams,
                world.eventsRun(),
                digest.value(),
                WorstPairs.of(talks, distances));
    }

    private static Sample sample(List<Double> values) {
        return Sample.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
