package boreas.io;

import boreas.address.LinkAddress;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.ref.Reference;
import java.util.function.Consumer;

/// What a turn sends by one UDP socket, until the turn ends.
///
/// Packets for one destination are gathered, in their order, into *runs*: of equal lengths, the
/// last may be shorter. The kernel takes a run by one sendmsg(2) with `UDP_SEGMENT`, gathers it
/// from where the packets are, and makes the datagrams itself, or lets the card do it; on the wire
/// nobody sees that. What goes to different destinations keeps no order, as in any network.
///
/// Where the kernel has no room, because the line is slower than the traffic, a few packets are
/// held ([#isBlocked]) and go first when there is room; what is more than that is dropped, as by
/// any router.
///
/// Some ways out cannot do that: a kernel before Linux 4.18, a card without checksums, datagrams
/// that must be fragmented. Then the same packets are sent singly, and what did not work is
/// remembered ([SegmentationLimits]) until the devices change.
final class UdpOutbox {
    /// More than a turn can send: a batch's, and the node's own.
    static final int PACKETS_MAX = 512;

    /// Limits of the kernel: `UDP_MAX_SEGMENTS`, and an IP packet with its headers.
    static final int RUN_PACKETS_MAX = 64;

    static final int RUN_BYTES_MAX = 65_000;

    /// A run, so that a socket that has room again is not idle before the next turn. The queue is
    /// the kernel's; a long one here would only be a delay.
    static final int HELD_MAX = 64;

    private final DatagramDescriptor socket;
    private final SocketAddress receiver;
    private final MessageHeader message = new MessageHeader(RUN_PACKETS_MAX);
    private final SegmentationLimits limits = new SegmentationLimits();
    private final Packet[] waiting = new Packet[PACKETS_MAX];
    private final Packet[] run = new Packet[RUN_PACKETS_MAX];
    private int size;
    private int runSize;

    /// How many of the run have gone.
    private int runSent;

    /// Packets of ours for what is held; made when they are first needed.
    private Batch held = new Batch(0);

    private Batch spare = new Batch(0);
    private boolean isBlocked;
    private Consumer<String> onNotice = _ -> {};

    UdpOutbox(DatagramDescriptor socket, boolean isIp4) {
        this.socket = socket;
        receiver = new SocketAddress(isIp4);
        // Older kernels pass over the control message and would send a run as one datagram.
        if (LibC.setsockopt(socket.fd(), Linux.IPPROTO_UDP, Linux.UDP_SEGMENT, 0) < 0)
            limits.allowNone();
    }

    /// Tells who wants to know, in a sentence, what the kernel does not do.
    void onNotice(Consumer<String> onNotice) {
        this.onNotice = onNotice;
        if (!limits.isAnyAllowed())
            onNotice.accept("the kernel knows no UDP_SEGMENT; datagrams are sent one by one");
    }

    /// The devices or the ways have changed: what was impossible may be possible.
    void tryAgain() {
        limits.forget();
    }

    /// Keeps a packet until [#flush].
    void add(Packet p) {
        if (size == PACKETS_MAX) flush();
        waiting[size++] = p;
    }

    /// Whether the kernel had no room for all: to be flushed again when the socket is writable.
    boolean isBlocked() {
        return isBlocked;
    }

    /// Sends what is waiting, or holds it. A refusal is counted.
    void flush() {
        isBlocked = false;
        while (size > 0 && !isBlocked) {
            gather();
            if (!receiver.set(run[0].linkHi, run[0].linkLo, run[0].linkUdpPort))
                refuseRun(Errno.EAFNOSUPPORT);
            else if (!sendRun()) hold();
        }
    }

