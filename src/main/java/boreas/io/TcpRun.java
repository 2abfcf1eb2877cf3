package boreas.io;

import boreas.wire.Packet;
import java.lang.foreign.MemorySegment;

/// A run of one TCP flow: sequence numbers without a gap, the same acknowledgement, window and
/// options, nothing else but a PSH at the end.
final class TcpRun extends FlowRun {
    /// More than the 53 of ordinary length that a super-packet has room for.
    static final int PACKETS_MAX = 128;

    static final int PROTOCOL = 6;

    private static final int SIZE = 20;
    private static final int SEQUENCE = 4, ACKNOWLEDGEMENT = 8, DATA_OFFSET = 12, FLAGS = 13;
    private static final int WINDOW = 14, CHECKSUM = 16, URGENT = 18, OPTIONS = 20;
    private static final int ACK = 0x10, PSH = 8;

    private int nextSequence;
    private boolean endsWithPush;

    TcpRun() {
        super(PROTOCOL, SIZE, CHECKSUM, PACKETS_MAX);
    }

    @Override
    int type(boolean isIp4) {
        return isIp4 ? VnetHeader.TCP4 : VnetHeader.TCP6;
    }

    @Override
    boolean isPlainTransport(Packet p, int at) {
        return (p.u8(at + FLAGS) & ~PSH) == ACK
                && (p.u8(at + DATA_OFFSET) & 0xf) == 0
                && p.u16(at + URGENT) == 0;
    }

    @Override
    int transportBytes(Packet p, int at) {
        return (p.u8(at + DATA_OFFSET) & 0xf0) >>> 2;
    }

    @Override
    boolean follows(Packet p, Packet first, int at, int headerBytes) {
        if (p.i32(at + SEQUENCE) != nextSequence
                || p.i32(at + ACKNOWLEDGEMENT) != first.i32(at + ACKNOWLEDGEMENT)
                || p.u16(at + WINDOW) != first.u16(at + WINDOW)) return false;
        for (int i = at + OPTIONS; i < headerBytes; i += 4)
            if (p.i32(i) != first.i32(i)) return false;
        return true;
    }

    @Override
    boolean takeOver(Packet p, int at, int payloadBytes) {
        nextSequence = p.i32(at + SEQUENCE) + payloadBytes;
        endsWithPush = (p.u8(at + FLAGS) & PSH) != 0;
        return !endsWithPush;
    }

    @Override
    void finish(MemorySegment s, long at, int transportLength) {
        if (endsWithPush) s.set(U8, at + FLAGS, (byte) (ACK | PSH));
    }
}
