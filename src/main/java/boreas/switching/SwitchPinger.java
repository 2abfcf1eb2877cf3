package boreas.switching;

import boreas.address.PublicKey;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import boreas.wire.ControlFrame.Snode;
import boreas.wire.ControlHeader;
import boreas.wire.ControlType;
import boreas.wire.LinkAddressField;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import boreas.wire.SwitchErrorCode;
import boreas.wire.SwitchHeader;
import org.jspecify.annotations.Nullable;

/// Asks nodes along a path, with control frames: are you there, who are you, how do you reach me.
///
/// A question carries 12 bytes of its own in front of the asker's data, and an answer counts only
/// with the same bytes, from the same path.
///
/// ```
///   data: handle 4 (which question, from 1 on) | cookie 8 (random) | the asker's
/// ```
///
/// Each question ends with exactly one [Answer]; it comes from within [#ask] only if the question
/// was to this node itself. At most [#OUTSTANDING_MAX] are open at one time.
public final class SwitchPinger {
    /// As in genuine nodes; each costs a timer and some bytes.
    public static final int OUTSTANDING_MAX = 50;

    /// Longest data of an asker, for a PING; KEYPING carries [#KEYPING_DATA_MAX].
    public static final int DATA_MAX = 256 - Outstanding.SIZE;

    public static final int KEYPING_DATA_MAX = 64 - Outstanding.SIZE;

    /// A whole PING without data of the asker, switch header included.
    public static final int PING_FRAME_BYTES =
            ControlHeader.IN_FRAME + ControlHeader.BODY + Outstanding.SIZE;

    /// Longest PING that [#askSized] sends: with the headers of a link it still fits the datagrams
    /// that genuine nodes read.
    public static final int SIZED_FRAME_BYTES_MAX = 3_000;

    public enum Question {
        PING(ControlType.PING, ControlType.PONG),
        KEYPING(ControlType.KEYPING, ControlType.KEYPONG),
        GETSNODE(ControlType.GETSNODE_QUERY, ControlType.GETSNODE_REPLY),
        RPATH(ControlType.RPATH_QUERY, ControlType.RPATH_REPLY),
        LLADDR(ControlType.LLADDR_QUERY, ControlType.LLADDR_REPLY);

        private final ControlType query;
        private final ControlType reply;

        Question(ControlType query, ControlType reply) {
            this.query = query;
            this.reply = reply;
        }
    }

    /// How a question ended.
    public enum Result {
        PONG("pong"),
        TIMEOUT("timeout"),
        /// The right bytes came from another path.
        DIFF_LABEL("diff_label"),
        /// The right handle and cookie, but the data behind were changed.
        DIFF_DATA("diff_data"),
        /// A switch on the way, maybe our own, could not forward the question.
        ERR_SWITCH("err_switch"),
        ERR_LOOP("err_loop"),
        /// Belongs to the admin API's words; never given.
        ERR_UNKNOWN("err_unknown");

        private final String text;

        Result(String text) {
            this.text = text;
        }

        /// As the admin API writes it.
        public String text() {
            return text;
        }
    }

    /// @param path that was asked along
    /// @param elapsedNs since the question
    /// @param reply what came, an ERROR included; null if nothing did, or our own switch refused
    /// @param data the asker's, as it came back
    /// @param responsePath where the reply came from; differs from `path` with DIFF_LABEL
    public record Answer(
            Result result,
            long path,
            long elapsedNs,
            @Nullable ControlFrame reply,
            Bytes data,
            long responsePath) {}

    @FunctionalInterface
    public interface Listener {
        void onAnswer(Answer answer, long nowNs);
    }

    private final World world;
    private final Switch labelSwitch;
    private final PacketSource packets;
    private final Bytes ownKey;
    private final int ownVersion;
    private final @Nullable Outstanding[] outstanding = new Outstanding[OUTSTANDING_MAX];

    public SwitchPinger(
            World world,
            Switch labelSwitch,
            PacketSource packets,
            PublicKey ownKey,
            int ownVersion) {
        this.world = world;
        this.labelSwitch = labelSwitch;
        this.packets = packets;
        this.ownKey = Bytes.of(ownKey.bytes());
        this.ownVersion = ownVersion;
    }

    /// Asks the node at the end of a path.
    ///
    /// @param data comes back with the answer
    /// @return OK: the listener will be called once. NO_ROOM: too many questions are open, or this
    ///   turn has no packet left. TOO_BIG: data of that length cannot be carried
    public Verdict ask(
            Question question,
            long path,
            Bytes data,
            long timeoutNs,
            Listener listener,
            long nowNs) {
        if (data.length() > (question == Question.KEYPING ? KEYPING_DATA_MAX : DATA_MAX))
            return Verdict.TOO_BIG;
        return send(question, path, data, timeoutNs, listener, nowNs);
    }

    /// Sends a PING that is so long, switch header included, and comes back as long: to find out
    /// what a path carries. Genuine nodes answer such too.
    ///
    /// @param frameBytes [#PING_FRAME_BYTES] to [#SIZED_FRAME_BYTES_MAX]
    public Verdict askSized(
            long path, int frameBytes, long timeoutNs, Listener listener, long nowNs) {
        if (frameBytes < PING_FRAME_BYTES || frameBytes > SIZED_FRAME_BYTES_MAX)
            return Verdict.TOO_BIG;
        var padding = Bytes.zeros(frameBytes - PING_FRAME_BYTES);
        return send(Question.PING, path, padding, timeoutNs, listener, nowNs);
    }

