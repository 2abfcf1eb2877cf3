package boreas.cli;

import boreas.address.LinkAddress;
import boreas.daemon.SystemClock;
import boreas.daemon.SystemRandom;
import boreas.env.Counters;
import boreas.io.DataLoop;
import boreas.io.UdpSocket;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/// What the build lets the JVM run once, so that it can keep the classes that a start needs, loaded
/// and linked, and what it has learnt of them: a configuration is made and read, two nodes meet in
/// simulation, a socket is opened on loopback. Ends by itself, says nothing.
final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
        var text = ConfFile.generate(new SystemRandom(), false);
        var conf =
                ConfFile.read(
                        "rehearsal",
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        conf.printProblems(_ -> {});
        try (var stage = new SimulationStage(1)) {
            for (var step : stage.steps()) {
                var _ = step.measurement().measure();
            }
        }
        var counters = new Counters();
        try (var loop = new DataLoop(SystemClock.INSTANCE, counters)) {
            loop.addLink(UdpSocket.open(LinkAddress.parse("127.0.0.1:0"), 0, counters));
        }
    }
}
