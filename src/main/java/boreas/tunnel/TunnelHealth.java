package boreas.tunnel;

import boreas.env.EventLog.Level;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.session.Sessions;
import boreas.wire.Icmp6;
import boreas.wire.Ip6Header;
import boreas.wire.Ip6Tunnel;
import boreas.wire.Packet;
import boreas.wire.PacketSource;

/// Whether one tunnel carries anything, judged from end to end: by what comes out of it, and when
/// nothing does, by an echo request to the far endpoint, which the far machine's *kernel* answers.
/// So the probe goes through all that a packet of a program goes through behind this node: session,
/// far node, its device, its routes, its firewall, and back.
///
/// ```
///   something came out          quiet for 60 s, or nothing back 5 s after a packet entered: probe
///   ------- UP -------------------------------------------> probes, 1 s apart
///     ^                                                        | 3 in vain
///     |  anything of the far site                              v
///     +------------------------------ STUCK (node is heard) | UNREACHABLE (it is not)
///                                     probes 2, 4, 8 ... 15 s | 2, 4, 8 ... 60 s apart
/// ```
///
/// The first answer tells no round trip that anybody should see: it had to wait for a path and a
/// session, and the end whose probe came second has sent none at all. So a tunnel that comes up is
/// probed twice more, and what is told is the best of the last answers.
///
/// Of a tunnel that gets stuck the session is made anew once, and [TunnelEvents] tells, then and
/// each minute. What it costs: a quiet tunnel a probe of 56 bytes and its answer a minute, of both
/// ends together, as the far end hears that too, and what a session probes of its paths for 10 s
/// after each (docs/paths.md).
final class TunnelHealth {
    /// After the opening: the tunnel is warm before a program needs it.
    static final long FIRST_NS = 200_000_000L;

    /// Nothing came out for so long.
    static final long QUIET_NS = 60_000_000_000L;

    /// A packet entered so long ago, and nothing has come out since.
    static final long UNANSWERED_NS = 5_000_000_000L;

    /// Between the first probes.
    static final long ROUND_NS = 1_000_000_000L;

    /// As many in vain are no accident.
    static final int IN_VAIN = 3;

    static final long STUCK_SPACING_NS = 15_000_000_000L;

    /// Each probe has the session look for a path.
    static final long UNREACHABLE_SPACING_NS = 60_000_000_000L;

    static final long TELL_NS = 60_000_000_000L;

    /// Of a tunnel that has come up.
    static final int MEASURED = 2;

    /// Answers of which the best is told: those two, and the first.
    private static final int KEPT = MEASURED + 1;

    /// The far node counts as heard; its sessions are asked each second while something is sent.
    static final long NODE_HEARD_NS = 5_000_000_000L;

    private static final long NEVER = Long.MIN_VALUE;
    private static final int DATA_BYTES = 8;
    private static final int PROBE_BYTES = Ip6Header.SIZE + Icmp6.HEADER_SIZE + DATA_BYTES;

    /// In an error, where its cause begins.
    private static final int QUOTE = Ip6Header.SIZE + Icmp6.HEADER_SIZE;

    /// Sends an inner packet of this machine.
    @FunctionalInterface
    interface Entry {
        Verdict enter(Packet inner, long nowNs);
    }

    private final World world;
    private final TunnelSettings settings;
    private final Sessions sessions;
    private final PacketSource packets;
    private final Entry entry;
    private final TunnelEvents events;
    private final Timers.Timer timer;
    private final long ownHi, ownLo, farHi, farLo;
    private final int identifier;
    private TunnelState state = TunnelState.UNKNOWN;
    private long sinceNs;
    private long nextNs;
    private long lastHeardNs = NEVER;

    /// When the first packet entered to which nothing has come since.
    private long askedNs = NEVER;

    private long lastEnteredNs = NEVER;

    /// Probes since something came; they are a round, with data of its own.
    private int inVain;

    private long token;
    private int sequence;
    private long probedNs;
    private long measureNs = Timers.NEVER;
    private int toMeasure;

    /// The last ones; 0: not known yet.
    private final long[] roundTripsNs = new long[KEPT];

    private int measured;
    private long toldNs = NEVER;
    private boolean wasReset;
    private long probesOut, probesIn;

