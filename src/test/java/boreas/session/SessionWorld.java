package boreas.session;

import boreas.env.Verdict;
import boreas.wire.Packet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A few nodes and the paths between them, on a clock that jumps to whatever comes next.
///
/// A path is a label at either end and a delay; switches are not played. Every frame is remembered
/// in [#sent]; a test drops, changes or repeats what it likes.
final class SessionWorld {
    static final long MS = 1_000_000L;
    static final long SECOND = 1_000 * MS;

    private record Way(TestNode to, long labelBack, long delayNs) {}

    long nowNs;
    final List<Frame> sent = new ArrayList<>();
    final List<TestNode> nodes = new ArrayList<>();

    /// What is true of a frame that gets lost.
    Predicate<Frame> isLost = _ -> false;

    private final Map<TestNode, Map<Long, Way>> ways = new HashMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long sequence;

    private record Event(long atNs, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int c = Long.compare(atNs, other.atNs);
            return c != 0 ? c : Long.compare(order, other.order);
        }
    }

    /// @param startNs the clock's first value, which means nothing
    SessionWorld(long startNs) {
        nowNs = startNs;
    }

    SessionWorld() {
        this(123 * SECOND);
    }

    TestNode node(int number) {
        var node = new TestNode(this, number);
        nodes.add(node);
        return node;
    }

    /// Joins two nodes by a path with a round trip of 20 ms.
    void connect(TestNode a, long labelAtA, TestNode b, long labelAtB) {
        connect(a, labelAtA, b, labelAtB, 10 * MS);
    }

    void connect(TestNode a, long labelAtA, TestNode b, long labelAtB, long delayNs) {
        ways(a).put(labelAtA, new Way(b, labelAtB, delayNs));
        ways(b).put(labelAtB, new Way(a, labelAtA, delayNs));
    }

    private Map<Long, Way> ways(TestNode node) {
        return ways.computeIfAbsent(node, _ -> new HashMap<>());
    }

    /// Labels by which a node reaches another.
    List<Long> labels(TestNode from, TestNode to) {
        return ways(from).entrySet().stream()
                .filter(e -> e.getValue().to == to)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    Verdict send(TestNode from, Packet frame) {
        long label = frame.i64(0);
        var way = ways(from).get(label);
        if (way == null) return Verdict.MALFORMED_LABEL;
        var f = new Frame(from, way.to, label, way.labelBack, frame.toArray(), nowNs + way.delayNs);
        sent.add(f);
        if (!isLost.test(f)) deliver(f);
        return Verdict.OK;
    }

    /// Puts a frame on its way, perhaps once more.
    void deliver(Frame f) {
        at(f.arrivesNs(), () -> f.to().onFrame(f));
    }

    void at(long atNs, Runnable what) {
        events.add(new Event(atNs, sequence++, what));
    }

    /// Delay of the path with a label, or -1.
    long delayNs(TestNode from, long label) {
        var way = ways(from).get(label);
        return way == null ? -1 : way.delayNs;
    }

    /// Null when the path leads nowhere.
    @Nullable TestNode atEnd(TestNode from, long label) {
        var way = ways(from).get(label);
        return way == null ? null : way.to;
    }

    /// Plays on for a while.
    void run(long forNs) {
        long endNs = nowNs + forNs;
        for (; ; ) {
            long next = events.isEmpty() ? Long.MAX_VALUE : events.peek().atNs;
            for (var n : nodes) next = Math.min(next, n.nextDeadlineNs());
            if (next > endNs) break;
            nowNs = Math.max(nowNs, next);
            while (!events.isEmpty() && events.peek().atNs <= nowNs) events.poll().what.run();
            for (var n : nodes) n.onDeadline();
        }
        nowNs = endNs;
    }

    List<Frame> sent(TestNode from) {
        return sent.stream().filter(f -> f.from() == from).toList();
    }

    List<Frame.Kind> kinds() {
        return sent.stream().map(Frame::kind).toList();
    }
}
