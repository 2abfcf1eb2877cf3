package boreas.io;

import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.wire.Packet;
import java.lang.ref.Reference;

/// The descriptor of a datagram socket, and the calls that all of them make. Nothing waits and
/// nothing throws: a refusal of the kernel is counted as [Verdict#SEND_FAILED].
final class DatagramDescriptor {
    /// The longest datagram that is read; genuine nodes read as much.
    static final int DATAGRAM_MAX_BYTES = 3496;

    /// Room for what arrives while the loop is busy. Measured: with the kernel's default of 208 KB
    /// a sender's bursts are lost, with this they are not.
    static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    private final int fd;
    private final Counters counters;
    private int lastSendErrno;

    DatagramDescriptor(int fd, Counters counters) {
        this.fd = fd;
        this.counters = counters;
    }

    int fd() {
        return fd;
    }

    /// Why the kernel refused last, 0 when it never did; see [Errno#text].
    int lastSendErrno() {
        return lastSendErrno;
    }

    /// As far as the kernel allows; a node works with less too.
    void enlargeReceiveBuffer() {
        // The first is not bound by net.core.rmem_max but wants CAP_NET_ADMIN.
        if (LibC.setsockopt(fd, Linux.SOL_SOCKET, Linux.SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES) < 0)
            LibC.setsockopt(fd, Linux.SOL_SOCKET, Linux.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
    }

    /// Reads a datagram to where the packet starts; its window stays as it was.
    ///
    /// @return its true length, which may be more than [#DATAGRAM_MAX_BYTES], or `-errno`
    long receive(Packet p, KernelAddress sender) {
        try {
            return LibC.recvfrom(
                    fd,
                    p.memory().address() + p.start(),
                    DATAGRAM_MAX_BYTES,
                    Linux.MSG_TRUNC | Linux.MSG_DONTWAIT,
                    sender.address(),
                    sender.resetLength());
        } finally {
            Reference.reachabilityFence(sender);
            Reference.reachabilityFence(p);
        }
    }

    Verdict send(Packet p, KernelAddress receiver) {
        try {
            long n =
                    LibC.sendto(
                            fd,
                            p.memory().address() + p.start(),
                            p.length(),
                            Linux.MSG_DONTWAIT,
                            receiver.address(),
                            receiver.length());
            return n >= 0 ? Verdict.OK : refused((int) -n);
        } finally {
            Reference.reachabilityFence(receiver);
            Reference.reachabilityFence(p);
        }
    }

    Verdict refused(int errno) {
        lastSendErrno = errno;
        return counters.count(Verdict.SEND_FAILED);
    }

    /// There is no room for a packet, neither in the kernel nor here.
    Verdict isFull() {
        lastSendErrno = Errno.EAGAIN;
        return counters.count(Verdict.LINK_FULL);
    }

    void close() {
        LibC.close(fd);
    }
}
