package boreas.io;

import boreas.env.Verdict;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Super-packets of TCP cut into packets and packets merged into one, per packet.
@State(Scope.Thread)
public class OffloadBenchmark {
    private static final int PIECES = 50, PAYLOAD_BYTES = 1212;

    private final TcpCutter cutter = new TcpCutter();
    private final TcpRun run = new TcpRun();
    private final Packet[] packets = new Packet[PIECES];
    private final MemorySegment whole;
    private final int wholeBytes;

    public OffloadBenchmark() {
        var tcp = new TcpPackets(false);
        tcp.payload = TcpPackets.random(1, PIECES * PAYLOAD_BYTES);
        var bytes = tcp.begun();
        wholeBytes = bytes.length;
        whole = Arena.ofAuto().allocate(VnetHeader.SIZE + (long) wholeBytes, 8);
        int ip = tcp.ipBytes();
        VnetHeader.write(
                whole,
                0,
                VnetHeader.NEEDS_CHECKSUM,
                VnetHeader.TCP6,
                tcp.headerBytes(),
                PAYLOAD_BYTES,
                ip,
                16);
        MemorySegment.copy(bytes, 0, whole, ValueLayout.JAVA_BYTE, VnetHeader.SIZE, bytes.length);
        for (int i = 0; i < PIECES; i++)
            packets[i] = new Packet(Arena.ofAuto().allocate(Packet.CAPACITY, 8));
        if (cut() != PIECES || merge() != PIECES)
            throw new AssertionError("%d pieces, %d merged".formatted(cut(), merge()));
    }

    @Benchmark
    @OperationsPerInvocation(PIECES)
    public int cut() {
        if (cutter.begin(whole, 0, VnetHeader.SIZE, wholeBytes) != Verdict.OK) return 0;
        int pieces = 0;
        while (cutter.hasNext()) cutter.next(packets[pieces++].clear());
        return pieces;
    }

    @Benchmark
    @OperationsPerInvocation(PIECES)
    public int merge() {
        run.begin(packets[0]);
        for (int i = 1; i < PIECES; i++) if (!run.add(packets[i])) break;
        return run.size();
    }
}
