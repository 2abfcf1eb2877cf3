package boreas.wire;

import java.lang.foreign.Arena;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The Internet checksum of a packet.
@State(Scope.Thread)
public class ChecksumBenchmark {
    @Param({"100", "1304"})
    public int bytes;

    private final Packet packet = new Packet(Arena.ofAuto().allocate(Packet.CAPACITY, 8));

    @Setup
    public void fill() {
        packet.append(new byte[bytes]);
    }

    @Benchmark
    public int sum() {
        return InternetChecksum.of(packet);
    }
}
