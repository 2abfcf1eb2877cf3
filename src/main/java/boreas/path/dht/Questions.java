package boreas.path.dht;

import boreas.address.PublicKey;
import boreas.env.RandomSource;
import boreas.env.Timers;
import boreas.wire.Bytes;
import boreas.wire.RoutingMessage.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The questions that wait for an answer, and how long an answer takes.
///
/// An answer is matched by its transaction id, and counts only from the node that was asked. Ids
/// are in the form of genuine nodes: two letters for the pathfinder, then 12 bytes of ours. Source:
/// cjdns protocol, legacy DHT pathfinder.
final class Questions {
    /// Searches, upkeep and destinations have some hundreds open at one time; in an outage each
    /// session adds a dozen pings a second. More push out the oldest.
    static final int MAX = 4096;

    static final long TIMEOUT_MIN_NS = 3_000_000_000L;
    static final long TIMEOUT_MAX_NS = 30_000_000_000L;

    /// Before anything was measured.
    private static final long FIRST_GUESS_NS = 250_000_000L;

    private static final int TIMEOUT_IN_MEANS = 10;
    private static final int SMOOTHING = 16;
    private static final Bytes DHT = Bytes.of("00".getBytes(StandardCharsets.US_ASCII));

    /// What becomes of a question.
    interface Asker {
        /// @param roundTripNs since the question
        void onReply(Reply reply, Question question, long roundTripNs, long nowNs);

        void onTimeout(Question question, long nowNs);
    }

    /// Waits for nothing: the answer is only proof of life.
    static final Asker NOBODY =
            new Asker() {
                @Override
                public void onReply(Reply reply, Question question, long roundTripNs, long nowNs) {}

                @Override
                public void onTimeout(Question question, long nowNs) {}
            };

    /// @param label the path by which it was asked
    record Question(PublicKey asked, long label, Asker asker, long sentNs, long expiresNs) {}

    private final RandomSource random;
    private final Timers.Timer timer;
    private final LinkedHashMap<Bytes, Question> open = new LinkedHashMap<>();

    /// Their askers are told at the next deadline, not in the middle of somebody else's question.
    private final Queue<Question> pushedOut = new ArrayDeque<>();

    private long meanNs = FIRST_GUESS_NS;
    private int lastHandle;
    private long asked;

    Questions(RandomSource random, Timers timers) {
        this.random = random;
        this.timer = timers.newTimer(this::onDeadline);
    }

    /// Notes a question.
    ///
    /// @return its transaction id
    Bytes add(PublicKey asked, long label, Asker asker, long nowNs) {
        if (open.size() == MAX) pushOut(nowNs);
        var txid = DHT.and(Bytes.ofI32(++lastHandle)).and(Bytes.ofI64(random.nextLong()));
        long expiresNs = nowNs + timeoutNs();
        open.put(txid, new Question(asked, label, asker, nowNs, expiresNs));
        timer.noLaterThan(expiresNs);
        this.asked++;
        return txid;
    }

    private void pushOut(long nowNs) {
        var oldest = open.pollFirstEntry().getValue();
        if (oldest.asker.equals(NOBODY)) return;
        pushedOut.add(oldest);
        timer.noLaterThan(nowNs);
    }

    /// A question could not be sent: its asker knows, and is not told again.
    void withdraw(Bytes txid) {
        if (open.remove(txid) != null) asked--;
    }

    /// An answer came.
    ///
    /// @return the question, null if nobody waits for the answer
    @Nullable Question onReply(PublicKey from, Reply reply, long nowNs) {
        var question = open.get(reply.txid());
        if (question == null || !question.asked.equals(from)) return null;
        open.remove(reply.txid());
        long roundTripNs = nowNs - question.sentNs;
        meanNs += (roundTripNs - meanNs) / SMOOTHING;
        question.asker.onReply(reply, question, roundTripNs, nowNs);
        return question;
    }

    /// Mean time until an answer.
    long meanNs() {
        return meanNs;
    }

    int size() {
        return open.size();
    }

    /// Questions since the start.
    long asked() {
        return asked;
    }

    private long timeoutNs() {
        return Math.clamp(TIMEOUT_IN_MEANS * meanNs, TIMEOUT_MIN_NS, TIMEOUT_MAX_NS);
    }

    private void onDeadline(long nowNs) {
        for (int count = pushedOut.size(); count > 0; count--) {
            var question = pushedOut.remove();
            question.asker.onTimeout(question, nowNs);
        }
        for (var expired = firstExpired(nowNs); expired != null; expired = firstExpired(nowNs))
            expired.asker.onTimeout(expired, nowNs);
        long next = pushedOut.isEmpty() ? Timers.NEVER : nowNs;
        for (var q : open.values()) next = Math.min(next, q.expiresNs);
        timer.at(next);
    }

    private @Nullable Question firstExpired(long nowNs) {
        for (var each = open.entrySet().iterator(); each.hasNext(); ) {
            var question = each.next().getValue();
            if (question.expiresNs > nowNs) continue;
            each.remove();
            return question;
        }
        return null;
    }
}
