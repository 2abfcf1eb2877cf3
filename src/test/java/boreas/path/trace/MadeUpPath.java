package boreas.path.trace;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.env.Timers;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.path.dht.Inquiry;
import boreas.switching.SwitchPinger.Answer;
import boreas.switching.SwitchPinger.Listener;
import boreas.switching.SwitchPinger.Result;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Reply;
import boreas.wire.RoutingMessage.Sender;
import boreas.wire.SwitchErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Nodes in a row, each with a scheme and a slot to the next, as seen by a look at the path through
/// them. A test says which of them are silent, lose, or lie. Time is [#nowNs].
final class MadeUpPath implements Probes {
    static final long MS = 1_000_000;

    /// A node of the row; the first is the asker itself.
    static final class Stop {
        final PublicKey key;
        final EncodingScheme scheme;
        final int slot;
        int version = 22;

        /// It answers no key ping, no ping, no routing message.
        boolean isDeaf;

        boolean hidesKey, hidesScheme, hidesSession;

        /// It sends a switch error for whatever is for the next.
        int refusesNextWith = -1;

        /// Who it says it is.
        PublicKey claims;

        /// Of the pings to it, those that get lost, by their number from 0.
        IntPredicate loses = _ -> false;

        /// The longest frame that its link from the one before carries.
        int linkBytes = 4_000;

        private int pinged;

        Stop(PublicKey key, EncodingScheme scheme, int slot) {
            this.key = claims = key;
            this.scheme = scheme;
            this.slot = slot;
        }
    }

    final Timers timers = new Timers();
    final List<Stop> stops = new ArrayList<>();
    final Map<Long, Node> table = new HashMap<>();
    final Map<PublicKey, EncodingScheme> schemes = new HashMap<>();
    final Map<Ip6, Node> ways = new HashMap<>();
    final Set<Ip6> searched = new HashSet<>();

    /// Of questions that the node has no room for, so many from now on.
    int noRoom;

    int questions;
    int longestFrame;
    long nowNs = 5_000 * MS;

    /// A row through nodes of these schemes, each by the given slot; one more node is at the end.
    MadeUpPath(EncodingScheme[] schemes, int... slots) {
        for (int i = 0; i <= slots.length; i++)
            stops.add(
                    new Stop(
                            key(i),
                            i < schemes.length ? schemes[i] : EncodingScheme.V358,
                            i < slots.length ? slots[i] : -1));
    }

    static MadeUpPath usual(int... slots) {
        return new MadeUpPath(new EncodingScheme[0], slots);
    }

    /// Keys of nodes: made until one is an address in fc00::/8.
    private static PublicKey key(int number) {
        var bytes = new byte[PublicKey.BYTES];
        bytes[0] = (byte) (number + 1);
        for (int i = 0; ; i++) {
            bytes[1] = (byte) i;
            bytes[2] = (byte) (i >> 8);
            var key = PublicKey.of(bytes, 0);
            if (key.isNodeKey()) return key;
        }
    }

    /// The label of the path to a stop.
    long labelTo(int index) {
        long label = Label.SELF;
        for (int i = 0; i < index; i++) {
            var stop = stops.get(i);
            int bits = stop.scheme.bitsForNumber(stop.slot);
            label = Label.splice(stop.scheme.compress(stop.slot, bits) | 1L << bits, label);
        }
        return label;
    }

    long label() {
        return labelTo(stops.size() - 1);
    }

    Stop stop(int index) {
        return stops.get(index);
    }

    private int indexOf(long label) {
        for (int i = 0; i < stops.size(); i++) if (labelTo(i) == label) return i;
        return -1;
    }

    // --- time

    /// Lets everything happen that is planned, up to a minute.
    void run() {
        long endNs = nowNs + 60_000 * MS;
        while (timers.nextDeadlineNs() <= endNs) {
            nowNs = Math.max(nowNs, timers.nextDeadlineNs());
            timers.runUntil(nowNs);
        }
    }

    private void after(long ns, Timers.Callback what) {
        timers.newTimer(what).at(nowNs + ns);
    }

    // --- answers

    @Override
    public boolean askKey(long label, long timeoutNs, Listener listener, long nowNs) {
        if (!isRoom()) return false;
        int at = indexOf(label);
        var stop = at < 0 ? null : stops.get(at);
        boolean isSilent = stop == null || stop.isDeaf || stop.hidesKey || isLost(stop, 116, at);
        var pong =
                stop == null || isSilent
                        ? null
                        : new ControlFrame.KeyPong(
                                stop.version, Bytes.of(stop.claims.bytes()), Bytes.EMPTY);
        answer(label, at, pong, timeoutNs, listener);
        return true;
    }

