package boreas.io;

import boreas.wire.Packet;
import java.lang.foreign.MemorySegment;

/// A run of one UDP flow: datagrams with checksums. The kernel gives each to its reader as it was
/// (a reader that asked for it by `UDP_GRO` gets all at once and the length of each), and cuts what
/// it has to forward; so the boundaries stay. A datagram without data is none of a run: nothing
/// would be left of it.
final class UdpRun extends FlowRun {
    /// What all kernels take that take any: `UDP_MAX_SEGMENTS`.
    static final int PACKETS_MAX = 64;

    static final int PROTOCOL = 17;

    private static final int SIZE = 8, LENGTH = 4, CHECKSUM = 6;

    UdpRun() {
        super(PROTOCOL, SIZE, CHECKSUM, PACKETS_MAX);
    }

    @Override
    int type(boolean isIp4) {
        return VnetHeader.UDP;
    }

    /// Without a checksum (0) it would get one.
    @Override
    boolean isPlainTransport(Packet p, int at) {
        return p.u16(at + LENGTH) == p.length() - at && p.u16(at + CHECKSUM) != 0;
    }

    @Override
    int transportBytes(Packet p, int at) {
        return SIZE;
    }

    @Override
    boolean follows(Packet p, Packet first, int at, int headerBytes) {
        return true;
    }

    @Override
    boolean takeOver(Packet p, int at, int payloadBytes) {
        return true;
    }

    @Override
    void finish(MemorySegment s, long at, int transportLength) {
        s.set(U16, at + LENGTH, (short) transportLength);
    }
}
