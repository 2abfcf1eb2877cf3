package boreas.cryptoauth;

import boreas.env.Verdict;
import boreas.wire.Packet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A session's whole work with a data packet: header, number, cipher, replay window.
@State(Scope.Thread)
public class SecureSessionBenchmark {
    @Param({"100", "1304"})
    public int bytes;

    private final Pair pair = new Pair();
    private Packet packet = TestPackets.packet(new byte[0]);

    @Setup
    public void establish() {
        pair.establish(pair.low, pair.high);
        packet = TestPackets.packet(new byte[bytes]);
    }

    @Benchmark
    public Verdict seal() {
        packet.clear();
        packet.extend(bytes);
        return pair.low.session.seal(packet, pair.nowNs);
    }

    @Benchmark
    public Verdict sealAndOpen() {
        packet.clear();
        packet.extend(bytes);
        pair.low.session.seal(packet, pair.nowNs);
        var verdict = pair.high.session.open(packet, pair.nowNs);
        pair.high.session.endDelivery();
        return verdict;
    }
}