    TunnelHealth(
            World world,
            TunnelSettings settings,
            Sessions sessions,
            PacketSource packets,
            Entry entry,
            TunnelEvents events,
            long nowNs) {
        this.world = world;
        this.settings = settings;
        this.sessions = sessions;
        this.packets = packets;
        this.entry = entry;
        this.events = events;
        ownHi = settings.ownEndpoint().hi();
        ownLo = settings.ownEndpoint().lo();
        farHi = settings.farEndpoint().hi();
        farLo = settings.farEndpoint().lo();
        identifier = world.random().nextInt(1 << 16);
        sinceNs = nowNs;
        nextNs = nowNs + FIRST_NS;
        timer = world.timers().newTimer(this::onDeadline);
        timer.at(nextNs);
    }

    void close() {
        timer.cancel();
    }

    // --- what happens

    /// A packet of a program goes out. An answer wants no answer; and if it did, two quiet ends
    /// would go on asking each other, since the kernel's answers to their probes enter here too.
    void onEntered(Packet p, long nowNs) {
        lastEnteredNs = nowNs;
        if (askedNs != NEVER || isAnswerOfKernel(p)) return;
        askedNs = nowNs;
        if (inVain == 0) probeBy(nowNs + UNANSWERED_NS);
    }

    private static boolean isAnswerOfKernel(Packet p) {
        if (Ip6Tunnel.typeOf(p) != Ip6Tunnel.IP6 || !Icmp6.isIn(p)) return false;
        int type = Icmp6.type(p);
        return type == Icmp6.ECHO_REPLY || type < Icmp6.ECHO_REQUEST;
    }

    /// Something of the far site came out.
    ///
    /// @param isProbes whether it answers a probe
    void onHeard(boolean isProbes, Packet p, long nowNs) {
        if (isProbes) {
            probesIn++;
            if (Icmp6.sequence(p) == sequence && Icmp6.isEcho(p))
                roundTripsNs[measured++ % KEPT] = nowNs - probedNs;
        }
        lastHeardNs = nowNs;
        askedNs = NEVER;
        inVain = 0;
        nextNs = nowNs + QUIET_NS; // the timer finds out when it runs
        if (state != TunnelState.UP) {
            wasReset = false;
            become(TunnelState.UP, nowNs);
            toMeasure = MEASURED;
            measureNs = nowNs + ROUND_NS;
            timer.at(measureNs);
        }
    }

    private void onDeadline(long nowNs) {
        if (nextNs <= nowNs) {
            if (inVain >= IN_VAIN) judge(nowNs);
            if (inVain == 0) token = world.random().nextLong();
            inVain++;
            nextNs = nowNs + spacingNs();
            if (!isSoughtAlready(nowNs)) probe(nowNs);
        }
        if (measureNs <= nowNs) measure(nowNs);
        timer.at(Math.min(nextNs, measureNs));
    }

    /// A round that is under way measures too.
    private void measure(long nowNs) {
        boolean isMore = --toMeasure > 0 && inVain == 0;
        measureNs = isMore ? nowNs + ROUND_NS : Timers.NEVER;
        if (inVain > 0 || isSoughtAlready(nowNs)) return;
        if (probesOut == 0) token = world.random().nextLong();
        probe(nowNs);
    }

    private void probeBy(long atNs) {
        if (atNs >= nextNs) return;
        nextNs = atNs;
        timer.noLaterThan(atNs);
    }

    /// Only one packet waits for a path, the last one; a probe must not take the place of a
    /// program's.
    private boolean isSoughtAlready(long nowNs) {
        return lastEnteredNs != NEVER
                && nowNs - lastEnteredNs < Sessions.HOLD_NS
                && !isNodeHeard(nowNs);
    }

    private long spacingNs() {
        if (inVain <= IN_VAIN) return ROUND_NS;
        long maxNs = state == TunnelState.UNREACHABLE ? UNREACHABLE_SPACING_NS : STUCK_SPACING_NS;
        return Math.min(maxNs, ROUND_NS << Math.min(inVain - IN_VAIN, 16));
    }

    // --- judgement

    private void judge(long nowNs) {
        if (!isNodeHeard(nowNs)) {
            if (state != TunnelState.UNREACHABLE) become(TunnelState.UNREACHABLE, nowNs);
            return;
        }
        boolean isNews = state != TunnelState.STUCK;
        if (!isNews && nowNs - toldNs < TELL_NS) return;
        toldNs = nowNs;
        if (isNews) become(TunnelState.STUCK, nowNs);
        else events.onTunnelState(settings.tunId(), state, nowNs);
        if (wasReset) return;
        wasReset = true;
        var _ = sessions.reset(settings.far().ip6());
    }

