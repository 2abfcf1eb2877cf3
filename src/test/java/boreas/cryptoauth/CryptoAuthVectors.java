package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.value.Value;
import boreas.vectors.VectorCase;
import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/// Sessions of genuine nodes: driven against each other with known randomness (`dialogues`), taken
/// from links (`captures`), and their replay window. See [Difference] for where ours are another.
public final class CryptoAuthVectors implements VectorSuite {
    private final Set<Difference> differences = EnumSet.noneOf(Difference.class);

    /// In what our sessions have differed from the recorded ones, as they are meant to.
    Set<Difference> differences() {
        return differences;
    }

    @Override
    public String file() {
        return "cryptoauth*.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        for (var c : file.cases("dialogues"))
            report.check(c, () -> differences.addAll(new Dialogue(c).run()));
        for (var c : file.cases("captures")) report.check(c, () -> new Capture(c).run());
        for (var c : file.cases("replayWindow")) report.check(c, () -> replayWindow(c));
    }

    /// Ours must refuse what came before and may not refuse anything else that is within its width;
    /// it differs from the genuine verdict only where that is "too old".
    private static void replayWindow(VectorCase c) {
        var genuine = new GenuineReplayWindow();
        var ours = new ReplayWindow();
        var accepted = new HashSet<Long>();
        long highest = -1;
        for (var step : c.list("steps")) {
            long number = item(step, 0);
            boolean isAccepted = item(step, 1) == 1;
            long tooOldBefore = genuine.outOfRange;
            assertThat(genuine.accept(number)).as("genuine %d", number).isEqualTo(isAccepted);
            boolean isTooOld = genuine.outOfRange > tooOldBefore;

            boolean isOursAccepted = ours.accept(number);
            if (isOursAccepted != isAccepted)
                assertThat(isTooOld && !isAccepted).as("difference at %d", number).isTrue();
            if (!accepted.add(number)) assertThat(isOursAccepted).as("twice %d", number).isFalse();
            else if (number > highest - ReplayWindow.BITS)
                assertThat(isOursAccepted).as("new %d", number).isTrue();
            highest = Math.max(highest, number);
        }
        var end = c.dict("end");
        assertThat(genuine.bits).isEqualTo(end.label("bitfield"));
        assertThat(genuine.base).isEqualTo(end.number("baseOffset"));
        assertThat(genuine.duplicates).isEqualTo(end.number("duplicates"));
        assertThat(genuine.lost).isEqualTo(end.number("lostPackets"));
        assertThat(genuine.outOfRange).isEqualTo(end.number("receivedOutOfRange"));

        var counters = ours.counters();
        assertThat(counters.received()).isLessThanOrEqualTo(accepted.size());
        assertThat(counters.duplicates()).isGreaterThanOrEqualTo(genuine.duplicates);
        assertThat(counters.outOfRange()).isLessThanOrEqualTo(genuine.outOfRange);
    }

    private static long item(Value step, int index) {
        if (step instanceof Value.Items items && items.values().get(index) instanceof Value.Int i)
            return i.number();
        throw new AssertionError("step " + step);
    }
}