    private Verdict send(
            Question question,
            long path,
            Bytes data,
            long timeoutNs,
            Listener listener,
            long nowNs) {
        int index = freeIndex();
        if (index < 0) return world.counters().count(Verdict.NO_ROOM);
        var p = packets.take();
        if (p == null) return world.counters().count(Verdict.NO_ROOM);
        var asked = new Outstanding(index, question, path, data, listener, nowNs);
        outstanding[index] = asked;
        frame(question, path, asked.wholeData()).writeTo(p);
        SwitchHeader.prependControl(p, path, SwitchHeader.PLAIN);
        asked.timer.at(nowNs + timeoutNs);
        var verdict = labelSwitch.sendFromSelf(p, nowNs);
        // A link that cannot send just now is no fault of the path: that ends in a timeout.
        if (verdict == Verdict.MALFORMED_LABEL || verdict == Verdict.RETURN_PATH_INVALID)
            asked.refuse(nowNs);
        return Verdict.OK;
    }

    private int freeIndex() {
        for (int i = 0; i < OUTSTANDING_MAX; i++) if (outstanding[i] == null) return i;
        return -1;
    }

    private ControlFrame frame(Question question, long path, Bytes data) {
        return switch (question) {
            case PING -> new ControlFrame.Ping(ownVersion, data);
            case KEYPING -> new ControlFrame.KeyPing(ownVersion, ownKey, data);
            case GETSNODE -> new ControlFrame.GetSnodeQuery(ownVersion, Snode.ASKED, data);
            case RPATH -> new ControlFrame.RpathQuery(ownVersion, path, data);
            case LLADDR ->
                    new ControlFrame.LinkAddressQuery(ownVersion, LinkAddressField.NONE, data);
        };
    }

    /// An answer of some kind arrived; the window begins at its control header.
    ///
    /// @return whether it was to a question of this pinger
    boolean onReply(Packet p, ControlType type, long pathBack, long nowNs) {
        int dataAt = ControlHeader.SIZE + type.minBody();
        var asked = find(p, dataAt);
        if (asked == null || asked.question.reply != type) return false;
        var reply = ControlFrame.read(p);
        // "No supernode" is no answer: wait, as genuine askers do, until the time is over.
        if (reply instanceof ControlFrame.GetSnodeReply(_, Snode snode, _) && !snode.isKnown())
            return true;
        int length = p.length() - dataAt - Outstanding.SIZE;
        var data = Bytes.of(p, dataAt + Outstanding.SIZE, length);
        var result = Result.PONG;
        if (pathBack != asked.path) result = Result.DIFF_LABEL;
        else if (!data.equals(asked.data)) result = Result.DIFF_DATA;
        asked.end(result, reply, data, pathBack, nowNs);
        return true;
    }

    /// An error arrived; the window begins at its cause, which may be a question of ours.
    void onError(Packet cause, int code, long nowNs) {
        if (!SwitchHeader.hasPayloadWord(cause)
                || SwitchHeader.payloadWord(cause) != SwitchHeader.CONTROL
                || cause.length() < ControlHeader.IN_FRAME + ControlHeader.SIZE) return;
        var type = ControlType.of(cause.u16(ControlHeader.IN_FRAME + 2));
        if (type == null) return;
        int dataAt = ControlHeader.IN_FRAME + ControlHeader.SIZE + type.minBody();
        var asked = find(cause, dataAt);
        if (asked == null || asked.question.query != type) return;
        boolean isLoop = code == SwitchErrorCode.LOOP_ROUTE;
        var result = isLoop ? Result.ERR_LOOP : Result.ERR_SWITCH;
        var error = new ControlFrame.SwitchError(code, Bytes.of(cause, 0, cause.length()));
        asked.end(result, error, asked.data, asked.path, nowNs);
    }

    /// The question whose handle and cookie stand at an offset.
    private @Nullable Outstanding find(Packet p, int at) {
        if (p.length() < at + Outstanding.SIZE) return null;
        int index = p.i32(at) - 1;
        if (index < 0 || index >= OUTSTANDING_MAX) return null;
        var asked = outstanding[index];
        return asked != null && asked.cookie == p.i64(at + 4) ? asked : null;
    }

    /// One open question.
    private final class Outstanding {
        /// Handle and cookie.
        static final int SIZE = 12;

        final int index;
        final Question question;
        final long path;
        final Bytes data;
        final Listener listener;
        final long askedNs;
        final long cookie = world.random().nextLong();
        final Timers.Timer timer = world.timers().newTimer(this::onDeadline);
        private Result atDeadline = Result.TIMEOUT;

        Outstanding(
                int index,
                Question question,
                long path,
                Bytes data,
                Listener listener,
                long nowNs) {
            this.index = index;
            this.question = question;
            this.path = path;
            this.data = data;
            this.listener = listener;
            this.askedNs = nowNs;
        }

        Bytes wholeData() {
            return Bytes.ofI32(index + 1).and(Bytes.ofI64(cookie)).and(data);
        }

        /// Our own switch could not send it; told at the next chance, not from within the call.
        void refuse(long nowNs) {
            atDeadline = Result.ERR_SWITCH;
            timer.at(nowNs);
        }

        private void onDeadline(long nowNs) {
            end(atDeadline, null, Bytes.EMPTY, path, nowNs);
        }

        void end(
                Result result,
                @Nullable ControlFrame reply,
                Bytes echoed,
                long responsePath,
                long nowNs) {
            timer.cancel();
            outstanding[index] = null;
            var answer = new Answer(result, path, nowNs - askedNs, reply, echoed, responsePath);
            listener.onAnswer(answer, nowNs);
        }
    }
}
