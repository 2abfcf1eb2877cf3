package boreas.tun;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.vectors.VectorCase;
import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;
import boreas.wire.Batch;
import boreas.wire.Icmp6;
import boreas.wire.Ip6Header;

/// ICMPv6 messages that went through genuine sessions: behind the header that we build, their
/// checksums are right.
public final class IcmpVectors implements VectorSuite {
    @Override
    public String file() {
        return "session*.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        for (var c : file.cases("icmp6")) report.check(c, () -> isIntact(c));
    }

    private static void isIntact(VectorCase c) {
        var from = Ip6.of(c.hex("src"), 0);
        var to = Ip6.of(c.hex("dst"), 0);
        var p = new Batch(1).next().append(c.hex("content"));
        TunStation.prependHeader(p, Ip6Header.ICMP6, from.hi(), from.lo(), to.hi(), to.lo());
        assertThat(Ip6Header.fits(p)).isTrue();
        assertThat(Icmp6.isIn(p)).isTrue();
        assertThat(Icmp6.isIntact(p)).as("checksum of %s", c).isTrue();
        p.putU8(p.length() - 1, p.u8(p.length() - 1) ^ 1);
        assertThat(Icmp6.isIntact(p)).isFalse();
    }
}
