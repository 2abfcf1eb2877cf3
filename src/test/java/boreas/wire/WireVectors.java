package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Verdict;
import boreas.vectors.VectorCase;
import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;

/// Checksums, and control frames as genuine nodes send them: each is read and written again byte
/// for byte.
public final class WireVectors implements VectorSuite {
    @Override
    public String file() {
        return "switch.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        for (var c : file.cases("checksum")) report.check(c, () -> checksum(c));
        for (var c : file.cases("ctrlFrames")) report.check(c, () -> controlFrame(c));
    }

    private static void checksum(VectorCase c) {
        int expected = Integer.parseInt(c.text("result"), 16);
        var p = Packets.of(c.hex("data"));
        assertThat(InternetChecksum.of(p)).isEqualTo(expected);
        // In two parts, cut at an even place.
        int cut = p.length() / 4 * 2;
        long sum = InternetChecksum.sum(p, cut, p.length() - cut) + InternetChecksum.sum(p, 0, cut);
        assertThat(InternetChecksum.complement(sum)).isEqualTo(expected);
    }

    private static void controlFrame(VectorCase c) {
        var header = Packets.of(c.hex("switchHeader"));
        assertThat(SwitchHeader.fits(header)).isTrue();
        assertThat(SwitchHeader.version(header)).isEqualTo(1);

        var p = Packets.of(c.hex("frame"));
        assertThat(ControlHeader.check(p)).isEqualTo(Verdict.OK);
        assertThat(ControlHeader.type(p)).isEqualTo(c.intOf("type"));
        var frame = ControlFrame.read(p);
        assertThat(frame.type().number()).isEqualTo(c.intOf("type"));

        var again = Packets.empty();
        frame.writeTo(again);
        assertThat(again.toString()).isEqualTo(c.text("frame"));

        p.dropFront(ControlHeader.SIZE);
        assertThat(p.toString()).isEqualTo(c.text("body"));
    }
}
