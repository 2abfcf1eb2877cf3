package boreas.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One layer of a packet's ciphers, by the provider that this machine chooses.
@State(Scope.Thread)
public class SecretboxBenchmark {
    private static final int AT = Crypto.TAG_BYTES;

    /// An acknowledgement, and a full packet.
    @Param({"100", "1304"})
    public int bytes;

    private final Crypto crypto = CryptoProviders.choose();
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment key = arena.allocate(Crypto.KEY_BYTES, 8).fill((byte) 3);
    private final MemorySegment nonce = arena.allocate(Crypto.NONCE_BYTES, 8).fill((byte) 5);
    private MemorySegment memory = MemorySegment.NULL;
    private MemorySegment sealed = MemorySegment.NULL;

    @Setup
    public void prepare() {
        memory = arena.allocate(AT + bytes, 8);
        sealed = arena.allocate(AT + bytes, 8);
        crypto.seal(key, nonce, sealed, AT, bytes);
    }

    @Benchmark
    public void seal() {
        crypto.seal(key, nonce, memory, AT, bytes);
    }

    /// With the copy that gives it something sealed again, some 20 ns.
    @Benchmark
    public boolean open() {
        memory.copyFrom(sealed);
        return crypto.open(key, nonce, memory, AT, bytes);
    }
}
