package boreas.io;

import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.function.Consumer;

/// What a turn hands to the host by one tun device, until the turn ends.
///
/// Runs of one TCP or UDP flow ([FlowRun]) become one super-packet: headers written anew, payloads
/// gathered by the kernel from where they are. Everything else is written as it is. Packets of one
/// flow keep their order; what is not of a run waits for the packets of the run that came later.
final class TunOutbox {
    /// More than a turn can send: a batch's, and the node's own.
    static final int PACKETS_MAX = 512;

    private final int fd;
    private final int headerBytes;
    private final Counters counters;
    private final MemorySegment headers;
    private final MessageHeader message = new MessageHeader(TcpRun.PACKETS_MAX + 1);
    private final FlowRun tcp = new TcpRun();
    private final FlowRun udp = new UdpRun();
    private FlowRun run = tcp;
    private final Packet[] waiting = new Packet[PACKETS_MAX];
    private int size;
    private boolean takesTcp;

    /// Kernels before Linux 6.2 take runs of TCP alone.
    private boolean takesUdp;

    private int lastErrno;
    private Consumer<String> onNotice = _ -> {};

    /// @param headerBytes [VnetHeader#SIZE], or 0 for a device that has none
    TunOutbox(int fd, int headerBytes, Counters counters) {
        this.fd = fd;
        this.headerBytes = headerBytes;
        this.counters = counters;
        // Zeros first: the header of a packet that needs nothing.
        headers = Arena.ofAuto().allocate(2L * VnetHeader.SIZE + FlowRun.HEADERS_MAX_BYTES, 8);
        takesTcp = takesUdp = headerBytes != 0;
    }

    /// Tells who wants to know, in a sentence, what the kernel does not do.
    void onNotice(Consumer<String> onNotice) {
        this.onNotice = onNotice;
    }

    /// Why the kernel refused last, 0 when it never did.
    int lastErrno() {
        return lastErrno;
    }

    /// Keeps a packet until [#flush].
    void add(Packet p) {
        if (size == PACKETS_MAX) flush();
        waiting[size++] = p;
    }

    /// Writes what is waiting. A refusal is counted.
    void flush() {
        for (int i = 0; i < size; i++) {
            if (!gather(i)) write(waiting[i]);
            else writeRun();
        }
        size = 0;
    }

    /// Moves a waiting packet, and those that follow it in its flow, from `waiting` to `run`; those
    /// of others close ranks behind its place. @return whether any followed
    private boolean gather(int at) {
        var first = waiting[at];
        boolean isUdp = FlowRun.protocol(first) == UdpRun.PROTOCOL;
        if (isUdp ? !takesUdp : !takesTcp) return false;
        run = isUdp ? udp : tcp;
        run.begin(first);
        int kept = at + 1;
        for (int i = kept; i < size && (run.isOpen() || run.size() > 1); i++) {
            var p = waiting[i];
            boolean isTaken = run.isOpen() && run.isSameFlow(p) && run.add(p);
            if (!isTaken) waiting[kept++] = p;
        }
        if (run.size() == 1) return false;
        size = kept;
        return true;
    }

    private void writeRun() {
        run.writeHeaders(headers, VnetHeader.SIZE);
        int front = run.headerBytes();
        message.setBuffer(0, headers.address() + VnetHeader.SIZE, VnetHeader.SIZE + front);
        for (int i = 0; i < run.size(); i++) {
            var p = run.get(i);
            message.setBuffer(i + 1, p.memory().address() + p.start() + front, p.length() - front);
        }
        long r = writev(run.size() + 1);
        if (r >= 0) return;
        boolean wentSingly = false;
        for (int i = 0; i < run.size(); i++) wentSingly |= write(run.get(i)) == Verdict.OK;
        // Else it was not for being a run that it was refused, or there was no room for all of it
        // just now.
        if (!wentSingly || r != -Errno.EINVAL) return;
        boolean isUdp = run == udp;
        if (isUdp) takesUdp = false;
        else takesTcp = false;
        onNotice.accept(
                "the kernel takes no super-packets of "
                        + (isUdp ? "UDP (" : "TCP (")
                        + Errno.text(r)
                        + "); packets are handed to it one by one");
    }

    /// Writes one packet as it is.
    Verdict write(Packet p) {
        message.setBuffer(0, headers.address(), headerBytes);
        message.setBuffer(1, p.memory().address() + p.start(), p.length());
        long r = writev(2);
        if (r >= 0) return Verdict.OK;
        lastErrno = (int) -r;
        return counters.count(Verdict.SEND_FAILED);
    }

    private long writev(int buffers) {
        try {
            return LibC.writev(fd, message.vectorAddress(), buffers);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
