package boreas.switching;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.vectors.VectorCase;
import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;
import boreas.wire.Batch;

/// What the genuine switch does with a frame, one hop each.
public final class HopVectors implements VectorSuite {
    @Override
    public String file() {
        return "switch.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        for (var c : file.cases("hops")) report.check(c, () -> hop(c));
    }

    private static void hop(VectorCase c) {
        var counters = new Counters();
        var labelSwitch =
                new Switch(new World(into -> {}, new Timers(), counters, EventLog.SILENT));
        var slots = new FakeSlot[71];
        for (int i = 0; i < slots.length; i++) slots[i] = new FakeSlot();
        for (int i = 0; i < slots.length; i++)
            if (i != Switch.ROUTER) assertThat(labelSwitch.attach(slots[i], i)).isEqualTo(i);
        labelSwitch.attachRouter(slots[Switch.ROUTER]);

        int source = c.intOf("source");
        var p = new Batch(1).next().append(c.hex("in"));
        var verdict = labelSwitch.forward(p, source, 0);

        switch (c.text("result")) {
            case "forwarded" -> {
                assertThat(verdict).isEqualTo(Verdict.OK);
                assertOnly(slots, c.intOf("to"), c.text("out"));
            }
            case "error" -> {
                assertThat(verdict).isEqualTo(named(c));
                assertThat(counters.of(verdict)).isEqualTo(1);
                assertThat(c.intOf("to")).isEqualTo(source);
                // Our own frames get no error frame, they get the verdict. It would look like this.
                if (source == Switch.ROUTER) {
                    assertThat(p.toString()).isEqualTo(c.text("out"));
                    assertOnly(slots, -1, "");
                } else assertOnly(slots, source, c.text("out"));
            }
            case "dropped" -> {
                assertThat(verdict).isIn((Object[]) dropped(c.text("why")));
                assertThat(counters.of(verdict)).isEqualTo(1);
                assertOnly(slots, -1, "");
            }
            default -> throw c.unknownKind("result");
        }
    }

    private static Verdict named(VectorCase c) {
        return switch (c.text("error")) {
            case "MALFORMED_ADDRESS" -> Verdict.MALFORMED_LABEL;
            case "RETURN_PATH_INVALID" -> Verdict.RETURN_PATH_INVALID;
            default -> throw c.unknownKind("error");
        };
    }

    /// The reason is a remark; of one that is not known here any will do.
    private static Verdict[] dropped(String why) {
        return switch (why) {
            case "errors suppressed" ->
                    new Verdict[] {Verdict.MALFORMED_LABEL, Verdict.RETURN_PATH_INVALID};
            case "label shift above 63" -> new Verdict[] {Verdict.LABEL_EXHAUSTED};
            default ->
                    new Verdict[] {
                        Verdict.RUNT,
                        Verdict.MALFORMED_LABEL,
                        Verdict.RETURN_PATH_INVALID,
                        Verdict.LABEL_EXHAUSTED
                    };
        };
    }

    private static void assertOnly(FakeSlot[] slots, int to, String frame) {
        for (int i = 0; i < slots.length; i++) {
            if (i == to) assertThat(slots[i].frames).as("slot " + i).containsExactly(frame);
            else assertThat(slots[i].frames).as("slot " + i).isEmpty();
        }
    }
}
