package boreas.switching;

import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.Label;
import boreas.wire.Batch;
import boreas.wire.Packet;
import boreas.wire.SwitchHeader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A frame from one neighbour to another one.
@State(Scope.Thread)
public class SwitchBenchmark {
    private static final int FROM = 0, TO = 40;

    private final Switch labelSwitch =
            new Switch(new World(_ -> {}, new Timers(), new Counters(), EventLog.SILENT));
    private final Packet frame = new Batch(1).next();

    public SwitchBenchmark() {
        labelSwitch.attach((_, _) -> Verdict.OK, FROM);
        labelSwitch.attach((_, _) -> Verdict.OK, TO);
        frame.append(new byte[1300]);
        frame.prepend(SwitchHeader.SIZE);
    }

    @Benchmark
    public Verdict forward() {
        SwitchHeader.write(frame, Label.ofInterface(TO), 0);
        return labelSwitch.forward(frame, FROM, 0);
    }
}
