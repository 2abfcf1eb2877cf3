package boreas.io;

import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// What the kernel has for one UDP socket: a message of one datagram or, since `UDP_GRO` glues what
/// came in a row from one sender, of many.
///
/// A message is read into a slab and cut into packets. They are copied: a packet that looked onto
/// the slab would have its neighbour for head room. What a batch has no room for waits in the slab
/// ([#isHolding]). A kernel without `UDP_GRO` (before Linux 5.0) gives one datagram at a time, by
/// the same code.
final class UdpInbox {
    /// As much as one message can have.
    private static final int SLAB_BYTES = 1 << 16;

    private final DatagramDescriptor socket;
    private final Counters counters;
    private final SocketAddress sender;
    private final MemorySegment slab = Arena.ofAuto().allocate(SLAB_BYTES, 64);
    private final MessageHeader message = new MessageHeader(1);
    private final Lull lull = new Lull();

    /// The part of the slab that was not cut yet; datagrams of `segmentBytes`, the last may be
    /// shorter.
    private int at, end, segmentBytes;

    private long hi, lo;
    private int udpPort;

    UdpInbox(DatagramDescriptor socket, boolean isIp4, Counters counters) {
        this.socket = socket;
        this.counters = counters;
        sender = new SocketAddress(isIp4);
        message.setBuffer(0, slab.address(), SLAB_BYTES);
        LibC.setsockopt(socket.fd(), Linux.IPPROTO_UDP, Linux.UDP_GRO, 1);
    }

    /// Whether there are datagrams that the kernel need not be asked for.
    boolean isHolding() {
        return at < end;
    }

    /// Fills a batch with what is there, or, when something is held, with that alone: a socket that
    /// is never empty would keep the turn else, for as long as the last message does not just fill
    /// its batch.
    void receive(Batch into, long nowNs) {
        int messages = isHolding() ? 0 : lull.messagesAt(nowNs);
        // Bounded by attempts, not by what was good: rubbish must not hold the loop.
        for (int i = into.capacity() - into.size(); i > 0; i--) {
            if (isHolding()) {
                cut(into);
                continue;
            }
            if (messages-- == 0) return;
            long n = read();
            if (n == -Errno.EAGAIN) return;
            if (n >= 0) cut(into);
            else if (n != -Errno.EINTR)
                socket.refused((int) -n); // an ICMP error for something sent before
        }
    }

    private long read() {
        message.prepareReceive(sender, 1);
        long n;
        try {
            n = LibC.recvmsg(socket.fd(), message.address(), Linux.MSG_DONTWAIT);
        } finally {
            Reference.reachabilityFence(this);
        }
        at = 0;
        end = (int) Math.max(0, n);
        if (n < 0) return n;
        int glued = message.receivedSegmentBytes();
        segmentBytes = glued > 0 ? Math.min(glued, end) : end;
        hi = sender.hi();
        lo = sender.lo();
        udpPort = sender.udpPort();
        return n;
    }

    private void cut(Batch into) {
        int length = Math.min(segmentBytes, end - at);
        int from = at;
        at += length;
        if (length > DatagramDescriptor.DATAGRAM_MAX_BYTES) {
            counters.count(Verdict.OVERSIZE);
            return;
        }
        if (udpPort == 0) { // cannot be answered
            counters.count(Verdict.UNKNOWN_SENDER);
            return;
        }
        Packet p = into.next();
        p.setWindow(p.start(), length);
        MemorySegment.copy(slab, from, p.memory(), p.start(), length);
        p.linkHi = hi;
        p.linkLo = lo;
        p.linkUdpPort = udpPort;
    }
}