    /// Moves the first waiting packet, and those that go with it, from `waiting` to `run`.
    private void gather() {
        var first = waiting[0];
        int segment = first.length();
        int segmentMax = limits.of(first.linkHi, first.linkLo, first.linkUdpPort);
        int packetsMax =
                segment == 0 || segment > segmentMax
                        ? 1
                        : Math.min(RUN_PACKETS_MAX, RUN_BYTES_MAX / segment);
        run[0] = first;
        runSize = 1;
        boolean isEnded = packetsMax <= 1;
        int kept = 0;
        for (int i = 1; i < size; i++) {
            var p = waiting[i];
            int length = p.length();
            if (isEnded || !isForTheSame(first, p)) {
                waiting[kept++] = p;
            } else if (length > segment || length == 0) {
                isEnded = true;
                waiting[kept++] = p;
            } else {
                run[runSize++] = p;
                isEnded = length < segment || runSize == packetsMax;
            }
        }
        size = kept;
    }

    private static boolean isForTheSame(Packet a, Packet b) {
        return a.linkLo == b.linkLo && a.linkHi == b.linkHi && a.linkUdpPort == b.linkUdpPort;
    }

    /// @return false when the kernel has no room for it, or for the rest of it
    private boolean sendRun() {
        runSent = 0;
        int segment = run[0].length();
        for (int i = 0; i < runSize; i++) setBuffer(i, run[i]);
        int r = send(runSize, runSize > 1 ? segment : 0);
        if (r == -Errno.EAGAIN) return false;
        if (r >= 0) return true;
        if (runSize == 1 || !isForSegmentation(-r)) refuseRun(-r);
        else return sendSingly(-r, segment);
        return true;
    }

    private void refuseRun(int errno) {
        for (int i = 0; i < runSize; i++) socket.refused(errno);
    }

    private boolean sendSingly(int why, int segment) {
        boolean wentSingly = false;
        for (; runSent < runSize; runSent++) {
            setBuffer(0, run[runSent]);
            int r = send(1, 0);
            if (r == -Errno.EAGAIN) break;
            if (r >= 0) wentSingly = true;
            else socket.refused(-r);
        }
        // Else it was not for being a run that it was refused.
        if (wentSingly) remember(why, segment);
        return runSent == runSize;
    }

    /// Copies what has not gone: it is only lent.
    private void hold() {
        isBlocked = true;
        if (spare.capacity() == 0) spare = new Batch(HELD_MAX);
        spare.clear();
        for (int i = runSent; i < runSize; i++) keep(run[i]);
        for (int i = 0; i < size; i++) keep(waiting[i]);
        size = spare.size();
        for (int i = 0; i < size; i++) waiting[i] = spare.get(i);
        var before = held;
        held = spare;
        spare = before;
    }

    private void keep(Packet p) {
        if (spare.isFull() || p.length() > Packet.CAPACITY - Packet.HEADROOM) socket.isFull();
        else spare.next().copyFrom(p);
    }

    private void setBuffer(int i, Packet p) {
        message.setBuffer(i, p.memory().address() + p.start(), p.length());
    }

    private int send(int buffers, int segmentBytes) {
        message.prepareSend(receiver, buffers, segmentBytes);
        try {
            return (int) LibC.sendmsg(socket.fd(), message.address(), Linux.MSG_DONTWAIT);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /// What the kernel says to a run that it cannot cut: too long for the path (`EINVAL`, newer
    /// kernels `EMSGSIZE`), or for want of checksums in the card (`EIO`).
    private static boolean isForSegmentation(int errno) {
        return errno == Errno.EINVAL || errno == Errno.EMSGSIZE || errno == Errno.EIO;
    }

    private void remember(int errno, int segment) {
        var to = run[0];
        // One that is too long says nothing about shorter ones.
        int segmentMax = errno == Errno.EIO ? 0 : segment - 1;
        if (limits.lower(to.linkHi, to.linkLo, to.linkUdpPort, segmentMax)) return;
        onNotice.accept(
                "the kernel does not cut datagrams of "
                        + segment
                        + " bytes for "
                        + LinkAddress.of(to.linkHi, to.linkLo, to.linkUdpPort)
                        + " ("
                        + Errno.text(errno)
                        + "); they are sent one by one");
    }
}
