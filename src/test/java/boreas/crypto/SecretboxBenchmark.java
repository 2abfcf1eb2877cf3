package boreas.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One layer of a packet's ciphers, by the provider that this machine chooses.
@State(Scope.Thread)
public class SecretboxBenchmark {
    private static final int AT = Crypto.TAG_BYTES;

    /// Packets in a row: more than a provider can keep the key streams of.
    private static final int ROW = 64;

    /// An acknowledgement, and a full packet.
    @Param({"100", "1304"})
    public int bytes;

    private final Crypto crypto = CryptoProviders.choose();
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment key = arena.allocate(Crypto.KEY_BYTES, 8).fill((byte) 3);
    private final MemorySegment nonce = arena.allocate(Crypto.NONCE_BYTES, 8).fill((byte) 5);
    private MemorySegment memory = MemorySegment.NULL;
    private final MemorySegment[] sealed = new MemorySegment[ROW];
    private long number;

    @Setup
    public void prepare() {
        memory = arena.allocate(AT + bytes, 8);
        for (int i = 0; i < ROW; i++) {
            sealed[i] = arena.allocate(AT + bytes, 8);
            setNumber(i);
            crypto.seal(key, nonce, sealed[i], AT, bytes);
        }
    }

    private void setNumber(long number) {
        nonce.set(ValueLayout.JAVA_LONG, 0, number);
    }

    @Benchmark
    public void seal() {
        setNumber(++number);
        crypto.seal(key, nonce, memory, AT, bytes);
    }

    /// With the copy that gives it something sealed again, some 20 ns.
    @Benchmark
    public boolean open() {
        int i = (int) (++number % ROW);
        setNumber(i);
        memory.copyFrom(sealed[i]);
        return crypto.open(key, nonce, memory, AT, bytes);
    }
}