    @Override
    public boolean ping(long label, int frameBytes, long timeoutNs, Listener listener, long nowNs) {
        if (!isRoom()) return false;
        longestFrame = Math.max(longestFrame, frameBytes);
        int at = indexOf(label);
        var stop = at < 0 ? null : stops.get(at);
        boolean isSilent = stop == null || stop.isDeaf || isLost(stop, frameBytes, at);
        var pong =
                stop == null || isSilent ? null : new ControlFrame.Pong(stop.version, Bytes.EMPTY);
        answer(label, at, pong, timeoutNs, listener);
        return true;
    }

    private boolean isRoom() {
        questions++;
        return noRoom <= 0 || --noRoom < 0;
    }

    private boolean isLost(Stop stop, int frameBytes, int at) {
        for (int i = 1; i <= at; i++) if (frameBytes > stops.get(i).linkBytes) return true;
        return stop.loses.test(stop.pinged++);
    }

    private void answer(
            long label, int at, @Nullable ControlFrame pong, long timeoutNs, Listener listener) {
        int refusing = refusing(at);
        if (refusing >= 0) {
            var frame = error(refusing);
            after(
                    10 * MS * (refusing + 1),
                    now -> tell(label, Result.ERR_SWITCH, frame, listener, now));
        } else if (pong == null) {
            after(timeoutNs, now -> tell(label, Result.TIMEOUT, null, listener, now));
        } else {
            after(10 * MS * at, now -> tell(label, Result.PONG, pong, listener, now));
        }
    }

    private static void tell(
            long label,
            Result result,
            @Nullable ControlFrame frame,
            Listener listener,
            long nowNs) {
        long elapsedNs = result == Result.PONG ? 10 * MS : 1_000 * MS;
        listener.onAnswer(new Answer(result, label, elapsedNs, frame, Bytes.EMPTY, label), nowNs);
    }

    /// The first stop on the way to another that refuses what is for the next; -1 none.
    private int refusing(int at) {
        for (int i = 0; i < (at < 0 ? stops.size() : at); i++)
            if (stops.get(i).refusesNextWith >= 0) return i;
        return -1;
    }

    /// Null stands for the refusal of this node's own switch.
    private @Nullable ControlFrame error(int refusing) {
        if (refusing == 0) return null;
        return switchError(Label.bits(labelTo(refusing)), stops.get(refusing).refusesNextWith);
    }

    static ControlFrame switchError(int shift, int code) {
        var cause = new byte[16];
        cause[9] = (byte) (0x40 | shift);
        return new ControlFrame.SwitchError(code, Bytes.of(cause));
    }

    @Override
    public boolean inquire(Inquiry inquiry, long nowNs) {
        if (!isRoom()) return false;
        int at = indexOf(inquiry.label());
        var stop = at < 0 ? null : stops.get(at);
        boolean isHeard =
                stop != null
                        && refusing(at) < 0
                        && !stop.isDeaf
                        && !stop.hidesScheme
                        && !stop.hidesSession
                        && stop.key.equals(inquiry.key())
                        && !stop.loses.test(stop.pinged++);
        if (stop == null || !isHeard) {
            after(3_000 * MS, now -> inquiry.listener().onAnswer(null, 3_000 * MS, now));
            return true;
        }
        var reply = new Reply(List.of(), new Sender(stop.version, stop.scheme, 0), Bytes.EMPTY);
        after(12 * MS * at, now -> inquiry.listener().onAnswer(reply, 12 * MS * at, now));
        return true;
    }

    @Override
    public @Nullable Node nodeAt(long label, long nowNs) {
        return table.get(label);
    }

    @Override
    public @Nullable Node wayTo(Ip6 address) {
        return ways.get(address);
    }

    @Override
    public void search(Ip6 address, long nowNs) {
        searched.add(address);
    }

    @Override
    public @Nullable EncodingScheme schemeOf(PublicKey key, long nowNs) {
        return schemes.get(key);
    }

    @Override
    public void learnScheme(PublicKey key, EncodingScheme scheme) {
        schemes.put(key, scheme);
    }

    static final int NO_SUCH_SLOT = SwitchErrorCode.MALFORMED_ADDRESS;
}
