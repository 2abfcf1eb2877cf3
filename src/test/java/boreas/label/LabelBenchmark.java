package boreas.label;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What labels cost where packets and paths are handled.
@State(Scope.Thread)
public class LabelBenchmark {
    public long label = 0x153;
    public long next = 0x13;

    @Benchmark
    public int decompress() {
        return EncodingScheme.V358.decompress(label);
    }

    @Benchmark
    public long splice() {
        return Label.splice(next, label);
    }

    @Benchmark
    public long reverse() {
        return Label.reverse64(label);
    }
}