    private boolean isNodeHeard(long nowNs) {
        var session = sessions.find(settings.far().ip6());
        return session != null
                && session.lastInNs() != NEVER
                && nowNs - session.lastInNs() < NODE_HEARD_NS;
    }

    private void become(TunnelState next, long nowNs) {
        var level = next == TunnelState.UP ? Level.INFO : Level.WARN;
        if (world.log().isOn(level))
            world.log()
                    .event(
                            level,
                            "tunnel",
                            "tunnel %d to %s: %s%s"
                                    .formatted(
                                            settings.tunId(),
                                            settings.farEndpoint().compressedText(),
                                            next.meaning(),
                                            next == TunnelState.STUCK ? advice() : ""));
        state = next;
        sinceNs = nowNs;
        events.onTunnelState(settings.tunId(), next, nowNs);
    }

    private String advice() {
        return settings.isFarKernel()
                ? "; the kernel's tunnel there, its routes and its firewall are to be looked at"
                : "; the site there may be down, or a firewall here or there refuses ICMPv6";
    }

    // --- the probe

    private void probe(long nowNs) {
        var p = packets.take();
        if (p == null) {
            world.counters().count(Verdict.NO_ROOM);
            return;
        }
        sequence = sequence + 1 & 0xffff;
        var data = new byte[DATA_BYTES];
        for (int i = 0; i < DATA_BYTES; i++) data[i] = (byte) (token >>> 56 - 8 * i);
        Icmp6.writeEcho(
                p, Icmp6.ECHO_REQUEST, identifier, sequence, data, ownHi, ownLo, farHi, farLo);
        probedNs = nowNs;
        if (entry.enter(p, nowNs) == Verdict.OK) probesOut++;
    }

    /// Whether this packet, which got out of the tunnel, answers a probe of this round or the last:
    /// then it is not the kernel's, which would not know what to do with it. A refusal is an answer
    /// too: a firewall there that admits no ping has got it.
    boolean isAnswer(Packet p) {
        if (Ip6Tunnel.typeOf(p) != Ip6Tunnel.IP6
                || !Icmp6.isIn(p)
                || Ip6Header.destinationHi(p) != ownHi
                || Ip6Header.destinationLo(p) != ownLo) return false;
        int type = Icmp6.type(p);
        if (type < Icmp6.ECHO_REQUEST) return isQuoted(p) && Icmp6.isIntact(p);
        return type == Icmp6.ECHO_REPLY
                && Icmp6.identifier(p) == identifier
                && Ip6Header.sourceHi(p) == farHi
                && Ip6Header.sourceLo(p) == farLo
                && Icmp6.echoData(p) == token
                && Icmp6.isIntact(p);
    }

    /// Whether an error is about a probe.
    private boolean isQuoted(Packet error) {
        if (Ip6Header.payloadLength(error) < Icmp6.HEADER_SIZE + PROBE_BYTES) return false;
        error.dropFront(QUOTE);
        boolean isProbe = isProbe(error) && Icmp6.echoData(error) == token;
        error.prepend(QUOTE);
        return isProbe;
    }

    /// Whether this packet, of which the addresses and 8 bytes more are there, is a probe.
    boolean isProbe(Packet p) {
        return Ip6Tunnel.typeOf(p) == Ip6Tunnel.IP6
                && Ip6Header.nextHeader(p) == Ip6Header.ICMP6
                && Ip6Header.payloadLength(p) == Icmp6.HEADER_SIZE + DATA_BYTES
                && Icmp6.type(p) == Icmp6.ECHO_REQUEST
                && Icmp6.identifier(p) == identifier
                && Ip6Header.sourceHi(p) == ownHi
                && Ip6Header.sourceLo(p) == ownLo;
    }

    // --- what people see

    TunnelState state() {
        return state;
    }

    long sinceNs() {
        return sinceNs;
    }

    long lastHeardNs() {
        return lastHeardNs;
    }

    long roundTripNs() {
        long bestNs = 0;
        for (long ns : roundTripsNs) if (ns > 0 && (bestNs == 0 || ns < bestNs)) bestNs = ns;
        return bestNs;
    }

    long probesOut() {
        return probesOut;
    }

    long probesIn() {
        return probesIn;
    }
}
